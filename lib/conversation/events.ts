import * as z from 'zod/mini';
import { callIdSchema, customerSchema, lineSchema } from '../base/call-facts.ts';
import { stored } from '../base/stored.ts';
import { ROLES, storedUtteranceSchema } from '../base/utterance.ts';

const text = z.string();
const millis = z.int().check(z.nonnegative());

/**
 * One entry of the talk as Vapi keeps it: `at` is when it began, `end` when it was over, in ms since 1970. Where a
 * list tells no times (`untimed`), `at` says only which entry comes before which.
 */
export const heardSchema = z.extend(storedUtteranceSchema, {
  end: z.optional(millis),
  untimed: z.optional(z.literal(true)),
});
export type Heard = z.infer<typeof heardSchema>;

export const toolOutcomeSchema = stored({ id: text, at: millis, failed: z.boolean() });
export type ToolOutcome = z.infer<typeof toolOutcomeSchema>;

/** What every event tells about its call: what a handoff needs, and what the agent may know of the customer. */
export const knownSchema = stored({ ...lineSchema.shape, ...customerSchema.shape });
export type Known = z.infer<typeof knownSchema>;

/**
 * An output that was answered, by the name that the team gave it. Its fields stand under a name in the structured data,
 * or (`fields`) beside those of others.
 */
export const outputPlaceSchema = stored({
  name: text,
  under: z.optional(text),
  fields: z.optional(z.array(text)),
});
export type OutputPlace = z.infer<typeof outputPlaceSchema>;

/** What Vapi's final word about a call says, as far as it decides anything; the transcript is stored apart. */
export const reportedSchema = stored({
  fieldsFilled: z.int(),
  endedReason: text,
  startedAt: z.optional(millis),
  endedAt: z.optional(millis),
  summary: z.optional(text),
  structured: z.optional(z.record(text, z.json())),
  outputs: z.optional(z.array(outputPlaceSchema)),
});
export type Reported = z.infer<typeof reportedSchema>;

const whatSchema = z.discriminatedUnion('is', [
  stored({
    is: z.literal('speech'),
    role: z.enum(ROLES),
    status: z.enum(['started', 'stopped']),
  }),
  /** Vapi itself has noticed that the caller cut the assistant short. */
  stored({ is: z.literal('interrupted') }),
  /** Some of the caller's words while they still speak; only those that count (C1). */
  stored({ is: z.literal('partial') }),
  /** One finished piece of an utterance; `at` of the event is about its end. */
  stored({ is: z.literal('final'), role: z.enum(ROLES), text: text.check(z.minLength(1)) }),
  stored({ is: z.literal('conversation') }),
  /** The caller is heard in another language: its code. */
  stored({ is: z.literal('language'), language: text }),
  /** One of our own tools answered with an error. */
  stored({ is: z.literal('tool-failed') }),
  stored({ is: z.literal('ended'), reason: text }),
  /** The caller was with an agent, or on the way to one, when the assistant's call ended; that is over now. */
  stored({ is: z.literal('handoff-ended'), handoffId: text }),
  /** `proves`: it tells something, and is no proof that the call is over. */
  stored({
    is: z.literal('reported'),
    report: reportedSchema,
    proves: z.optional(z.literal('nothing')),
  }),
]);

/** What Vapi tells about a conversation. `at`: the message's own time; `receivedAt`: when it came here, by our clock. */
export const callEventSchema = stored({
  at: millis,
  receivedAt: millis,
  what: whatSchema,
  known: knownSchema,
  /** The end of the talk as this event knows it, in spoken order. */
  heard: z.array(heardSchema),
  tools: z.array(toolOutcomeSchema),
});
export type CallEvent = z.infer<typeof callEventSchema>;

/** One message of the queue of call events; without an event it wakes what the call still owes. */
export const callMessageSchema = stored({
  callId: callIdSchema,
  event: z.optional(callEventSchema),
});
export type CallMessage = z.infer<typeof callMessageSchema>;
