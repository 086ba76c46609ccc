import { given, momentIn } from './given.ts';
import { dayIn, type Here, inDay, type None, type Unclear, understoodHere, understoodIn } from './reading.ts';
import { type PartOfDay, partOfDayIn, timeWritten } from './said/part.ts';
import { wallOf } from './wall.ts';

export type TimeRead =
  | { is: 'time'; time: string; date?: string }
  | { is: 'part'; partOfDay: PartOfDay; date?: string }
  | None
  | Unclear;

/**
 * Returns the time (`HH:MM`) or the part of the day that a caller wants, with the day (`YYYY-MM-DD`) if one is said with
 * it. "Three" is 15:00, for this is about appointments: one to seven are hours of the afternoon unless the text tells
 * otherwise, or `partOfDay`, which was told beside it.
 */
export function readTime(argument: unknown, here: Here & { partOfDay?: PartOfDay | undefined }): TimeRead {
  const it = given(argument);
  if (it.is !== 'text') return it;
  const moment = momentIn(it.text);
  if (moment?.is === 'moment') {
    const { date, minutes } = wallOf(moment.at, here.timeZone);
    return { is: 'time', time: timeWritten(0, minutes), date };
  }
  if (moment !== undefined) return { is: 'unclear' };
  const all = understoodHere(it.text, 'time', here);
  if (all.is !== 'understood') return all;
  const { days, clock, parts } = all.said;
  const told = here.partOfDay === undefined ? [] : [here.partOfDay];
  const said = inDay({ days, clock, parts: parts.length === 0 && clock !== undefined ? told : parts });
  const day = days.length === 0 ? undefined : dayIn(all.said, here);
  if (said.is === 'unclear' || (day !== undefined && day.is !== 'date')) return { is: 'unclear' };
  const date = day === undefined ? {} : { date: day.date };
  if (said.time !== undefined) return { is: 'time', time: said.time, ...date };
  return said.partOfDay === undefined
    ? { is: 'unclear' }
    : { is: 'part', partOfDay: said.partOfDay, ...date };
}

/** Returns the part of the day that is named, in whatever language; undefined where none is. */
export function readPartOfDay(argument: unknown): PartOfDay | undefined {
  const it = given(argument);
  const all = it.is === 'text' ? understoodIn(it.text, 'time', 'en') : it;
  if (all.is !== 'understood' || all.said.clock !== undefined) return undefined;
  return partOfDayIn(all.said.parts);
}
