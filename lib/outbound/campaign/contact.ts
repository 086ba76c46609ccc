import * as z from 'zod/mini';
import { stored } from '../../base/stored.ts';
import { CONSENTS } from '../call/record.ts';
import { OUTBOUND_OUTCOMES } from '../outcomes.ts';

const millis = z.int().check(z.nonnegative());
const text = z.exactOptional(z.string());

/** Whom a campaign is to call, as the list says. */
export const personSchema = stored({
  /** As a spreadsheet counts. */
  row: z.int(),
  /** E.164 */
  number: z.string(),
  id: text,
  name: text,
  timeZone: text,
  state: text,
  consent: stored({ kind: z.enum(CONSENTS), reference: text, at: text }),
  variables: z.exactOptional(z.record(z.string(), z.string())),
});
export type Person = z.infer<typeof personSchema>;

/** Why somebody is not called before then. */
export const WAITS_FOR = ['start', 'hours', 'again', 'recent', 'day', 'room'] as const;
export type WaitsFor = (typeof WAITS_FOR)[number];

/** How often somebody was called. */
export const tally = {
  /** How often a call was made. */
  attempts: z.int(),
  /** How often one was begun, also those of which nothing came: each has an id of its own. */
  starts: z.int(),
  /** How often in a row there was no room for it at Vapi. */
  deferrals: z.int(),
};

/** What a change of a contact may write anew. */
export const changing = {
  progress: z.discriminatedUnion('state', [
    stored({ state: z.literal('waiting'), dueAt: millis, for: z.exactOptional(z.enum(WAITS_FOR)) }),
    stored({ state: z.literal('ended'), at: millis, outcome: z.enum(OUTBOUND_OUTCOMES) }),
  ]),
  /** The last call that was made; `callId` is Vapi's. */
  last: z.exactOptional(stored({ at: millis, callId: text, endedReason: text })),
};

/**
 * What a campaign knows of one contact. It stays as it is while a call to them is under way: that stands in the
 * campaign's record. Times in ms since 1970.
 */
const contactSchema = stored({
  person: personSchema,
  /** The zones in which it has to be a good time, for people: `America/New_York`, or how many there are. */
  zone: z.string(),
  ...tally,
  ...changing,
});
export type Contact = z.infer<typeof contactSchema>;

/** Returns the contact that a stored record holds; undefined for one with a word of another version. */
export const contactFrom = (record: unknown): Contact | undefined => contactSchema.safeParse(record).data;
