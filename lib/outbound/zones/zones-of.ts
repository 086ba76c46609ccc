import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { countriesOf, e164Of, whyNotCalled } from '../../base/phone-number.ts';
import { COUNTRIES, PREFIXES } from './area-zones.ts';
import { ADDED, OVERLAYS } from './corrections.ts';

export type ZonesOf =
  | { is: 'zones'; zones: readonly string[] }
  /** `premium` is all that costs more than a call: shared cost, personal numbers, pagers, satellites too. */
  | { is: 'not-callable'; why: 'toll-free' | 'premium' | 'unknown' };

type Zones = ReadonlyMap<string, readonly string[]>;

/** Each line of a table: names, then the zones that they are in, joined by `&`. */
function read(table: string): Zones {
  const lines = table
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  return new Map(
    lines.flatMap((line) => {
      const zones = (line.at(-1) ?? '').split('&');
      return line.slice(0, -1).map((name) => [name, zones] as const);
    }),
  );
}

function corrected(zones: Zones): Zones {
  const overlays = Object.entries(OVERLAYS).map(
    ([code, over]) => [`1${code}`, zones.get(`1${over}`) ?? []] as const,
  );
  const added = Object.entries(ADDED).map(
    ([name, more]) => [name, [...new Set([...(zones.get(name) ?? []), ...more])].sort()] as const,
  );
  return new Map([...zones, ...overlays, ...added]);
}

let table: Zones | undefined;

/** Read at the first number: most functions that load this ask for none. */
function tableOfZones(): Zones {
  table ??= corrected(new Map([...read(PREFIXES), ...read(COUNTRIES)]));
  return table;
}

/** The longest prefix wins. */
function byPrefix(digits: string): readonly string[] | undefined {
  const zones = tableOfZones();
  for (let length = digits.length; length > 0; length -= 1) {
    const found = zones.get(digits.slice(0, length));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Returns every time zone (IANA) in which a number in E.164 form can be: under +1 those of its area code, abroad those
 * of its longest known prefix, and of the whole country where the number tells no place, as mobile ones do. Google's data
 * (libphonenumber), with corrections. A number goes with its owner: it says where somebody probably is, no more.
 */
export function zonesOf(number: string): ZonesOf {
  if (e164Of(number) !== number) return { is: 'not-callable', why: 'unknown' };
  const type = parsePhoneNumberFromString(number)?.getType();
  if (type === 'TOLL_FREE') return { is: 'not-callable', why: 'toll-free' };
  if (whyNotCalled(number, []) === 'costly') return { is: 'not-callable', why: 'premium' };
  const [country = ''] = countriesOf([number]);
  const everywhere = type === 'FIXED_LINE' ? undefined : tableOfZones().get(country);
  const zones = everywhere ?? byPrefix(number.slice(1));
  return zones === undefined ? { is: 'not-callable', why: 'unknown' } : { is: 'zones', zones };
}

/** The area code of a number under +1 with it (`+1212`), elsewhere the code of the country. */
export function areaCodeOf(number: string): string {
  const code = parsePhoneNumberFromString(number)?.countryCallingCode ?? '';
  return code === '1' ? number.slice(0, '+1212'.length) : `+${code}`;
}
