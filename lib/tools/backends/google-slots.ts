import { type OpeningHours, spansOn } from '../../handoff/ask/opening-hours.ts';
import { instantOf, wallOf } from '../when/wall.ts';

export type Time = { from: number; to: number };

export type Grid = {
  /** The business's; opening hours have one of their own. */
  timeZone: string;
  openingHours?: OpeningHours | undefined;
  /** The length of an appointment. */
  minutes: number;
};

const MINUTE = 60_000;
const A_DAY = 24 * 60 * MINUTE;

const OFFICE = ['09:00-17:00'];
const OFFICE_WEEK = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE };

/**
 * Returns the starts of appointments from `from` on and before `to` (ms since 1970), the earliest first: one follows the
 * other from the beginning of each time that the team is there, and each lies wholly within it. What the wall shows
 * twice, because the clock is put back, counts the first time.
 */
export function startsIn({ from, to }: Time, { timeZone, openingHours, minutes }: Grid): number[] {
  const hours = openingHours ?? { timeZone, week: OFFICE_WEEK, holidays: [] };
  const zone = hours.timeZone;
  const starts: number[] = [];
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (const date of datesOf({ from, to }, zone)) {
    for (const span of spansOn(hours, date)) {
      for (let minute = span.from; minute + minutes <= span.to; minute += minutes) {
        const start = instantOf(date, minute, zone);
        // Appointments grow together where the clock is put forward, or two times of a team overlap.
        if (start === undefined || start < lastEnd) continue;
        const end = start + minutes * MINUTE;
        const last = wallOf(end - 1, zone);
        if (last.date !== date || last.minutes < span.from || last.minutes >= span.to) continue;
        lastEnd = end;
        if (start >= from && start < to) starts.push(start);
      }
    }
  }
  return starts;
}

/** The days of the zone that a time touches, `YYYY-MM-DD`. */
function datesOf({ from, to }: Time, zone: string): string[] {
  const dates: string[] = [];
  const last = Date.parse(wallOf(to, zone).date);
  for (let day = Date.parse(wallOf(from, zone).date); day <= last; day += A_DAY) {
    dates.push(new Date(day).toJSON().slice(0, 10));
  }
  return dates;
}

/** Whether any of these times has a part in common with the other. */
export function isBusy(busy: readonly Time[], { from, to }: Time): boolean {
  return busy.some((taken) => taken.from < to && taken.to > from);
}
