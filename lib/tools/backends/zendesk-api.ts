import type * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import { type Outcome, send } from '../../http/request.ts';
import type { NoAnswer } from '../ports.ts';
import {
  type Answered,
  type Asking,
  answerOf,
  bodyOf,
  MAX_ANSWER_BYTES,
  REQUEST_MS,
  refusedBy,
} from './reading.ts';
import { type ZendeskClient, zendeskTokens } from './zendesk-token.ts';

type Read<T> = { is: 'read'; value: T } | { is: 'not-found' } | NoAnswer;

/** Reads what lies under a path of the API, which may have a query. `signal` ends the attempt that it is a part of. */
export type ReadZendesk = <T>(
  path: string,
  schema: z.ZodMiniType<T>,
  signal: AbortSignal,
) => Promise<Read<T>>;

/** Limits are counted by the minute: nobody has to wait for longer. */
const LONGEST_REST_SECONDS = 60;

/**
 * One account's API, for reading: a token that was refused (401) is renewed once and the request repeated once. After
 * a 429 nothing is sent until its `Retry-After`, or `ratelimit-reset`, is over. `host` has no path.
 */
export function zendeskApi(client: ZendeskClient, host: string, clock: Clock): ReadZendesk {
  const tokenInstead = zendeskTokens(client, host, clock);
  /** ms since 1970 */
  let restUntil = 0;

  const asking = (): Asking => ({ system: 'zendesk', does: 'look', now: clock() });

  /** What Zendesk would answer to a request that comes too early. */
  function tooEarly(): Outcome | undefined {
    const seconds = Math.ceil((restUntil - clock()) / 1000);
    if (seconds <= 0) return undefined;
    return {
      is: 'answered',
      status: 429,
      headers: new Headers({ 'retry-after': String(seconds) }),
      body: '',
    };
  }

  async function outcomeOf(path: string, token: string, signal: AbortSignal): Promise<Outcome> {
    const early = tooEarly();
    if (early !== undefined) return early;
    const outcome = await send({
      url: `${host}/api/v2/${path}`,
      method: 'GET',
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      timeoutMs: REQUEST_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
    if (outcome.is !== 'answered' || outcome.status !== 429) return outcome;
    restUntil = Math.max(restUntil, clock() + restSeconds(outcome.headers) * 1000);
    return tooEarly() ?? outcome;
  }

  async function answer(
    path: string,
    signal: AbortSignal,
    refused?: string,
  ): Promise<Answered<unknown> | NoAnswer> {
    if (signal.aborted) return ENDED;
    const token = await unlessEnded(tokenInstead(refused), signal);
    if (token.is === 'no-answer') return token;
    const answered = answerOf(await outcomeOf(path, token.value, signal), asking());
    const isTokenOver = answered.is === 'answered' && answered.status === 401 && refused === undefined;
    return isTokenOver ? answer(path, signal, token.value) : answered;
  }

  return async (path, schema, signal) => {
    const answered = await answer(path, signal);
    if (answered.is === 'no-answer') return answered;
    if (answered.status === 404) return { is: 'not-found' };
    if (answered.status < 200 || answered.status > 299) return refusedBy(answered, asking());
    return bodyOf(schema, answered, asking());
  };
}

/** In whole seconds, as Zendesk writes both; 0 where neither is there. */
function restSeconds(headers: Headers): number {
  const text = headers.get('retry-after') ?? headers.get('ratelimit-reset') ?? '';
  return /^\d+$/.test(text) ? Math.min(Number(text), LONGEST_REST_SECONDS) : 0;
}

const ENDED: NoAnswer = { is: 'no-answer', reason: 'zendesk-timeout', so: 'open', isFault: true };

/** What is waited for, unless the attempt ends first. */
async function unlessEnded<T>(coming: Promise<T>, signal: AbortSignal): Promise<T | NoAnswer> {
  const { promise: ended, resolve } = Promise.withResolvers<NoAnswer>();
  const end = () => resolve(ENDED);
  signal.addEventListener('abort', end);
  try {
    return await Promise.race([coming, ended]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
