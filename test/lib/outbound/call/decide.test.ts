import { describe, expect, it } from 'vitest';
import { afterEvent, afterResult, canceled } from '../../../../lib/outbound/call/decide.ts';
import type { WorkResult } from '../../../../lib/outbound/call/results.ts';
import {
  asked,
  claimed,
  DIALING,
  ENDED,
  having,
  LOST,
  NO_ROOM,
  NOW,
  over,
  owed,
  owing,
  TALKING,
  talking,
} from './given.ts';

describe('A call that is asked for', () => {
  it('owes its dialling at once', () => {
    expect(asked()).toMatchObject({ progress: { state: 'waiting' }, deferrals: 0, attempts: 0 });
    expect(asked().progress).toEqual({ state: 'waiting' });
    expect(owed(asked(), NOW)).toEqual({ dial: 0 });
  });

  it('for later owes it then, and says so', () => {
    const call = asked(NOW + 5_000);
    expect(call.progress).toEqual({ state: 'waiting', dueAt: NOW + 5_000 });
    expect(owed(call, NOW)).toEqual({ dial: 5_000 });
  });
});

describe('A call that is taken back', () => {
  it('has ended, and owes its place and its number', () => {
    const call = canceled(asked(NOW + 5_000), NOW + 1);
    expect(call).toMatchObject({
      progress: { state: 'ended', at: NOW + 1, outcome: 'canceled' },
      attempts: 0,
    });
    expect(call && owed(call, NOW + 1)).toEqual({ 'free-place': 0, 'free-number': 0 });
  });

  it('is not while somebody is asking Vapi for it, or has died at that', () => {
    expect(canceled(claimed(asked()), NOW + 60_000)).toBeUndefined();
  });

  it('is while no more than the place of an earlier attempt is being given back', () => {
    const put = having(asked(), { is: 'deferred', reason: 'no-place' });
    const [free, dial] = claimed(put).effects;
    const [, unclaimed] = put.effects;
    if (!free || !dial || !unclaimed) throw new Error('nothing is owed');
    expect(canceled({ ...put, effects: [free, unclaimed] }, NOW)?.progress.state).toBe('ended');
    expect(canceled({ ...put, effects: [free, dial] }, NOW)).toBeUndefined();
  });

  it.each([
    ['dialled', DIALING],
    ['talked in', TALKING],
    ['over', ENDED],
  ])('is not when it has been %s', (_name, call) => {
    expect(canceled(call, NOW)).toBeUndefined();
  });
});

