import { filled, type Speech } from './speech.ts';

/** A moment of the coming days, by the clock on a wall. */
export type Moment = {
  day: 'today' | 'tomorrow' | 'later';
  /** 0 for Sunday. */
  weekday: number;
  /** Since midnight. */
  minutes: number;
};

/** Returns how one says when something is: "on Monday at 9:00". */
export function spokenMoment({ time }: Speech, { day, weekday, minutes }: Moment): string {
  const at = time.at(minutes);
  if (day !== 'later') return filled(time[day], { at });
  return filled(time.onDay, { day: time.days[weekday] ?? '', at });
}
