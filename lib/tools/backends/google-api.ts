import * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import { parsedJson } from '../../base/json.ts';
import { type Outcome, send } from '../../http/request.ts';
import type { NoAnswer } from '../ports.ts';
import { accessTokens, type ServiceAccount } from './google-token.ts';
import { type Answered, type Asking, answerOf, MAX_ANSWER_BYTES, REQUEST_MS } from './reading.ts';

export type GoogleAccess = {
  serviceAccount: ServiceAccount;
  /** With or without `/calendar/v3`. */
  url?: string | undefined;
  tokenUrl?: string | undefined;
  clock: Clock;
};

export type GoogleRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below `/calendar/v3`, each part as it is. */
  path: readonly string[];
  query?: Record<string, string>;
  body?: unknown;
};

/** Asks Google's calendar API once. */
export type GoogleApi = (
  request: GoogleRequest,
  asked: { does: Asking['does']; signal: AbortSignal },
) => Promise<Answered<unknown> | NoAnswer>;

export const GOOGLE = 'google';

/** Google's calendar API, version 3, as a service account. A token that was refused is renewed once. */
export function googleApi({ serviceAccount, url, tokenUrl, clock }: GoogleAccess): GoogleApi {
  const base = `${(url ?? 'https://www.googleapis.com').replace(/\/+$/, '').replace(/\/calendar\/v3$/, '')}/calendar/v3`;
  const tokens = accessTokens({ serviceAccount, url: tokenUrl, clock });

  function sendWith(token: string, { method, path, query, body }: GoogleRequest, signal: AbortSignal) {
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
    return send({
      url: `${base}/${path.map(encodeURIComponent).join('/')}${search}`,
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs: REQUEST_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
  }

  return async (request, { does, signal }) => {
    const first = await tokens.get(signal);
    if (first.is === 'no-answer') return first;
    let outcome = await sendWith(first.token, request, signal);
    if (outcome.is === 'answered' && outcome.status === 401) {
      const second = await tokens.get(signal, first.token);
      if (second.is === 'no-answer') return second;
      outcome = await sendWith(second.token, request, signal);
    }
    return answerOf(withTooMany(outcome), { system: GOOGLE, does, now: clock() });
  };
}

const limitSchema = z.object({
  error: z.object({
    errors: z.array(z.object({ reason: z.enum(['rateLimitExceeded', 'userRateLimitExceeded']) })),
  }),
});

/** Google says "too many" by 403 too, the same as "not allowed". */
function withTooMany(outcome: Outcome): Outcome {
  const isLimit =
    outcome.is === 'answered' &&
    outcome.status === 403 &&
    limitSchema.safeParse(parsedJson(outcome.body)).success;
  return isLimit ? { ...outcome, status: 429 } : outcome;
}
