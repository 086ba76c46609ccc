import * as z from 'zod/mini';
import { dateFormat } from '../../base/date-format.ts';
import type { Moment } from '../../speech/moment.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const MINUTES_A_DAY = 1440;
/** Further ahead nobody is told a day: a weekday would name the wrong one of two. */
const LOOK_AHEAD_DAYS = 6;

const SPAN = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;
type Span = { from: number; to: number };

/** `09:00-17:00` as minutes since midnight; `24:00` is the end of the day. */
const spanOf = (text: string): Span | undefined => {
  const [, h1, m1, h2, m2] = SPAN.exec(text) ?? [];
  const from = Number(h1) * 60 + Number(m1);
  const to = Number(h2) * 60 + Number(m2);
  return from < to && to <= MINUTES_A_DAY ? { from, to } : undefined;
};

/** Whether there is such a time zone: `Europe/Berlin`. */
export const isZone = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
};

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

const spans = z.array(
  z.string('is not a text').check(z.refine((text) => spanOf(text) !== undefined, 'is not like 09:00-17:00')),
  'is not a list of times like ["09:00-17:00"]',
);
const day = z.optional(spans);

/** When the team is there, as a team writes it down; a day that is missing is closed. */
export const openingHoursSchema = z.strictObject(
  {
    timeZone: z.string('is not given').check(z.refine(isZone, 'is not a time zone like Europe/Berlin')),
    week: z.strictObject(
      { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
      'is not given',
    ),
    holidays: z._default(
      z.array(z.string().check(z.refine(isDate, 'is not a date like 2026-12-25')), 'is not a list of dates'),
      [],
    ),
  },
  'is not an object with timeZone and week',
);
export type OpeningHours = z.infer<typeof openingHoursSchema>;

export type Opening =
  | { is: 'open' }
  /** `next` is when the team is there again, where that is known. */
  | { is: 'closed'; next?: Moment };

/** Returns when the team is there on a day (`2026-12-25`), the earliest first: never on a holiday. */
export function spansOn({ week, holidays }: Omit<OpeningHours, 'timeZone'>, date: string): Span[] {
  const name = DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()];
  const texts = name === undefined || holidays.includes(date) ? [] : week[name];
  return (texts ?? []).flatMap((text) => spanOf(text) ?? []).toSorted((a, b) => a.from - b.from);
}

const wallIn = dateFormat('en-CA', { dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });

/** Whether the team is there at `now` (ms since 1970), by the clock on its own wall (H17). */
export const openingAt = (hours: OpeningHours, now: number): Opening => {
  const [date = '', time = ''] = wallIn(hours.timeZone).format(now).split(', ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const minutes = hour * 60 + minute;
  const midnight = Date.parse(`${date}T00:00:00Z`);

  const dayAhead = (ahead: number): { weekday: number; spans: Span[] } => {
    const then = new Date(midnight + ahead * MINUTES_A_DAY * 60_000);
    return { weekday: then.getUTCDay(), spans: spansOn(hours, then.toJSON().slice(0, 10)) };
  };

  if (dayAhead(0).spans.some(({ from, to }) => from <= minutes && minutes < to)) return { is: 'open' };
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const { weekday, spans: then } = dayAhead(ahead);
    const next = then.find(({ from }) => ahead > 0 || from > minutes);
    if (next === undefined) continue;
    const day = ahead === 0 ? 'today' : ahead === 1 ? 'tomorrow' : 'later';
    return { is: 'closed', next: { day, weekday, minutes: next.from } };
  }
  return { is: 'closed' };
};
