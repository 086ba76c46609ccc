import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import {
  afterFault,
  type Breaker,
  type BreakerStore,
  isLeftAlone,
  mayBeAsked,
  noteFault,
  UNBROKEN,
} from '../../../../lib/tools/run/breaker.ts';

/** A store of one system, whose next saves are lost. */
function memory(lost = 0): BreakerStore & { breaker(): Breaker } {
  let kept = { breaker: UNBROKEN, version: 0 };
  let losing = lost;
  return {
    breaker: () => kept.breaker,
    load: async () => kept,
    async save(_system, breaker, expected) {
      if (losing > 0 || expected !== kept.version) {
        losing -= 1;
        return 'lost';
      }
      kept = { breaker, version: expected + 1 };
      return 'saved';
    },
  };
}

const faultsAt = (...times: number[]) => times.reduce(afterFault, UNBROKEN);

describe('A system that fails', () => {
  it.each([
    ['four times in a minute', [0, 10_000, 20_000, 30_000], false],
    ['five times in a minute', [0, 10_000, 20_000, 30_000, 40_000], true],
    ['five times in a minute and a second', [0, 20_000, 30_000, 40_000, 61_000], false],
    ['five times at one moment', [7, 7, 7, 7, 7], true],
  ])('%s: left alone is %j', (_how, times, alone) => {
    const now = times.at(-1) ?? 0;
    expect(isLeftAlone(faultsAt(...times), now + 1)).toBe(alone);
  });

  it('is left alone for 30 seconds, and then counted afresh', () => {
    const open = faultsAt(0, 1, 2, 3, 4);
    expect(isLeftAlone(open, 30_003)).toBe(true);
    expect(isLeftAlone(open, 30_004)).toBe(false);
    expect(isLeftAlone([30_005, 30_006, 30_007, 30_008].reduce(afterFault, open), 30_009)).toBe(false);
    expect(isLeftAlone([30_005, 30_006, 30_007, 30_008, 30_009].reduce(afterFault, open), 30_010)).toBe(true);
  });

  it('is noted where others write at the same moment, and told once to be left alone', async () => {
    const store = memory(2);
    const opened: boolean[] = [];
    for (const at of [1, 2, 3, 4, 5]) opened.push(await noteFault(store, 'team', at));
    expect(opened).toEqual([false, false, false, false, true]);
    expect(await mayBeAsked(store, 'team', 6)).toBe(false);
    expect(await mayBeAsked(store, 'team', 30_006)).toBe(true);
  });

  it('may be asked, and its fault is not counted, while the table is away', async () => {
    const away: BreakerStore = {
      load: () => Promise.reject(new Unavailable('table', 'away')),
      save: () => Promise.reject(new Unavailable('table', 'away')),
    };
    expect(await mayBeAsked(away, 'team', 1)).toBe(true);
    expect(await noteFault(away, 'team', 1)).toBe(false);
  });

  it('keeps what another version wrote beside', () => {
    const newer = { ...UNBROKEN, why: 'a word of a later version' };
    expect(afterFault(newer, 1)).toMatchObject({ why: 'a word of a later version' });
  });
});
