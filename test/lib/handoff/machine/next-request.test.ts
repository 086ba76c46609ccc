import { describe, expect, it } from 'vitest';
import type { Effect, Handoff } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { check, goes, on } from '../seen.ts';

const { T0, handoff } = given;

describe('A request', () => {
  check([
    [
      'that a rule makes has the caller told, whom no tool has answered',
      { is: 'none', version: 0 },
      given.escalation('ho_1', { requestedBy: 'rule' }),
      1_000,
      goes('requested', 'create the task of ho_1/1', 'say connecting'),
    ],
    [
      'in the millisecond in which the last one ended is a new one',
      handoff(given.ended({ outcome: 'no_agent' })),
      given.escalation('ho_2', { requestedAt: T0 + 20_000 }),
      21_000,
      goes('requested', 'create the task of ho_2/1'),
    ],
  ]);
});

describe('What the last handoff of a call still owes when the next one begins', () => {
  const later = { notBefore: T0 + 45_000 };
  const dueAfter = (effect: Effect): number | undefined => {
    const last: Handoff = handoff(given.ended({ outcome: 'no_agent' }), [effect]);
    const decision = on(last, given.escalation('ho_2', { requestedAt: T0 + 31_000 }), 31_000);
    if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
    const due = decision.handoff.effects.find(({ id }) => id === effect.id)?.notBefore;
    return due === undefined ? undefined : due - T0;
  };

  it.each([
    ['the closing of its task', given.closing('cancel', 'WT1', later)],
    ['the release of its agent', legs.releasing('CA2', 'over', later)],
    ['the rejection of its offer', legs.rejecting(later)],
  ])('is done at once, so that nothing stands in the way: %s', (_what, effect) => {
    expect(dueAfter(effect)).toBe(31_000);
  });

  it.each([
    ['a task that is perhaps being made', given.closing('cancel', undefined, later)],
    ['a leg that is perhaps being made', legs.releasing(undefined, 'over', later)],
  ])('waits for whoever may be at it: %s', (_what, effect) => {
    expect(dueAfter(effect)).toBe(45_000);
  });
});
