import { subscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

/**
 * The timers and clocks of this process, on a time that only `goOn` moves. `setImmediate` and the like stay Node's own:
 * they are turns of the event loop, not time.
 */

const LONGEST_MS = 2 ** 31 - 1;
/**
 * What looks again more often than this does so at tenths of a second, all at once. The emulated SQS looks at each of its
 * queues fifty times a second: 99 of 100 timers were those.
 */
const OFTENEST_MS = 100;
const began = Date.now();
let now = began;
let made = 0;

/** Waits among the others from when it is made. */
class Timer {
  readonly id = ++made;
  readonly #act: () => void;
  readonly #ms: number;
  readonly #again: boolean;
  due = 0;

  constructor(act: () => void, ms: unknown, again: boolean) {
    const wanted = Number(ms ?? 1);
    this.#act = act;
    this.#ms = wanted >= 1 && wanted <= LONGEST_MS ? Math.trunc(wanted) : 1;
    this.#again = again;
    this.refresh();
  }
  refresh(): this {
    this.due = now + this.#ms;
    if (this.#again && this.#ms < OFTENEST_MS) this.due = now - (now % OFTENEST_MS) + OFTENEST_MS;
    // Behind those that are due at the same time.
    waiting.delete(this.id);
    waiting.set(this.id, this);
    return this;
  }
  fire(): void {
    if (this.#again) this.refresh();
    else this.close();
    this.#act();
  }
  close(): this {
    waiting.delete(this.id);
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
  [Symbol.toPrimitive](): number {
    return this.id;
  }
  [Symbol.dispose](): void {
    this.close();
  }
}

const waiting = new Map<number, Timer>();

function earliest(): Timer | undefined {
  let found: Timer | undefined;
  for (const timer of waiting.values()) if (found === undefined || timer.due < found.due) found = timer;
  return found;
}

/**
 * Goes to the next timer and runs all that are due then, each after what the one before it has led to at once. False
 * where there is none.
 */
export function goOn(): boolean {
  const first = earliest();
  if (first === undefined) return false;
  now = first.due;
  const fire = (timer: Timer): void => {
    queueMicrotask(() => {
      process.nextTick(() => {
        const next = earliest();
        if (next !== undefined && next.due <= now) fire(next);
      });
    });
    timer.fire();
  };
  fire(first);
  return true;
}

type Act = (...given: unknown[]) => void;
const after = (act: Act, ms?: unknown, ...given: unknown[]) => new Timer(() => act(...given), ms, false);
const every = (act: Act, ms?: unknown, ...given: unknown[]) => new Timer(() => act(...given), ms, true);
const { clearTimeout: clearReal } = timers;
const clear = (timer: unknown): void => {
  if (timer instanceof Timer) timer.close();
  else if (timer instanceof Object) Reflect.apply(clearReal, undefined, [timer]);
  else waiting.get(Number(timer))?.close();
};

type Waiting = { signal?: AbortSignal };
const pause = <T>(ms?: unknown, value?: T, { signal }: Waiting = {}): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const abort = () => {
      timer.close();
      const error = new Error('The operation was aborted', { cause: signal?.reason });
      reject(Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' }));
    };
    const timer = after(() => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });

/** Node's own counts outside JavaScript. */
const timeLimit = (ms: number): AbortSignal => {
  const limit = new AbortController();
  const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  after(() => limit.abort(reason), ms);
  return limit.signal;
};

for (const timing of [globalThis, timers]) {
  Object.assign(timing, { setTimeout: after, setInterval: every, clearTimeout: clear, clearInterval: clear });
}
Object.assign(timersPromises, { setTimeout: pause });
syncBuiltinESMExports();
AbortSignal.timeout = timeLimit;
Date.now = () => now;
performance.now = () => now - began;
globalThis.Date = new Proxy(Date, {
  construct: (date, given, made) => Reflect.construct(date, given.length === 0 ? [now] : given, made),
  apply: (date) => new date(now).toString(),
});
// Node's own dates its answers in real time, and a client of AWS believes them: it corrects its clock, and asks again.
subscribe('http.server.request.start', (message) => {
  const response: unknown = Object(message).response;
  if (response instanceof ServerResponse) response.setHeader('date', new Date().toUTCString());
});
