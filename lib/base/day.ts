import { dateFormat } from './date-format.ts';

/** Canada writes a date as ISO 8601 does. */
const format = dateFormat('en-CA', { dateStyle: 'short' });

/** The day (`2026-11-30`) of a moment, in ms since 1970, by the clocks of a time zone. */
export function dayIn(timeZone: string, at: number): string {
  return format(timeZone).format(at);
}

const DAY_MS = 86_400_000;

/** The day so many days before another one. */
export function dayBefore(day: string, days = 1): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}
