import { describe, expect, it } from 'vitest';
import { nextDue } from '../../../../lib/handoff/machine/steps.ts';
import type { HandoffEvent } from '../../../../lib/handoff/record/events.ts';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import { LATE, on, REPEATED, seen } from '../seen.ts';

const { T0, handoff } = given;
const NONE = { is: 'none', version: 0 } as const;
const windowOf = (handoffId: string): HandoffEvent => ({
  type: 'window-expired',
  handoffId,
  request: given.request(),
});

describe('A record says when it has to be looked after:', () => {
  it.each<[string, Progress, number]>([
    ['requested', given.REQUESTED, 30_000],
    ['queued', given.QUEUED, 30_000],
    ['offered', given.OFFERED, 30_000],
  ])('%s, at the end of its window at the latest', (_state, progress, after) => {
    expect(nextDue(handoff(progress))).toBe(T0 + after);
  });

  it('before that, at the first thing that it owes', () => {
    const effects = [
      given.looking('sweep', { notBefore: T0 + 9_000 }),
      given.creating({ notBefore: T0 + 4_000 }),
    ];
    expect(nextDue(handoff(given.REQUESTED, effects))).toBe(T0 + 4_000);
    expect(nextDue(handoff(given.BRIDGING, effects.slice(0, 1)))).toBe(T0 + 9_000);
  });

  it('where an invocation is at it, when that must be dead', () => {
    const claim = { owner: 'worker-1', until: T0 + 12_000 };
    expect(nextDue(handoff(given.BRIDGING, [given.joining({ claim })]))).toBe(T0 + 12_000);
  });

  it('not at the end of a window that is over and asked about', () => {
    const asked = on(handoff(given.OFFERED), given.expired, 30_000);
    if (asked.is !== 'changed') throw new Error(asked.is);
    const [{ notBefore } = { notBefore: 0 }] = asked.handoff.effects;
    expect(nextDue(asked.handoff)).toBe(notBefore);
  });

  it('never, when it owes nothing', () => {
    expect(nextDue(handoff(given.CONNECTED))).toBeUndefined();
    expect(nextDue(handoff(given.ended()))).toBeUndefined();
  });
});

describe('A record that is looked after', () => {
  it.each([
    given.REQUESTED,
    given.QUEUED,
    given.OFFERED,
  ])('after the end of its window does what the lost message would have done: $state', (progress) => {
    const record = handoff(progress);
    expect(on(record, given.resume, 30_000)).toEqual(on(record, given.expired, 30_000));
  });

  it.each([
    given.REQUESTED,
    given.QUEUED,
    given.OFFERED,
  ])('before that changes nothing: $state', (progress) => {
    expect(on(handoff(progress), given.resume, 29_999)).toEqual({ is: 'unchanged', why: 'not-due' });
  });

  it.each([
    given.BRIDGING,
    given.CONNECTED,
    given.ended(),
  ])('long after it changes nothing where somebody has answered: $state', (progress) => {
    expect(on(handoff(progress), given.resume, 600_000)).toEqual({ is: 'unchanged', why: 'not-due' });
  });
});

describe('The end of a window whose request never came through', () => {
  it('makes the record, and the caller hears that it did not work', () => {
    const decision = on(NONE, windowOf('ho_1'), 30_000);
    expect(seen(decision)).toMatchObject({ state: 'ended', outcome: 'task_failed' });
    expect(decision).toMatchObject({ handoff: { handoffId: 'ho_1', requestNo: 1 } });
  });

  it('is the next request of a call whose last one has ended', () => {
    const last = handoff(given.ended({ at: T0 - 60_000 }), [], { handoffId: 'ho_0' });
    expect(on(last, windowOf('ho_1'), 30_000)).toMatchObject({
      handoff: { handoffId: 'ho_1', requestNo: 2, progress: { state: 'ended', outcome: 'task_failed' } },
    });
  });

  it('says nothing into another handoff that is under way', () => {
    expect(seen(on(handoff(given.BRIDGING, [], { handoffId: 'ho_0' }), windowOf('ho_1'), 30_000))).toEqual(
      REPEATED,
    );
  });

  it('is the end of the window and nothing else where the request did come through', () => {
    const record = handoff(given.QUEUED);
    expect(on(record, windowOf('ho_1'), 30_000)).toEqual(on(record, given.expired, 30_000));
    expect(seen(on(handoff(given.ended()), windowOf('ho_1'), 30_000))).toEqual(LATE);
  });
});
