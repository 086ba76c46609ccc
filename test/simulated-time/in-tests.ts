import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { start, stop } from './flow.ts';

// Vitest's own looks again in real time.
Reflect.set(expect, 'poll', poll);

/** `expect.poll` on the simulated clock. */
function poll(read: () => unknown, { timeout = 1_000, interval = 50 } = {}): unknown {
  const matcher =
    (name: string | symbol) =>
    async (...expected: unknown[]) => {
      for (const end = Date.now() + timeout; ; await pause(interval)) {
        try {
          const assertion = expect(await read());
          const holds: unknown = Reflect.get(assertion, name);
          if (typeof holds !== 'function') throw new TypeError(`expect.poll has no ${String(name)} here`);
          Reflect.apply(holds, assertion, expected);
          return;
        } catch (error) {
          if (Date.now() >= end) throw error;
        }
      }
    };
  return new Proxy({}, { get: (_, name) => matcher(name) });
}

beforeAll(start);
afterAll(stop);
