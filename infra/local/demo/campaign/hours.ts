import type { Week } from '../../../../lib/outbound/hours/calling-hours.ts';
import { wallOf } from '../../../../lib/tools/when/wall.ts';
import { clockOf } from './words.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** What the clock on the wall shows in a zone, in minutes from one day to the next. */
const wallMinutes = (now: number, zone: string): number => {
  const { date, minutes } = wallOf(now, zone);
  return Date.parse(`${date}T00:00:00Z`) / 60_000 + minutes;
};

/**
 * Calling hours by weekday that are open in all these zones, at whatever moment (ms since 1970) and for an hour after it:
 * from the full hour of the westernmost on. Whoever is hours further west is called later.
 */
export function hoursOpenNow(now: number, zones: readonly string[]): Week {
  const walls = zones.map((zone) => Math.floor(wallMinutes(now, zone) / HOUR) * HOUR);
  const from = Math.min(...walls);
  // One of them may be left out, where the clock is put forward.
  const to = Math.max(...walls) + 3 * HOUR;
  const week: Week = {};
  for (let midnight = Math.floor(from / DAY) * DAY; midnight < to; midnight += DAY) {
    const weekday = WEEKDAYS[new Date(midnight * 60_000).getUTCDay()] ?? 'mon';
    const span = [Math.max(from, midnight) - midnight, Math.min(to, midnight + DAY) - midnight];
    week[weekday] = [span.map(clockOf).join('-')];
  }
  return week;
}
