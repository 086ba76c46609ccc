import type { Clock } from '../base/clock.ts';
import { meaningOf, notDone, resultOf } from '../http/outcome.ts';
import { type Receiver, signedDelivery } from '../http/signed-delivery.ts';

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

export type HookOptions = Pick<Receiver, 'url' | 'secrets'> & {
  clock: Clock;
  timeoutMs?: number;
};

const TIMEOUT_MS = 5_000;
/** An hour: no queue waits longer for the next attempt. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * A CRM's webhook, by a signed delivery whose answer counts from its head. Throws `UnusableReceiver` for a URL or a
 * secret that cannot be used.
 */
export function crmHook({ timeoutMs = TIMEOUT_MS, clock, ...receiver }: HookOptions): CrmHook {
  const deliver = signedDelivery({ ...receiver, name: 'the CRM hook', clock, timeoutMs, maxBytes: 0 });
  return {
    async post(id, body) {
      const outcome = await deliver(id, body);
      const reading = { platform: 'crm', now: clock(), maxRetryAfterSeconds: MAX_RETRY_AFTER_SECONDS };
      const result = resultOf(outcome, reading);
      if (result.is === 'done') return { is: 'delivered', status: result.status };
      if (result.is === 'answered') {
        if (result.status === 410) return { is: 'gone' };
        if (meaningOf(result.status) === 'no') return { is: 'refused', reason: result.reason };
      }
      return { ...notDone(result), is: 'trouble' };
    },
  };
}
