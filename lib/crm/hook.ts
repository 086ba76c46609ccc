import { Webhook } from 'standardwebhooks';
import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { hookSecretProblem, hookUrlProblem, SECRET_PREFIX } from './hook-settings.ts';

export { hookSecretProblem, hookUrlProblem } from './hook-settings.ts';

/** What came of one delivery. `reason` names the kind of failure, never the URL or a word of an answer. */
export type Posted =
  /** 2xx */
  | { is: 'delivered'; status: number }
  /** 410: the hook wants nothing any more. */
  | { is: 'gone' }
  /** It said no: until somebody mends the hook or its secret, it will again. */
  | { is: 'refused'; reason: string }
  /** It may go well the next time; where no answer came, the hook may have taken it already. */
  | { is: 'trouble'; reason: string; retryAfterSeconds?: number };

export interface CrmHook {
  /** Posts a JSON body once, with `id` as its `webhook-id`. Never throws for what the other side does. */
  post(id: string, body: string): Promise<Posted>;
}

export type HookOptions = {
  url: string;
  /**
   * Each one signs, so that the receiver can change over from one to the next. `whsec_` and base64 as Standard
   * Webhooks writes them; anything else is taken as it stands. Without any the delivery is not signed.
   */
  secrets: readonly string[];
  clock: Clock;
  /** Milliseconds until the answer's head. */
  timeoutMs?: number;
};

/** The hook can never be called as it is set up. */
export class BadHook extends Error {
  override name = 'BadHook';
}

const signerOf = (secret: string): Webhook => {
  const problem = hookSecretProblem(secret);
  if (problem !== undefined) throw new BadHook(`a secret of the CRM hook ${problem}`);
  return new Webhook(secret.startsWith(SECRET_PREFIX) ? secret : Buffer.from(secret).toString('base64'));
};

const TIMEOUT_MS = 5_000;
/** An hour: no queue waits longer for the next attempt. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * A CRM's webhook by the rules of Standard Webhooks: `webhook-id` is the message's, the same at every attempt;
 * `webhook-timestamp` the attempt's, in seconds; `webhook-signature` has one signature for each secret. Follows no
 * redirect. Throws `BadHook` for a URL or a secret that cannot be used.
 */
export const crmHook = ({ url, secrets, clock, timeoutMs = TIMEOUT_MS }: HookOptions): CrmHook => {
  const problem = hookUrlProblem(url);
  if (problem !== undefined) throw new BadHook(`the URL of the CRM hook ${problem}`);
  const signers = secrets.map(signerOf);

  return {
    async post(id, body) {
      const now = clock();
      const at = new Date(now);
      const signature = signers.map((signer) => signer.sign(id, at, body)).join(' ');
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'content-type': 'application/json',
            'user-agent': 'voice-handoff',
            'webhook-id': id,
            'webhook-timestamp': String(Math.floor(now / 1000)),
            ...(signature !== '' && { 'webhook-signature': signature }),
          },
          body,
        });
        // Nobody reads the answer's body, which may be endless.
        await response.body?.cancel().catch(() => undefined);
        return meaningOf(response, now);
      } catch (error) {
        return { is: 'trouble', reason: lostBy(error) };
      }
    },
  };
};

/** A server's own trouble, too slow a request, too early a request, too many of them. */
const isPassing = (status: number): boolean => status >= 500 || [408, 425, 429].includes(status);

const meaningOf = ({ ok, status, headers }: Response, now: number): Posted => {
  if (ok) return { is: 'delivered', status };
  if (status === 410) return { is: 'gone' };
  const reason = `crm-${status}`;
  if (!isPassing(status)) return { is: 'refused', reason };
  const retryAfterSeconds = retryAfterOf(headers.get('retry-after'), now);
  return { is: 'trouble', reason, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
};

/** How HTTP writes a date: `Fri, 15 Jan 2027 08:01:30 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Seconds, or the date of HTTP; undefined for anything else. */
const retryAfterOf = (text: string | null, now: number): number | undefined => {
  if (text === null) return undefined;
  const until = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((until - now) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_SECONDS);
};

const withCause = z.object({ cause: z.object({ code: z.string() }) });
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

const lostBy = (error: unknown): string => {
  if (error instanceof Error && error.name === 'TimeoutError') return 'crm-timeout';
  const code = withCause.safeParse(error).data?.cause.code;
  return code !== undefined && UNREACHABLE.includes(code) ? 'crm-unreachable' : 'crm-cut';
};
