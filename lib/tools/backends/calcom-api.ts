import type { Clock } from '../../base/clock.ts';
import { type Outcome, send } from '../../http/request.ts';
import { MAX_ANSWER_BYTES, REQUEST_MS } from './reading.ts';

export type CalcomAccess = {
  /** `cal_live_...` */
  apiKey: string;
  /** With or without `/v2`. */
  url?: string | undefined;
  clock: Clock;
};

/** Each part of the API has a version of its own; without the header an older shape comes, and no error. */
const VERSIONS = { slots: '2024-09-04', bookings: '2024-08-13' } as const;

export type CalcomRequest = {
  method: 'GET' | 'POST';
  /** Below `/v2`, each part as it is. */
  path: readonly [keyof typeof VERSIONS, ...string[]];
  query?: Record<string, string>;
  body?: unknown;
};

/** Asks Cal.com's API once. */
export type CalcomApi = (request: CalcomRequest, signal: AbortSignal) => Promise<Outcome>;

/** Cal.com's API, version 2. */
export function calcomApi({ apiKey, url = 'https://api.cal.com', clock }: CalcomAccess): CalcomApi {
  const base = `${url.replace(/\/+$/, '').replace(/\/v2$/, '')}/v2`;
  return async ({ method, path, query, body }, signal) => {
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
    const outcome = await send({
      url: `${base}/${path.map(encodeURIComponent).join('/')}${search}`,
      method,
      headers: {
        // Slots need no key, but with one the limit is ours, and not that of everybody behind the same address.
        authorization: `Bearer ${apiKey}`,
        'cal-api-version': VERSIONS[path[0]],
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs: REQUEST_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
    return withRetryAfter(outcome, clock());
  };
}

/** A number of seconds beyond this is a moment, in seconds since 1970: the other kind counts from now. */
const FIRST_MOMENT = 1_000_000_000;

/** The end of the rate limit as `retry-after`, where Cal.com tells it by a header of its own alone. */
function withRetryAfter(outcome: Outcome, now: number): Outcome {
  if (outcome.is !== 'answered' || outcome.status !== 429) return outcome;
  const reset = outcome.headers.get('x-ratelimit-reset-default') ?? '';
  if (outcome.headers.has('retry-after') || !/^\d+$/.test(reset)) return outcome;
  const seconds = Number(reset) < FIRST_MOMENT ? Number(reset) : Math.ceil(Number(reset) - now / 1000);
  const headers = new Headers(outcome.headers);
  headers.set('retry-after', String(Math.max(seconds, 0)));
  return { ...outcome, headers };
}
