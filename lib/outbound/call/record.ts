import * as z from 'zod/mini';
import { stored } from '../../base/stored.ts';
import { effectOf, unknownEffectSchema } from '../../outbox/effect.ts';
import { readOwing } from '../../outbox/stored.ts';
import { callingHoursSchema } from '../hours/calling-hours.ts';
import { OUTBOUND_OUTCOMES } from '../outcomes.ts';

const millis = z.int().check(z.nonnegative());
const text = z.exactOptional(z.string());

export const CONSENTS = ['none', 'express', 'written'] as const;

/** What a call is to be about, as it was asked for. Times in ms since 1970. */
const orderSchema = stored({
  /** E.164 */
  number: z.string(),
  customerId: text,
  customerName: text,
  timeZone: text,
  state: text,
  /** A key of `VAPI_ASSISTANTS`. */
  assistant: text,
  consent: stored({ kind: z.enum(CONSENTS), reference: text, at: text }),
  variables: z.exactOptional(z.record(z.string(), z.string())),
  metadata: z.exactOptional(z.record(z.string(), z.string())),
  /** When people may be called; without, it is as `OUTBOUND_HOURS` says. */
  hours: z.exactOptional(callingHoursSchema),
});
export type OutboundOrder = z.infer<typeof orderSchema>;

const progressSchema = z.discriminatedUnion('state', [
  /** `dueAt`: not before, because of the calling hours or because it was wanted so. */
  stored({ state: z.literal('waiting'), dueAt: z.exactOptional(millis) }),
  /** Vapi was asked, or is about to be. */
  stored({ state: z.literal('dialing'), at: millis, callId: text }),
  stored({ state: z.literal('talking'), at: millis, callId: z.string() }),
  stored({
    state: z.literal('ended'),
    at: millis,
    outcome: z.enum(OUTBOUND_OUTCOMES),
    endedReason: text,
    callId: text,
  }),
]);
export type OutboundProgress = z.infer<typeof progressSchema>;

const workSchema = z.discriminatedUnion('kind', [
  /** Ask Vapi for the call, unless it must not or cannot be asked for now. */
  stored({ kind: z.literal('dial') }),
  /** Nobody knows whether there is a call: look, twice. `repeat`: where there is none it may be asked for again. */
  stored({ kind: z.literal('find'), looks: z.int(), since: millis, repeat: z.boolean() }),
  /** See what became of it: its messages may be lost. */
  stored({ kind: z.literal('look') }),
  stored({ kind: z.literal('free-place') }),
  /** Its answer was lost: give the place back once it is seen that there is no call, or none any more. */
  stored({ kind: z.literal('look-then-free'), since: millis, callId: text }),
  stored({ kind: z.literal('free-number') }),
  /** Give the place back, unless it is to be looked at, and then tell the campaign what became of its call. */
  stored({ kind: z.literal('tell-campaign') }),
]);
export type OutboundWork = z.infer<typeof workSchema>;

const effectSchema = effectOf(workSchema);

const notMadeSchema = z.discriminatedUnion('why', [
  stored({ why: z.literal('withdrawn') }),
  stored({ why: z.literal('hours'), dueAt: millis }),
  stored({ why: z.literal('room'), retryAfterSeconds: z.exactOptional(z.number()) }),
  stored({ why: z.literal('forbidden'), outcome: z.enum(['opted_out', 'expired']) }),
]);
/** Why a campaign's call did not come about. */
export type NotMade = z.infer<typeof notMadeSchema>;

/** One outbound call, and what it owes. */
const outboundCallSchema = stored({
  id: z.string(),
  order: orderSchema,
  requestedAt: millis,
  progress: progressSchema,
  /** How often Vapi was asked for it in vain for want of room. */
  deferrals: z.int(),
  /** How often somebody's telephone may have rung. */
  attempts: z.int(),
  /** Calls at Vapi for which it had no room: none of them rang. */
  blockedCalls: z.exactOptional(z.array(z.string())),
  /** The campaign that calls, and its contact. It decides what comes next, also where no call came about. */
  campaign: z.exactOptional(stored({ id: z.string(), row: z.int() })),
  /** Why nobody was rung, for the campaign. Times in ms since 1970. */
  notMade: z.exactOptional(notMadeSchema),
  effects: z.array(effectSchema),
  unknownEffects: z.optional(z.array(unknownEffectSchema)),
});
export type OutboundCall = z.infer<typeof outboundCallSchema>;

/** Returns the call that a stored record holds; undefined for one with a word of another version. */
export const outboundCallFrom = (record: unknown): OutboundCall | undefined =>
  readOwing(outboundCallSchema, effectSchema, record);
