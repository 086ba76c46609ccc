import type { WantedTime } from '../../ports.ts';
import type { ClockSaid } from './clock.ts';
import type { Part } from './words/words.ts';

export type PartOfDay = NonNullable<WantedTime['partOfDay']>;

/** The hours of a day (0 to 23) that a part has, and those that are twelve later in it: "seven in the evening". */
type Hours = { has: readonly [number, number][]; twelveLater?: [number, number]; twelve?: number };

const HOURS: Readonly<Record<Part, Hours>> = {
  am: { has: [[0, 11]], twelve: 0 },
  pm: { has: [[13, 23]], twelveLater: [1, 11], twelve: 12 },
  dawn: { has: [[0, 6]], twelve: 0 },
  morning: { has: [[0, 11]] },
  noon: { has: [[11, 15]], twelveLater: [1, 3], twelve: 12 },
  // "Las ocho de la tarde" is eight in the evening.
  afternoon: { has: [[13, 20]], twelveLater: [1, 8], twelve: 12 },
  evening: { has: [[16, 23]], twelveLater: [4, 11] },
  night: {
    has: [
      [0, 5],
      [18, 23],
    ],
    twelveLater: [6, 11],
    twelve: 0,
  },
  midnight: { has: [[0, 0]], twelve: 0 },
};

/** The earliest of the hours that are said without more and are meant in the morning: "three" is 15:00. */
const FIRST_MORNING_HOUR = 8;

function isIn(hour: number, [from, to]: readonly [number, number]): boolean {
  return from <= hour && hour <= to;
}

function hourIn(part: Part, hour: number): number | undefined {
  const { has, twelveLater, twelve } = HOURS[part];
  if (hour === 12) return twelve;
  if (twelveLater !== undefined && isIn(hour, twelveLater)) return hour + 12;
  return has.some((hours) => isIn(hour, hours)) ? hour : undefined;
}

/** Returns a time as `HH:MM`; there may be more than 59 minutes. */
export function timeWritten(hours: number, minutes: number): string {
  return [hours + Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** `HH:MM` of a day, or why there is none. */
export type TimeOfDay = { is: 'time'; time: string } | { is: 'none' } | { is: 'unclear' };

/**
 * Returns the time that was said. Without a word of the half of the day an hour from 1 to 7 is one of the afternoon,
 * for this is about appointments. A time outside the part of the day that is said with it is unclear.
 */
export function timeOf(clock: ClockSaid | undefined, parts: readonly Part[]): TimeOfDay {
  if (clock === undefined) {
    if (parts.includes('noon')) return { is: 'time', time: '12:00' };
    return parts.includes('midnight') ? { is: 'time', time: '00:00' } : { is: 'none' };
  }
  const { hour, minute, exact, named } = clock;
  // A quarter to eight is in the morning, as eight is; a quarter to one is past twelve.
  const bare = exact || named >= FIRST_MORNING_HOUR || hour === 12 ? hour : hour + 12;
  const hours = parts.length === 0 ? [bare] : parts.map((part) => hourIn(part, hour));
  const [first] = hours;
  if (first === undefined || hours.some((one) => one !== first)) return { is: 'unclear' };
  return { is: 'time', time: timeWritten(first, minute) };
}

const PARTS_OF_DAY: Readonly<Partial<Record<Part, PartOfDay>>> = {
  ...{ am: 'morning', morning: 'morning', pm: 'afternoon', afternoon: 'afternoon' },
  ...{ evening: 'evening', night: 'evening' },
};

/** Returns the part of the day that was said; undefined where there is none, or one in which nobody is there. */
export function partOfDayIn(parts: readonly Part[]): PartOfDay | undefined {
  const [first, ...others] = parts.map((part) => PARTS_OF_DAY[part]);
  return others.every((other) => other === first) ? first : undefined;
}
