/** A day of each year (or of every second one) that is kept as a holiday. */
export type Holiday =
  /** `nearest`: on a Saturday the Friday before is kept too, on a Sunday the Monday after. */
  | { is: 'date'; month: number; day: number; nearest?: true }
  /** 0 is Sunday; the fifth is the last one. `after` is so many days later. */
  | { is: 'weekday'; nth: 1 | 2 | 3 | 4 | 5; weekday: number; month: number; after?: number; even?: true }
  /** So many days after Easter Sunday (Gregorian). */
  | { is: 'easter'; days: number };

const DAY = 24 * 60 * 60 * 1000;

const weekdayOf = (ms: number): number => new Date(ms).getUTCDay();

/** The eleven of 5 U.S.C. 6103(a), and the days on which they are observed (6103(b), Executive Order 11582). */
export const FEDERAL_HOLIDAYS: readonly Holiday[] = [
  { is: 'date', month: 1, day: 1, nearest: true },
  // Martin Luther King, Jr., and Washington.
  { is: 'weekday', nth: 3, weekday: 1, month: 1 },
  { is: 'weekday', nth: 3, weekday: 1, month: 2 },
  // Memorial Day, Juneteenth, Independence Day, Labor Day, Columbus Day, Veterans Day.
  { is: 'weekday', nth: 5, weekday: 1, month: 5 },
  { is: 'date', month: 6, day: 19, nearest: true },
  { is: 'date', month: 7, day: 4, nearest: true },
  { is: 'weekday', nth: 1, weekday: 1, month: 9 },
  { is: 'weekday', nth: 2, weekday: 1, month: 10 },
  { is: 'date', month: 11, day: 11, nearest: true },
  // Thanksgiving, Christmas.
  { is: 'weekday', nth: 4, weekday: 4, month: 11 },
  { is: 'date', month: 12, day: 25, nearest: true },
];

/** Easter Sunday by the rule of Meeus, Jones and Butcher, in ms since 1970 (UTC). */
function easter(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const correction = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1);
}

function nthWeekday(year: number, { nth, weekday, month }: Holiday & { is: 'weekday' }): number {
  if (nth === 5) {
    const last = Date.UTC(year, month, 0);
    return last - ((weekdayOf(last) - weekday + 7) % 7) * DAY;
  }
  const first = Date.UTC(year, month - 1, 1);
  return first + (((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7) * DAY;
}

/** In ms since 1970 (UTC); a holiday can be kept on two days. */
function daysOf(holiday: Holiday, year: number): number[] {
  if (holiday.is === 'easter') return [easter(year) + holiday.days * DAY];
  if (holiday.is === 'weekday') {
    const isLeftOut = holiday.even === true && year % 2 === 1;
    return isLeftOut ? [] : [nthWeekday(year, holiday) + (holiday.after ?? 0) * DAY];
  }
  const day = Date.UTC(year, holiday.month - 1, holiday.day);
  if (holiday.nearest !== true) return [day];
  const weekday = weekdayOf(day);
  return weekday === 6 ? [day - DAY, day] : weekday === 0 ? [day, day + DAY] : [day];
}

/** Returns whether a date (`YYYY-MM-DD`) is one of these holidays, or the day on which one is observed. */
export function calendarOf(holidays: readonly Holiday[]): (date: string) => boolean {
  const years = new Map<number, ReadonlySet<string>>();
  const datesIn = (year: number): ReadonlySet<string> => {
    // New Year's Day on a Saturday is observed in the year before.
    const days = [year, year + 1].flatMap((each) => holidays.flatMap((holiday) => daysOf(holiday, each)));
    return new Set(days.map((day) => new Date(day).toJSON().slice(0, 10)));
  };
  return (date) => {
    const year = Number(date.slice(0, 4));
    const dates = years.get(year) ?? datesIn(year);
    years.set(year, dates);
    return dates.has(date);
  };
}
