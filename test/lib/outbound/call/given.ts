import { afterEvent, afterResult, askedFor } from '../../../../lib/outbound/call/decide.ts';
import type { OutboundEvent } from '../../../../lib/outbound/call/events.ts';
import type { OutboundCall, OutboundProgress, OutboundWork } from '../../../../lib/outbound/call/record.ts';
import type { HandedOver, WorkResult } from '../../../../lib/outbound/call/results.ts';

export const NOW = 1_000_000;
export const NO_ROOM = 'call.start.error-subscription-concurrency-limit-reached';

export const asked = (dueAt = NOW): OutboundCall =>
  askedFor({ id: 'oc_1', order: { number: '+15550100123', consent: { kind: 'express' } } }, NOW, dueAt);
export const owing = (call: OutboundCall, ...works: OutboundWork[]): OutboundCall => ({
  ...call,
  effects: works.map((work) => ({
    ...{ id: work.kind, work, owedSince: NOW, notBefore: NOW, attempts: 0, mayHaveHappened: false },
  })),
});
/** Held by somebody. */
export const claimed = (call: OutboundCall, owner = 'owner-1'): OutboundCall => ({
  ...call,
  effects: call.effects.map((effect) => ({ ...effect, claim: { owner, until: NOW + 12_000 } })),
});
export const being = (progress: OutboundProgress, ...works: OutboundWork[]): OutboundCall => ({
  ...owing(asked(), ...works),
  progress,
  attempts: 1,
});
export const DIALING = being({ state: 'dialing', at: NOW, callId: 'call-1' }, { kind: 'look' });
export const TALKING = being({ state: 'talking', at: NOW, callId: 'call-1' }, { kind: 'look' });
export const ENDED = being({ state: 'ended', at: NOW, outcome: 'answered', callId: 'call-1' });
export const LOST = (looks: number, repeat: boolean) =>
  being({ state: 'dialing', at: NOW }, { kind: 'find', looks, since: NOW, repeat });

/** What is owed, by when. */
export const owed = ({ effects }: OutboundCall, now: number) =>
  Object.fromEntries(effects.map(({ id, notBefore }) => [id, notBefore - now]));

/** The call after the result of what it owes first, or of what is named. */
export function having(
  call: OutboundCall,
  result: WorkResult,
  { now = NOW, kind = call.effects[0]?.id } = {},
) {
  const effect = call.effects.find(({ id }) => id === kind);
  if (effect === undefined) throw new Error('nothing is owed');
  return afterResult(call, effect, result, now);
}

export const talking = (callId = 'call-1'): OutboundEvent => ({ type: 'talking', callId });
export const over = (
  endedReason: string,
  callId = 'call-1',
  hasSpoken = false,
): Extract<OutboundEvent, { type: 'ended' }> => ({
  ...{ type: 'ended', callId, endedReason, hasSpoken },
});
export const told = (call: OutboundCall, event: OutboundEvent, handedOver: HandedOver = false, now = NOW) =>
  afterEvent(call, event, handedOver, now);
