import { describe, expect, it } from 'vitest';
import { afterTold } from '../../../../lib/outbound/campaign/after-told.ts';
import { LONGEST_CAMPAIGN_MS } from '../../../../lib/outbound/campaign/steps.ts';
import { changes, having, held, live, MINUTE, made, NOW, owed, running } from './given.ts';

const PICKED = { is: 'picked', row: 1, callId: 'oc_1', attempts: 0, starts: 0, deferrals: 0 } as const;

describe('Who is next', () => {
  it('is called at once when the pace allows it', () => {
    const next = having(running(), 'tick', PICKED);
    expect(next.live).toMatchObject([{ row: 1, is: 'begun' }]);
    expect(owed(next)).toEqual({ 'start:oc_1': 0 });
  });

  it.each([
    [0.4, 0],
    [1.1, 0],
    [1.2, 1],
    [2.5, 2],
    [5, 4],
  ])('is called %s s later by who comes %s whole seconds later and waits for the rest', (gap, wait) => {
    const next = having(running({}, { nextAt: NOW + gap * 1_000 }), 'tick', PICKED);
    expect(owed(next)).toEqual({ 'start:oc_1': wait * 1_000 });
  });

  it('is nobody yet where the pace is far away: they are looked for five seconds before', () => {
    const next = having(running({}, { nextAt: NOW + MINUTE }), 'tick', PICKED);
    expect(next.live).toEqual([]);
    expect(owed(next)).toEqual({ tick: 55_000 });
  });

  it('is nobody while the campaign is paused, or has as many calls as it may', () => {
    for (const campaign of [
      { ...running(), status: 'paused' as const },
      running({ maxConcurrent: 1 }, { live: [live(2)] }),
      running({}, { live: [live(2, { is: 'begun' })] }),
    ]) {
      const next = having(campaign, 'tick', PICKED);
      expect(next.live).toEqual(campaign.live);
      expect(owed(next)).toEqual({});
    }
  });

  it('is nobody once its time is over', () => {
    const endAt = new Date(NOW + MINUTE).toISOString();
    const next = having(running({ endAt }), 'tick', PICKED, NOW + MINUTE);
    expect(next.live).toEqual([]);
    expect(having(next, 'tick', { is: 'nobody' }, NOW + MINUTE).status).toBe('done');
  });

  it('is looked for when the next one is due, and at the end at the latest', () => {
    const settledAt = NOW - MINUTE;
    const nobody = { is: 'nobody', nextAt: NOW + 90 * MINUTE } as const;
    expect(owed(having(running({}, { settledAt }), 'tick', nobody))).toEqual({ tick: 90 * MINUTE });
    const endAt = new Date(NOW + MINUTE).toISOString();
    expect(owed(having(running({ endAt }, { settledAt }), 'tick', nobody))).toEqual({ tick: MINUTE });
  });

  it('is looked for again soon while the index may be behind', () => {
    const nobody = { is: 'nobody', nextAt: NOW + 90 * MINUTE } as const;
    expect(owed(having(running({}, { settledAt: NOW - 9_000 }), 'tick', nobody))).toEqual({ tick: 2_000 });
    // Though the index shows nobody at all.
    expect(owed(having(running({}, { settledAt: NOW - MINUTE }), 'tick', { is: 'nobody' }))).toEqual({
      tick: MINUTE,
    });
  });

  it('is nobody for ever once all are done with', () => {
    const campaign = running({}, { counts: { busy: 4, answered: 6 } });
    expect(having(campaign, 'tick', { is: 'nobody' })).toMatchObject({ status: 'done', effects: [] });
  });

  it('after ninety days is nobody', () => {
    const campaign = running({}, { createdAt: NOW - LONGEST_CAMPAIGN_MS });
    expect(having(campaign, 'tick', { is: 'nobody' }).status).toBe('done');
  });
});

