import { describe, expect, it } from 'vitest';
import { isInTime, talkMsOf, waitMsOf } from '../../../../lib/handoff/record/facts.ts';
import { T0 } from '../given.ts';

describe('A handoff that was asked for', () => {
  it.each([
    ['and is under way', {}, undefined, undefined],
    ['and has the two talking', { joinedAt: T0 + 5_000 }, 5_000, undefined],
    ['and ended without anybody', { endedAt: T0 + 31_000 }, 31_000, undefined],
    ['and ended after a talk', { joinedAt: T0 + 5_000, endedAt: T0 + 65_000 }, 5_000, 60_000],
    ['by a clock that is ahead of ours', { joinedAt: T0 - 300, endedAt: T0 - 500 }, 0, 0],
  ])('%s has a wait and a talk of so many ms', (_what, times, wait, talk) => {
    expect(waitMsOf({ askedAt: T0, ...times })).toBe(wait);
    expect(talkMsOf(times)).toBe(talk);
  });

  it.each([
    ['in its last moment', { joinedAt: T0 + 30_000 }, true],
    ['a moment after it', { joinedAt: T0 + 30_001 }, false],
    ['never', {}, false],
  ])('is answered within its window of 30 s, or not: %s', (_when, times, inTime) => {
    expect(isInTime({ askedAt: T0, windowSeconds: 30, ...times })).toBe(inTime);
  });
});
