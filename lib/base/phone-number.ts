import { isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isWithheld } from './caller-number.ts';

/** The plus and 15 digits (E.164); the package lets 17 pass in Germany. */
const LONGEST = 16;
/** In countries with an open plan (Germany: 4 to 15 digits) even the last four digits alone would be possible. */
const FEWEST_DIGITS = 6;

/**
 * Only what has a length that its country has. Not `isValid`, which knows the ranges in use on the day the package
 * was made: it refuses newer ones, and some that are reserved for tests (+44 7700 900123).
 */
const possible = (number: PhoneNumber | undefined): PhoneNumber | undefined =>
  number?.isPossible() === true && number.number.length <= LONGEST && !isWithheld(number.number)
    ? number
    : undefined;

const international = (text: string) => possible(parsePhoneNumberFromString(text));

const nearby = (text: string, home: PhoneNumber): PhoneNumber | undefined => {
  const digits = text.replace(/\D/g, '');
  // Where a number gets a 0 in front at home, one that begins with the country's own code lacks only its plus.
  const getsZero = home.formatNational().startsWith('0') && !home.nationalNumber.startsWith('0');
  const whole =
    getsZero && digits.startsWith(home.countryCallingCode) ? international(`+${digits}`) : undefined;
  if (whole !== undefined) return whole;
  // The country also tells its prefix for calls abroad (00, 011), which the code alone does not.
  const country = home.country ?? home.getPossibleCountries()[0];
  const where =
    country === undefined ? { defaultCallingCode: home.countryCallingCode } : { defaultCountry: country };
  const read = possible(parsePhoneNumberFromString(text, where));
  return read !== undefined && read.nationalNumber.length >= FEWEST_DIGITS ? read : undefined;
};

/**
 * A number as people say it and models write it, in E.164; undefined when it cannot be one. Without a country's
 * code it is a number of the country of `near`, the caller's own in E.164. An extension is left out.
 */
export const e164Of = (text: string, near?: string): string | undefined => {
  const said = text
    .trim()
    .replace(/^plus\b\s*/i, '+')
    // Speech that was written down groups digits by commas.
    .replace(/(?<=\d)\s*,\s*(?=\d)/g, ' ');
  const whole = international(said);
  if (whole !== undefined) return whole.number;
  const home = near === undefined ? undefined : international(near);
  return home === undefined ? undefined : nearby(said, home)?.number;
};

/**
 * A number as lists of one country (`US`) have it, in E.164; undefined when it cannot be one. One that begins as calls
 * abroad do is of the country that it names.
 */
export function e164In(country: string, text: string): string | undefined {
  if (!isSupportedCountry(country)) return undefined;
  const read = possible(parsePhoneNumberFromString(text, { defaultCountry: country }));
  if (read === undefined || read.nationalNumber.length < FEWEST_DIGITS) return undefined;
  const digits = text.replace(/\D/g, '');
  // As above: where a 0 should be in front and the country's own code is, only the plus is missing.
  const lacksPlus =
    digits === read.nationalNumber &&
    digits.startsWith(read.countryCallingCode) &&
    read.formatNational().startsWith('0');
  return ((lacksPlus ? international(`+${digits}`) : undefined) ?? read).number;
}

/** What the team would pay for, or the fraudster earn by: the package's names of types. */
const COSTLY: ReadonlySet<string | undefined> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  'PERSONAL_NUMBER',
  'PAGER',
]);

/** A number, then what is left of it without its last digits, one by one, as long as that can be a number. */
function* beginningsOf(number: PhoneNumber): Generator<PhoneNumber> {
  yield number;
  const { number: e164, countryCallingCode } = number;
  const fewest = countryCallingCode.length + FEWEST_DIGITS + 1;
  for (let length = e164.length - 1; length >= fewest; length -= 1) {
    const shorter = parsePhoneNumberFromString(e164.slice(0, length));
    if (shorter !== undefined) yield shorter;
  }
}

/**
 * Networks leave out the digits that are too many, so a number whose range nobody knows rings whatever it begins with:
 * the first that is in a known range, else the whole.
 */
function rung(number: PhoneNumber): PhoneNumber {
  for (const one of beginningsOf(number)) if (one.getType() !== undefined) return one;
  return number;
}

/** Returns the number that rings when one in E.164 form is called: the same, but for digits too many. */
export function rungBy(e164: string): string {
  const number = international(e164);
  return number === undefined ? e164 : rung(number).number;
}

/** A range that is known has digits as it should; of any other every beginning is asked. */
function isCostly(number: PhoneNumber): boolean {
  const type = number.getType();
  if (type !== undefined) return COSTLY.has(type);
  return [...beginningsOf(number)].some((one) => COSTLY.has(one.getType()));
}

/** The country of a number; of one whose range is not known, the first that shares its code. */
function countryOf(number: PhoneNumber): string | undefined {
  return number.country ?? number.getPossibleCountries()[0];
}

/** Returns the countries of numbers in E.164 form. */
export function countriesOf(numbers: readonly (string | undefined)[]): string[] {
  return numbers.flatMap((one) => {
    const number = one === undefined ? undefined : international(one);
    return (number && countryOf(number)) ?? [];
  });
}

/**
 * Returns why nobody should be called on a number in E.164 form: its kind costs more than a call (premium, shared
 * cost, satellite, a short code), with digits too many or not, or its country is not among those given. A company's
 * number at the normal rate (the package's `UAN`: 088 in the Netherlands, 03 in Britain) is an ordinary one.
 */
export function whyNotCalled(e164: string, countries: readonly string[]): 'costly' | 'abroad' | undefined {
  const number = international(e164);
  if (number === undefined) return 'costly';
  const isShort = number.getType() === undefined && number.nationalNumber.length < FEWEST_DIGITS;
  // Satellite networks have codes of no country.
  if (isCostly(number) || isShort || number.isNonGeographic()) return 'costly';
  return countries.includes(countryOf(number) ?? '') ? undefined : 'abroad';
}
