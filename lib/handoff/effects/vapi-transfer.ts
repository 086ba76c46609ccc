import { speechOf } from '../../speech/index.ts';
import type { Calls } from '../ports/calls.ts';
import { isForwardedTo } from '../ports/calls.ts';
import { FORWARDED_ELSEWHERE, type VapiTransfer, type VapiTransferResult } from '../ports/vapi-transfer.ts';
import type { TransferMode } from '../record/handoff.ts';

/**
 * The strategy `vapi-transfer` (H12): Vapi moves the caller to the agent's number. The call is read first
 * (H8); what the assistant is saying is cut (H11); then the transfer is asked for. An attempt that may have
 * happened shows in the call as `forwarding`; such a call is never asked to be moved again. `firstMode` is the plan
 * to begin with; a plan that Vapi does not take is told, so that the record says which one was used in its place.
 */
export const vapiTransfer = (calls: Calls, firstMode: TransferMode): VapiTransfer => ({
  async join(request, { agent, briefing, language, mode: simpler }, isTold): Promise<VapiTransferResult> {
    const { number } = agent;
    if (number === undefined) return { is: 'refused', reason: 'agent-has-no-number' };
    const looked = await calls.look(request.callId);
    // Not being allowed to read the call is no reason to leave the caller without the agent: the control URL decides.
    const call = looked.is === 'call-seen' ? looked.call : undefined;
    if (looked.is === 'not-done' || looked.is === 'unsure') return { is: 'not-done', reason: looked.reason };
    if (call?.is === 'over') return { is: 'call-seen', call };
    if (call?.is === 'live' && isForwardedTo(call, agent)) return { is: 'call-seen', call };
    if (call?.is === 'live' && call.forwarding) return { is: 'refused', reason: FORWARDED_ELSEWHERE };
    const controlUrl = request.controlUrl ?? (call?.is === 'live' ? call.controlUrl : undefined);
    if (controlUrl === undefined) return { is: 'refused', reason: 'no-control-url' };
    const to = { callId: request.callId, controlUrl };
    // Its answer does not matter: if the call cannot be spoken into, the transfer says so too.
    if (!isTold) await calls.say(to, speechOf(language).toCaller.joining);
    const mode = simpler ?? firstMode;
    const spoken = language === undefined ? {} : { language };
    const asked = await calls.transfer(to, { number, mode, briefing, ...spoken });
    if (asked.is === 'plan-refused') return { ...asked, mode };
    if (asked.is === 'refused' || asked.is === 'unreachable') {
      return refusal(calls, request.callId, asked.reason);
    }
    return asked.is === 'transfer-asked' ? asked : { ...asked, told: true };
  },
});

/**
 * A control URL that refuses or is not there: the call is over, or it is live and the bridge is refused.
 */
const refusal = async (calls: Calls, callId: string, reason: string): Promise<VapiTransferResult> => {
  const looked = await calls.look(callId);
  const over = looked.is === 'call-seen' && looked.call.is === 'over';
  return over ? looked : { is: 'refused', reason };
};
