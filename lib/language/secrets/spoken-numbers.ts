import type { SecretWords } from '../languages/language.ts';
import { type Lazy, made } from '../text/lazy.ts';
import { listed } from '../text/listed.ts';
import { secretWords } from './words.ts';

/** Numbers from 10 to 99 as they are said: long numbers are read out two digits at a time, too. */

/** The longest first, so that "dix-sept" is not read as "dix"; a blank may stand for a hyphen. */
function anyOf(words: Iterable<string>): string {
  return [...words]
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replaceAll('-', '[ -]'))
    .join('|');
}

/** What may be joined with a ten. */
function unitsOf({ digits }: SecretWords): Map<string, number> {
  return new Map(
    digits.flatMap((words, digit) =>
      digit === 0 ? [] : listed(words).map((word) => [word, digit] as const),
    ),
  );
}

/** A unit with which a longer ten begins is none: "quarante quatre-vingt" is two numbers. */
function unlessTen(tens: readonly string[]): string {
  const rests = tens.flatMap((word) => (word.includes('-') ? [word.replace(/^[^-]+/, '')] : []));
  return rests.length === 0 ? '' : `(?!${rests.join('|')})`;
}

/** A number in one language, as part of a regular expression; `named` makes a group of each of its parts. */
function patternOf(words: SecretWords, named = (_name: string, part: string): string => `(?:${part})`) {
  const { numbers } = words;
  const { before, after } = numbers.order;
  const tens = named('tens', anyOf(Object.keys(numbers.tens)));
  const whole = named('whole', anyOf(Object.keys(numbers.whole)));
  const unit = named('unit', anyOf(unitsOf(words).keys()));
  const joined =
    after === undefined
      ? `(?:${unit}${before ?? ''})?${tens}`
      : `${tens}(?:${after}${unit}${unlessTen(Object.keys(numbers.tens))})?`;
  return `${whole}|${joined}`;
}

/** A number in any language, as part of a regular expression. */
export function numberWord(): string {
  return `(?:${secretWords()
    .map((words) => patternOf(words))
    .join('|')})`;
}

/** The words of which numbers from 10 on are made, but for the units. */
export function partsOfNumbers(): string[] {
  return secretWords().flatMap(({ numbers }) =>
    [...Object.keys(numbers.whole), ...Object.keys(numbers.tens)].flatMap((word) => word.split('-')),
  );
}

const JOINED_TENS: Lazy<readonly string[]> = {
  make: () =>
    secretWords().flatMap(({ numbers }) =>
      numbers.order.before === undefined ? [] : Object.keys(numbers.tens),
    ),
};

/** Shorter than any: most words need not be looked at further. */
const SHORTEST_JOINED = 10;

/** Whether it is a ten that is written in one word with its unit: "einundzwanzig". */
export function endsInTen(word: string): boolean {
  return word.length >= SHORTEST_JOINED && made(JOINED_TENS).some((ten) => word.endsWith(ten));
}

type Reader = (said: string) => number | undefined;

function readerOf(words: SecretWords): Reader {
  const { tens, whole } = words.numbers;
  const values = {
    tens: new Map(Object.entries(tens)),
    unit: unitsOf(words),
    whole: new Map(Object.entries(whole)),
  };
  const form = new RegExp(`^(?:${patternOf(words, (name, part) => `(?<${name}>${part})`)})$`, 'iu');
  return (said) => {
    const groups = form.exec(said)?.groups;
    if (groups === undefined) return undefined;
    const worth = (name: keyof typeof values): number => {
      const word = groups[name] ?? '';
      return values[name].get(word) ?? values[name].get(word.replaceAll(' ', '-')) ?? 0;
    };
    return worth('tens') + worth('unit') + worth('whole');
  };
}

const READERS: Lazy<readonly Reader[]> = { make: () => secretWords().map(readerOf) };

/** Returns the digits of a number that `numberWord` found; undefined for what is none. */
export function digitsOfNumber(said: string): string | undefined {
  const word = said.toLowerCase();
  for (const read of made(READERS)) {
    const value = read(word);
    if (value !== undefined) return String(value);
  }
  return undefined;
}
