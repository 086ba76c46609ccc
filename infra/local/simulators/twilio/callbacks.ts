import { setTimeout as sleep } from 'node:timers/promises';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { Delivery, Script } from '../kit/faults.ts';
import type { Asked, Method, Operation } from './voice/leg.ts';

/** Status 0: nobody answered in time, or the callback was dropped on its way. */
export type CallbackAnswer = { status: number; contentType: string; body: string };
export type Callbacks = {
  /** The answer to the first copy, if it comes within `timeoutMs`; whatever is late still arrives. */
  send(
    operation: string,
    url: string | undefined,
    params: Record<string, string>,
    timeoutMs: number,
  ): Promise<CallbackAnswer>;
  /** One after the other for each `lane`, so that they arrive in their order; a late one holds up nobody. */
  sendInOrder(
    lane: object,
    operations: readonly string[],
    to: { url: string; method: Method },
    params: Record<string, string>,
  ): void;
  post(url: string, params: Record<string, string>, timeoutMs?: number): Promise<CallbackAnswer>;
  /** Asks for a document, within the 15 s that Twilio waits. `idle` waits for it where it is `counted`. */
  ask(
    to: { url: string; method: Method },
    params: Record<string, string>,
    counted: boolean,
    operation?: Operation,
  ): Promise<CallbackAnswer>;
  /** The same request once more, whatever became of the first. */
  repeat(asked: Asked): Promise<CallbackAnswer>;
  /** `idle` waits for this too. */
  keep<T>(work: Promise<T>): Promise<T>;
  /** Acts after the answer that is being written; `idle` waits for it. */
  soon(act: () => void): void;
  idle(): Promise<void>;
};

const NOBODY: CallbackAnswer = { status: 0, contentType: '', body: '' };
const OVERRIDES = /#.*$/;
const TIMEOUT_MS = 15_000;
/** The next callback of a lane does not wait longer than this for the answer to the one before. */
const LANE_MS = 1_000;

/** Form posts signed with Twilio's own algorithm, travelling as the script of deliveries wants. */
export const createCallbacks = (
  /** As the account has it at that moment. */
  authToken: () => string,
  deliveries: Script<Delivery>,
  stopping: AbortSignal,
): Callbacks => {
  const running = new Set<Promise<unknown>>();
  const keep = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    const over = () => running.delete(work);
    work.then(over, over);
    return work;
  };

  const signed = (url: string, params: Record<string, string>) => ({
    'x-twilio-signature': getExpectedTwilioSignature(authToken(), url, params),
  });
  const requestOf = (to: { url: string; method: Method }, params: Record<string, string>): Request => {
    const url = to.url.replace(OVERRIDES, '');
    if (to.method === 'POST') {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signed(url, params) };
      return new Request(url, { method: 'POST', headers, body: new URLSearchParams(params).toString() });
    }
    // A question carries its parameters in the address, and that address is what is signed.
    const asked = `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(params)}`;
    return new Request(asked, { headers: signed(asked, {}) });
  };

  const request = async (
    to: { url: string; method: Method },
    params: Record<string, string>,
    timeoutMs = TIMEOUT_MS,
  ): Promise<CallbackAnswer> => {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
    try {
      const response = await fetch(requestOf(to, params), { signal });
      const contentType = response.headers.get('content-type') ?? '';
      return { status: response.status, contentType, body: await response.text() };
    } catch {
      return NOBODY;
    }
  };

  const post = (url: string, params: Record<string, string>, timeoutMs?: number) =>
    request({ url, method: 'POST' }, params, timeoutMs);
  const firstTaken = (operations: readonly string[]): Delivery | undefined => {
    for (const operation of operations) {
      const taken = deliveries.take(operation);
      if (taken !== undefined) return taken;
    }
    return undefined;
  };
  const lanes = new WeakMap<object, Promise<unknown>>();

  const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);

  return {
    keep,
    ask(to, params, counted, operation = 'twiml') {
      const { copies = 1, delayMs = 0, drop = false } = deliveries.take(operation) ?? {};
      const travel = async () => {
        if (drop) {
          await pause(TIMEOUT_MS, stopping);
          return NOBODY;
        }
        if (delayMs > 0) await pause(delayMs, stopping);
        const [first] = Array.from({ length: copies }, () => request(to, params));
        return first ?? NOBODY;
      };
      return counted ? keep(travel()) : travel();
    },
    repeat: ({ url, method, form }) => keep(request({ url, method }, form)),
    sendInOrder(lane, operations, to, params) {
      const { copies = 1, delayMs = 0, drop = false } = firstTaken(operations) ?? {};
      if (drop || stopping.aborted) return;
      const arrive = async () => {
        if (delayMs > 0) await pause(delayMs, stopping);
        if (stopping.aborted) return;
        await Promise.all(Array.from({ length: copies }, () => request(to, params)));
      };
      if (delayMs > 0) {
        void keep(arrive());
        return;
      }
      const sent = keep((lanes.get(lane) ?? Promise.resolve()).then(arrive));
      lanes.set(lane, Promise.race([sent, pause(LANE_MS, stopping)]));
    },
    post: (url, params, timeoutMs) => keep(post(url, params, timeoutMs)),
    send(operation, url, params, timeoutMs) {
      const { copies = 1, delayMs = 0, drop = false } = deliveries.take(operation) ?? {};
      if (url === undefined || drop) return Promise.resolve(NOBODY);
      const travel = async () => {
        if (delayMs > 0) await pause(delayMs, stopping);
        if (stopping.aborted) return NOBODY;
        const [first] = Array.from({ length: copies }, () => keep(post(url, params, timeoutMs)));
        return first ?? NOBODY;
      };
      const answer = async () => {
        const waiting = new AbortController();
        const patience = pause(timeoutMs, AbortSignal.any([stopping, waiting.signal]));
        const first = await Promise.race([keep(travel()), patience.then(() => NOBODY)]);
        waiting.abort();
        return first;
      };
      return keep(answer());
    },
    soon(act) {
      if (stopping.aborted) return;
      void keep(
        new Promise<void>((resolve) => {
          setImmediate(() => {
            if (!stopping.aborted) act();
            resolve();
          });
        }),
      );
    },
    async idle() {
      do {
        await Promise.allSettled([...running]);
        // What follows from the last one may begin only now.
        await new Promise((resolve) => setImmediate(resolve));
      } while (running.size > 0);
    },
  };
};
