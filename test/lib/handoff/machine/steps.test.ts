import { describe, expect, it } from 'vitest';
import { nextDue, note, oweLook, oweWithdrawal } from '../../../../lib/handoff/machine/steps.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { on } from '../seen.ts';

const { T0, handoff } = given;

describe('A record that is told a lot', () => {
  it('keeps the newest forty moments of its timeline', () => {
    let record = handoff(given.QUEUED, [], { timeline: [] });
    for (let at = 1; at <= 41; at += 1) record = note(record, `moment ${at}`, T0 + at);
    expect(record.timeline).toHaveLength(40);
    expect(record.timeline[0]).toEqual({ at: T0 + 2, what: 'moment 2' });
    expect(record.timeline.at(-1)).toEqual({ at: T0 + 41, what: 'moment 41' });
  });

  it('remembers the last five handoffs of its call', () => {
    const history = [1, 2, 3, 4, 5].map((n) => ({
      handoffId: `ho_old_${n}`,
      requestId: `old ${n}`,
      outcome: 'no_agent' as const,
      at: T0 - n,
    }));
    const last = handoff(given.ended({ outcome: 'no_agent' }), [], { history });
    const next = on(last, given.escalation('ho_2', { requestedAt: T0 + 20_500 }), 21_000);
    const names = next.is === 'changed' ? next.handoff.history.map(({ handoffId }) => handoffId) : [];
    expect(names).toEqual(['ho_1', 'ho_old_1', 'ho_old_2', 'ho_old_3', 'ho_old_4']);
  });

  it('remembers the last twenty requests that were one too many', () => {
    const refused = Array.from({ length: 20 }, (_, n) => `ho_old_${n}`);
    const last = handoff(given.ended({ outcome: 'no_agent' }), [], { requestNo: 5, refused });
    const next = on(last, given.escalation('ho_2', { requestedAt: T0 + 20_500 }), 21_000);
    const names = next.is === 'changed' ? (next.handoff.refused ?? []) : [];
    expect([names.length, names[0], names.at(-1)]).toEqual([20, 'ho_old_1', 'ho_2']);
  });

  it('remembers the last twenty agents who did not take the call', () => {
    const missedBy = Array.from({ length: 20 }, (_, n) => `WK-old-${n}`);
    const next = on(legs.own('conference', legs.RUNG, [], { missedBy }), legs.decided('declined'), 9_000);
    const workers = next.is === 'changed' ? (next.handoff.missedBy ?? []) : [];
    expect([workers.length, workers[0], workers.at(-1)]).toEqual([20, 'WK-old-1', 'WK1']);
  });

  it('remembers the last twenty offers that are over, so that their callbacks ring nobody', () => {
    const pastOffers = Array.from({ length: 20 }, (_, n) => `WR-old-${n}`);
    const next = on(handoff(given.OFFERED, [], { pastOffers }), given.offerOver(1), 5_000);
    const past = next.is === 'changed' ? next.handoff.pastOffers : [];
    expect([past.length, past[0], past.at(-1)]).toEqual([20, 'WR-old-1', 'WR1']);
  });
});

describe('When a handoff has to be looked after', () => {
  it('is the end of its window, or before, when it owes something', () => {
    const waiting = handoff(given.QUEUED);
    expect(nextDue(waiting)).toBe(waiting.deadline);
    const look = given.looking('sweep', { notBefore: T0 + 12_000 });
    expect(nextDue(handoff(given.QUEUED, [look]))).toBe(T0 + 12_000);
  });

  it('is when TaskRouter is asked again, once it is asked whether an agent has the task', () => {
    const asking = oweWithdrawal(handoff(given.OFFERED), T0 + 30_000);
    const later = asking.effects.map((effect) => ({ ...effect, notBefore: T0 + 45_000 }));
    const withdrawing = { ...asking, effects: later };
    expect(nextDue(withdrawing)).toBe(T0 + 45_000);
    expect(on(withdrawing, given.resume, 40_000)).toEqual({ is: 'unchanged', why: 'not-due' });
  });
});

describe('What has ended', () => {
  it('owes no look', () => {
    const over = handoff(given.ended());
    expect(oweLook(over, T0 + 30_000)).toBe(over);
  });
});
