import type { CallFacts } from '../../base/call-facts.ts';
import { type Chosen, STRATEGIES } from '../record/handoff.ts';

export const STRATEGY_CHOICES = ['auto', ...STRATEGIES] as const;
export type Bridging = {
  /** What the team wants. */
  bridge: (typeof STRATEGY_CHOICES)[number];
  /** Our own account at Twilio. */
  accountSid: string;
  /** The workflow's agents take calls in Flex, so that only its queue reaches them. */
  flexWorkflow: boolean;
};

/**
 * Whether a caller can be joined with an agent at all. A web call has no leg of its own, and a transfer of one to a
 * telephone always drops it (Vapi: call forwarding).
 */
export function canBeJoined({ direction }: Pick<CallFacts, 'direction'>): boolean {
  return direction !== 'web';
}

/** Returns the strategy that needs no leg in our own account. */
export function withoutOwnLeg(reason: string): Chosen {
  return { is: 'vapi-transfer', reason };
}

/** Returns the strategy of a caller who is in TaskRouter's queue already. */
export function alreadyQueued(reason: string): Chosen {
  return { is: 'enqueue', reason };
}

/**
 * How agent and caller are joined (H12), and why so. All but one strategy move the caller's leg at Twilio, which only
 * its own account can. Whether an agent can be rung is known once one is offered, so that for our own legs the
 * workflow decides: agents in Flex are reached through the queue alone.
 */
export const chooseStrategy = (
  call: { callSid?: string; accountSid?: string },
  { bridge, accountSid, flexWorkflow }: Bridging,
): Chosen => {
  if (bridge === 'vapi-transfer') return withoutOwnLeg('as configured');
  if (call.callSid === undefined) return withoutOwnLeg('the call has no leg at Twilio');
  if (call.accountSid === undefined) return withoutOwnLeg('the account of the leg is not told');
  if (call.accountSid !== accountSid) return withoutOwnLeg('the leg is in another Twilio account');
  if (bridge !== 'auto') return { is: bridge, reason: 'as configured, and the leg is our own' };
  return flexWorkflow
    ? { is: 'enqueue', reason: 'the leg is our own, and the workflow is for Flex' }
    : { is: 'conference', reason: 'the leg is our own' };
};
