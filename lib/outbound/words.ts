import * as z from 'zod/mini';
import { CONSENTS } from './call/record.ts';
import { timeZoneSchema } from './time-zone.ts';

/** Ids, names and references. */
export const short = z
  .string('is not a text')
  .check(z.minLength(1, 'is empty'), z.maxLength(200, 'is too long'));

export const moment = z.iso.datetime({
  offset: true,
  error: 'is not a time with an offset like 2026-12-01T09:00:00-08:00',
});

/** Numbers and flags are texts to the assistant too. */
const word = z.pipe(
  z.union([z.string(), z.number(), z.boolean()], 'is not a text'),
  z.pipe(z.transform(String), z.string().check(z.maxLength(1_000, 'is too long'))),
);

/** What an assistant is told about a call, and what comes back with its results. */
export const words = z
  .record(z.string().check(z.maxLength(100)), word, {
    error: ({ code }) => (code === 'invalid_key' ? 'has too long a name' : 'is not an object'),
  })
  .check(z.refine((values) => Object.keys(values).length <= 50, 'has more than 50 entries'));

/** Who is called, but for the number. */
export const customerFields = {
  id: z.exactOptional(short),
  name: z.exactOptional(short),
  timeZone: z.exactOptional(timeZoneSchema),
  state: z.exactOptional(z.string('is not a text').check(z.regex(/^[A-Z]{2}$/, 'is not a state like CA'))),
};

export const consentKind = z.enum(CONSENTS, `is none of ${CONSENTS.join(', ')}`);

/** Whether somebody said that they may be called, and the proof of it. */
export const consentSchema = z.strictObject(
  { kind: consentKind, reference: z.exactOptional(short), at: z.exactOptional(moment) },
  'is not an object',
);
