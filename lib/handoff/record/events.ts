import * as z from 'zod/mini';
import { stored } from '../../base/stored.ts';
import { agentSchema, handoffSchema, requestSchema, reservationSchema } from './handoff.ts';

const text = z.string();

export const TRANSFER_STATUSES = [
  'connected',
  'completed',
  'no-answer',
  'busy',
  'voicemail',
  'failed',
  'cancelled',
] as const;

export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

/** Why a leg left the queue (Twilio Voice: Enqueue). */
export const QUEUE_RESULTS = [
  'bridged',
  'bridging-in-process',
  'error',
  'hangup',
  'leave',
  'redirected',
  'redirected-from-bridged',
  'queue-full',
  'system-error',
] as const;

export type QueueResult = (typeof QUEUE_RESULTS)[number];

/** Which task of which handoff: read from the task's own attributes, so it is known before the answer to the create. */
const ofTask = { handoffId: text, taskNo: z.int(), taskSid: text };

const offered = { ...ofTask, reservationSid: text, agent: agentSchema };

/** `conference` is the name that we gave it, so that it says of which try it is. */
const inConference = { handoffId: text, conference: text };

const eventSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    stored({ type: z.literal('escalation-requested'), handoffId: text, request: requestSchema }),
    /** With the request, so that it stands for the request's own message where that has not come through. */
    stored({ type: z.literal('window-expired'), handoffId: text, request: z.optional(requestSchema) }),
    stored({
      type: z.literal('reservation-offered'),
      ...offered,
      /** Why this agent cannot be rung. */
      notRingable: z.optional(text),
    }),
    stored({ type: z.literal('agent-accepted'), ...offered }),
    stored({
      type: z.literal('offer-over'),
      ...ofTask,
      reservationSid: text,
      why: z.enum(['rejected', 'timeout', 'canceled', 'rescinded', 'failed']),
    }),
    /** What Twilio tells of the agent's leg. */
    stored({
      type: z.literal('agent-leg'),
      handoffId: text,
      reservationSid: text,
      callSid: text,
      is: z.enum(['ringing', 'answered', 'busy', 'no-answer', 'failed', 'hung-up']),
    }),
    /** What the agent said to the offer: 1 or 2 was pressed, nothing was, or a machine answered. */
    stored({
      type: z.literal('agent-decided'),
      handoffId: text,
      reservationSid: text,
      callSid: text,
      decision: z.enum(['taken', 'declined', 'no-key', 'voicemail']),
    }),
    stored({ type: z.literal('conference-joined'), ...inConference, conferenceSid: text, callSid: text }),
    stored({ type: z.literal('conference-over'), ...inConference, conferenceSid: z.optional(text) }),
    /** The caller's leg has left TaskRouter's queue, or the conference. */
    stored({ type: z.literal('queue-left'), handoffId: text, result: z.enum(QUEUE_RESULTS) }),
    stored({ type: z.literal('caller-released'), handoffId: text }),
    /** Canceled, or timed out in the workflow: nobody will come. */
    stored({ type: z.literal('task-gave-up'), ...ofTask, why: text }),
    /** Completed or deleted by somebody else; `taken`: completed, which only a task can be that an agent had accepted. */
    stored({ type: z.literal('task-ended'), ...ofTask, why: text, taken: z.optional(z.boolean()) }),
    /** Told of what follows an acceptance only: an agent has the task, or had it, whether that was told or not. */
    stored({ type: z.literal('task-taken'), ...ofTask, reservation: z.optional(reservationSchema) }),
    stored({
      type: z.literal('bridge-confirmed'),
      by: z.enum(['status-update', 'transfer-update', 'look']),
      /** Where Vapi says the call goes: a number, or the kind of what is none. Not the agent's, it is another transfer. */
      number: z.optional(text),
    }),
    /** The call is back with the assistant. No proof (it may be late): the call is looked at. */
    stored({ type: z.literal('assistant-resumed') }),
    stored({
      type: z.literal('call-over'),
      source: z.enum(['status-update', 'end-of-call-report', 'voice-status', 'look']),
      endedReason: text,
      /** False for an early, empty report: no proof that the call is over. */
      clear: z.boolean(),
      /** Every transfer of the call, the oldest first: where to, as `number` of a confirmation tells, and what came of it. */
      transfers: z.optional(
        z.array(stored({ to: z.optional(text), status: z.optional(z.enum(TRANSFER_STATUSES)) })),
      ),
      /** What came of the last one, for versions that do not know `transfers`. */
      transfer: z.optional(z.enum(TRANSFER_STATUSES)),
      /** How many of its fields the report filled, and of what time it is by Vapi's clock. */
      fieldsFilled: z.int(),
      reportOf: z.optional(z.number()),
      /** How often it was put off while a transfer was running. */
      putOff: z.int(),
    }),
    stored({
      type: z.literal('taken-back'),
      by: z.enum(['caller', 'assistant']),
      /** When, by the clock of the request's `askedAt`: a repeated webhook does not undo what was asked for since. */
      askedAt: z.optional(z.number()),
    }),
    /** Nothing happened; run what is pending. */
    stored({ type: z.literal('resume') }),
  ]),
);

/** What can reach a handoff from outside. */
export type HandoffEvent = z.infer<typeof eventSchema>;

export type CallOver = Extract<HandoffEvent, { type: 'call-over' }>;

/** One message of the handoff queue. `callId` is Vapi's id of the call and the key of the record. */
export const handoffMessageSchema = stored({
  callId: z.string().check(z.minLength(1)),
  /** For logs only; events that do not know it leave it out. */
  handoffId: z.optional(text),
  event: eventSchema,
  /** The invocation that could not record what it had done: its claims are void. */
  givenUpBy: z.optional(text),
  /** The record as its sender has just read or saved it: who takes the message need not read it again, unless another version wrote it. */
  stored: z.catch(z.optional(z.object({ handoff: handoffSchema, version: z.int() })), undefined),
});

export type HandoffMessage = z.infer<typeof handoffMessageSchema>;