describe('Dialling', () => {
  it('outside the hours waits for them, and gives back what an attempt before took', () => {
    const next = having(asked(), { is: 'not-yet', dueAt: NOW + 3_600_000 });
    expect(next.progress).toEqual({ state: 'waiting', dueAt: NOW + 3_600_000 });
    expect(next).toMatchObject({ deferrals: 0, attempts: 0 });
    expect(owed(next, NOW)).toEqual({ 'free-place': 0, dial: 3_600_000 });
  });

  it.each(['opted_out', 'expired'] as const)('what must not be called ends as %s', (outcome) => {
    const next = having(asked(), { is: 'forbidden', outcome });
    expect(next.progress).toEqual({ state: 'ended', at: NOW, outcome });
    expect(next.attempts).toBe(0);
    expect(owed(next, NOW)).toEqual({ 'free-place': 0 });
  });

  it('what Vapi refuses has failed, and was no attempt', () => {
    const next = having(asked(), { is: 'refused', reason: 'vapi-400' });
    expect(next.progress).toEqual({ state: 'ended', at: NOW, outcome: 'failed', endedReason: 'vapi-400' });
    expect(next.attempts).toBe(0);
  });

  it.each([
    [0, undefined, 2_000],
    [1, undefined, 4_000],
    [2, undefined, 8_000],
    [4, undefined, 32_000],
    [5, undefined, 60_000],
    [2_000, undefined, 60_000],
    [0, 30, 30_000],
    [4, 3, 32_000],
    [9, 90, 90_000],
  ])('after %i deferrals and a Retry-After of %s s is put off for %i ms', (deferrals, seconds, pause) => {
    const call = { ...asked(NOW - 1), deferrals, progress: { state: 'waiting' as const, dueAt: NOW - 1 } };
    const wish = seconds === undefined ? {} : { retryAfterSeconds: seconds };
    const next = having(call, { is: 'deferred', reason: 'vapi-429', ...wish });
    expect(next.progress).toEqual({ state: 'waiting' });
    expect(next).toMatchObject({ deferrals: deferrals + 1, attempts: 0 });
    expect(owed(next, NOW)).toEqual({ 'free-place': 0, dial: pause });
  });

  it('that is placed is an attempt, looked at after a minute, and keeps its place', () => {
    const next = having(
      owing(asked(), { kind: 'free-place' }, { kind: 'dial' }),
      { is: 'placed', callId: 'c-1' },
      { kind: 'dial' },
    );
    expect(next).toMatchObject({ attempts: 1, progress: { state: 'dialing', at: NOW, callId: 'c-1' } });
    expect(owed(next, NOW)).toEqual({ look: 60_000 });
  });

  it.each([
    true,
    false,
  ])('whose answer is lost is an attempt, and sought after 3 s (repeat: %s)', (repeat) => {
    const call = owing(asked(), { kind: 'free-place' }, { kind: 'dial' });
    const next = having(
      call,
      { is: 'unsure', reason: 'vapi-503', repeat },
      { now: NOW + 10_000, kind: 'dial' },
    );
    expect(next.progress).toEqual({ state: 'dialing', at: NOW + 10_000 });
    expect(next.attempts).toBe(1);
    expect(next.effects).toMatchObject([{ work: { kind: 'find', looks: 0, since: NOW, repeat } }]);
    expect(owed(next, NOW + 10_000)).toEqual({ find: 3_000 });
  });

  it('that could not be begun is begun again after a second, or when it is told to', () => {
    const next = having(asked(), { is: 'not-done', reason: 'table' });
    expect(next.effects).toMatchObject([{ id: 'dial', attempts: 1, mayHaveHappened: true }]);
    expect(owed(next, NOW)).toEqual({ dial: 1_000 });
    const when = having(asked(), { is: 'not-done', reason: 'table', retryAfterSeconds: 7 });
    expect(owed(when, NOW)).toEqual({ dial: 7_000 });
  });

  it('of which the record knows no more changes nothing', () => {
    const [dial] = asked().effects;
    expect(dial && afterResult(TALKING, dial, { is: 'placed', callId: 'call-1' }, NOW)).toBe(TALKING);
    // Somebody else has it by now.
    const others = claimed(asked(), 'owner-2');
    const [ours] = claimed(asked()).effects;
    expect(ours && afterResult(others, ours, { is: 'deferred', reason: 'no-place' }, NOW)).toBe(others);
  });
});

describe('A call whose answer was lost', () => {
  it('is followed where it is found', () => {
    const next = having(LOST(0, true), { is: 'found', callId: 'call-1' });
    expect(next).toMatchObject({ attempts: 1, progress: { state: 'dialing', callId: 'call-1' } });
    expect(owed(next, NOW)).toEqual({ look: 60_000 });
  });

  it.each([true, false])('is looked for once more, 15 s after it was lost (repeat: %s)', (repeat) => {
    const next = having(LOST(0, repeat), { is: 'absent' });
    expect(next.effects).toMatchObject([{ work: { kind: 'find', looks: 1, since: NOW, repeat } }]);
    expect(owed(next, NOW)).toEqual({ find: 12_000 });
  });

  it('is unknown after two looks, and never asked for again by itself', () => {
    const next = having(LOST(1, false), { is: 'absent' });
    const end = { outcome: 'unknown', endedReason: 'answer-lost' };
    expect(next.progress).toEqual({ state: 'ended', at: NOW, ...end });
    expect(next.attempts).toBe(1);
    expect(owed(next, NOW)).toEqual({ 'look-then-free': 60_000 });
  });

  it('of a campaign is told to it at once, though its place is not free yet', () => {
    const next = having({ ...LOST(1, false), campaign: { id: 'cm_1', row: 7 } }, { is: 'absent' });
    expect(owed(next, NOW)).toEqual({ 'tell-campaign': 0, 'look-then-free': 60_000 });
  });

  it('is asked for again after two looks where Vapi itself had failed, and was no attempt', () => {
    const next = having({ ...LOST(1, true), deferrals: 2 }, { is: 'absent' });
    expect(next.progress).toEqual({ state: 'waiting' });
    expect(next).toMatchObject({ attempts: 0, deferrals: 3 });
    expect(next.blockedCalls).toBeUndefined();
    expect(owed(next, NOW)).toEqual({ 'free-place': 0, dial: 8_000 });
  });

  it('is not the one before it, for which there was no room', () => {
    const call = { ...LOST(0, false), blockedCalls: ['call-0'] };
    const next = having(call, { is: 'found', callId: 'call-0' });
    expect(next.effects).toMatchObject([{ work: { kind: 'find', looks: 1 } }]);
    expect(next.progress).toEqual(call.progress);
  });
});

