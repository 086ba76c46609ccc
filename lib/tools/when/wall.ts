import { dateFormat } from '../../base/date-format.ts';

/** What the clock and the calendar on a business's wall show. */
export type Wall = {
  /** `YYYY-MM-DD` */
  date: string;
  /** Since midnight, as the clock shows it: 15:30 is 930. */
  minutes: number;
  /** 0 is Sunday. */
  weekday: number;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const formatIn = dateFormat('en-US', {
  hourCycle: 'h23',
  ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
  ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
});

/** How far the zone's clocks are ahead of UTC, in ms. */
function offsetAt(ms: number, timeZone: string): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
    formatIn(timeZone).format(ms).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / SECOND) * SECOND;
}

/**
 * Returns a moment (ms since 1970) as ISO 8601 with the zone's own offset: `2026-12-01T15:00:00-08:00`. Parts of a
 * second are left out.
 */
export function isoIn(ms: number, timeZone: string): string {
  const offset = offsetAt(ms, timeZone);
  const minutes = Math.abs(offset) / MINUTE;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${new Date(ms + offset).toJSON().slice(0, 19)}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** Returns what the wall shows at a moment (ms since 1970). */
export function wallOf(ms: number, timeZone: string): Wall {
  const there = new Date(ms + offsetAt(ms, timeZone));
  return {
    date: there.toJSON().slice(0, 10),
    minutes: there.getUTCHours() * 60 + there.getUTCMinutes(),
    weekday: there.getUTCDay(),
  };
}

/** Returns the next day's date (`YYYY-MM-DD`). */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toJSON().slice(0, 10);
}

/**
 * Returns the moment (ms since 1970) at which a date begins: midnight, or where the clock is put forward over it, the
 * first minute after that. Returns undefined where there is no such date.
 */
export function startOf(date: string, timeZone: string): number | undefined {
  for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
    const start = instantOf(date, minutes, timeZone);
    if (start !== undefined) return start;
  }
  return undefined;
}

/**
 * Returns the moment (ms since 1970) at which the wall shows a date (`YYYY-MM-DD`) and a time (minutes since midnight;
 * 1440 is the end of the day). Where it shows them twice, because the clock is put back, the first time counts.
 * Returns undefined where it never does: the clock is put forward over it, or there is no such date.
 */
export function instantOf(date: string, minutes: number, timeZone: string): number | undefined {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // V8 reads February 30 as March 2.
  if (Number.isNaN(midnight) || new Date(midnight).toJSON().slice(0, 10) !== date) return undefined;
  const shown = midnight + minutes * MINUTE;
  // No zone is further from UTC than 14 hours, and no clock is put twice within two days.
  const before = offsetAt(shown - DAY, timeZone);
  const after = offsetAt(shown + DAY, timeZone);
  if (before === after) return shown - before;
  return [shown - Math.max(before, after), shown - Math.min(before, after)].find(
    (ms) => ms + offsetAt(ms, timeZone) === shown,
  );
}
