import { describe, expect, it } from 'vitest';
import { afterTold } from '../../../../lib/outbound/campaign/after-told.ts';
import { changes, having, live, MINUTE, made, NOW, owed, running } from './given.ts';

const PICKED = { is: 'picked', row: 1, callId: 'oc_1', attempts: 0, starts: 0, deferrals: 0 } as const;

describe('What became of a call', () => {
  const calling = (settings: object = {}, ...rows: number[]) =>
    running(settings, { live: rows.map((row) => live(row)) });

  it('is counted once, however often it is told', () => {
    const once = afterTold(calling({}, 1), made(1, 'answered'), NOW);
    expect(once.counts).toEqual({ answered: 1 });
    expect(afterTold(once, made(1, 'answered'), NOW)).toBe(once);
  });

  it.each([
    ['busy', 0, true],
    ['no_answer', 1, true],
    ['failed', 0, true],
    ['busy', 2, false],
    ['voicemail', 0, false],
    ['bad_number', 0, false],
    ['unknown', 0, false],
    ['canceled', 0, false],
  ] as const)('%s after %i calls before it: called again is %s', (outcome, attempts, isAgain) => {
    const campaign = running({}, { live: [live(1, { attempts, starts: attempts })] });
    const next = afterTold(campaign, made(1, outcome), NOW);
    const progress = isAgain
      ? { state: 'waiting', dueAt: NOW + 60 * MINUTE, for: 'again' }
      : { state: 'ended', outcome };
    expect(changes(next)).toMatchObject([{ attempts: attempts + 1, starts: attempts + 1, progress }]);
    expect(next.counts).toEqual(isAgain ? {} : { [outcome]: 1 });
  });

  it('is called again by what the settings name, after as long as they say', () => {
    const settings = { attempts: { again: ['voicemail'], waitMinutes: 0.5 } };
    const next = afterTold(calling(settings, 1, 2), made(1, 'voicemail'), NOW);
    expect(changes(next)).toMatchObject([{ progress: { state: 'waiting', dueAt: NOW + 30_000 } }]);
    expect(changes(afterTold(next, made(2, 'busy'), NOW)).at(-1)).toMatchObject({
      progress: { state: 'ended' },
    });
  });

  it('makes the campaign done with the last one', () => {
    const campaign = running({}, { counts: { busy: 9 }, live: [live(1)] });
    expect(afterTold(campaign, made(1, 'answered'), NOW).status).toBe('done');
  });

  it('that nobody was rung for counts no attempt, and gives back what it held', () => {
    const told = { is: 'not-made', callId: 'oc_1', at: NOW } as const;
    const hours = afterTold(calling({}, 1), { ...told, why: 'hours', dueAt: NOW + MINUTE }, NOW);
    expect(changes(hours)).toMatchObject([
      { attempts: 0, starts: 1, givesBack: true, progress: { dueAt: NOW + MINUTE, for: 'hours' } },
    ]);
    const gone = afterTold(calling({}, 1), { ...told, why: 'withdrawn' }, NOW);
    expect(changes(gone)).toMatchObject([{ attempts: 0, progress: { state: 'waiting', dueAt: NOW } }]);
    const listed = afterTold(calling({}, 1), { ...told, why: 'forbidden', outcome: 'opted_out' }, NOW);
    expect(listed.counts).toEqual({ opted_out: 1 });
  });

  it('for want of room puts off the contact and all others, longer each time', () => {
    const told = { is: 'not-made', callId: 'oc_1', at: NOW, why: 'room' } as const;
    const campaign = running({}, { live: [live(1, { deferrals: 2 })], deferrals: 1 });
    const next = afterTold(campaign, told, NOW);
    expect(next).toMatchObject({ nextAt: NOW + 4_000, deferrals: 2 });
    expect(changes(next)).toMatchObject([{ deferrals: 3, progress: { dueAt: NOW + 8_000, for: 'room' } }]);
    const asked = afterTold(campaign, { ...told, retryAfterSeconds: 30 }, NOW);
    expect(asked.nextAt).toBe(NOW + 30_000);
    expect(afterTold({ ...next, live: [live(2)] }, made(2, 'busy'), NOW).deferrals).toBe(0);
  });

  it('of a call whose worker died before it said that it was begun sets the pace all the same', () => {
    const campaign = running({}, { live: [live(1, { is: 'begun' })] });
    expect(afterTold(campaign, made(1, 'busy'), NOW).nextAt).toBe(NOW + 2_500);
  });

  it('ends what was owed to begin it', () => {
    const campaign = having(running(), 'tick', PICKED);
    expect(owed(afterTold(campaign, made(1, 'busy'), NOW))).not.toHaveProperty('start:oc_1');
  });

  it('brings the look at who is next, sooner than it was owed', () => {
    const campaign = {
      ...having(running({}, { settledAt: NOW - MINUTE }), 'tick', {
        is: 'nobody',
        nextAt: NOW + 90 * MINUTE,
      }),
      live: [live(1)],
    };
    expect(owed(afterTold(campaign, made(1, 'answered'), NOW))).toMatchObject({ tick: 0 });
    const paused_ = { ...campaign, status: 'paused' as const };
    expect(owed(afterTold(paused_, made(1, 'answered'), NOW))).toMatchObject({ tick: 90 * MINUTE });
  });
});

describe('Calls that find no room together', () => {
  it('are one pause, and since when there is none is known', () => {
    const told = (row: number) => ({ is: 'not-made', callId: `oc_${row}`, at: NOW, why: 'room' }) as const;
    const campaign = running({}, { live: [live(1), live(2), live(3)] });
    const first = afterTold(campaign, told(1), NOW);
    const second = afterTold(first, told(2), NOW + 500);
    expect(second).toMatchObject({ deferrals: 1, fullSince: NOW, nextAt: NOW + 2_500 });
    const third = afterTold(second, told(3), NOW + 3_000);
    expect(third).toMatchObject({ deferrals: 2, fullSince: NOW, nextAt: NOW + 7_000 });
    const room = afterTold({ ...third, live: [live(4)] }, made(4, 'busy'), NOW + 8_000);
    expect(room.deferrals).toBe(0);
    expect(room).not.toHaveProperty('fullSince');
  });
});
