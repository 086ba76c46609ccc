import * as z from 'zod/mini';
import { openingHoursSchema } from '../../handoff/ask/opening-hours.ts';

const { mon, tue, wed, thu, fri, sat, sun } = openingHoursSchema.shape.week.shape;

const week = z.strictObject(
  { mon, tue, wed, thu, fri, sat, sun },
  'has another day than mon, tue, wed, thu, fri, sat, sun',
);

/**
 * When people are called, by the clock where they are: a preset, or hours of the team's own for each weekday (a day that
 * is missing is closed). Presets are cut to what the contact's state allows, hours of one's own are not.
 */
export const callingHoursSchema = z.union(
  [
    z.enum(['strict', 'federal']),
    week.check(
      z.refine(
        (days) => Object.values(days).some((spans) => spans !== undefined && spans.length > 0),
        'is never open',
      ),
    ),
  ],
  'is neither strict nor federal nor hours by weekday like {"mon": ["10:00-17:00"]}',
);
export type CallingHours = z.infer<typeof callingHoursSchema>;

export type Week = Exclude<CallingHours, string>;

/** Returns the same hours (`10:00-17:00`) for every working day. */
export function mondayToFriday(span: string): Week {
  return { mon: [span], tue: [span], wed: [span], thu: [span], fri: [span] };
}

/** Returns the same hours (`08:00-21:00`) for every day. */
export function daily(span: string): Week {
  return { ...mondayToFriday(span), sat: [span], sun: [span] };
}
