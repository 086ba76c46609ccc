import * as z from 'zod/mini';
import { customerSchema, lineSchema } from '../../base/call-facts.ts';
import { stored } from '../../base/stored.ts';
import { effectOf, unknownEffectSchema } from '../../outbox/effect.ts';
import { readOwing } from '../../outbox/stored.ts';
import { calledSchema, factsSchema } from './facts.ts';
import { OUTCOMES, STRATEGIES } from './words.ts';

export {
  OUTCOMES,
  type Outcome,
  STATES,
  STRATEGIES,
  type State,
  type StrategyName,
} from './words.ts';

/** Plans of Vapi's transfer, each simpler than the one before. */
export const TRANSFER_MODES = [
  'warm-transfer-experimental',
  'warm-transfer-say-message',
  'blind-transfer',
] as const;

export type TransferMode = (typeof TRANSFER_MODES)[number];

const millis = z.int().check(z.nonnegative());

const text = z.string();

const utteranceSchema = stored({ role: z.enum(['assistant', 'caller']), text });

export type Utterance = z.infer<typeof utteranceSchema>;

/** What the assistant said about the caller when it asked for a human, every field optional (H5). */
const contextSchema = stored({
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
const chosenSchema = stored({ is: z.enum(STRATEGIES), reason: text });

export type Chosen = z.infer<typeof chosenSchema>;

/**
 * Everything the effects of a handoff need, taken from the request itself, so that no effect has to ask
 * another store first. `controlUrl` is a credential: it never leaves the record and the queue.
 */
export const requestSchema = stored({
  requestId: text,
  /** `front-desk`: no assistant could take the caller, who is put into the queue by the answer to their own leg. */
  requestedBy: z.enum(['tool-call', 'transfer-destination-request', 'rule', 'front-desk']),
  requestedAt: millis,
  /** When it was asked for by the other side's clock, in milliseconds. */
  askedAt: z.optional(z.number()),
  windowSeconds: z.int().check(z.positive()),
  ...lineSchema.shape,
  strategy: z.optional(chosenSchema),
  /** The code of the language that this handoff speaks; English where there is none. */
  speech: z.optional(text),
  /** Tools that ask the team's systems were called before, as far as the request tells: their notes are for the agent. */
  toolsUsed: z.optional(z.boolean()),
  context: contextSchema,
});

export type HandoffRequest = z.infer<typeof requestSchema>;

/**
 * `number`: where the agent is rung. E.164; where our own account rings, also `sip:...` or `client:...`. None for
 * an agent whom only Flex can reach.
 */
export const agentSchema = stored({
  workerSid: text,
  name: z.optional(text),
  number: z.optional(text),
});

export type Agent = z.infer<typeof agentSchema>;

export const reservationSchema = stored({ sid: text, agent: agentSchema });

export type Reservation = z.infer<typeof reservationSchema>;

const withAgent = {
  taskSid: text,
  reservation: reservationSchema,
  /** The CallSid of the agent's leg, where we rang it ourselves. */
  agentLeg: z.optional(text),
};

/** The name of the conference, where it is not that of the try (record/conference.ts). */
const inConference = { conference: z.optional(text) };

/** Reservations of the same task that wait beside this one, where a queue makes several at once. */
const otherOffers = { otherOffers: z.optional(z.array(reservationSchema)) };

/**
 * Where the handoff is, with exactly what is known there. Only `decide` moves it. Like all that is long here it is made
 * when first read (`z.lazy`): a webhook that only asks for a handoff reads none, and its caller waits for its start.
 */
const progressSchema = z.lazy(() =>
  z.discriminatedUnion('state', [
    stored({ state: z.literal('requested') }),
    /** A caller who was put into TaskRouter's queue has a task whose id is not known at once. */
    stored({ state: z.literal('queued'), taskSid: z.optional(text) }),
    stored({ state: z.literal('offered'), ...withAgent, ...otherOffers }),
    stored({
      state: z.literal('bridging'),
      ...withAgent,
      ...otherOffers,
      ...inConference,
      since: millis,
      /** When Vapi had begun to ring the agent: no proof that one has answered. */
      begunAt: z.optional(millis),
      /** When the caller was seen to be on the way to the agent: they cannot have talked before. */
      movedAt: z.optional(millis),
      /** The conferences in which the two legs were seen so far. */
      joined: z.optional(stored({ agent: z.optional(text), caller: z.optional(text) })),
    }),
    stored({
      state: z.literal('connected'),
      ...withAgent,
      ...inConference,
      since: millis,
      /** Since when they talk, where that was not told at once. */
      joinedAt: z.optional(millis),
      /** The conference in which they were seen: only its end is that of the talk. */
      conferenceSid: z.optional(text),
    }),
    stored({
      state: z.literal('ended'),
      outcome: z.enum(OUTCOMES),
      reason: text,
      at: millis,
      reservation: z.optional(reservationSchema),
      /** When the two began to talk, if they did: a report that comes later may say so. */
      joinedAt: z.optional(millis),
      /** How often a report has corrected the outcome. */
      corrections: z.optional(z.int()),
      /** How much the report told that this end rests on, and when; a richer one, or a later one as rich, may correct it (H9). */
      fieldsFilled: z.optional(z.int()),
      reportOf: z.optional(z.number()),
    }),
  ]),
);

export type Progress = z.infer<typeof progressSchema>;

/** What the caller's leg is told to do next. */
const callerDestinationSchema = z.lazy(() =>
  z.discriminatedUnion('is', [
    stored({ is: z.literal('conference'), name: text }),
    stored({ is: z.literal('queue'), handoffId: text, taskNo: z.int() }),
    /** Back to an assistant, in a fresh call at Vapi that was opened for this leg. */
    stored({ is: z.literal('assistant'), callId: text, twiml: text }),
    /** No assistant can be had: a sentence, and the end of the call. */
    stored({ is: z.literal('goodbye') }),
  ]),
);

export type CallerDestination = z.infer<typeof callerDestinationSchema>;

const workSchema = z.lazy(() =>
  z.discriminatedUnion('kind', [
    stored({ kind: z.literal('create-task'), handoffId: text, taskNo: z.int() }),
    stored({
      kind: z.literal('bridge'),
      reservation: reservationSchema,
      /** The plan to ask for; the configured one where none is named. */
      mode: z.optional(z.enum(TRANSFER_MODES)),
      /** The caller has heard that they are being connected to this agent. */
      told: z.optional(z.boolean()),
    }),
    stored({
      kind: z.literal('look-at-call'),
      why: z.enum(['report-unclear', 'bridge-unconfirmed', 'assistant-resumed', 'sweep']),
    }),
    /** The end of a call whose report may still say whether the agent answered. */
    stored({ kind: z.literal('await-report'), endedReason: text }),
    stored({
      kind: z.literal('tell-caller'),
      sentence: z.enum(['busy', 'sorry', 'waiting', 'connecting', 'enough']),
    }),
    /** What the assistant has to know, said to it alone; `enough`: no human is fetched in this call any more. */
    stored({ kind: z.literal('tell-assistant'), outcome: z.enum([...OUTCOMES, 'enough']) }),
    stored({ kind: z.literal('ring-agent'), handoffId: text, reservation: reservationSchema }),
    /** An agent's leg that has not reported for too long. */
    stored({ kind: z.literal('look-at-agent'), reservation: reservationSchema }),
    stored({ kind: z.literal('accept-reservation'), taskSid: text, reservation: reservationSchema }),
    stored({
      kind: z.literal('reject-reservation'),
      taskSid: text,
      reservationSid: text,
      workerSid: z.optional(text),
    }),
    stored({
      kind: z.literal('release-agent'),
      reservationSid: text,
      /** Without a CallSid the leg is looked up: to this number, and not made before. */
      callSid: z.optional(text),
      number: z.optional(text),
      since: millis,
      why: z.enum(['caller-left', 'over', 'not-joined']),
    }),
    stored({ kind: z.literal('move-caller'), to: callerDestinationSchema }),
    stored({ kind: z.literal('open-assistant'), outcome: z.enum(OUTCOMES) }),
    stored({ kind: z.literal('request-callback') }),
    /** What follows the assistant's own call, which ended when its caller was moved, waits for the end of the handoff. */
    stored({ kind: z.literal('announce-end'), handoffId: text }),
    /** How the handoff ended, for the board and for whoever counts handoffs: kept under the day on which it was asked for. */
    stored({ kind: z.literal('keep-facts'), facts: factsSchema, called: calledSchema }),
    stored({
      kind: z.literal('look-at-legs'),
      why: z.enum(['bridge-unconfirmed', 'sweep', 'conference-over', 'call-broken']),
    }),
    /** The window is over, but an agent may have accepted a moment ago: TaskRouter says which of the two it was. */
    stored({
      kind: z.literal('withdraw-task'),
      handoffId: text,
      taskNo: z.int(),
      since: millis,
      taskSid: z.optional(text),
      reason: text,
      /** TaskRouter has said that an agent has it. */
      taken: z.optional(z.boolean()),
    }),
    stored({
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
  ]),
);

/** One thing owed to the outside world. */
export type Work = z.infer<typeof workSchema>;

const effectSchema = effectOf(workSchema);

/** A pending effect of a handoff. */
export type Effect = z.infer<typeof effectSchema>;

const pastSchema = stored({
  handoffId: text,
  requestId: text,
  outcome: z.enum(OUTCOMES),
  at: millis,
});

export const handoffSchema = stored({
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
  /** When the caller last heard a sentence of ours; first, when a colleague was promised. */
  spokenAt: z.optional(millis),
  progress: progressSchema,
  /** When each state was last reached, in ms since 1970. */
  reached: z.optional(
    stored({
      queued: z.optional(millis),
      offered: z.optional(millis),
      bridging: z.optional(millis),
      connected: z.optional(millis),
    }),
  ),
  effects: z.array(effectSchema),
  unknownEffects: z.optional(z.array(unknownEffectSchema)),
  /** Reservations that are over: a callback that comes late must not ring their agents again. */
  pastOffers: z._default(z.array(text), []),
  /** The workers who were offered the call and did not take it, once for each time. */
  missedBy: z.optional(z.array(text)),
  /** Requests that were refused, because the caller had had as many handoffs as one may have; the newest few. */
  refused: z.optional(z.array(text)),
  /** The call itself is known to be over: no later request can start an attempt. */
  callOver: z.boolean(),
  timeline: z.array(stored({ at: millis, what: text })),
  history: z.array(pastSchema),
});

export type Handoff = z.infer<typeof handoffSchema>;

/** Returns the handoff that a stored record holds; undefined for one in a state, or with a word, of another version. */
export const handoffFrom = (record: unknown): Handoff | undefined =>
  readOwing(handoffSchema, effectSchema, record);

/** What a record holds that this version does not know; all of it is of the call, whichever of its handoffs is next. */
export const unknownOf = (handoff: Handoff): Pick<Handoff, 'unknownEffects'> => {
  const { unknownEffects } = handoff;
  const fields = Object.entries(handoff).filter(([name]) => !(name in handoffSchema.shape));
  return { ...Object.fromEntries(fields), ...(unknownEffects && { unknownEffects }) };
};
