import type { Clock } from '../base/clock.ts';
import { type Done, type Failure, resultOf } from '../http/outcome.ts';
import { type OutgoingRequest, send } from '../http/request.ts';

export type VapiConnection = {
  clock: Clock;
  /** Milliseconds for one request, its answer included. */
  timeoutMs: number;
};

export type VapiAccount = {
  apiUrl: string;
  /** Asked for at every request, so that a rotated key is taken up. */
  apiKey: () => Promise<string>;
};

/** The API of one account: paths are given in segments. */
export type VapiApi = {
  read(path: string[], query?: Record<string, string>): Promise<Done | Failure>;
  write(path: string[], body: object): Promise<Done | Failure>;
};

const MAX_RETRY_AFTER_SECONDS = 30;
/** A call comes with all its messages in several forms, which is megabytes after an hour of talk. */
const MAX_ANSWER_BYTES = 10_000_000;

export function vapiApi({ apiUrl, apiKey, ...connection }: VapiAccount & VapiConnection): VapiApi {
  const ask = async (
    path: string[],
    { query, ...request }: { method: string; body?: string; query?: Record<string, string> | undefined },
  ) => {
    const headers = { authorization: `Bearer ${await apiKey()}` };
    const url = [
      apiUrl.replace(/\/+$/, ''),
      ...path.map((part) => encodeURIComponent(part.toWellFormed())),
    ].join('/');
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
    return sendToVapi(
      { url: `${url}${search}`, headers, ...request, maxBytes: MAX_ANSWER_BYTES },
      connection,
    );
  };
  return {
    read: (path, query) => ask(path, { method: 'GET', query }),
    write: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}

/** One request, by its full address and with nothing of the account. A body is JSON. */
export async function sendToVapi(
  request: Omit<OutgoingRequest, keyof VapiConnection>,
  { clock, timeoutMs }: VapiConnection,
): Promise<Done | Failure> {
  const json = request.body === undefined ? {} : { 'content-type': 'application/json' };
  const outcome = await send({ ...request, headers: { ...request.headers, ...json }, timeoutMs });
  return resultOf(outcome, {
    platform: 'vapi',
    now: clock(),
    maxRetryAfterSeconds: MAX_RETRY_AFTER_SECONDS,
  });
}
