import type { Trouble } from '../../base/trouble.ts';
import type { Agent, TransferMode } from '../record/handoff.ts';
import type { CallSeen } from './calls.ts';

export type VapiTransferResult =
  | { is: 'transfer-asked' }
  | { is: 'call-seen'; call: CallSeen }
  | { is: 'plan-refused'; mode: TransferMode; reason: string }
  | Trouble;

/**
 * The strategy that needs no leg of our own (H12). `look` is true when an earlier attempt may have happened: then
 * the other side is looked at before anything is asked again.
 */
export interface VapiTransfer {
  join(
    request: { callId: string; controlUrl?: string },
    order: { agent: Agent; briefing: string; mode?: TransferMode },
    look: boolean,
  ): Promise<VapiTransferResult>;
}
