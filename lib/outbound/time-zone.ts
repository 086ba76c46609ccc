import * as z from 'zod/mini';

/** What to write for a name that is the same all year, though people there put their clocks. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['EST', 'America/New_York'],
  ['MST', 'America/Denver, or America/Phoenix'],
  ['HST', 'Pacific/Honolulu'],
]);

type Zone = { name: string; isOffset: boolean };

/** `US/Eastern` and `america/new_york` are America/New_York. */
function read(text: string): Zone | undefined {
  try {
    const name = new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
    // Intl takes these three for Panama, Phoenix and Honolulu.
    return { name, isOffset: /^[+-]/.test(name) || /^[EMH]ST$/i.test(text) };
  } catch {
    return undefined;
  }
}

const seen = new Map<string, Zone>();
const MOST_SEEN = 1_000;

/** To ask costs 50 µs: too much for each of 10,000 contacts. */
function zoneOf(text: string): Zone | undefined {
  const zone = seen.get(text) ?? read(text);
  if (zone !== undefined && seen.size < MOST_SEEN) seen.set(text, zone);
  return zone;
}

/**
 * The time zone of somebody who is called, by the name that our tables have for it. A bare offset, and what people write
 * for the zones of New York, Denver and Honolulu, has no summer time: half of the year calls would come an hour early or
 * late. Whoever writes `UTC` or `Etc/GMT+5` means it.
 */
export const timeZoneSchema = z.pipe(
  z.string('is not a text').check(
    z.refine((text) => zoneOf(text) !== undefined, {
      error: 'is not a time zone like Europe/Berlin',
      abort: true,
    }),
    z.refine((text) => zoneOf(text)?.isOffset === false, {
      error: ({ input }) => {
        const meant = MEANT.get(String(input).toUpperCase()) ?? 'a place like America/New_York';
        return `has no summer time: write ${meant}`;
      },
    }),
  ),
  z.transform((text) => zoneOf(text)?.name ?? text),
);
