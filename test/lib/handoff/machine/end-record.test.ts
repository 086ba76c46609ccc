import { describe, expect, it } from 'vitest';
import { end } from '../../../../lib/handoff/machine/end.ts';
import { factsOf } from '../../../../lib/handoff/machine/facts-of.ts';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Handoff, Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { play, type Step } from '../seen.ts';

const { T0, handoff, loaded } = given;

const ended = (from: Handoff, at: number, ...steps: Step[]): Handoff => play(loaded(from), at, steps).handoff;

describe('The record of an end', () => {
  it.each([
    ['an agent who was being joined', given.BRIDGING, 'Agent 1'],
    ['an agent who talked', given.CONNECTED, 'Agent 1'],
    ['no agent who had only been asked', given.OFFERED, undefined],
  ])('names %s', (_who, progress, agent) => {
    expect(factsOf(ended(handoff(progress), 20_000, given.callOver())).agent).toBe(agent);
  });

  it.each([
    ['with the caller', true],
    ['before', false],
  ])('says whether the call is over: %s', (_when, callOver) => {
    const record = handoff(given.QUEUED, [], { callOver });
    const outcome = 'canceled';
    expect(end(record, { outcome, reason: 'for the test' }, T0 + 9_000).callOver).toBe(callOver);
    const now = { outcome, reason: 'for the test', callOver } as const;
    expect(end(handoff(given.QUEUED), now, T0 + 9_000).callOver).toBe(callOver);
  });
});

describe('A call that nobody said is over', () => {
  it('goes on after a talk of which the end of the task tells: an agent is sought again when one is asked for', () => {
    const talked = ended(handoff(given.CONNECTED), 60_000, given.taskEnded);
    expect(talked.progress).toMatchObject({ outcome: 'completed' });
    const again = ended(talked, 70_000, given.escalation('ho_2', { requestedAt: T0 + 70_000 }));
    expect([again.handoffId, again.progress.state]).toEqual(['ho_2', 'requested']);
  });
});

describe('A talk that is over began, as far as anybody knows,', () => {
  const joinedAt = (record: Handoff): number | undefined => {
    const { progress } = record;
    return progress.state === 'ended' && progress.joinedAt !== undefined ? progress.joinedAt - T0 : undefined;
  };
  const taken = (effects: Handoff['effects'] = []) => legs.own('enqueue', given.QUEUED, effects);
  const withdrawing = legs.withdrawing({}, true);

  it('when the two were on their way to each other, where a look alone found them together', () => {
    const talking: Progress = { ...given.CONNECTED, since: T0 + 70_000, joinedAt: T0 + 8_000 } as Progress;
    expect(joinedAt(ended(handoff(talking), 90_000, given.callOver()))).toBe(8_000);
  });

  it('at the end of the window, where an agent had the task of whom nothing else is known', () => {
    expect(joinedAt(ended(taken([withdrawing]), 60_000, given.taskEnded))).toBe(30_000);
  });

  it('at its end, where that is all that was told', () => {
    expect(joinedAt(ended(taken(), 20_000, legs.queueLeft('bridged')))).toBe(20_000);
  });

  it('never, where nobody had the task', () => {
    expect(joinedAt(ended(handoff(given.QUEUED), 30_000, given.expired))).toBeUndefined();
  });
});

describe('How a handoff ended is kept', () => {
  const kept = ({ effects }: Handoff) => effects.filter(({ work }) => work.kind === 'keep-facts');

  it('beside how the one before it ended, where that is still owed', () => {
    const first = ended(handoff(given.QUEUED), 30_000, given.expired);
    const again = given.escalation('ho_2', { requestedAt: T0 + 31_000 });
    const second = ended(first, 31_000, again, given.takenBack);
    expect(kept(second).map(({ id }) => id)).toEqual(['keep-facts:ho_1:1', 'keep-facts:ho_2:1']);
  });

  it('at once, whatever else somebody is at', () => {
    const release = legs.releasing('CA9', 'over', { claim: legs.CLAIM });
    const record = ended(handoff(given.QUEUED, [release]), 9_000, given.takenBack);
    expect(kept(record)).toMatchObject([{ notBefore: T0 + 9_000 }]);
  });
});

describe('Both legs that are found to be over', () => {
  it('are the end of the call: no later request of it seeks an agent', () => {
    const look = legs.lookingAtLegs('bridge-unconfirmed');
    const over = { is: 'over', status: 'completed' } as const;
    const result: EffectResult = { is: 'legs-seen', caller: over, agent: over };
    const record = ended(legs.own('conference', legs.TAKEN, [look]), 66_000, { effect: look, result });
    expect(record.callOver).toBe(true);
  });
});
