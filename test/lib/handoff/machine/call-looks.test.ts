import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../../lib/handoff/machine/facts-of.ts';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { recorded, rows } from '../recorded.ts';

const { T0, handoff } = given;
const claim = { owner: 'worker-1', until: T0 + 12_000 };

const live = (forwarding: boolean): EffectResult => ({
  is: 'call-seen',
  call: { is: 'live', status: 'in-progress', forwarding },
});
const refused: EffectResult = { is: 'refused', reason: 'no' };
const begun = { ...given.BRIDGING, begunAt: T0 + 7_000 } as Progress;

describe('A look at a call whose caller is with the assistant', () => {
  const unclear = given.looking('report-unclear', { claim });
  const unconfirmed = given.looking('bridge-unconfirmed', { claim });
  const asking = given.joining({ claim });
  rows([
    [
      'after an unclear report leaves a transfer that may not show yet',
      handoff(given.BRIDGING, [unclear]),
      unclear,
      live(false),
      'bridging',
    ],
    [
      'after an unclear report leaves two who talk, as far as anybody told',
      handoff(given.CONNECTED, [unclear]),
      unclear,
      live(false),
      'connected',
    ],
    [
      'that is refused leaves a transfer that is still being asked for',
      handoff(given.BRIDGING, [asking, unconfirmed]),
      unconfirmed,
      refused,
      'bridging',
      'bridge WR1',
    ],
  ]);
});

describe('A transfer that has begun', () => {
  it('rings since then, however often the call is seen forwarding', () => {
    const look = given.looking('report-unclear', { claim });
    const { next } = recorded(handoff(begun, [look]), look, live(true), 40_000);
    expect(next.progress).toMatchObject({ state: 'bridging', begunAt: T0 + 7_000 });
  });
});

describe('Two who are joined', () => {
  it('by Vapi, as a look shows, owe nothing of the way there', () => {
    const look = given.looking('bridge-unconfirmed', { claim });
    const owed = [given.joining(), legs.accepting(), given.looking('assistant-resumed'), look];
    expect(recorded(handoff(begun, owed), look, live(true), 67_000).end).toEqual(['connected']);
  });
});

describe('An agent who could not be joined', () => {
  it('leaves nothing owed of the way to them', () => {
    const bridge = given.joining({ claim });
    const vapi = handoff(given.BRIDGING, [bridge, given.looking('assistant-resumed')]);
    expect(recorded(vapi, bridge, refused).end).toEqual(['requested', 'complete WT1']);
    const accept = legs.accepting({ claim });
    const looks = [legs.lookingAtLegs('conference-over')];
    const conference = legs.own('conference', legs.TAKEN, [accept, ...looks]);
    expect(recorded(conference, accept, refused).end).toEqual([
      'requested',
      'release CA2 (not-joined)',
      'complete WT1',
    ]);
  });
});

describe('A talk of which nobody told the end', () => {
  it('is over with its call after the longest that a call can last', () => {
    const look = given.looking('sweep', { claim });
    const { next, end } = recorded(handoff(given.CONNECTED, [look]), look, live(true), 45_006_000);
    expect(end).toEqual(['ended completed', 'complete WT1']);
    expect(next.callOver).toBe(true);
  });
});

describe('A look at both legs', () => {
  const up = { is: 'live', status: 'in-progress' } as const;
  const over = { is: 'over', status: 'completed' } as const;

  it('that finds two together takes it that they talk since the caller was moved', () => {
    const look = legs.lookingAtLegs('bridge-unconfirmed', { claim });
    const moved = legs.own('conference', { ...legs.TAKEN, movedAt: T0 + 7_000 }, [look]);
    const { next } = recorded(
      moved,
      look,
      { is: 'legs-seen', caller: up, agent: up, together: true },
      66_000,
    );
    expect(factsOf(next)).toMatchObject({ state: 'connected', joinedAt: T0 + 7_000 });
  });

  it('leaves a caller in the queue whose agent has only been asked, and is gone', () => {
    const look = legs.lookingAtLegs('sweep', { claim });
    const { end } = recorded(legs.own('enqueue', legs.RUNG, [look]), look, {
      is: 'legs-seen',
      caller: up,
      agent: over,
    });
    expect(end).toEqual(['offered']);
  });
});
