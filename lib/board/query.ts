import * as z from 'zod/mini';
import { dayBefore, dayIn } from '../base/day.ts';
import { OUTCOMES } from '../handoff/record/words.ts';

/** Where a search goes on: in this day, with what was asked for before that place. */
export type Cursor = { day: string; before?: string | undefined };

/** What is looked for; texts are in small letters. Days are those of the business, both included. */
export type Search = {
  from: string;
  to: string;
  outcome?: (typeof OUTCOMES)[number] | undefined;
  department?: string | undefined;
  agent?: string | undefined;
  q?: string | undefined;
  cursor?: Cursor | undefined;
};

/** Without days: today and the six days before. */
const DAYS = 7;
/** A longer search is asked for in parts. */
const MOST_DAYS = 3_660;

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
const day = z.string().check(z.refine(isDay, 'is not a day like 2026-11-30'));

const text = z.pipe(
  z.string().check(z.maxLength(200, 'is longer than 200 characters')),
  z.transform((said: string) => said.trim().toLowerCase()),
);

const cursorSchema = z.object({ day, before: z.optional(z.string().check(z.maxLength(200))) });

/** The cursor as a part of an address. */
export function cursorOf(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(given: string): Cursor | undefined {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(given, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

const fields = z.object({
  from: z.optional(day),
  to: z.optional(day),
  outcome: z.optional(z.enum(OUTCOMES, `is none of ${OUTCOMES.join(', ')}`)),
  department: z.optional(text),
  agent: z.optional(text),
  q: z.optional(text),
  cursor: z.optional(
    z
      .pipe(z.string(), z.transform(readCursor))
      .check(z.refine((cursor) => cursor !== undefined, 'is not one that we gave')),
  ),
});

export type QueryRead = { is: 'search'; search: Search } | { is: 'wrong'; field: string; message: string };

/** Reads the search of an address; empty fields count as not given. Without days it is the last week by `timeZone`. */
export function readQuery(query: string, timeZone: string, now: number): QueryRead {
  const given = [...new URLSearchParams(query)].filter(([, value]) => value.trim() !== '');
  const read = fields.safeParse(Object.fromEntries(given));
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = String(issue?.path[0] ?? 'query');
    return { is: 'wrong', field, message: `${field} ${issue?.message ?? 'is wrong'}` };
  }
  const { from: begin, to: end, ...rest } = read.data;
  const to = end ?? (begin === undefined ? dayIn(timeZone, now) : laterOf(begin, dayIn(timeZone, now)));
  const from = begin ?? dayBefore(to, DAYS - 1);
  if (from > to) return { is: 'wrong', field: 'from', message: 'from is after to' };
  if (dayBefore(to, MOST_DAYS) > from) {
    return { is: 'wrong', field: 'from', message: `from is more than ${MOST_DAYS} days before to` };
  }
  return { is: 'search', search: { from, to, ...rest } };
}

const laterOf = (one: string, other: string): string => (one > other ? one : other);
