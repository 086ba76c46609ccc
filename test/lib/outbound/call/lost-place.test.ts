import { describe, expect, it } from 'vitest';
import { being, claimed, ENDED, having, LOST, NOW, over, owed, talking, told } from './given.ts';

const UNKNOWN = having(LOST(1, false), { is: 'absent' });

describe('The place of a call whose answer was lost', () => {
  it('is looked at a minute after it was lost, and free where there is none, or none any more', () => {
    expect(owed(UNKNOWN, NOW)).toEqual({ 'look-then-free': 60_000 });
    expect(having(UNKNOWN, { is: 'freed' }).effects).toEqual([]);
    const late = having(LOST(1, false), { is: 'absent' }, { now: NOW + 90_000 });
    expect(owed(late, NOW + 90_000)).toEqual({ 'look-then-free': 0 });
  });

  it.each([
    [60_000, 60_000],
    [200_000, 200_000],
    [3_600_000, 900_000],
  ])('stays with the call that is found, and after %i ms is looked at %i ms later', (lasted, pause) => {
    const next = having(UNKNOWN, { is: 'found', callId: 'call-1' }, { now: NOW + lasted });
    expect(owed(next, NOW + lasted)).toEqual({ 'look-then-free': pause });
    expect(next.effects).toMatchObject([{ work: { since: NOW, callId: 'call-1' } }]);
    // It was unknown when it was to be told.
    expect(next.progress).toEqual(UNKNOWN.progress);
  });

  it('is looked at again a second later where Vapi does not answer', () => {
    expect(owed(having(UNKNOWN, { is: 'not-done', reason: 'vapi-503' }), NOW)).toEqual({
      'look-then-free': 1_000,
    });
  });

  it('is free with the end that is told, and not with the end of one before it, or with what is no end', () => {
    expect(owed(told(UNKNOWN, over('customer-busy')), NOW)).toEqual({ 'free-place': 0 });
    expect(told(UNKNOWN, over('customer-busy')).progress).toEqual(UNKNOWN.progress);
    expect(told(UNKNOWN, talking())).toBe(UNKNOWN);
    const blocked = { ...UNKNOWN, blockedCalls: ['call-0'] };
    expect(told(blocked, over('customer-busy', 'call-0'))).toBe(blocked);
  });

  it('is in doubt no more once its end was told while somebody looks', () => {
    const next = told(claimed(UNKNOWN), over('customer-busy'));
    expect(next.effects).toMatchObject([{ id: 'free-place' }]);
    expect(told(ENDED, over('customer-busy'))).toBe(ENDED);
    expect(told(being(ENDED.progress, { kind: 'free-place' }), over('x')).effects).toHaveLength(1);
  });
});
