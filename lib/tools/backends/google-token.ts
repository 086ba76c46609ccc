import { createPrivateKey, sign } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import { send } from '../../http/request.ts';
import type { NoAnswer } from '../ports.ts';
import { type Asking, answerOf, bodyOf, MAX_ANSWER_BYTES, REQUEST_MS, refusedBy } from './reading.ts';

/** What passes through an environment variable often has its line ends as two characters. */
const unescaped = (key: string): string => key.replaceAll('\\n', '\n');

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** The JSON file that Google makes for a service account's key, as far as it is needed. */
export const serviceAccountSchema = z.object(
  {
    client_email: z
      .string('is not given')
      .check(z.regex(/^[^\s@]+@[^\s@]+$/, 'is not the e-mail address of a service account')),
    private_key: z.pipe(
      z.string('is not given'),
      z.pipe(
        z.transform(unescaped),
        z.string().check(z.refine(isRsaKey, 'is not an RSA private key in PEM form')),
      ),
    ),
  },
  'is not the JSON of a service account',
);
export type ServiceAccount = z.infer<typeof serviceAccountSchema>;

export type Token = { is: 'token'; token: string };

export type AccessTokens = {
  /** Returns a token that is good for a minute at least; another one than `refused`, which was answered with 401. */
  get(signal: AbortSignal, refused?: string): Promise<Token | NoAnswer>;
};

const SYSTEM = 'google-token';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Events are read and written by the first; free and busy times are read by the second. */
const SCOPE = ['calendar.events', 'calendar.readonly']
  .map((name) => `https://www.googleapis.com/auth/${name}`)
  .join(' ');
/** The longest that Google takes. */
const ASSERTION_SECONDS = 3_600;
/** So long before its end a token is not used any more: the request may be late, and the clocks differ. */
const MARGIN_MS = 60_000;

const tokenSchema = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.number() });

/** Access tokens of a service account: held until they end, and fetched once for all who wait. */
export function accessTokens({
  serviceAccount,
  url: given = TOKEN_URL,
  clock,
}: {
  serviceAccount: ServiceAccount;
  /** With or without `/token`. */
  url?: string | undefined;
  clock: Clock;
}): AccessTokens {
  const url = `${given.replace(/\/+$/, '').replace(/\/token$/, '')}/token`;
  let held: { token: string; until: number } | undefined;
  let fetching: { since: number; fetched: Promise<Token | NoAnswer> } | undefined;

  async function fetchToken(since: number): Promise<Token | NoAnswer> {
    const outcome = await send({
      url,
      method: 'POST',
      headers: {},
      body: new URLSearchParams({ grant_type: GRANT, assertion: assertionOf(serviceAccount, url, since) }),
      timeoutMs: REQUEST_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    const asking: Asking = { system: SYSTEM, does: 'look', now: clock() };
    const answer = answerOf(outcome, asking);
    if (answer.is === 'no-answer') return answer;
    if (answer.status !== 200) return refusedBy(answer, asking);
    const body = bodyOf(tokenSchema, answer, asking);
    if (body.is === 'no-answer') return body;
    const { access_token: token, expires_in: seconds } = body.value;
    held = { token, until: since + seconds * 1000 - MARGIN_MS };
    return { is: 'token', token };
  }

  function fetchOnce(): Promise<Token | NoAnswer> {
    const now = clock();
    // One that is older died with a Lambda that was frozen meanwhile.
    if (fetching !== undefined && now - fetching.since < REQUEST_MS) return fetching.fetched;
    const begun = { since: now, fetched: fetchToken(now) };
    fetching = begun;
    return begun.fetched.finally(() => {
      if (fetching === begun) fetching = undefined;
    });
  }

  return {
    async get(signal, refused) {
      if (held !== undefined && held.token !== refused && clock() < held.until) {
        return { is: 'token', token: held.token };
      }
      // Others wait for it too: the end of this attempt is not theirs.
      const got = await untilAborted(fetchOnce(), signal);
      if (got !== 'aborted') return got;
      return { is: 'no-answer', reason: `${SYSTEM}-timeout`, so: 'open', isFault: true };
    },
  };
}

/** A signed JWT, by which the service account proves who it is (RFC 7523). */
function assertionOf({ client_email, private_key }: ServiceAccount, audience: string, now: number): string {
  const issuedAt = Math.floor(now / 1000);
  const claims = { iss: client_email, scope: SCOPE, aud: audience };
  const times = { iat: issuedAt, exp: issuedAt + ASSERTION_SECONDS };
  const signed = [
    { alg: 'RS256', typ: 'JWT' },
    { ...claims, ...times },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), private_key).toString('base64url')}`;
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | 'aborted'> {
  const { promise: aborted, resolve } = Promise.withResolvers<'aborted'>();
  const abort = (): void => resolve('aborted');
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return Promise.race([aborted, promise]).finally(() => signal.removeEventListener('abort', abort));
}
