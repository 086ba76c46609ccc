import type { Throttle } from '../../topology/index.ts';

/**
 * Returns whether one more request is let through now: as many as `burst` at one moment, and `ratePerSecond` more each
 * second (API Gateway: a token bucket). `clock` in milliseconds.
 */
export function throttled({ ratePerSecond, burst }: Throttle, clock: () => number): () => boolean {
  let tokens = burst;
  let at = clock();
  return () => {
    const now = clock();
    tokens = Math.min(burst, tokens + (Math.max(0, now - at) / 1000) * ratePerSecond);
    at = now;
    if (tokens < 1) return true;
    tokens -= 1;
    return false;
  };
}
