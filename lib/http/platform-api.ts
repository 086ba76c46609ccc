import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { atMost } from './at-most.ts';
import { meaningOf, resultOf } from './outcome.ts';
import { send } from './request.ts';

/** A request of the configuration API of a platform. */
export type PlatformRequest = {
  method: 'GET' | 'POST' | 'PATCH';
  url: string;
  /** As Twilio takes it, or as Vapi does; neither with a GET. */
  form?: Readonly<Record<string, string>>;
  json?: unknown;
};

export type PlatformAnswer =
  | { is: 'ok'; status: number; body: unknown }
  /** It said no, or "not now" too often; `body` as it came, where it was JSON (an HTML page is none). */
  | { is: 'refused'; status: number; body: unknown }
  /** Whether it was done, nobody knows: no answer, or a failure of the other side. `wasSent` is false where it never arrived. */
  | { is: 'lost'; reason: string; wasSent: boolean };

export type PlatformApi = (request: PlatformRequest) => Promise<PlatformAnswer>;

export type PlatformConnection = {
  /** Begins every reason: `vapi`, `twilio`. */
  platform: string;
  headers: Readonly<Record<string, string>>;
  clock: Clock;
  wait(ms: number): Promise<void>;
  /** Milliseconds for one request. */
  timeoutMs: number;
  /** Requests in flight at one time. */
  atOnce: number;
  /** How often a request that was told "not now" (425, 429) is sent again. */
  repeats: number;
};

const MAX_ANSWER_BYTES = 10_000_000;
/** Vapi counts by the minute and does not say when the next one begins. */
const LONGEST_WAIT_SECONDS = 61;
const FIRST_WAIT_MS = 1_000;

/**
 * Asks a platform's configuration API. "Not now" (425, 429) certainly did nothing and is sent again, after what it says or after
 * pauses that double; nothing else is repeated here, since a create that is repeated makes a twin. Never throws for what
 * the other side does.
 */
export function platformApi(connection: PlatformConnection): PlatformApi {
  const { platform, headers, clock, wait, timeoutMs, atOnce, repeats } = connection;
  const limited = atMost(atOnce);
  const once = async ({ method, url, form, json }: PlatformRequest) => {
    const outcome = await send({
      url,
      method,
      headers: { ...headers, ...(json !== undefined && { 'content-type': 'application/json' }) },
      ...(form !== undefined && { body: new URLSearchParams(form) }),
      ...(json !== undefined && { body: JSON.stringify(json) }),
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
    });
    const body = outcome.is === 'answered' ? parsedJson(outcome.body) : undefined;
    return {
      body,
      result: resultOf(outcome, { platform, now: clock(), maxRetryAfterSeconds: LONGEST_WAIT_SECONDS }),
    };
  };
  return (request) =>
    limited(async () => {
      for (let time = 0; ; time += 1) {
        const { body, result } = await once(request);
        switch (result.is) {
          case 'done':
            return { is: 'ok', status: result.status, body };
          case 'not-sent':
            return { is: 'lost', reason: result.reason, wasSent: false };
          case 'lost':
            return { is: 'lost', reason: result.reason, wasSent: true };
          case 'answered': {
            const { status, reason, retryAfterSeconds } = result;
            const meaning = meaningOf(status);
            if (meaning === 'unsure') return { is: 'lost', reason, wasSent: true };
            if (meaning === 'no' || time >= repeats) return { is: 'refused', status, body };
            await wait(
              retryAfterSeconds === undefined ? FIRST_WAIT_MS * 2 ** time : retryAfterSeconds * 1_000,
            );
          }
        }
      }
    });
}
