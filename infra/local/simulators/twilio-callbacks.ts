import { setTimeout as sleep } from 'node:timers/promises';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { Delivery, Script } from './faults.ts';

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
  post(url: string, params: Record<string, string>, timeoutMs?: number): Promise<CallbackAnswer>;
  /** Acts after the answer that is being written; `idle` waits for it. */
  soon(act: () => void): void;
  idle(): Promise<void>;
};

const NOBODY: CallbackAnswer = { status: 0, contentType: '', body: '' };
const OVERRIDES = /#.*$/;

/** Form posts signed with Twilio's own algorithm, travelling as the script of deliveries wants. */
export const createCallbacks = (
  authToken: string,
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

  const post = async (url: string, params: Record<string, string>, timeoutMs = 15_000) => {
    const target = url.replace(OVERRIDES, '');
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
    try {
      const response = await fetch(target, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': getExpectedTwilioSignature(authToken, target, params),
        },
        body: new URLSearchParams(params).toString(),
        signal,
      });
      const contentType = response.headers.get('content-type') ?? '';
      return { status: response.status, contentType, body: await response.text() };
    } catch {
      return NOBODY;
    }
  };

  const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);

  return {
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
      while (running.size > 0) await Promise.allSettled([...running]);
    },
  };
};
