import { describe, expect, it } from 'vitest';
import { estimateOf, measuredOf, roughly } from '../../../../lib/pages/campaign/measure.ts';
import { begun, done, draft, pausedBy, running, settings, T0, tomorrow } from './given-view.ts';

describe('The pace', () => {
  it('is measured by the last calls begun', () => {
    expect(measuredOf(running()).secondsApart).toBeCloseTo(2.7, 2);
    expect(measuredOf(running()).from).toBe(begun(60, 2.7)[0]);
  });

  it('is not that of yesterday: a night between two calls does not count', () => {
    const night = [...begun(30, 2.5, T0 - 14 * 3_600_000), ...begun(20, 3)];
    const measured = measuredOf(running({ begun: night }));
    expect(measured.secondsApart).toBeCloseTo(3, 2);
    expect(measured.begun).toHaveLength(20);
    expect(measured.from).toBe(T0 - 300_000);
  });

  it('is not known of a few calls, of old ones, or of those of a clock that is ahead', () => {
    for (const few of [[], begun(4, 2.5), begun(60, 2.5, T0 - 3_600_000), begun(3, 1, T0 + 60_000)]) {
      expect(measuredOf(running({ begun: few })).secondsApart).toBeUndefined();
    }
  });

  it('of a slow campaign is measured over a longer time', () => {
    const slow = running({ settings: settings({ secondsApart: 600 }), begun: begun(8, 620) });
    expect(measuredOf(slow).secondsApart).toBeCloseTo(620, 0);
  });
});

describe('The time that is left', () => {
  it('is that of those who are next in line, by the measured pace', () => {
    expect(estimateOf(running())).toMatchObject({ people: 171, by: 'measured' });
    expect(estimateOf(running())?.seconds).toBeCloseTo(171 * 2.7, 0);
  });

  it('is by the pace asked for where none is measured: before the start, and in a pause', () => {
    const asked = { by: 'asked', people: 610, seconds: 1_525 };
    expect(estimateOf(draft())).toEqual(asked);
    expect(estimateOf(pausedBy('breaker'))).toMatchObject({ by: 'asked', seconds: 171 * 2.5 });
    expect(estimateOf(running({ begun: [] }))).toMatchObject({ by: 'asked', seconds: 171 * 2.5 });
  });

  it('is never shorter than the pace allows', () => {
    expect(estimateOf(running({ begun: begun(60, 1) }))?.seconds).toBe(171 * 2.5);
  });

  it('is not told where nobody can know it', () => {
    expect(estimateOf(tomorrow())).toBeUndefined();
    expect(estimateOf(done())).toBeUndefined();
    expect(estimateOf(draft({ settings: settings({ secondsApart: 0 }) }))).toBeUndefined();
  });

  it.each([
    [20, 'less than a minute'],
    [60, 'about a minute'],
    [200, 'about 4 minutes'],
    [2_395, 'about 40 minutes'],
    [3_590, 'about an hour'],
    [8_900, 'about 2.5 hours'],
    [90_000, 'about 25 hours'],
    [36_000_000, 'about 10,000 hours'],
  ])('of %i seconds is said as %s', (seconds, words) => {
    expect(roughly(seconds)).toBe(words);
  });
});
