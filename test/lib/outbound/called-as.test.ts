import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calledAs } from '../../../lib/outbound/called-as.ts';

describe('The form in which a number is called and listed', () => {
  it.each([
    ['+1 (415) 555-0123', '+14155550123'],
    ['+44 (0)1632 960123', '+441632960123'],
    ['+49 0030 123456', '+4930123456'],
    ['4155550123', undefined],
    ['', undefined],
  ])('of %j is %s', (text, number) => {
    expect(calledAs(text)).toBe(number);
  });

  it('is its own', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{0,2}0{0,3}\d{5,11}$/), (text) => {
        const number = calledAs(text);
        expect(calledAs(number ?? '')).toBe(number);
      }),
      { numRuns: 2_000 },
    );
  });
});
