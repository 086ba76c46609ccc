import { given, momentIn } from './given.ts';
import {
  dayIn,
  type Here,
  type InDay,
  inDay,
  instantAt,
  type None,
  type Unclear,
  understoodHere,
} from './reading.ts';
import { timeWritten } from './said/part.ts';
import { wallOf } from './wall.ts';

export type DateRead =
  | ({ is: 'date'; date: string } & InDay)
  | None
  | Unclear
  /** February 30, the 32nd. */
  | { is: 'no-such-date' }
  /** The day is over, or its time is. */
  | { is: 'past' };

/** A date without a time, as it is serialized: midnight, wherever. */
const MERE_DATE =
  /^(\d{4}-\d\d-\d\d)[t ]00:00(?::00(?:\.0+)?)? ?(?:z|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+-]+\])?$/i;

/**
 * Returns the day that a caller wants (`YYYY-MM-DD` by the business's calendar), with the time (`HH:MM`) or the part of
 * the day that is said with it. A weekday is the next one that comes, and today only as "this Tuesday". A date without
 * a year is the next one that comes. "04/05" is April 5 in English in the United States and the fourth of May
 * elsewhere, unless only the other one is still to come.
 */
export function readDate(argument: unknown, here: Here): DateRead {
  const it = given(argument);
  return it.is === 'text' ? dayAndTimeIn(it.text.replace(MERE_DATE, '$1'), here) : it;
}

/** Reads a text that is not empty; midnight is a time in it. */
export function dayAndTimeIn(text: string, here: Here): DateRead {
  const moment = momentIn(text);
  if (moment?.is === 'moment') {
    const { date, minutes } = wallOf(moment.at, here.timeZone);
    return moment.at < here.now ? { is: 'past' } : { is: 'date', date, time: timeWritten(0, minutes) };
  }
  const all = moment ?? understoodHere(text, 'date', here);
  if (all.is !== 'understood') return all;
  const told = inDay(all.said);
  if (told.is === 'unclear' || all.said.days.length === 0) return { is: 'unclear' };
  const day = dayIn(all.said, here);
  if (day.is !== 'date') return day;
  const at = told.time === undefined ? undefined : instantAt(day.date, told.time, here.timeZone);
  return at !== undefined && at < here.now ? { is: 'past' } : { ...told, ...day };
}
