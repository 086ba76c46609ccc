import type * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import { send } from '../../http/request.ts';
import type { NoAnswer } from '../ports.ts';
import { type Asking, answerOf, bodyOf, MAX_ANSWER_BYTES, REQUEST_MS, refusedBy } from './reading.ts';

type Read<T> = { is: 'read'; value: T } | { is: 'not-found' } | NoAnswer;

/**
 * Reads what lies under a path of the CRM, which may have a query; with a `search` in its body. `signal` ends the
 * attempt that it is a part of.
 */
export type ReadHubspot = <T>(
  path: string,
  schema: z.ZodMiniType<T>,
  signal: AbortSignal,
  search?: object,
) => Promise<Read<T>>;

/** One account's CRM, for reading, by the token of a private app. `host` has no path. */
export function hubspotApi(token: string, host: string, clock: Clock): ReadHubspot {
  return async (path, schema, signal, search) => {
    const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
    const outcome = await send({
      url: `${host}/crm/v3/${path}`,
      ...(search === undefined
        ? { method: 'GET', headers }
        : {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify(search),
          }),
      timeoutMs: REQUEST_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
    const asking: Asking = { system: 'hubspot', does: 'look', now: clock() };
    const answer = answerOf(outcome, asking);
    if (answer.is === 'no-answer') return answer;
    if (answer.status === 404) return { is: 'not-found' };
    if (answer.status < 200 || answer.status > 299) return refusedBy(answer, asking);
    return bodyOf(schema, answer, asking);
  };
}
