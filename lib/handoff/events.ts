import * as z from 'zod/mini';
import { agentSchema, requestSchema } from './handoff.ts';

const text = z.string();
const millis = z.int();

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

const offered = {
  handoffId: text,
  try: z.int(),
  taskSid: text,
  reservationSid: text,
  agent: agentSchema,
};

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('escalation-requested'), handoffId: text, request: requestSchema }),
  z.object({ type: z.literal('window-expired'), handoffId: text }),
  /** A look at a handoff that should have moved on by now; repeats itself until the handoff has ended. */
  z.object({ type: z.literal('checkup'), handoffId: text }),
  z.object({ type: z.literal('reservation-offered'), ...offered }),
  z.object({ type: z.literal('agent-accepted'), ...offered }),
  z.object({
    type: z.literal('offer-over'),
    taskSid: text,
    reservationSid: text,
    why: z.enum(['rejected', 'timeout', 'canceled', 'rescinded', 'failed']),
  }),
  z.object({ type: z.literal('task-gave-up'), taskSid: text, why: text }),
  z.object({ type: z.literal('task-ended'), taskSid: text, why: text }),
  z.object({
    type: z.literal('bridge-confirmed'),
    by: z.enum(['status-update', 'transfer-update', 'look']),
    at: millis,
  }),
  /** The assistant has the caller again; `at` is the platform's own time of it. */
  z.object({ type: z.literal('assistant-resumed'), at: millis }),
  z.object({
    type: z.literal('call-over'),
    source: z.enum(['status-update', 'end-of-call-report', 'voice-status', 'look']),
    endedReason: text,
    /** False for an early, empty report: no proof that the call is over. */
    clear: z.boolean(),
    transfer: z.optional(z.enum(TRANSFER_STATUSES)),
    /** How many of its fields the report filled. */
    richness: z.int(),
    /** How often it was put off while a transfer was running. */
    putOff: z.int(),
  }),
  z.object({ type: z.literal('taken-back'), by: z.enum(['caller', 'assistant']) }),
  /** Nothing happened; run what is pending. */
  z.object({ type: z.literal('resume') }),
]);
/** What can reach a handoff from outside. */
export type HandoffEvent = z.infer<typeof eventSchema>;
export type CallOver = Extract<HandoffEvent, { type: 'call-over' }>;

/** One message of the handoff queue. `callId` is Vapi's id of the call and the key of the record. */
export const handoffMessageSchema = z.object({
  callId: z.string().check(z.minLength(1)),
  /** For logs only; events that do not know it leave it out. */
  handoffId: z.optional(text),
  event: eventSchema,
});
export type HandoffMessage = z.infer<typeof handoffMessageSchema>;

/** Seconds a message waits in the queue before it is delivered; SQS allows 900 at most. */
export type Delayed<T> = { message: T; delaySeconds: number };

/** What came of one attempt at an effect. */
export type EffectResult =
  | { is: 'task-created'; taskSid: string }
  | { is: 'task-absent' }
  | { is: 'transfer-asked' }
  | { is: 'call-seen'; call: CallSeen }
  | { is: 'told' }
  | { is: 'closed' }
  /** The other side said no, and will say no again. */
  | { is: 'refused'; reason: string }
  /** It certainly did not happen; it may be tried again. */
  | { is: 'not-done'; reason: string; retryAfterSeconds?: number }
  /** It may have happened: the answer was lost. */
  | { is: 'unsure'; reason: string };

/** The call as Vapi's API shows it. */
export type CallSeen =
  | {
      is: 'live';
      status: string;
      forwarding: boolean;
      destination?: string;
      controlUrl?: string;
      said?: string[];
    }
  | { is: 'over'; endedReason: string }
  | { is: 'missing' };
