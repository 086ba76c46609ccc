import type { RequestOpts } from 'twilio/lib/base/BaseTwilio.js';
import * as z from 'zod/mini';

export type TwilioAccount = {
  accountSid: string;
  /** Asked for at every request, so that a rotated token is taken up. */
  authToken: () => Promise<string>;
  /** Milliseconds for one request, its answer included. */
  timeoutMs: number;
};

/** Why a request to Twilio failed: nothing of what was sent, and of the answer only what is a number. */
export type Failure =
  | { is: 'answered'; status: number; code?: number; retryAfterSeconds?: number }
  /** It never reached Twilio. */
  | { is: 'not-sent'; why: 'unreachable' | 'no-credentials' }
  /** It may have reached Twilio; no whole answer came back. */
  | { is: 'lost'; why: 'timeout' | 'cut' }
  /** Twilio said yes in a way that cannot be read. */
  | { is: 'unreadable' };

/** Takes the place of the package's errors, which keep the body of the answer or the credentials. */
export class RequestFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(reasonOf(failure));
    this.failure = failure;
  }
}

/** What the package's resources ask of a client. */
export type TwilioClient = {
  accountSid: string;
  request(options: RequestOpts): Promise<{ statusCode: number; body: string }>;
};

/**
 * A client over `fetch` for the package's typed resources, which then load neither axios nor the SDK. It
 * serves one operation: all its requests together get twice the time of one, so that no operation outlives
 * the function that waits for it. Throws `RequestFailed` for everything but a 2xx answer; follows no redirect.
 */
export function twilioClient(account: TwilioAccount): TwilioClient {
  const operation = AbortSignal.timeout(2 * account.timeoutMs);
  return {
    accountSid: account.accountSid,
    async request(options) {
      const authorization = await basicAuth(account);
      const form = formOf(options.data);
      let response: Response;
      let body: string;
      try {
        response = await fetch(urlOf(options), {
          method: (options.method ?? 'get').toUpperCase(),
          headers: { ...textHeaders(options.headers), authorization },
          ...(form && { body: form }),
          redirect: 'manual',
          signal: AbortSignal.any([operation, AbortSignal.timeout(account.timeoutMs)]),
        });
        body = await response.text();
      } catch (error) {
        throw new RequestFailed(connectionFailure(error));
      }
      if (!response.ok) throw new RequestFailed(answered(response, body));
      return { statusCode: response.status, body };
    },
  };
}

/** Anything else that a resource throws is a 2xx answer that it could not make sense of. */
export function failureOf(error: unknown): Failure {
  return error instanceof RequestFailed ? error.failure : { is: 'unreadable' };
}

/** Short, stable and fit for a log: `twilio-<status>-<code>`, or what happened instead of an answer. */
export function reasonOf(failure: Failure): string {
  switch (failure.is) {
    case 'answered':
      return `twilio-${failure.status}${failure.code === undefined ? '' : `-${failure.code}`}`;
    case 'not-sent':
    case 'lost':
      return `twilio-${failure.why}`;
    case 'unreadable':
      return 'twilio-unreadable';
  }
}

async function basicAuth(account: TwilioAccount): Promise<string> {
  let token: string;
  try {
    token = await account.authToken();
  } catch {
    throw new RequestFailed({ is: 'not-sent', why: 'no-credentials' });
  }
  return `Basic ${Buffer.from(`${account.accountSid}:${token}`).toString('base64')}`;
}

function urlOf(options: RequestOpts): URL {
  const url = new URL(options.uri ?? '');
  for (const [name, value] of fields(options.params)) url.searchParams.append(name, value);
  return url;
}

function formOf(data: object | undefined): URLSearchParams | undefined {
  return data && new URLSearchParams(fields(data));
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

const problem = z.object({ code: z.int() });
const MAX_RETRY_AFTER_SECONDS = 30;

function answered(response: Response, body: string): Failure {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = undefined;
  }
  const read = problem.safeParse(json);
  const retryAfter = response.headers.get('retry-after');
  return {
    is: 'answered',
    status: response.status,
    ...(read.success && { code: read.data.code }),
    ...(retryAfter !== null &&
      /^\d+$/.test(retryAfter) && {
        retryAfterSeconds: Math.min(Number(retryAfter), MAX_RETRY_AFTER_SECONDS),
      }),
  };
}

/** Only what happens before the first byte goes out proves that nothing was asked of Twilio. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
]);
const withCode = z.object({ code: z.string() });
const withCause = z.object({ cause: withCode });

function connectionFailure(error: unknown): Failure {
  if (error instanceof Error && error.name === 'TimeoutError') return { is: 'lost', why: 'timeout' };
  const cause = withCause.safeParse(error);
  const code = cause.success ? cause.data.cause.code : withCode.safeParse(error).data?.code;
  return code !== undefined && BEFORE_SENDING.has(code)
    ? { is: 'not-sent', why: 'unreachable' }
    : { is: 'lost', why: 'cut' };
}
