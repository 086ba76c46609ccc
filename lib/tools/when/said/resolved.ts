import { dateOf, dayOf, monthOf, monthsLater, weekdayOf } from './calendar.ts';
import type { DaySaid } from './day.ts';

/** A day that was said as a date (`YYYY-MM-DD`). `unclear`: it contradicts itself. */
export type Resolved =
  | { is: 'date'; date: string }
  | { is: 'no-such-date' }
  | { is: 'past' }
  | { is: 'unclear' };

/** `monthFirst`: `04/05` is April 5 there. */
type Where = { today: number; monthFirst: boolean };

type Calendar = { day: number; month?: number | undefined; year?: number | undefined };

function dayInMonth(from: { year: number; month: number }, ahead: number, day: number): number | undefined {
  const months = from.month - 1 + ahead;
  return dayOf(from.year + Math.floor(months / 12), (months % 12) + 1, day);
}

/** A month without a year is the next one that comes, a day without a month the next one that there is. */
function calendarDay({ day, month, year }: Calendar, today: number): number | undefined {
  if (month !== undefined && year !== undefined) return dayOf(year, month, day);
  const now = monthOf(today);
  const candidates =
    month === undefined
      ? Array.from({ length: 12 }, (_, ahead) => dayInMonth(now, ahead, day))
      : [dayOf(now.year, month, day), dayOf(now.year + 1, month, day)];
  return candidates.find((candidate) => candidate !== undefined && candidate >= today);
}

function weekdayDay({ weekday, of }: DaySaid & { is: 'weekday' }, today: number): number {
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  if (of === 'this') return today + ahead;
  if (of === 'coming') return today + (ahead === 0 ? 7 : ahead);
  if (of === 'last') return today + ahead - 7;
  // Weeks begin on Monday.
  const monday = today - ((weekdayOf(today) + 6) % 7);
  return monday + ((weekday + 6) % 7) + (of === 'next-week' ? 7 : 0);
}

/** Of its two readings the usual one, unless only the other one is a date that is still to come. */
function twoNumbersDay(
  { one, other, year }: DaySaid & { is: 'two-numbers' },
  { today, monthFirst }: Where,
): number | undefined {
  const readings = [
    calendarDay({ month: one, day: other, year }, today),
    calendarDay({ month: other, day: one, year }, today),
  ];
  const [first, second] = monthFirst ? readings : readings.toReversed();
  const comes = [first, second].find((day) => day !== undefined && day >= today);
  return comes ?? first ?? second;
}

function dayFor(said: Exclude<DaySaid, { is: 'later' }>, where: Where): number | undefined {
  switch (said.is) {
    case 'ahead':
      return where.today + said.days;
    case 'weekday':
      return weekdayDay(said, where.today);
    case 'calendar':
      return calendarDay(said, where.today);
    case 'two-numbers':
      return twoNumbersDay(said, where);
  }
}

function laterThan(day: number, { count, unit }: DaySaid & { is: 'later' }): number {
  const days = { day: 1, week: 7, fortnight: 14 };
  return unit === 'month' ? monthsLater(day, count) : day + count * days[unit];
}

/** "Friday in two weeks" is the second one from now or the third; "two weeks from Friday" is clear. */
function isCountable({ count, unit, from }: DaySaid & { is: 'later' }, start: DaySaid | undefined): boolean {
  if (from) return start !== undefined;
  return (
    start === undefined || start.is === 'ahead' || (start.is === 'weekday' && count === 1 && unit === 'week')
  );
}

/**
 * Returns the date that was said, by the calendar of one place. A weekday beside a date has to be that date's: "Monday,
 * December 1" is unclear in a year in which it is a Tuesday.
 */
export function resolved(said: readonly DaySaid[], where: Where): Resolved {
  const laters = said.filter((one) => one.is === 'later');
  const weekdays = said.filter((one) => one.is === 'weekday');
  const others = said.filter((one) => one.is !== 'later' && one.is !== 'weekday');
  const [later, weekday, other] = [laters[0], weekdays[0], others[0]];
  const from = other ?? weekday;
  if (laters.length > 1 || weekdays.length > 1 || others.length > 1) return { is: 'unclear' };
  if (later !== undefined && !isCountable(later, from)) return { is: 'unclear' };

  const start = from === undefined ? where.today : dayFor(from, where);
  if (start === undefined) return { is: 'no-such-date' };
  if (other !== undefined && weekday !== undefined && weekdayOf(start) !== weekday.weekday) {
    return { is: 'unclear' };
  }
  const day = later === undefined ? start : laterThan(start, later);
  return day < where.today ? { is: 'past' } : { is: 'date', date: dateOf(day) };
}