describe('A look at a call', () => {
  it.each([
    [0, 60_000],
    [60_000, 60_000],
    [200_000, 200_000],
    [900_000, 900_000],
    [3_600_000, 900_000],
  ])('that has lasted %i ms is repeated after %i ms while it is live', (lasted, pause) => {
    for (const call of [DIALING, TALKING]) {
      const next = having(call, { is: 'live' }, { now: NOW + lasted });
      expect(owed(next, NOW + lasted)).toEqual({ look: pause });
      expect(next.progress).toEqual(call.progress);
    }
  });

  it('that is over ends it, as its end would have', () => {
    const seen = { is: 'over', endedReason: 'customer-busy', hasSpoken: false, handedOver: false } as const;
    expect(having(DIALING, seen).progress).toMatchObject({ outcome: 'busy', callId: 'call-1' });
    const blocked = having(DIALING, { ...seen, endedReason: NO_ROOM });
    expect(blocked).toMatchObject({ progress: { state: 'waiting' }, blockedCalls: ['call-1'], attempts: 0 });
    expect(owed(blocked, NOW)).toEqual({ 'free-place': 0, dial: 2_000 });
    const open = having(TALKING, { ...seen, handedOver: 'open' });
    expect(owed(open, NOW)).toEqual({ look: 10_000 });
    expect(having(TALKING, { ...seen, handedOver: true }).progress).toMatchObject({ outcome: 'handed_over' });
  });

  it('of which Vapi knows no more is unknown', () => {
    expect(having(DIALING, { is: 'absent' }).progress).toEqual({
      state: 'ended',
      at: NOW,
      outcome: 'unknown',
    });
  });

  it('that cannot be taken is taken again', () => {
    expect(owed(having(TALKING, { is: 'not-done', reason: 'vapi-503' }), NOW)).toEqual({ look: 1_000 });
  });
});

describe('What an ended call owes', () => {
  it('is owed until it is freed', () => {
    const ended = canceled(asked(), NOW);
    if (ended === undefined) throw new Error('it was not taken back');
    expect(owed(having(ended, { is: 'not-done', reason: 'table' }), NOW)).toMatchObject({
      'free-place': 1_000,
    });
    expect(owed(having(ended, { is: 'freed' }), NOW)).toEqual({ 'free-number': 0 });
  });
});

describe('A call of a campaign that does not come about', () => {
  const CAMPAIGN = { ...asked(), campaign: { id: 'cm_1', row: 7 } };

  it.each<[string, WorkResult, object]>([
    ['outside the hours', { is: 'not-yet', dueAt: NOW + 1 }, { why: 'hours', dueAt: NOW + 1 }],
    [
      'without room',
      { is: 'deferred', reason: 'vapi-429', retryAfterSeconds: 5 },
      { why: 'room', retryAfterSeconds: 5 },
    ],
    ['whose campaign was paused', { is: 'withdrawn' }, { why: 'withdrawn' }],
    [
      'to somebody on the list',
      { is: 'forbidden', outcome: 'opted_out' },
      { why: 'forbidden', outcome: 'opted_out' },
    ],
  ])('%s is over at once, and the campaign is told', (_why, result, notMade) => {
    const next = having(CAMPAIGN, result);
    expect(next).toMatchObject({ progress: { state: 'ended' }, attempts: 0, notMade });
    expect(owed(next, NOW)).toEqual({ 'tell-campaign': 0 });
  });

  it('because Vapi had no room at its end is told as well, and later news of it mean nothing', () => {
    const dialing = { ...DIALING, campaign: { id: 'cm_1', row: 7 } };
    const next = afterEvent(dialing, over(NO_ROOM), false, NOW);
    expect(next).toMatchObject({ progress: { state: 'ended' }, attempts: 0, notMade: { why: 'room' } });
    expect(afterEvent(next, talking(), false, NOW)).toBe(next);
  });

  it('is told when it has ended as any other does', () => {
    const next = afterEvent(
      { ...TALKING, campaign: { id: 'cm_1', row: 7 } },
      over('customer-ended-call', 'call-1', true),
      false,
      NOW,
    );
    expect(next).toMatchObject({ progress: { state: 'ended', outcome: 'answered' }, attempts: 1 });
    expect(next).not.toHaveProperty('notMade');
    expect(owed(next, NOW)).toEqual({ 'tell-campaign': 0 });
  });
});
