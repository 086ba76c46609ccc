import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agoWords,
  counted,
  lengthOf,
  percent,
  some,
  tenthsOf,
  untilWords,
  wholePercent,
} from '../../../../lib/pages/kit/amounts.ts';

describe('Numbers for people', () => {
  it('have their thousands apart, and a noun that fits', () => {
    expect([counted(0), counted(412), counted(10_000)]).toEqual(['0', '412', '10,000']);
    expect([some(1, 'call'), some(2_000, 'call'), some(0, 'person', 'people')]).toEqual([
      '1 call',
      '2,000 calls',
      '0 people',
    ]);
  });

  it('as shares of a whole sum up to exactly 100 percent, and none is further from the truth than a tenth', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 11 });
    fc.assert(
      fc.property(counts, (each) => {
        const total = each.reduce((sum, count) => sum + count, 0);
        const tenths = tenthsOf(each);
        expect(tenths.reduce((sum, share) => sum + share, 0)).toBe(total === 0 ? 0 : 1000);
        for (const [index, share] of tenths.entries()) {
          const exact = total === 0 ? 0 : ((each[index] ?? 0) * 1000) / total;
          expect(Math.abs(share - exact)).toBeLessThan(1);
        }
      }),
    );
    expect(tenthsOf([1, 1, 1])).toEqual([334, 333, 333]);
  });

  it('never say that there is nobody where there is somebody, nor that all is done before it is', () => {
    expect([percent(0, 0), percent(0, 1), percent(1, 10), percent(519, 214), percent(1000, 9)]).toEqual([
      '0%',
      'under 0.1%',
      '0.1%',
      '51.9%',
      '100%',
    ]);
    expect([wholePercent(0, 0), wholePercent(999, 1_000), wholePercent(1_000, 1_000)]).toEqual([0, 99, 100]);
  });

  it.each([
    [0.25, '0.25 s'],
    [2.5, '2.5 s'],
    [59, '59 s'],
    [90, '1 min 30 s'],
    [120, '2 min'],
    [7_800, '2 h 10 min'],
    [86_400, '1 d'],
    [273_600, '3 d 4 h'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(lengthOf(seconds)).toBe(words);
  });

  it('say how long until then and since then to the minute, and never count backwards', () => {
    expect([untilWords(7_741_000, 0), untilWords(1_000, 0), untilWords(0, 5_000)]).toEqual([
      'in 2 h 10 min',
      'in 1 min',
      'now',
    ]);
    expect([agoWords(0, 299_000), agoWords(0, 59_000), agoWords(5_000, 0)]).toEqual([
      '4 min ago',
      'just now',
      'just now',
    ]);
  });
});
