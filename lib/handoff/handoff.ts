import * as z from 'zod/mini';

/** The words for where a handoff is. `none` does not exist as a word: no record is no handoff. */
export const STATES = ['requested', 'queued', 'offered', 'bridging', 'connected', 'ended'] as const;
export type State = (typeof STATES)[number];

export const OUTCOMES = [
  'completed',
  'no_agent',
  'caller_left',
  'canceled',
  'bridge_failed',
  'task_failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

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
  customerName: z.optional(text),
  customerId: z.optional(text),
  accountStatus: z.optional(text),
  messages: z.array(utteranceSchema),
});
export type HandoffContext = z.infer<typeof contextSchema>;

/**
 * Everything the effects of a handoff need, taken from the request itself, so that no effect has to ask
 * another store first. `controlUrl` is a credential: it never leaves the record and the queue.
 */
export const requestSchema = z.object({
  requestId: text,
  requestedBy: z.enum(['tool-call', 'transfer-destination-request']),
  requestedAt: millis,
  windowSeconds: z.int().check(z.positive()),
  controlUrl: z.optional(text),
  callSid: z.optional(text),
  accountSid: z.optional(text),
  caller: z.optional(text),
  called: z.optional(text),
  direction: z.optional(z.enum(['inbound', 'outbound', 'web'])),
  context: contextSchema,
});
export type HandoffRequest = z.infer<typeof requestSchema>;

export const agentSchema = z.object({ workerSid: text, name: z.optional(text), number: text });
export type Agent = z.infer<typeof agentSchema>;

const reservationSchema = z.object({ sid: text, agent: agentSchema });
export type Reservation = z.infer<typeof reservationSchema>;

/** Where the handoff is, with exactly what is known there. Only `decide` moves it. */
const progressSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('requested') }),
  z.object({ state: z.literal('queued'), taskSid: text }),
  z.object({ state: z.literal('offered'), taskSid: text, reservation: reservationSchema }),
  z.object({ state: z.literal('bridging'), taskSid: text, reservation: reservationSchema, since: millis }),
  z.object({ state: z.literal('connected'), taskSid: text, reservation: reservationSchema, since: millis }),
  z.object({
    state: z.literal('ended'),
    outcome: z.enum(OUTCOMES),
    reason: text,
    at: millis,
    reservation: z.optional(reservationSchema),
    /** How much the report told that this end rests on; a richer one may correct it (H9). */
    richness: z.optional(z.int()),
  }),
]);
export type Progress = z.infer<typeof progressSchema>;

const workSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create-task'), handoffId: text, try: z.int() }),
  z.object({ kind: z.literal('bridge'), reservation: reservationSchema }),
  z.object({
    kind: z.literal('look-at-call'),
    why: z.enum(['report-unclear', 'bridge-unconfirmed', 'assistant-resumed', 'sweep']),
  }),
  z.object({ kind: z.literal('tell-caller'), sentence: z.enum(['busy', 'sorry']) }),
  z.object({
    kind: z.literal('close-task'),
    handoffId: text,
    try: z.int(),
    /** No older task can be the one; only read when the task has to be looked up. */
    since: millis,
    /** Unknown when the answer to the create never came: then the task is looked up first. */
    taskSid: z.optional(text),
    how: z.enum(['cancel', 'complete']),
    reason: text,
  }),
]);
/** One thing owed to the outside world. */
export type Work = z.infer<typeof workSchema>;

const claimSchema = z.object({ owner: text, until: millis });

const effectSchema = z.object({
  /** Stable over redeliveries: the kind and what it is about. */
  id: text,
  work: workSchema,
  owedSince: millis,
  notBefore: millis,
  attempts: z.int(),
  /** An earlier attempt may have happened: look at the other side before acting again. */
  unsure: z.boolean(),
  claim: z.optional(claimSchema),
});
/** A pending effect: it stays in the record until its result is recorded. */
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
  attempt: z.int(),
  /** Which task of this handoff is the current one; a refused bridge starts the next. */
  try: z.int(),
  request: requestSchema,
  deadline: millis,
  progress: progressSchema,
  effects: z.array(effectSchema),
  /** The call itself is known to be over: no later request can start an attempt. */
  callOver: z.boolean(),
  timeline: z.array(z.object({ at: millis, what: text })),
  history: z.array(pastSchema),
});
export type Handoff = z.infer<typeof handoffSchema>;

/** E.164: the only thing Vapi's transfer to a number takes by default (`numberE164CheckEnabled`). */
export const E164 = /^\+[1-9]\d{6,14}$/;
