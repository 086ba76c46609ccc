import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Handoff, Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { on, owes } from '../seen.ts';

const { T0 } = given;

/** The looks that are owed, and when they are due, in milliseconds since the request. */
const looks = (record: Handoff) =>
  record.effects
    .filter(({ work }) => work.kind === 'look-at-call' || work.kind === 'look-at-legs')
    .map(({ id, notBefore }) => [id, notBefore - T0]);

const moved = (...args: Parameters<typeof on>): Handoff => {
  const decision = on(...args);
  if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
  return decision.handoff;
};

const WINDOW_OF_TEN_MINUTES = { deadline: T0 + 600_000, request: given.request({ windowSeconds: 600 }) };

describe('Two who are being joined', () => {
  const round = { notBefore: T0 + 100_000 };
  it.each([
    [
      'by Vapi',
      given.handoff(given.OFFERED, [given.looking('sweep', round)], WINDOW_OF_TEN_MINUTES),
      given.accepted(),
      'look-at-call',
    ],
    ['in a conference', legs.own('conference', legs.RUNG), legs.decided('taken'), 'look-at-legs'],
    [
      'from the queue',
      legs.own('enqueue', legs.RUNG, [legs.lookingAtLegs('sweep', round)], WINDOW_OF_TEN_MINUTES),
      legs.decided('taken'),
      'look-at-legs',
    ],
  ])('%s are looked at after a minute, however long the window is, and no more on the round of those who wait', (_how, from, event, kind) => {
    expect(looks(moved(from, event, 5_000))).toEqual([[`${kind}:bridge-unconfirmed`, 65_000]]);
  });

  it('are not looked at any more when the offer is over', () => {
    const taken = moved(legs.own('enqueue', legs.RUNG), legs.decided('taken'), 5_000);
    expect(looks(moved(taken, legs.leg('hung-up'), 6_000))).toEqual([]);
  });

  it('are looked at again a minute later while the transfer is still being asked for', () => {
    const asking = given.joining({ claim: { owner: 'worker-2', until: T0 + 77_000 } });
    const look = given.looking('bridge-unconfirmed');
    const live = { is: 'live', status: 'in-progress', forwarding: false } as const;
    const record = afterEffect(
      given.handoff(given.BRIDGING, [asking, look]),
      look,
      { is: 'call-seen', call: live },
      T0 + 65_500,
    );
    expect(looks(record)).toEqual([['look-at-call:bridge-unconfirmed', 125_500]]);
  });
});

describe('Two who talk', () => {
  const talking: EffectResult[] = [
    { is: 'call-seen', call: { is: 'live', status: 'forwarding', forwarding: true } },
    {
      is: 'legs-seen',
      caller: { is: 'live', status: 'in-progress' },
      agent: { is: 'live', status: 'in-progress' },
    },
  ];

  it.each([
    [
      'who met in a conference',
      legs.own('conference', { ...legs.TAKEN, joined: { agent: 'CF1' } }),
      legs.joined('CA1'),
      talking[1],
    ],
    ['who met in the queue', legs.own('enqueue', legs.TAKEN), given.accepted(), talking[1]],
  ])('%s are looked at every 100 seconds, so that an end that nobody told is known within two minutes', (_who, from, event, result) => {
    let record = moved(from, event, 10_000);
    expect(record.progress.state).toBe('connected');
    const seconds: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const [look] = record.effects;
      if (look === undefined || result === undefined) throw new Error('no look is owed');
      expect(looks(record)).toHaveLength(1);
      seconds.push((look.notBefore - T0 - 10_000) / 1_000);
      record = afterEffect(given.frozen(record), look, result, look.notBefore + 900);
    }
    expect(seconds).toEqual([100, 200, 300, 400]);
    expect(record.progress.state).toBe('connected');
  });

  it('whom Vapi joined are looked at in the same way', () => {
    const look = given.looking('bridge-unconfirmed', { notBefore: T0 + 66_000 });
    const begun = { ...given.BRIDGING, begunAt: T0 + 6_000 } as Progress;
    const [forwarding] = talking;
    if (forwarding === undefined) throw new Error('nothing is seen');
    const record = afterEffect(given.handoff(begun, [look]), look, forwarding, T0 + 66_000);
    expect(record.progress.state).toBe('connected');
    expect(looks(record)).toEqual([['look-at-call:sweep', 166_000]]);
  });

  it('are looked at again when a look came to nothing', () => {
    const look = given.looking('sweep', { attempts: 7, notBefore: T0 + 66_000 });
    const down: EffectResult = { is: 'not-done', reason: 'vapi-503' };
    const record = afterEffect(given.handoff(given.CONNECTED, [look]), look, down, T0 + 130_000);
    expect(looks(record)).toEqual([['look-at-call:sweep', 206_000]]);
  });

  it.each([
    [75, 'connected'],
    [12 * 60, 'connected'],
    [12.5 * 60, 'ended'],
  ])('for %s minutes are taken to talk no longer than any call can last: %s', (minutes, state) => {
    const look = given.looking('sweep');
    const at = T0 + 6_000 + minutes * 60_000;
    const record = afterEffect(
      given.handoff(given.CONNECTED, [look]),
      look,
      { is: 'call-seen', call: { is: 'live', status: 'forwarding', forwarding: true } },
      at,
    );
    expect(record.progress.state).toBe(state);
    if (record.progress.state === 'ended') expect(record.progress.outcome).toBe('completed');
  });
});

