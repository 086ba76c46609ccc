import { describe, expect, it } from 'vitest';
import { paused, resumed, statusAt, withdrawn } from '../../../../lib/outbound/campaign/moves.ts';
import { LONGEST_CAMPAIGN_MS } from '../../../../lib/outbound/campaign/steps.ts';
import { draft, live, MINUTE, NOW, owed, running } from './given.ts';

describe('A campaign', () => {
  it('owes nothing before it is started, and then a look at who is first', () => {
    expect(owed(draft())).toEqual({});
    expect(owed(running())).toEqual({ tick: 0 });
    expect(running().status).toBe('running');
  });

  it('that begins later looks who is first at its time', () => {
    const startAt = new Date(NOW + MINUTE).toISOString();
    expect(owed(running({ startAt }))).toEqual({ tick: MINUTE });
  });

  it('without contacts is done as soon as it is started', () => {
    expect(resumed(draft({}, 0), NOW)).toMatchObject({ status: 'done', effects: [] });
  });

  it.each([
    ['draft', { pause: 'no', resume: 'running', cancel: 'canceled' }],
    ['running', { pause: 'paused', resume: 'no', cancel: 'canceled' }],
    ['paused', { pause: 'no', resume: 'running', cancel: 'canceled' }],
    ['done', { pause: 'no', resume: 'no', cancel: 'no' }],
    ['canceled', { pause: 'no', resume: 'no', cancel: 'no' }],
  ] as const)('that is %s becomes by what people do: %o', (status, becomes) => {
    const campaign = running({}, { status });
    expect({
      pause: paused(campaign)?.status ?? 'no',
      resume: resumed(campaign, NOW)?.status ?? 'no',
      cancel: withdrawn(campaign)?.status ?? 'no',
    }).toEqual(becomes);
  });

  it('that goes on has forgotten why it was paused, and what its breaker saw', () => {
    const campaign = running(
      {},
      {
        status: 'paused',
        pausedBecause: { code: 'breaker', failures: [] },
        ends: [[NOW, 1, 1]],
        failures: [{ row: 1, at: NOW, endedReason: 'x' }],
        deferrals: 3,
      },
    );
    const next = resumed(campaign, NOW);
    expect(next).toMatchObject({ ends: [], failures: [], deferrals: 0 });
    expect(next).not.toHaveProperty('pausedBecause');
  });
});

describe('A campaign that nobody goes on with', () => {
  it.each(['draft', 'paused', 'running'] as const)('(%s) is over at its end', (status) => {
    const campaign = running({ endAt: new Date(NOW + MINUTE).toISOString() }, { status });
    expect(statusAt(campaign, NOW + MINUTE - 1)).toBe(status);
    expect(statusAt(campaign, NOW + MINUTE)).toBe('done');
    expect(statusAt({ ...campaign, live: [live(1)] }, NOW + MINUTE)).toBe(status);
  });

  it('stays canceled', () => {
    expect(statusAt(running({}, { status: 'canceled' }), NOW + LONGEST_CAMPAIGN_MS)).toBe('canceled');
  });
});