describe('A call that is begun', () => {
  const begun = () => having(running(), 'tick', PICKED);

  it('sets the pace for the next one, who is looked for at once', () => {
    const next = having(begun(), 'start:oc_1', { is: 'dialled', at: NOW + 40 });
    expect(next).toMatchObject({ nextAt: NOW + 2_540, begun: [NOW + 40], live: [{ is: 'dialled' }] });
    expect(owed(next)).toEqual({ tick: 0 });
  });

  it('does not set it where a gate says no: the contact waits, and holds nothing', () => {
    const dueAt = NOW + 30 * MINUTE;
    const next = having(begun(), 'start:oc_1', { is: 'put-off', dueAt, for: 'recent' });
    expect(next).toMatchObject({ nextAt: NOW, live: [], begun: [] });
    expect(changes(next)).toMatchObject([
      {
        row: 1,
        starts: 1,
        attempts: 0,
        givesBack: true,
        progress: { state: 'waiting', dueAt, for: 'recent' },
      },
    ]);
    expect(owed(next)).toMatchObject({ tick: 0 });
  });

  it('of somebody who wants no calls is the last one to them', () => {
    const next = having(begun(), 'start:oc_1', { is: 'forbidden', outcome: 'opted_out' });
    expect(next.counts).toEqual({ opted_out: 1 });
    expect(changes(next)).toMatchObject([{ progress: { state: 'ended', outcome: 'opted_out' } }]);
  });

  it('waits longer and longer for a place, up to a minute', () => {
    let campaign = begun();
    const waits: number[] = [];
    for (let time = 0; time < 7; time += 1) {
      campaign = having({ ...campaign, nextAt: NOW }, 'start:oc_1', { is: 'no-room' });
      waits.push((owed(campaign)['start:oc_1'] ?? 0) / 1_000);
    }
    // Whoever comes waits for the rest of the second.
    expect(waits).toEqual([1, 3, 7, 15, 31, 59, 59]);
    expect(campaign).toMatchObject({ nextAt: NOW + MINUTE, live: [{ is: 'begun' }] });
  });

  it('is nobody’s once its campaign runs no more, and the next one is another', () => {
    const next = having({ ...begun(), status: 'paused' }, 'start:oc_1', { is: 'withdrawn' });
    expect(next.live).toEqual([]);
    expect(changes(next)).toMatchObject([{ starts: 1, attempts: 0, progress: { state: 'waiting' } }]);
    expect(owed(next)).toEqual({ 'settle:1:1': 0 });
  });

  it('too early is begun when the pace allows it, still in doubt whether it was begun before', () => {
    const again = having(held(begun()), 'start:oc_1', { is: 'not-done', reason: 'table-away' });
    const next = having({ ...again, nextAt: NOW + MINUTE }, 'start:oc_1', { is: 'too-early' });
    expect(owed(next)).toEqual({ 'start:oc_1': 59_000 });
    expect(next.effects).toMatchObject([{ mayHaveHappened: true }]);
    expect(next.effects[0]?.claim).toBeUndefined();
    expect(next.live).toEqual(begun().live);
  });

  it('is put off with all others where there is no room at Vapi, so that nobody waits for it asleep', () => {
    const campaign = { ...begun(), live: [...begun().live, live(2)] };
    const why = { is: 'not-made', why: 'room', retryAfterSeconds: 60 } as const;
    const next = afterTold(campaign, { ...why, callId: 'oc_2', at: NOW }, NOW);
    expect(next.nextAt).toBe(NOW + MINUTE);
    expect(owed(next)).toEqual({ 'start:oc_1': 59_000, 'settle:2:1': 0, tick: 55_000 });
  });

  it('is put off no longer than its campaign lasts', () => {
    const endAt = new Date(NOW + 20_000).toISOString();
    const campaign = { ...having(running({ endAt }), 'tick', PICKED), live: [...begun().live, live(2)] };
    const why = { is: 'not-made', why: 'room', retryAfterSeconds: 60 } as const;
    const next = afterTold(campaign, { ...why, callId: 'oc_2', at: NOW }, NOW);
    expect(owed(next)).toMatchObject({ 'start:oc_1': 20_000, tick: 20_000 });
  });

  it.each([
    ['went on', { is: 'made', outcome: 'busy', fault: 'none' }, { attempts: 1, starts: 1 }],
    ['came to nothing', { is: 'not-made', why: 'withdrawn' }, { attempts: 0, starts: 1 }],
  ] as const)('that was begun before and %s is what became of it', (_how, became, change) => {
    const told = { ...became, callId: 'oc_1', at: NOW };
    const next = having(begun(), 'start:oc_1', { is: 'over', told });
    expect(next.live).toEqual([]);
    expect(changes(next)).toMatchObject([change]);
    expect(owed(next)).not.toHaveProperty('start:oc_1');
  });

  it('is begun again when table or queue were away', () => {
    const next = having(begun(), 'start:oc_1', { is: 'not-done', reason: 'table-away' });
    expect(next.effects).toMatchObject([{ id: 'start:oc_1', mayHaveHappened: true, notBefore: NOW + 1_000 }]);
  });
});

describe('A contact that was written down', () => {
  const settling = () => afterTold(running({}, { live: [live(1)] }), made(1, 'busy'), NOW);

  it('is looked for when they are due, and the index may be behind from then on', () => {
    const campaign = having(settling(), 'tick', { is: 'nobody', nextAt: NOW + 90 * MINUTE });
    const next = having(campaign, 'settle:1:1', { is: 'settled', dueAt: NOW + 500 }, NOW + 100);
    expect(next.settledAt).toBe(NOW + 100);
    expect(owed(next)).toEqual({ tick: 500 });
  });

  it('leaves the look alone that somebody is at: it comes again by itself', () => {
    const campaign = held(settling());
    const next = having(campaign, 'settle:1:1', { is: 'settled', dueAt: NOW + 500 });
    expect(next.effects).toMatchObject([{ id: 'tick', claim: { owner: 'o' } }]);
  });

  it('is written again when that failed', () => {
    const next = having(settling(), 'settle:1:1', { is: 'not-done', reason: 'contended' });
    expect(next.effects.map(({ id }) => id)).toContain('settle:1:1');
  });
});
