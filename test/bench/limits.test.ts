import { describe, expect, it } from 'vitest';
import { brokenLimits, type Judged, MAX_RATIO, MAX_WARM_RATIO } from './limits.ts';

const good: Judged = {
  events: { lost: 0, doubled: 0, refused: 0, deadLetters: 0 },
  load: { wrong: 0, lost: 0, doubledTasks: 0, doubledTransfers: 0, deadLetters: 0 },
  recovery: { rows: [{ faults: [] }] },
  startup: { ratio: MAX_RATIO, warmRatio: MAX_WARM_RATIO },
};

describe('The limits of the bench', () => {
  it('hold where nothing is lost, doubled or wrong, and the ratios are within theirs', () => {
    expect(brokenLimits(good)).toEqual([]);
  });

  it('are named where they do not hold, with the figure and the limit', () => {
    const bad = { ...good, load: { ...good.load, wrong: 3 }, startup: { ratio: 1.1534, warmRatio: 1.2 } };
    expect(brokenLimits(bad)).toEqual([
      'load: calls with a wrong outcome: 3, at most 0',
      'start-up: ratio: 1.153, at most 1.15',
    ]);
  });

  it('do not hold for what could not be measured', () => {
    expect(brokenLimits({ ...good, startup: { ratio: Number.NaN, warmRatio: 1 } })).toHaveLength(1);
  });
});
