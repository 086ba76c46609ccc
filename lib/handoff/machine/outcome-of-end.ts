import type { CallOver } from '../record/events.ts';
import type { Outcome } from '../record/handoff.ts';

const TALKED: readonly string[] = ['connected', 'completed'];

/**
 * What the end of a call means for a handoff whose agent had accepted. The report's own list of transfers
 * says most; then the reason. `assistant-forwarded-call` means that the transfer was started (Vapi: call forwarding):
 * without a word of an answer it is `transferred`, which a report may correct.
 */
export const outcomeOfEnd = (
  over: Pick<CallOver, 'endedReason' | 'transfer'>,
  from: { connected: boolean; asked: boolean; begun: boolean },
): Outcome => {
  const { endedReason, transfer } = over;
  if (transfer !== undefined && TALKED.includes(transfer)) return 'completed';
  if (/^customer-ended-call-(before|after|during)-/.test(endedReason)) return 'caller_left';
  if (transfer !== undefined) return endedReason.startsWith('customer-') ? 'caller_left' : 'bridge_failed';
  if (endedReason.startsWith('call.forwarding.') || /error-(warm-)?transfer-/.test(endedReason)) {
    return 'bridge_failed';
  }
  if (from.connected) return 'completed';
  if (from.begun || (from.asked && endedReason === 'assistant-forwarded-call')) return 'transferred';
  return 'caller_left';
};
