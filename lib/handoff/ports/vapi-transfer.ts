import type { Trouble } from '../../base/trouble.ts';
import type { Agent, TransferMode } from '../record/handoff.ts';
import type { CallSeen } from './calls.ts';

/** Why a transfer is refused of a call that goes to somebody else already. */
export const FORWARDED_ELSEWHERE = 'forwarded-elsewhere';

export type VapiTransferResult =
  | { is: 'transfer-asked' }
  | { is: 'call-seen'; call: CallSeen }
  | { is: 'plan-refused'; mode: TransferMode; reason: string }
  /** `told`: the caller has heard that they are being connected. */
  | (Trouble & { told?: true });

/**
 * The strategy that needs no leg of our own (H12). The call is looked at before anything is asked. `isTold`: the caller
 * has heard, or may have heard, that they are being connected to this agent, and does not hear it again.
 */
export interface VapiTransfer {
  join(
    request: { callId: string; controlUrl?: string },
    order: { agent: Agent; briefing: string; language?: string; mode?: TransferMode },
    isTold: boolean,
  ): Promise<VapiTransferResult>;
}
