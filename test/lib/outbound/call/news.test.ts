import { describe, expect, it } from 'vitest';
import { afterResult } from '../../../../lib/outbound/call/decide.ts';
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
  told,
} from './given.ts';

describe('News of a call', () => {
  it.each([
    ['before anybody knows that it was made', claimed(asked()), 1],
    ['whose answer was lost', LOST(0, false), 1],
    ['that was placed', DIALING, 1],
  ])('that is taken, of one %s: it is talked in, and looked at after a minute', (_name, call, attempts) => {
    const next = told(call, talking(), false, NOW + 7);
    expect(next).toMatchObject({ progress: { state: 'talking', at: NOW + 7, callId: 'call-1' }, attempts });
    expect(Object.keys(owed(next, NOW))).toEqual(['look']);
  });

  it('that was placed before it is taken keep the look that is owed already', () => {
    const placed = having(asked(), { is: 'placed', callId: 'call-1' });
    expect(owed(told(placed, talking(), false, NOW + 7_000), NOW)).toEqual({ look: 60_000 });
  });

  it('that is taken void the place that an earlier attempt was to give back', () => {
    const next = told(owing(asked(), { kind: 'free-place' }, { kind: 'dial' }), talking());
    expect(owed(next, NOW)).toEqual({ look: 60_000 });
  });

  it.each([
    ['that it is taken, told again', TALKING, talking()],
    ['that it was taken, after its end', ENDED, talking()],
    ['of its end, told again', ENDED, over('customer-busy')],
    ['of one for which there was no room', { ...asked(), blockedCalls: ['call-0'] }, over(NO_ROOM, 'call-0')],
    ['of the end of another call than the one that was placed', DIALING, over('customer-busy', 'call-0')],
    ['of another one’s lack of room, while they talk', TALKING, over(NO_ROOM, 'call-0')],
    ['that one without room talks', { ...asked(), blockedCalls: ['call-0'] }, talking('call-0')],
  ])('%s change nothing', (_name, call, event) => {
    expect(told(call, event, false, NOW + 9)).toBe(call);
  });

  it.each([
    ['waits', claimed(asked())],
    ['is dialled', DIALING],
    ['is sought', LOST(1, true)],
    ['talks', TALKING],
  ])('that it is over, while it %s: it has ended, was an attempt, and owes its place', (_name, call) => {
    const next = told(call, over('customer-busy'), false, NOW + 9);
    const end = { outcome: 'busy', endedReason: 'customer-busy', callId: 'call-1' };
    expect(next.progress).toEqual({ state: 'ended', at: NOW + 9, ...end });
    expect(next.attempts).toBe(1);
    expect(owed(next, NOW + 9)).toEqual({ 'free-place': 0 });
  });

  it('of its end owe the place anew, whoever gives back that of an earlier attempt', () => {
    const both = claimed(owing(asked(), { kind: 'free-place' }, { kind: 'dial' }));
    const next = told(both, over('customer-busy'));
    expect(next.effects).toMatchObject([{ id: 'free-place', owedSince: NOW }]);
    expect(next.effects[0]?.claim).toBeUndefined();
    const [free] = both.effects;
    expect(free && afterResult(next, free, { is: 'freed' }, NOW)).toBe(next);
  });

  it('that Vapi has no room for it: it waits, is no attempt, and is asked for again', () => {
    const next = told(DIALING, over(NO_ROOM));
    expect(next.progress).toEqual({ state: 'waiting' });
    expect(next).toMatchObject({ attempts: 0, deferrals: 1, blockedCalls: ['call-1'] });
    expect(owed(next, NOW)).toEqual({ 'free-place': 0, dial: 2_000 });
  });

  it('that Vapi has no room, before its answer: what the answer says then is of the call before', () => {
    const dialing = claimed(asked());
    const next = told(dialing, over(NO_ROOM));
    const [dial] = dialing.effects;
    if (dial === undefined) throw new Error('nothing is owed');
    expect(afterResult(next, dial, { is: 'placed', callId: 'call-1' }, NOW)).toBe(next);
    expect(afterResult(next, dial, { is: 'unsure', reason: 'vapi-503', repeat: false }, NOW)).toBe(next);
  });

  it('that there is no room for it, of one that was talked in: it failed', () => {
    expect(told(TALKING, over(NO_ROOM)).progress).toMatchObject({ state: 'ended', outcome: 'failed' });
  });

  it('of 21 calls without room keep the last 20', () => {
    const known = Array.from({ length: 20 }, (_, number) => `call-${number}`);
    const next = told({ ...claimed(asked()), blockedCalls: known }, over(NO_ROOM, 'call-20'));
    expect(next.blockedCalls).toEqual([...known.slice(1), 'call-20']);
  });

  it('that it is over while a handoff is under way: it goes on, without its place, and is looked at every 10 s', () => {
    const next = told(DIALING, over('assistant-forwarded-call'), 'open', NOW + 9);
    expect(next.progress).toEqual({ state: 'talking', at: NOW + 9, callId: 'call-1' });
    expect(owed(next, NOW + 9)).toEqual({ look: 10_000, 'free-place': 0 });
    const later = told(TALKING, over('assistant-forwarded-call'), 'open', NOW + 9);
    expect(later.progress).toEqual(TALKING.progress);
    const lost = told(claimed(asked()), over('assistant-forwarded-call'), 'open');
    expect(lost).toMatchObject({ attempts: 1, effects: [{ id: 'look' }, { id: 'free-place' }] });
    expect(lost.effects).toHaveLength(2);
  });

  it('that it is over after somebody took it over: it was handed over', () => {
    const next = told(TALKING, over('assistant-forwarded-call'), true);
    expect(next.progress).toMatchObject({ state: 'ended', outcome: 'handed_over' });
  });

  it('that it is over after the callee spoke: it was answered, whatever silenced it', () => {
    const silent = (hasSpoken: boolean) =>
      told(TALKING, over('silence-timed-out', 'call-1', hasSpoken)).progress;
    expect(silent(true)).toMatchObject({ outcome: 'answered' });
    expect(silent(false)).toMatchObject({ outcome: 'no_answer' });
  });

  it.each([
    ['talked in', TALKING, 'customer-ended-call'],
    ['dialled, where a word of the callee decides', DIALING, 'silence-timed-out'],
    [
      'dialled, where the reason is new',
      claimed(owing(asked(), { kind: 'free-place' }, { kind: 'dial' })),
      'new',
    ],
  ])('that its status is over, of one %s: the report or a look tells how', (_name, call, reason) => {
    const next = told(call, { ...over(reason), byStatus: true }, false, NOW);
    expect(next).toMatchObject({ progress: { state: 'talking', callId: 'call-1' }, attempts: 1 });
    expect(owed(next, NOW)).toEqual({ look: 10_000 });
    expect(told(next, over(reason, 'call-1', true)).progress).toMatchObject({ outcome: 'answered' });
  });

  it.each([
    ['customer-busy', 'busy'],
    ['customer-did-not-answer', 'no_answer'],
  ])('that its status is over by %s need no report', (reason, outcome) => {
    expect(told(DIALING, { ...over(reason), byStatus: true }).progress).toMatchObject({ outcome });
  });

  it('that its status is over for want of room put it off at once', () => {
    expect(told(DIALING, { ...over(NO_ROOM), byStatus: true }).progress).toEqual({ state: 'waiting' });
  });
});
