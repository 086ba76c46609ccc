import { withoutUndefined } from '../../base/without-undefined.ts';
import { classOf } from '../../vapi/ended-classes.ts';
import type { OutboundCall } from '../call/record.ts';
import { ANSWER_LOST } from '../call/steps.ts';
import type { OutboundOutcome } from '../outcomes.ts';
import type { Fault } from './breaker.ts';
import type { Told } from './news.ts';

/** Vapi takes no call of ours at all: the key, or nothing to call from or with. */
const REFUSES_ALL: readonly string[] = ['vapi-401', 'vapi-403', 'not-set-up'];
/** Vapi takes none before the account is paid for. */
const UNPAID = 'vapi-402';

/**
 * Whose fault a failure was: what is wrong in our set-up or with the account breaks every call. A lost answer is one
 * too: a Vapi that hangs would use a whole list up.
 */
export function faultOf(outcome: OutboundOutcome, endedReason = 'unknown'): Fault {
  if (outcome === 'unknown' && endedReason === ANSWER_LOST) return 'call';
  if (outcome !== 'failed') return 'none';
  if (REFUSES_ALL.includes(endedReason)) return 'ours';
  if (endedReason === UNPAID) return 'account';
  const kind = classOf(endedReason);
  return kind === 'ours' || kind === 'account' ? kind : 'call';
}

/** What a campaign has to know of its call; undefined while that goes on. */
export function toldOf({ id: callId, progress, notMade }: OutboundCall): Told | undefined {
  if (progress.state !== 'ended') return undefined;
  const { at, outcome, endedReason, callId: vapiCallId } = progress;
  if (notMade !== undefined) return { ...notMade, is: 'not-made', callId, at };
  const fault = faultOf(outcome, endedReason);
  return { is: 'made', callId, at, outcome, fault, ...withoutUndefined({ endedReason, vapiCallId }) };
}
