import * as z from 'zod/mini';
import { customerSchema, lineSchema } from '../../base/call-facts.ts';
import { effectOf } from '../../outbox/effect.ts';

/** The words for where a handoff is. `none` does not exist as a word: no record is no handoff. */
export const STATES = ['requested', 'queued', 'offered', 'bridging', 'connected', 'ended'] as const;

export type State = (typeof STATES)[number];

export const OUTCOMES = [
  'completed',
  'transferred',
  'no_agent',
  'caller_left',
  'canceled',
  'bridge_failed',
  'task_failed',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** How agent and caller are joined (H12). */
export const STRATEGIES = ['vapi-transfer', 'conference', 'enqueue'] as const;

export type StrategyName = (typeof STRATEGIES)[number];

/** Plans of Vapi's transfer, each simpler than the one before. */
export const TRANSFER_MODES = [
  'warm-transfer-experimental',
  'warm-transfer-say-message',
  'blind-transfer',
] as const;

export type TransferMode = (typeof TRANSFER_MODES)[number];

const millis = z.int().check(z.nonnegative());

const text = z.string();

const utteranceSchema = z.object({ role: z.enum(['assistant', 'caller']), text });

export type Utterance = z.infer<typeof utteranceSchema>;

/** What the assistant said about the caller when it asked for a human, every field optional (H5). */
const contextSchema = z.object({
  reason: z.optional(text),
  department: z.optional(text),
  skills: z.optional(z.array(text)),
  language: z.optional(text),
  urgency: z.optional(text),
  summary: z.optional(text),
  sentiment: z.optional(text),
  unresolvedTopics: z.optional(z.array(text)),
  captured: z.optional(z.record(text, text)),
  ...customerSchema.shape,
  messages: z.array(utteranceSchema),
});

export type HandoffContext = z.infer<typeof contextSchema>;

/** `reason` says why this one: for whoever reads the record. */
const chosenSchema = z.object({ is: z.enum(STRATEGIES), reason: text });

export type Chosen = z.infer<typeof chosenSchema>;

/**
 * Everything the effects of a handoff need, taken from the request itself, so that no effect has to ask
 * another store first. `controlUrl` is a credential: it never leaves the record and the queue.
 */
export const requestSchema = z.object({
  requestId: text,
  requestedBy: z.enum(['tool-call', 'transfer-destination-request', 'rule']),
  requestedAt: millis,
  /** When it was asked for by the other side's clock, in milliseconds. */
  askedAt: z.optional(z.number()),
  windowSeconds: z.int().check(z.positive()),
  ...lineSchema.shape,
  strategy: z.optional(chosenSchema),
  context: contextSchema,
});

export type HandoffRequest = z.infer<typeof requestSchema>;

/**
 * `number`: where the agent is rung. E.164; where our own account rings, also `sip:...` or `client:...`. None for
 * an agent whom only Flex can reach.
 */
export const agentSchema = z.object({
  workerSid: text,
  name: z.optional(text),
  number: z.optional(text),
});

export type Agent = z.infer<typeof agentSchema>;

const reservationSchema = z.object({ sid: text, agent: agentSchema });

export type Reservation = z.infer<typeof reservationSchema>;

const withAgent = {
  taskSid: text,
  reservation: reservationSchema,
  /** The CallSid of the agent's leg, where we rang it ourselves. */
  agentLeg: z.optional(text),
};

/** Where the handoff is, with exactly what is known there. Only `decide` moves it. */
const progressSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('requested') }),
  /** A caller who was put into TaskRouter's queue has a task whose id is not known at once. */
  z.object({ state: z.literal('queued'), taskSid: z.optional(text) }),
  z.object({ state: z.literal('offered'), ...withAgent }),
  z.object({
    state: z.literal('bridging'),
    ...withAgent,
    since: millis,
    /** When Vapi had begun to ring the agent: no proof that one has answered. */
    begunAt: z.optional(millis),
    /** When the caller was seen to be on the way to the agent: they cannot have talked before. */
    movedAt: z.optional(millis),
    /** The conferences in which the two legs were seen so far. */
    joined: z.optional(z.object({ agent: z.optional(text), caller: z.optional(text) })),
  }),
  z.object({ state: z.literal('connected'), ...withAgent, since: millis }),
  z.object({
    state: z.literal('ended'),
    outcome: z.enum(OUTCOMES),
    reason: text,
    at: millis,
    reservation: z.optional(reservationSchema),
    /** How much the report told that this end rests on; a richer one may correct it (H9). */
    fieldsFilled: z.optional(z.int()),
  }),
]);

export type Progress = z.infer<typeof progressSchema>;

