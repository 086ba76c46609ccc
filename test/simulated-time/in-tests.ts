import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { start, stop } from './flow.ts';

// Vitest's own looks again in real time.
Reflect.set(expect, 'poll', poll);

/** What is long in coming is looked for once a second: each look may be a dozen requests. */
const SELDOMEST_MS = 1_000;

/** `expect.poll` on the simulated clock, less and less often. */
function poll(read: () => unknown, { timeout = 1_000, interval = 50 } = {}): unknown {
  const matcher =
    (name: string | symbol) =>
    async (...expected: unknown[]) => {
      const end = Date.now() + timeout;
      for (let between = interval; ; between = Math.max(interval, Math.min(SELDOMEST_MS, between * 1.3))) {
        try {
          const assertion = expect(await read());
          const holds: unknown = Reflect.get(assertion, name);
          if (typeof holds !== 'function') throw new TypeError(`expect.poll has no ${String(name)} here`);
          Reflect.apply(holds, assertion, expected);
          return;
        } catch (error) {
          if (Date.now() >= end) throw error;
        }
        await pause(between);
      }
    };
  return new Proxy({}, { get: (_, name) => matcher(name) });
}

beforeAll(start);
afterAll(stop);
