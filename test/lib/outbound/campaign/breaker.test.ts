import { describe, expect, it } from 'vitest';
import { afterTold } from '../../../../lib/outbound/campaign/after-told.ts';
import { changes, live, made, NOW, owed, running } from './given.ts';

describe('The breaker', () => {
  const failed = (row: number) =>
    made(row, 'failed', {
      fault: 'call',
      endedReason: 'twilio-failed-to-connect-call',
      vapiCallId: `v${row}`,
    });
  const ended = (settings: object, ends: ('failed' | 'busy')[]) => {
    let campaign = running(settings, { total: 1_000 });
    for (const [index, end] of ends.entries()) {
      const row = index + 1;
      const told = end === 'failed' ? failed(row) : made(row, 'busy');
      campaign = afterTold({ ...campaign, live: [live(row)] }, told, NOW + index * 1_000);
    }
    return campaign;
  };

  it('pauses at half of five calls and more, and names the failures', () => {
    const campaign = ended({}, ['failed', 'busy', 'failed', 'busy', 'failed']);
    expect(campaign).toMatchObject({
      status: 'paused',
      pausedBecause: {
        code: 'breaker',
        failures: [
          { row: 1, endedReason: 'twilio-failed-to-connect-call', callId: 'v1' },
          { row: 3 },
          { row: 5 },
        ],
      },
    });
    expect(owed(campaign)).not.toHaveProperty('start');
  });

  it('keeps one entry for all ends of a second', () => {
    let campaign = running({ breaker: { least: 1_000 } });
    for (const [row, ms] of [0, 300, 999, 1_000, 1_500].entries()) {
      campaign = afterTold({ ...campaign, live: [live(row)] }, failed(row), NOW + ms);
    }
    expect(campaign.ends).toEqual([
      [NOW, 3, 3],
      [NOW + 1_000, 2, 2],
    ]);
  });

  it('pauses when the share is just reached', () => {
    const ends = ['busy', 'failed', 'busy', 'failed', 'busy'] as const;
    expect(ended({}, [...ends]).status).toBe('running');
    expect(ended({}, [...ends, 'failed']).status).toBe('paused');
  });

  it.each<[string, object, ('failed' | 'busy')[]]>([
    ['fewer calls', {}, ['failed', 'failed', 'failed', 'failed']],
    ['a smaller share', {}, ['failed', 'busy', 'busy', 'failed', 'busy']],
    [
      'failures that are long ago',
      { breaker: { seconds: 2 } },
      ['failed', 'failed', 'failed', 'failed', 'busy', 'busy', 'busy'],
    ],
  ])('does nothing for %s', (_what, settings, ends) => {
    expect(ended(settings, ends).status).toBe('running');
  });

  it('keeps the last twenty failures', () => {
    const settings = { breaker: { least: 1_000 } };
    const campaign = ended(
      settings,
      Array.from({ length: 30 }, () => 'failed' as const),
    );
    expect(campaign.failures.map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, nth) => nth + 11));
  });

  it.each([
    'ours',
    'account',
  ] as const)('is not waited for where it is of the %s: nobody was rung, and they are called later', (fault) => {
    const told = made(1, 'failed', { fault, endedReason: 'why' });
    const campaign = afterTold(running({}, { live: [live(1), live(2)] }), told, NOW);
    expect(campaign).toMatchObject({
      ...{ status: 'paused', counts: {}, live: [{ row: 2 }] },
      pausedBecause: { code: fault, failures: [{ row: 1, endedReason: 'why' }] },
    });
    expect(changes(campaign)).toMatchObject([
      { attempts: 0, givesBack: true, progress: { state: 'waiting' } },
    ]);
  });

  it('pauses no campaign that is over', () => {
    const campaign = running({ breaker: { least: 1 } }, { status: 'canceled', live: [live(1)] });
    expect(afterTold(campaign, failed(1), NOW).status).toBe('canceled');
  });
});