/** What the caller's leg is told to do next. */
const callerDestinationSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('conference'), name: text }),
  z.object({ is: z.literal('queue'), handoffId: text, taskNo: z.int() }),
  /** Back to an assistant, in a fresh call at Vapi that was opened for this leg. */
  z.object({ is: z.literal('assistant'), callId: text, twiml: text }),
  /** No assistant can be had: a sentence, and the end of the call. */
  z.object({ is: z.literal('goodbye') }),
]);

export type CallerDestination = z.infer<typeof callerDestinationSchema>;

const workSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create-task'), handoffId: text, taskNo: z.int() }),
  z.object({
    kind: z.literal('bridge'),
    reservation: reservationSchema,
    /** The plan to ask for; the configured one where none is named. */
    mode: z.optional(z.enum(TRANSFER_MODES)),
    /** The caller has heard that they are being connected to this agent. */
    told: z.optional(z.boolean()),
  }),
  z.object({
    kind: z.literal('look-at-call'),
    why: z.enum(['report-unclear', 'bridge-unconfirmed', 'assistant-resumed', 'sweep']),
  }),
  /** The end of a call whose report may still say whether the agent answered. */
  z.object({ kind: z.literal('await-report'), endedReason: text }),
  z.object({ kind: z.literal('tell-caller'), sentence: z.enum(['busy', 'sorry', 'waiting', 'connecting']) }),
  /** What the assistant has to know, said to it alone. */
  z.object({ kind: z.literal('tell-assistant'), outcome: z.enum(OUTCOMES) }),
  z.object({ kind: z.literal('ring-agent'), handoffId: text, reservation: reservationSchema }),
  /** An agent's leg that has not reported for too long. */
  z.object({ kind: z.literal('look-at-agent'), reservation: reservationSchema }),
  z.object({ kind: z.literal('accept-reservation'), taskSid: text, reservation: reservationSchema }),
  z.object({
    kind: z.literal('reject-reservation'),
    taskSid: text,
    reservationSid: text,
    workerSid: z.optional(text),
  }),
  z.object({
    kind: z.literal('release-agent'),
    reservationSid: text,
    /** Without a CallSid the leg is looked up: to this number, and not made before. */
    callSid: z.optional(text),
    number: z.optional(text),
    since: millis,
    why: z.enum(['caller-left', 'over', 'not-joined']),
  }),
  z.object({ kind: z.literal('move-caller'), to: callerDestinationSchema }),
  z.object({ kind: z.literal('open-assistant'), outcome: z.enum(OUTCOMES) }),
  z.object({ kind: z.literal('request-callback') }),
  z.object({
    kind: z.literal('look-at-legs'),
    why: z.enum(['bridge-unconfirmed', 'sweep', 'conference-over']),
  }),
  /** The window is over, but an agent may have accepted a moment ago: TaskRouter says which of the two it was. */
  z.object({
    kind: z.literal('withdraw-task'),
    handoffId: text,
    taskNo: z.int(),
    since: millis,
    taskSid: z.optional(text),
    reason: text,
    /** TaskRouter has said that an agent has it. */
    taken: z.optional(z.boolean()),
  }),
  z.object({
    kind: z.literal('close-task'),
    handoffId: text,
    taskNo: z.int(),
    /** No older task can be the one; only read when the task has to be looked up. */
    since: millis,
    /** Unknown when the answer to the create never came: then the task is looked up first. */
    taskSid: z.optional(text),
    how: z.enum(['cancel', 'complete']),
    reason: text,
    /** The worker who did not come to the phone, and must not get the next task at once. */
    standDown: z.optional(text),
  }),
]);

/** One thing owed to the outside world. */
export type Work = z.infer<typeof workSchema>;

const effectSchema = effectOf(workSchema);

/** A pending effect of a handoff. */
export type Effect = z.infer<typeof effectSchema>;

const pastSchema = z.object({
  handoffId: text,
  requestId: text,
  outcome: z.enum(OUTCOMES),
  at: millis,
});

export const handoffSchema = z.object({
  callId: text,
  handoffId: text,
  /** Which request of this call it is; 1 for the first. */
  requestNo: z.int(),
  /** Which task of this handoff is the current one; a refused bridge starts the next. */
  taskNo: z.int(),
  request: requestSchema,
  /** How agent and caller are joined, as chosen at the request or fallen back to since. */
  strategy: z._default(chosenSchema, { is: 'vapi-transfer', reason: 'asked for before there was a choice' }),
  deadline: millis,
  progress: progressSchema,
  effects: z.array(effectSchema),
  /** Reservations that are over: a callback that comes late must not ring their agents again. */
  pastOffers: z._default(z.array(text), []),
  /** The call itself is known to be over: no later request can start an attempt. */
  callOver: z.boolean(),
  timeline: z.array(z.object({ at: millis, what: text })),
  history: z.array(pastSchema),
});

export type Handoff = z.infer<typeof handoffSchema>;
