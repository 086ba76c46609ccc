import { describe, expect, it } from 'vitest';
import { throttled } from '../../../../infra/local/lambda/throttle.ts';

const at = (throttle: { ratePerSecond: number; burst: number }) => {
  let now = 1_000_000;
  const isTooMuch = throttled(throttle, () => now);
  return {
    pass: (ms: number) => {
      now += ms;
    },
    /** How many of so many requests of one moment are let through. */
    through: (requests: number) => Array.from({ length: requests }, isTooMuch).filter((no) => !no).length,
  };
};

describe('The limit of a route', () => {
  it('lets the burst through at one moment, and then its rate', () => {
    const { pass, through } = at({ ratePerSecond: 10, burst: 20 });
    expect(through(50)).toBe(20);
    expect(through(1)).toBe(0);
    pass(1_000);
    expect(through(50)).toBe(10);
    pass(150);
    expect(through(50)).toBe(1);
    pass(50);
    expect(through(50)).toBe(1);
  });

  it('never saves up more than the burst', () => {
    const { pass, through } = at({ ratePerSecond: 10, burst: 20 });
    pass(3_600_000);
    expect(through(100)).toBe(20);
  });

  it('is not lifted by a clock that goes back', () => {
    const { pass, through } = at({ ratePerSecond: 10, burst: 20 });
    expect(through(20)).toBe(20);
    pass(-5_000);
    expect(through(5)).toBe(0);
    pass(1_000);
    expect(through(50)).toBe(10);
  });
});
