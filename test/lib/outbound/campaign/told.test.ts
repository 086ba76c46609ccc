import { describe, expect, it } from 'vitest';
import { faultOf, toldOf } from '../../../../lib/outbound/campaign/told.ts';
import { being, DIALING, NOW } from '../call/given.ts';

describe('Whose fault a failed call was', () => {
  it.each([
    ['vapi-401', 'ours'],
    ['vapi-403', 'ours'],
    ['not-set-up', 'ours'],
    ['vapi-402', 'account'],
    ['vapi-400', 'call'],
    ['call.start.error-get-assistant', 'ours'],
    ['assistant-not-found', 'ours'],
    ['call.start.error-subscription-frozen', 'account'],
    ['call.start.error-subscription-insufficient-credits', 'account'],
    ['twilio-failed-to-connect-call', 'call'],
    ['call.in-progress.error-vapifault-worker-died', 'call'],
    ['pipeline-error-openai-401-unauthorized', 'call'],
    [undefined, 'call'],
  ])('%s is of: %s', (reason, fault) => {
    expect(faultOf('failed', reason)).toBe(fault);
  });

  it('is a failure of the call where its answer was lost, and nobody knows', () => {
    expect(faultOf('unknown', 'answer-lost')).toBe('call');
  });

  it('is nobody’s where it did not fail', () => {
    for (const outcome of ['answered', 'busy', 'unknown', 'no_answer', 'voicemail'] as const) {
      expect(faultOf(outcome, 'assistant-not-found')).toBe('none');
    }
  });
});

describe('What a campaign is told of its call', () => {
  it('is nothing while it goes on', () => {
    expect(toldOf(DIALING)).toBeUndefined();
  });

  it('is how it ended', () => {
    const call = being({
      state: 'ended',
      at: NOW,
      outcome: 'busy',
      endedReason: 'customer-busy',
      callId: 'v1',
    });
    expect(toldOf(call)).toEqual({
      ...{ is: 'made', callId: 'oc_1', at: NOW, outcome: 'busy', fault: 'none' },
      ...{ endedReason: 'customer-busy', vapiCallId: 'v1' },
    });
  });

  it('is why nobody was rung', () => {
    const call = being({ state: 'ended', at: NOW, outcome: 'canceled' });
    expect(toldOf({ ...call, notMade: { why: 'hours', dueAt: NOW + 1 } })).toEqual({
      ...{ is: 'not-made', callId: 'oc_1', at: NOW, why: 'hours', dueAt: NOW + 1 },
    });
  });
});
