import { LANGUAGES } from '../../speech/speech.ts';
import { isoIn } from './wall.ts';

const HALF_A_YEAR_MS = 182 * 86_400_000;
const OFFSET =
  /(?<=\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?:(?<utc>z)|(?<hours>[+-]\d\d)(?::?(?<minutes>\d\d))?)$/i;
const AROUND_END = /[\s.)\]]+$/;
const STYLES = ['short', 'shortGeneric', 'long', 'longGeneric'] as const;
/** American English knows "EST", and British "CET". */
const LOCALES = [...LANGUAGES, 'en-GB'];

/** Now, and when the clock is put the other way. */
function halvesOfYear(now: number): number[] {
  return [now, now + HALF_A_YEAR_MS];
}

const known = new Map<string, readonly string[]>();

/** How a zone is called, in lower case, the longest first: "eastern standard time", "est", "et". */
function namesOf(timeZone: string, now: number): readonly string[] {
  const before = known.get(timeZone);
  if (before !== undefined) return before;
  const said = LOCALES.flatMap((locale) =>
    STYLES.flatMap((timeZoneName) => {
      const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName });
      return halvesOfYear(now).flatMap((at) => format.formatToParts(at));
    }),
  ).flatMap(({ type, value }) => (type === 'timeZoneName' ? value : []));
  const names = [...new Set([timeZone, ...said].map(plain))].sort((a, b) => b.length - a.length);
  known.set(timeZone, names);
  return names;
}

/** As long as the text itself. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[’`]/g, "'");
}

/**
 * Returns a text without the business's own zone at its end ("15:00-05:00", "3 pm EST"): that says nothing new. Another
 * one stays, and is not understood: it would be another time.
 */
export function withoutZone(text: string, { timeZone, now }: { timeZone: string; now: number }): string {
  const { utc, hours = '+00', minutes = '00' } = OFFSET.exec(text)?.groups ?? {};
  if (utc !== undefined || OFFSET.test(text)) {
    const isOurs = halvesOfYear(now).some((at) => isoIn(at, timeZone).endsWith(`${hours}:${minutes}`));
    return isOurs ? text.replace(OFFSET, '') : text;
  }
  const end = text.replace(AROUND_END, '');
  const lower = plain(end);
  const name = namesOf(timeZone, now).find((one) => lower.endsWith(one));
  if (name === undefined) return text;
  const rest = end.slice(0, -name.length);
  return /[\p{L}\p{N}]$/u.test(rest) ? text : rest.replace(/[\s([]+$/, '');
}
