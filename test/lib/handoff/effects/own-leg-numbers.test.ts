import { describe, expect, it } from 'vitest';
import { perform } from '../../../../lib/handoff/effects/perform.ts';
import type { Effect, Handoff } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { type Asked, type Script, scriptedPorts } from '../scripted.ts';

const { T0 } = given;

const CALLED = '+14155550166';
const SET = '+14155550188';
const AGENT = '+14155550101';
const LIVE = { is: 'leg-seen', leg: { is: 'live', status: 'in-progress' } } as const;
const MISSING = { is: 'leg-seen', leg: { is: 'missing' } } as const;
const RUNG = { is: 'rung', callSid: 'CA2' } as const;

/** `number`: the one that is set for ringing agents. */
const from = async (
  number: string | undefined,
  record: Handoff,
  effect: Effect,
  script: Script,
  doubt: 'none' | 'answer-lost' = 'none',
) => {
  const asked: Asked[] = [];
  const { number: _scripted, ...ports } = scriptedPorts(asked, script, () => T0 + 9_000);
  const all = { ...ports, ...(number === undefined ? {} : { number }) };
  return { result: await perform(given.frozen(record), { effect, doubt }, all), asked };
};

const callingUs = (record: Handoff): Handoff => ({
  ...record,
  request: { ...record.request, called: CALLED },
});
const withoutCalled = (record: Handoff): Handoff => {
  const { called: _none, ...request } = record.request;
  return { ...record, request };
};
const offered = legs.own('conference', given.OFFERED);
const ended = legs.own('conference', given.ended());

describe('The number from which an agent is rung', () => {
  it.each([
    ['is the one that is set', SET, SET],
    ['is the one that the caller called, where none is set', undefined, CALLED],
  ])('%s, and from that one their leg is looked for', async (_which, number, expected) => {
    const rung = await from(number, callingUs(offered), legs.ringing(), {
      legs: { look: [LIVE], ring: [RUNG] },
    });
    expect(rung.asked[1]).toMatchObject(['ring', { from: expected }]);
    const found: [Handoff, Effect, Script['legs'], 'none' | 'answer-lost'][] = [
      [offered, legs.ringing(), { look: [LIVE], find: [RUNG] }, 'answer-lost'],
      [offered, legs.watching(), { find: [RUNG], look: [LIVE] }, 'none'],
      [ended, legs.releasing(undefined, 'over'), { find: [RUNG], redirect: [{ is: 'redirected' }] }, 'none'],
    ];
    for (const [record, effect, answers, doubt] of found) {
      const { asked } = await from(number, callingUs(record), effect, { legs: answers ?? {} }, doubt);
      const looked = asked.find(([method]) => method === 'find leg');
      expect(looked).toMatchObject(['find leg', { to: AGENT, from: expected }]);
    }
  });

  it('is not known where none is set or told: nobody can be rung, nor was, and nothing is asked', async () => {
    const ring = await from(undefined, withoutCalled(offered), legs.ringing(), {});
    expect(ring.result).toEqual({ is: 'leg-foreign', reason: 'no number to ring from' });
    const look = await from(undefined, withoutCalled(offered), legs.watching(), {});
    expect(look.result).toEqual(MISSING);
    const release = await from(undefined, withoutCalled(ended), legs.releasing(undefined, 'over'), {});
    expect(release.result).toEqual({ is: 'released' });
    expect([ring.asked, look.asked, release.asked]).toEqual([[], [], []]);
  });
});

describe('An agent without a number', () => {
  const { number: _none, ...nameless } = given.agent();
  const reservation = { sid: 'WR1', agent: nameless };

  it('cannot be rung, and was not', async () => {
    const ring = given.owed('ring-agent:WR1', { kind: 'ring-agent', handoffId: 'ho_1', reservation });
    const rung = await from(SET, offered, ring, {});
    expect(rung.result).toMatchObject({ is: 'leg-foreign' });
    const look = given.owed('look-at-agent:WR1', { kind: 'look-at-agent', reservation });
    const seen = await from(SET, offered, look, {});
    expect(seen.result).toEqual(MISSING);
    const release = given.owed('release-agent:WR1', {
      kind: 'release-agent',
      reservationSid: 'WR1',
      since: T0 + 4_000,
      why: 'over',
    });
    const released = await from(SET, ended, release, {});
    expect(released.result).toEqual({ is: 'released' });
    expect([rung.asked, seen.asked, released.asked]).toEqual([[], [], []]);
  });
});

describe('A caller without a leg', () => {
  it('has no agent rung by our own account', async () => {
    const { callSid: _none, ...request } = offered.request;
    const { result, asked } = await from(SET, { ...offered, request }, legs.ringing(), {});
    expect(result).toMatchObject({ is: 'leg-foreign' });
    expect(asked).toEqual([]);
  });
});