describe('A caller who waits', () => {
  const over: EffectResult = { is: 'call-seen', call: { is: 'over', endedReason: 'customer-ended-call' } };
  const legOver: EffectResult = { is: 'legs-seen', caller: { is: 'over', status: 'completed' } };
  const lookOf = ({ effects }: Handoff) => {
    const look = effects.find(({ id }) => id.endsWith(':sweep'));
    if (look === undefined) throw new Error('no look is owed');
    return look;
  };

  it('is not looked at in a window that is over before a look would be due', () => {
    const offered = moved(given.handoff(given.QUEUED), given.offered(), 4_000);
    expect(looks(offered)).toEqual([]);
  });

  it.each([
    ['with the assistant', 'vapi-transfer', 'look-at-call', over],
    ['in the queue', 'enqueue', 'look-at-legs', legOver],
  ] as const)('%s for a long window is looked at every 100 seconds, and the task of one who has left is closed', (_where, strategy, kind, gone) => {
    const request = given.request({ windowSeconds: 600, strategy: { is: strategy, reason: 'test' } });
    const queued = given.handoff({ state: 'queued', taskSid: 'WT1' }, [], {
      ...WINDOW_OF_TEN_MINUTES,
      request,
      strategy: { is: strategy, reason: 'test' },
    });
    const offered = moved(queued, given.offered(), 4_000);
    expect(looks(offered)).toContainEqual([`${kind}:sweep`, 100_000]);
    const look = lookOf(offered);
    const after = afterEffect(offered, look, gone, T0 + 100_500);
    expect(after.progress).toMatchObject({ state: 'ended', outcome: 'caller_left' });
    expect(after.effects.map(({ work }) => work.kind)).toContain('close-task');
  });

  it('is looked at again when the first look found them there, as long as the window lasts', () => {
    const look = given.looking('sweep', { notBefore: T0 + 100_000 });
    const queued = given.handoff({ state: 'queued', taskSid: 'WT1' }, [look], WINDOW_OF_TEN_MINUTES);
    const live: EffectResult = {
      is: 'call-seen',
      call: { is: 'live', status: 'in-progress', forwarding: false },
    };
    expect(looks(afterEffect(queued, look, live, T0 + 100_500))).toEqual([['look-at-call:sweep', 200_000]]);
    expect(looks(afterEffect(queued, look, live, T0 + 500_500))).toEqual([]);
  });
});

describe('An agent who hangs up before they got the caller from the queue', () => {
  it('has TaskRouter asked whether they did, when the window is over by then', () => {
    const record = moved(legs.own('enqueue', legs.TAKEN), legs.leg('hung-up'), 30_000);
    expect([record.progress.state, ...owes(record)]).toEqual(['queued', 'withdraw WT1', 'reject WR1']);
  });
});
