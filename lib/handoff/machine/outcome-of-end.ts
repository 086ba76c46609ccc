import type { CallOver, TransferStatus } from '../record/events.ts';
import type { Agent, Outcome } from '../record/handoff.ts';

const TALKED: readonly string[] = ['connected', 'completed'];

/**
 * Returns what the report says of the transfer to this agent: of the last one to their number, or of the only one there
 * was, where it names nobody. Whoever else the call went to has not answered for them.
 */
export function answerOf(
  { transfers, transfer }: Pick<CallOver, 'transfers' | 'transfer'>,
  { number }: Agent,
): TransferStatus | undefined {
  if (transfers === undefined) return transfer;
  const named = transfers.filter(({ to }) => to !== undefined && to === number);
  const [only] = transfers;
  const unnamed = transfers.length === 1 && only?.to === undefined ? only : undefined;
  return (named.at(-1) ?? unnamed)?.status;
}

/**
 * What the end of a call means for a handoff whose agent had accepted. The report's own list of transfers
 * says most; then the reason. `assistant-forwarded-call` means that the transfer was started (Vapi: call forwarding):
 * without a word of an answer it is `transferred`, which a report may correct.
 */
export const outcomeOfEnd = (
  over: Pick<CallOver, 'endedReason' | 'transfers' | 'transfer'>,
  from: { agent: Agent; connected: boolean; asked: boolean; begun: boolean },
): Outcome => {
  const { endedReason } = over;
  const transfer = answerOf(over, from.agent);
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
