/** Days of the calendar, counted from 1970-01-01; no time zone has a part in it. */

const MS = 86_400_000;

/** Returns the day of a date; undefined for one that does not exist. */
export function dayOf(year: number, month: number, day: number): number | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() / MS : undefined;
}

/** Returns the date of a day as `YYYY-MM-DD`. */
export function dateOf(day: number): string {
  return new Date(day * MS).toJSON().slice(0, 10);
}

/** Returns the day of a date (`YYYY-MM-DD`) that exists. */
export function dayOfDate(date: string): number {
  return Date.parse(date) / MS;
}

/** Returns a day's weekday: 0 is Sunday. */
export function weekdayOf(day: number): number {
  return new Date(day * MS).getUTCDay();
}

/** Returns year and month (1 to 12) of a day. */
export function monthOf(day: number): { year: number; month: number } {
  const at = new Date(day * MS);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1 };
}

/** Returns the day that is so many months later; in a month that is too short, its last day. */
export function monthsLater(day: number, months: number): number {
  const at = new Date(day * MS);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(at.getUTCDate(), last)) / MS;
}
