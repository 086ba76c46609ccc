import * as z from 'zod/mini';
import { redacted } from '../conversation/redaction.ts';
import type { CallFacts } from '../vapi/server-message.ts';
import { clip } from './context.ts';
import { defined } from './defined.ts';
import { contextOf } from './escalation.ts';

/** The latest moment that a date can hold. */
const LAST_MS = 8.64e15;
const text = z.optional(z.string());

const callbackRequestSchema = z.object({
  /** E.164 */
  number: z.string().check(z.regex(/^\+[1-9]\d{3,14}$/)),
  /** In the caller's words: `tomorrow after nine`. */
  when: text,
  why: text,
  customerName: text,
  customerId: text,
  department: text,
  language: text,
  /** Milliseconds since 1970. */
  requestedAt: z.int().check(z.nonnegative(), z.maximum(LAST_MS)),
  requestedBy: z.enum(['tool-call', 'handoff']),
});
/** What the colleague needs who calls back. */
export type CallbackRequest = z.infer<typeof callbackRequestSchema>;

/** A message of the handoff queue that is none of a handoff. `callId` as long as the webhook takes one from Vapi. */
export const callbackMessageSchema = z.object({
  callId: z.string().check(z.minLength(1), z.maxLength(128)),
  callback: callbackRequestSchema,
});
export type CallbackMessage = z.infer<typeof callbackMessageSchema>;

const NUMBER_NAMES = ['number', 'phone', 'phoneNumber', 'phone_number', 'callbackNumber', 'callback_number'];
const WHEN_NAMES = [
  'when',
  'time',
  'preferredTime',
  'preferred_time',
  'callbackTime',
  'callback_time',
  'date',
];
const TEXT_BYTES = 400;

const asText = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value: string | number) => String(value).trim()),
);

/** The first of several names under which models send the same thing. */
const first = (values: Record<string, unknown>, names: readonly string[]): string | undefined =>
  names
    .map((name) => asText.safeParse(values[name]).data)
    .find((value) => value !== undefined && value !== '');

const clipped = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : clip(redacted(value), TEXT_BYTES) || undefined;

/**
 * A callback as the assistant asked for it: to the number that was said, else to the caller's own. A number that
 * cannot be one is never replaced by the caller's: they said another for a reason.
 */
export const callbackRequestOf = async (
  values: Record<string, unknown>,
  call: CallFacts,
  now: number,
): Promise<{ is: 'request'; request: CallbackRequest } | { is: 'no-number' } | { is: 'bad-number' }> => {
  const said = first(values, NUMBER_NAMES);
  const from = said ?? call.caller;
  if (from === undefined) return { is: 'no-number' };
  // The first callback runs the package; every other cold start only reads over its 122 kB.
  const { e164Of } = await import('./phone-number.ts');
  const number = e164Of(from, call.caller);
  if (number === undefined) return { is: said === undefined ? 'no-number' : 'bad-number' };
  const { reason, summary, customerName, customerId, department, language } = contextOf(values, {
    ...call,
    messages: [],
  });
  const known = {
    when: clipped(first(values, WHEN_NAMES)),
    why: clipped(reason ?? summary),
    customerName,
    customerId,
    department,
    language,
  };
  const request: CallbackRequest = {
    ...defined(known),
    number,
    requestedAt: now,
    requestedBy: 'tool-call',
  };
  return { is: 'request', request };
};
