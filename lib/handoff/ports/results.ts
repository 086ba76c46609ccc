import type { Trouble } from '../../base/trouble.ts';
import type { LegSeen } from './legs.ts';
import type { VapiTransferResult } from './vapi-transfer.ts';

/** What came of one attempt at an effect. */
export type EffectResult =
  | { is: 'task-created'; taskSid: string }
  | VapiTransferResult
  | { is: 'told' }
  /** The report was waited for long enough. */
  | { is: 'no-report' }
  | { is: 'closed' }
  | { is: 'task-taken' }
  | OwnLegResult
  | Trouble;

/** What came of something done with a leg of our own account, or with its reservation. */
export type OwnLegResult =
  | { is: 'rung'; callSid: string }
  /** Our account cannot reach the caller's leg, or rings nobody. */
  | { is: 'leg-foreign'; reason: string }
  | { is: 'leg-seen'; leg: LegSeen }
  | { is: 'legs-seen'; caller: LegSeen; agent?: LegSeen; together?: boolean }
  | { is: 'accepted' }
  | { is: 'offer-gone'; reason: string }
  | { is: 'rejected' }
  | { is: 'released' }
  | { is: 'redirected' }
  /** The caller's leg is over. */
  | { is: 'caller-gone' }
  | { is: 'assistant-opened'; callId: string; twiml: string }
  | { is: 'callback-requested' }
  | { is: 'end-announced' }
  | { is: 'facts-kept' };
