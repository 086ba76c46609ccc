import type { RequestOpts } from 'twilio/lib/base/BaseTwilio.js';
import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { type Failure as HttpFailure, resultOf } from '../http/outcome.ts';
import { send } from '../http/request.ts';

export type TwilioAccount = {
  accountSid: string;
  /** Asked for at every request, so that a rotated token is taken up. */
  authToken: () => Promise<string>;
  clock: Clock;
  /** Milliseconds for one request, its answer included; an operation of several gets twice as many. */
  timeoutMs: number;
};

/** Why a request to Twilio failed. `code` is Twilio's own, which its reason ends with: `twilio-<status>-<code>`. */
export type Failure = HttpFailure & { code?: number };

/** Twilio said yes in a way that cannot be read. */
export const UNREADABLE = 'twilio-unreadable';

/** Takes the place of the package's errors, which keep the body of the answer or the credentials. */
export class RequestFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** What the package's resources ask of a client. */
export type TwilioClient = {
  accountSid: string;
  request(options: RequestOpts): Promise<{ statusCode: number; body: string }>;
};

/** A page of 50 tasks, with 4,096 characters of attributes each and all of them escaped, has 1.3 MB. */
const MAX_ANSWER_BYTES = 2_000_000;
const MAX_RETRY_AFTER_SECONDS = 30;

/**
 * A client for the package's typed resources, which then load neither axios nor the SDK. It serves one operation:
 * all its requests together get twice the time of one, so that no operation outlives the function that waits for it.
 * Throws `RequestFailed` for everything but a 2xx answer.
 */
export function twilioClient(account: TwilioAccount): TwilioClient {
  const { accountSid, clock, timeoutMs } = account;
  const operation = AbortSignal.timeout(2 * timeoutMs);
  return {
    accountSid,
    async request(options) {
      const authorization = await basicAuth(account);
      const outcome = await send({
        url: urlOf(options),
        method: (options.method ?? 'get').toUpperCase(),
        headers: { ...textHeaders(options.headers), authorization },
        ...(options.data && { body: new URLSearchParams(fields(options.data)) }),
        timeoutMs,
        maxBytes: MAX_ANSWER_BYTES,
        signal: operation,
      });
      const reading = { platform: 'twilio', now: clock(), maxRetryAfterSeconds: MAX_RETRY_AFTER_SECONDS };
      const result = resultOf(outcome, reading);
      if (result.is === 'done') return { statusCode: result.status, body: result.body };
      throw new RequestFailed(outcome.is === 'answered' ? withCode(result, outcome.body) : result);
    },
  };
}

/** Anything else that a resource throws is a 2xx answer that it could not make sense of. */
export function failureOf(error: unknown): Failure {
  return error instanceof RequestFailed ? error.failure : { is: 'lost', reason: UNREADABLE };
}

const problem = z.object({ code: z.int() });

function withCode(failure: HttpFailure, body: string): Failure {
  const code = problem.safeParse(parsedJson(body)).data?.code;
  return code === undefined ? failure : { ...failure, code, reason: `${failure.reason}-${code}` };
}

async function basicAuth(account: TwilioAccount): Promise<string> {
  let token: string;
  try {
    token = await account.authToken();
  } catch {
    throw new RequestFailed({ is: 'not-sent', reason: 'twilio-no-credentials' });
  }
  return `Basic ${Buffer.from(`${account.accountSid}:${token}`).toString('base64')}`;
}

function urlOf({ uri = '', params }: RequestOpts): string {
  const query = new URLSearchParams(fields(params)).toString();
  return query === '' ? uri : `${uri}?${query}`;
}

/** Lists become repeated fields, as Twilio reads them. */
function fields(values: object | undefined): [string, string][] {
  const entries: [string, unknown][] = Object.entries(values ?? {});
  return entries.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== undefined)
      .map((one): [string, string] => [name, String(one)]),
  );
}

function textHeaders(headers: object | undefined): Record<string, string> {
  return Object.fromEntries(fields(headers));
}
