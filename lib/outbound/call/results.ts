import type { OutboundOutcome } from '../outcomes.ts';

/** Whether whoever was called came to a person; `open` while a handoff is under way. */
export type HandedOver = boolean | 'open';

/** What came of one piece of work. */
export type DialResult =
  /** It may not be dialled before then (ms since 1970): the calling hours. */
  | { is: 'not-yet'; dueAt: number }
  /** It must not be dialled any more. */
  | { is: 'forbidden'; outcome: Extract<OutboundOutcome, 'opted_out' | 'expired'> }
  /** Its campaign does not run any more. */
  | { is: 'withdrawn' }
  /** There is no room for it, here or at Vapi: certainly no call. */
  | { is: 'deferred'; reason: string; retryAfterSeconds?: number }
  | { is: 'placed'; callId: string }
  /** Vapi takes it, and has no room for it yet: it is a call as long as its end does not say so. */
  | { is: 'refused'; reason: string }
  /** It may be there. `repeat`: a server's own failure, after which it may be asked for again where there is none. */
  | { is: 'unsure'; reason: string; repeat: boolean };

export type WorkResult =
  | DialResult
  | { is: 'found'; callId: string }
  | { is: 'absent' }
  | { is: 'live' }
  | { is: 'over'; endedReason: string; hasSpoken: boolean; handedOver: HandedOver }
  | { is: 'freed' }
  | { is: 'not-done'; reason: string; retryAfterSeconds?: number };
