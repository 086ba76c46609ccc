import * as z from 'zod/mini';
import { callIdSchema, sourceSchema } from '../../base/call-facts.ts';

/** The latest moment that a date can hold. */
export const LAST_MS = 8.64e15;

export const text = z.optional(z.string());

const e164 = z.string().check(z.regex(/^\+[1-9]\d{3,14}$/));

export const callbackRequestSchema = z.object({
  number: e164,
  /** The number that the caller calls from, if it is known. */
  caller: z.optional(e164),
  /** In the caller's words: `tomorrow after nine`. */
  when: text,
  why: text,
  customerName: text,
  customerId: text,
  /** Who says the name, and who the id. */
  customerNameSource: z.optional(sourceSchema),
  customerIdSource: z.optional(sourceSchema),
  department: text,
  language: text,
  /** Milliseconds since 1970. */
  requestedAt: z.int().check(z.nonnegative(), z.maximum(LAST_MS)),
  requestedBy: z.enum(['tool-call', 'handoff']),
});

/** What the colleague needs who calls back. */
export type CallbackRequest = z.infer<typeof callbackRequestSchema>;

/** Whether a caller is called back; where not, by which rule. */
export type CallbackAdmission = 'admitted' | 'enough' | 'costly' | 'abroad';

/**
 * Asks whether the caller of a call is called back on the number that they call from, and counts it against the day: asked
 * again for the same call it counts once. Whoever promises it asks first. Throws `Unavailable`.
 */
export type AdmitCaller = (callId: string, number: string) => Promise<CallbackAdmission>;

/** A message on the queue of follow-ups. */
export const callbackMessageSchema = z.object({
  callId: callIdSchema,
  callback: callbackRequestSchema,
  /** The table was away when it was asked for: it is not kept yet. */
  unkept: z.optional(z.literal(true)),
});

export type CallbackMessage = z.infer<typeof callbackMessageSchema>;
