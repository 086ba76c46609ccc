import { describe, expect, it } from 'vitest';
import { handoffsSoFar, isOneTooMany } from '../../../../lib/handoff/record/limit.ts';
import * as given from '../given.ts';

const { T0, handoff } = given;

/** Of a call with so many handoffs, of which the one before the last is `ho_4`. */
const last = (requestNo: number, progress = given.ended()) =>
  handoff(progress, [], {
    handoffId: 'ho_5',
    requestNo,
    history: [{ handoffId: 'ho_4', requestId: 'call_4', outcome: 'no_agent', at: T0 }],
  });

describe('Another handoff of a caller', () => {
  it.each([
    ['the first of a call', {}, undefined, false],
    ['the first of a call, and the fifth of the caller', { earlierHandoffs: 4 }, undefined, false],
    ['the first of a call, and the sixth of the caller', { earlierHandoffs: 5 }, undefined, true],
    ['the fifth of a call', {}, last(4), false],
    ['the sixth of a call', {}, last(5), true],
    ['the sixth, while the fifth is under way', {}, last(5, given.QUEUED), false],
  ])('is one too many, or not: %s', (_which, call, before, isTooMany) => {
    expect(isOneTooMany(call, before, 'ho_6')).toBe(isTooMany);
  });

  it('is none where it is one of those that were', () => {
    for (const known of ['ho_4', 'ho_5']) expect(isOneTooMany({}, last(5), known)).toBe(false);
  });

  it('is counted with those before the call that gave the caller back', () => {
    expect(handoffsSoFar({ requestNo: 2, request: { earlierHandoffs: 3 } })).toBe(5);
    expect(handoffsSoFar({ requestNo: 2, request: {} })).toBe(2);
    const request = given.request({ earlierHandoffs: 3 });
    expect(isOneTooMany({ earlierHandoffs: 3 }, { ...last(2), request }, 'ho_6')).toBe(true);
    expect(isOneTooMany({ earlierHandoffs: 3 }, { ...last(1), request }, 'ho_6')).toBe(false);
  });
});
