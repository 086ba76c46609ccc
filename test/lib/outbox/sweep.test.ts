import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { type Due, sweeper } from '../../../lib/outbox/sweep.ts';

const T0 = 1_800_000_000_000;

/** A table of what is due, and a queue; both may be away. */
const world = () => {
  const due = new Map<string, number>();
  /** What is on another list than the calls. */
  const scheduled = new Set<string>();
  const state = { now: T0, table: 'up', queue: 'up' };
  const woken: string[][] = [];
  const lines: string[] = [];
  const warnings: string[] = [];
  const times: [string, number][] = [];
  const counts: [string, number | undefined][] = [];
  const log = (message: string) => void lines.push(message);
  const pass = sweeper<Due>({
    async dueBetween(from, to, most) {
      if (state.table === 'away') throw new Unavailable('table', 'for the test');
      return [...due]
        .map(([key, at]) => {
          const isScheduled = scheduled.has(key);
          return { key, at, list: isScheduled ? 'own' : 'calls', callerWaits: !isScheduled };
        })
        .filter(({ at }) => at >= from && at <= to)
        .toSorted((a, b) => a.at - b.at)
        .slice(0, most);
    },
    async wake(found) {
      if (state.queue === 'away') throw new Unavailable('queue', 'for the test');
      woken.push(found.map(({ key }) => key));
    },
    clock: () => state.now,
    log: { info: log, warn: (message: string) => void warnings.push(message), error: log },
    count: (metric, value) => void counts.push([metric, value]),
    time: (timing, ms) => void times.push([timing, ms]),
  });
  const passAfter = (ms: number) => {
    state.now += ms;
    return pass();
  };
  return { due, scheduled, state, woken, lines, warnings, times, counts, passAfter };
};

describe('A record that is overdue', () => {
  it('is put back on its queue a second after it was due, and not before', async () => {
    const { due, woken, passAfter } = world();
    due.set('one', T0);
    await passAfter(999);
    expect(woken).toEqual([]);
    await passAfter(1);
    expect(woken).toEqual([['one']]);
  });

  it('is woken again after ten seconds, and the longer it is overdue the more rarely', async () => {
    const { due, state, woken, passAfter } = world();
    due.set('stuck', T0);
    const at: number[] = [];
    for (let before = 0; state.now < T0 + 200_000; before = woken.length) {
      await passAfter(2_000);
      if (woken.length > before) at.push((state.now - T0) / 1_000);
    }
    expect(at).toEqual([2, 12, 24, 48, 96, 192]);
  });

  it('is woken at once when it is due anew', async () => {
    const { due, woken, passAfter } = world();
    due.set('one', T0);
    await passAfter(2_000);
    due.set('one', T0 + 1_000);
    await passAfter(2_000);
    expect(woken).toEqual([['one'], ['one']]);
  });

  it('is left alone after a day, when it has expired', async () => {
    const { due, woken, passAfter } = world();
    due.set('expired', T0);
    await passAfter(86_400_001);
    expect(woken).toEqual([]);
  });

  it('that was handled is forgotten: the memory holds what is overdue, and nothing else', async () => {
    const { due, woken, passAfter } = world();
    due.set('one', T0);
    await passAfter(2_000);
    due.delete('one');
    await passAfter(2_000);
    due.set('one', T0);
    await passAfter(2_000);
    expect(woken).toEqual([['one'], ['one']]);
  });
});

describe('A thousand records that are overdue', () => {
  it('are woken a hundred in a pass, the longest overdue first, and every one of them', async () => {
    const { due, woken, passAfter } = world();
    for (let number = 0; number < 1_000; number += 1) due.set(`r${number}`, T0 + number);
    for (let round = 0; round < 10; round += 1) await passAfter(round === 0 ? 3_000 : 100);
    expect(woken.map((keys) => keys.length)).toEqual(Array.from({ length: 10 }, () => 100));
    expect(woken[0]?.slice(0, 2)).toEqual(['r0', 'r1']);
    expect(new Set(woken.flat()).size).toBe(1_000);
  });
});

describe('Ten thousand records that were scheduled for one moment', () => {
  it('hide no caller who waits since then: they are woken first, with the share of the others', async () => {
    const { due, scheduled, woken, passAfter } = world();
    for (let number = 0; number < 1_000; number += 1) {
      due.set(`scheduled${number}`, T0);
      scheduled.add(`scheduled${number}`);
    }
    due.set('waits', T0 + 1_000);
    await passAfter(2_000);
    expect(woken[0]).toHaveLength(100);
    expect(woken[0]?.[0]).toBe('waits');
  });

  it('have their share of each pass, however many callers wait', async () => {
    const { due, scheduled, woken, passAfter } = world();
    for (let number = 0; number < 300; number += 1) due.set(`waits${number}`, T0);
    due.set('scheduled', T0 + 500);
    scheduled.add('scheduled');
    await passAfter(2_000);
    expect(woken[0]).toHaveLength(100);
    expect(woken[0]).toContain('scheduled');
  });
});

describe('While the queue or the table is away', () => {
  it.each([
    'table',
    'queue',
  ] as const)('no pass fails, and what is due is woken by the first one after the %s is back', async (part) => {
    const { due, state, woken, lines, counts, passAfter } = world();
    due.set('one', T0);
    state[part] = 'away';
    await passAfter(2_000);
    await passAfter(2_000);
    expect(lines).toContain('sweep failed');
    expect(counts).toContainEqual(['sweep_failed', undefined]);
    state[part] = 'up';
    await passAfter(2_000);
    expect(woken).toEqual([['one']]);
  });
});

describe('What the sweeper tells', () => {
  it('is how long the longest overdue record has waited, and how many it has woken', async () => {
    const { due, times, counts, lines, passAfter } = world();
    due.set('one', T0);
    due.set('two', T0 + 500);
    await passAfter(2_500);
    expect(times).toEqual([['overdue_ms', 2_500]]);
    expect(counts).toEqual([['sweep_woken', 2]]);
    expect(lines).toEqual(['woken']);
  });

  it('is a warning only once nothing came of it: what is brought by the sweeper alone is always a little late', async () => {
    const { due, lines, warnings, passAfter } = world();
    due.set('stuck', T0);
    await passAfter(1_000);
    await passAfter(8_999);
    expect([lines, warnings]).toEqual([['woken'], []]);
    due.set('new', T0 + 9_000);
    await passAfter(1_001);
    expect([lines, warnings]).toEqual([['woken'], ['overdue']]);
  });

  it('is nothing where nothing is overdue', async () => {
    const { due, times, counts, lines, passAfter } = world();
    due.set('later', T0 + 60_000);
    await passAfter(2_000);
    expect([times, counts, lines]).toEqual([[], [], []]);
  });
});
