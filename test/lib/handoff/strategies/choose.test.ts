import { describe, expect, it } from 'vitest';
import type { StrategyName } from '../../../../lib/handoff/record/handoff.ts';
import {
  alreadyQueued,
  type Bridging,
  canBeJoined,
  chooseStrategy,
  STRATEGY_CHOICES,
} from '../../../../lib/handoff/strategies/choose.ts';

type Leg = { callSid?: string; accountSid?: string };
const OURS: Leg = { callSid: 'CA1', accountSid: 'AC1' };
const legs: [name: string, leg: Leg][] = [
  ['our own', OURS],
  ['of another account', { callSid: 'CA1', accountSid: 'AC2' }],
  ['of an account that is not told', { callSid: 'CA1' }],
  ['none at all', { accountSid: 'AC1' }],
  ['none, of nobody', {}],
];

const chosen = (leg: Leg, bridge: Bridging['bridge'], flexWorkflow: boolean) =>
  chooseStrategy(leg, { bridge, accountSid: 'AC1', flexWorkflow });

describe('How agent and caller are joined', () => {
  for (const flexWorkflow of [false, true]) {
    for (const bridge of STRATEGY_CHOICES) {
      for (const [name, leg] of legs) {
        const ours: StrategyName = bridge === 'auto' ? (flexWorkflow ? 'enqueue' : 'conference') : bridge;
        const expected = leg === OURS ? ours : 'vapi-transfer';
        it(`with BRIDGE=${bridge}, a workflow ${flexWorkflow ? '' : 'not '}for Flex, and a leg that is ${name}: ${expected}`, () => {
          const strategy = chosen(leg, bridge, flexWorkflow);
          expect(strategy.is).toBe(expected);
          expect(strategy.reason).not.toBe('');
        });
      }
    }
  }

  it.each([
    [OURS, 'auto', 'the leg is our own'],
    [OURS, 'conference', 'as configured, and the leg is our own'],
    [OURS, 'vapi-transfer', 'as configured'],
    [{ callSid: 'CA1', accountSid: 'AC2' }, 'conference', 'the leg is in another Twilio account'],
    [{ callSid: 'CA1' }, 'enqueue', 'the account of the leg is not told'],
    [{}, 'auto', 'the call has no leg at Twilio'],
  ] as const)('says why: %j with %s, because %s', (leg, bridge, reason) => {
    expect(chosen(leg, bridge, false).reason).toBe(reason);
  });

  it('is by the queue for one who is in it already', () => {
    expect(alreadyQueued('for the test')).toEqual({ is: 'enqueue', reason: 'for the test' });
  });
});

describe('A caller', () => {
  it.each([
    [{ direction: 'inbound' }, true],
    [{ direction: 'outbound' }, true],
    [{}, true],
    [{ direction: 'web' }, false],
  ] as const)('with %j can be joined with an agent: %s', (call, can) => {
    expect(canBeJoined(call)).toBe(can);
  });
});
