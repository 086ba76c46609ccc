import { describe, expect, it } from 'vitest';
import {
  brokenLimits,
  type Judged,
  MAX_ASSISTANT_REQUEST_MS,
  MAX_PACE_OFF,
  MAX_RATIO,
  MAX_REQUESTS_OF_A_VIEW,
  MAX_VIEW_MS,
  MAX_WARM_RATIO,
} from './limits.ts';

const good: Judged = {
  desk: { wrong: 0, assistantRequest: { p99: MAX_ASSISTANT_REQUEST_MS } },
  places: { lost: 0, beyond: 0, undecided: 0 },
  tools: { lost: 0, doubled: 0, repeated: 0 },
  events: { lost: 0, doubled: 0, refused: 0, deadLetters: 0 },
  campaign: {
    missing: 0,
    doubled: 0,
    wrong: 0,
    placesLeft: 0,
    owed: 0,
    deadLetters: 0,
    paceOff: MAX_PACE_OFF,
  },
  board: { wrong: 0, scans: 0, requestsOfAView: MAX_REQUESTS_OF_A_VIEW, view: { p95: MAX_VIEW_MS } },
  load: { wrong: 0, lost: 0, doubledTasks: 0, doubledTransfers: 0, deadLetters: 0 },
  recovery: { rows: [{ faults: [] }] },
  startup: { ratio: MAX_RATIO, warmRatio: MAX_WARM_RATIO },
};

describe('The limits of the bench', () => {
  it('hold where nothing is lost, doubled or wrong, and the ratios are within theirs', () => {
    expect(brokenLimits(good)).toEqual([]);
  });

  it('are named where they do not hold, with the figure and the limit', () => {
    const desk = { wrong: 1, assistantRequest: { p99: 1_200.7 } };
    const places = { lost: 1, beyond: 2, undecided: 3 };
    const bad = {
      ...good,
      desk,
      places,
      campaign: { ...good.campaign, doubled: 1, placesLeft: 2, owed: 3, paceOff: 0.0712 },
      board: { wrong: 1, scans: 2, requestsOfAView: 9, view: { p95: 301.2 } },
      load: { ...good.load, wrong: 3 },
      startup: { ratio: 1.1534, warmRatio: 1.2 },
    };
    expect(brokenLimits(bad)).toEqual([
      'front desk: wrong answers: 1, at most 0',
      'front desk: assistant-request, p99 in ms: 1200.7, at most 1000',
      'places: free ones given to nobody: 1, at most 0',
      'places: given beyond the limit: 2, at most 0',
      'places: calls without an answer: 3, at most 0',
      'campaign: numbers called twice: 1, at most 0',
      'campaign: places not given back: 2, at most 0',
      'campaign: calls and campaigns that still owe something: 3, at most 0',
      'campaign: share by which its pace is off: 0.071, at most 0.05',
      'board: views and searches with a wrong answer: 1, at most 0',
      'board: a view, p95 in ms: 301.2, at most 300',
      'board: requests to the table for a view: 9, at most 7',
      'board: scans: 2, at most 0',
      'load: calls with a wrong outcome: 3, at most 0',
      'start-up: ratio: 1.153, at most 1.15',
    ]);
  });

  it('do not hold for what could not be measured', () => {
    expect(brokenLimits({ ...good, startup: { ratio: Number.NaN, warmRatio: 1 } })).toHaveLength(1);
    expect(brokenLimits({ ...good, campaign: { ...good.campaign, paceOff: Number.NaN } })).toHaveLength(1);
  });
});
