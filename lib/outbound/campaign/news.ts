import type { OutboundOutcome } from '../outcomes.ts';
import type { Fault } from './breaker.ts';
import type { LiveCall } from './record.ts';

/** What became of a call of a campaign's. `callId` is ours. */
export type Told = { callId: string; at: number } & (
  | {
      is: 'made';
      outcome: OutboundOutcome;
      fault: Fault;
      endedReason?: string | undefined;
      vapiCallId?: string | undefined;
    }
  /** Nobody's telephone rang. */
  | { is: 'not-made'; why: 'withdrawn' }
  | { is: 'not-made'; why: 'hours'; dueAt: number }
  | { is: 'not-made'; why: 'room'; retryAfterSeconds?: number | undefined }
  | { is: 'not-made'; why: 'forbidden'; outcome: 'opted_out' | 'expired' }
);

export type Picked = Pick<LiveCall, 'row' | 'callId' | 'attempts' | 'starts' | 'deferrals'>;

export type CampaignResult =
  /** Of a tick: who is next. */
  | ({ is: 'picked' } & Picked)
  /** Some were put off, and there may be more to look at. */
  | { is: 'looked' }
  /** Nobody is due. `nextAt`: when the next one is (ms since 1970), as far as the index shows. */
  | { is: 'nobody'; nextAt?: number | undefined }
  /** Nobody may be called now: somebody else's result brings the next tick. */
  | { is: 'held' }
  /** Of a start: the dialler has it. */
  | { is: 'dialled'; at: number }
  /** A gate said no, until `dueAt`. */
  | { is: 'put-off'; dueAt: number; for: 'hours' | 'recent' | 'day' | 'room' }
  /** This contact is not called any more. */
  | { is: 'forbidden'; outcome: 'opted_out' | 'expired' }
  /** There is no place for another call. */
  | { is: 'no-room' }
  /** The pace has not come to it. */
  | { is: 'too-early' }
  /** It was begun before, and is over. */
  | { is: 'over'; told: Told }
  /** The campaign does not run any more, or the contact is not as it was. */
  | { is: 'withdrawn' }
  /** Of a settle: written down. */
  | { is: 'settled'; dueAt?: number | undefined }
  | { is: 'not-done'; reason: string };
