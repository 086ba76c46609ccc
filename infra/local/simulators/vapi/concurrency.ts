import type { Vapi } from '@vapi-ai/server-sdk';

/**
 * How many calls the account may have at one time, and what one beyond them meets; all four are seen: a 201
 * that waits, with `concurrencyBlocked`; 400; 429; a 201 that ends at once.
 */
export type Concurrency = {
  limit: number;
  beyond: 'waits' | 'refused' | 'too-many' | 'ends';
  /** How long one waits that waits, before it ends without having been dialled; as long as it takes, without. */
  waitsMs?: number;
};

/** So many that nobody notices. */
export const UNLIMITED: Concurrency = { limit: 10_000, beyond: 'waits' };

/** How a call ends that the account has no room for. */
export const LIMIT_REACHED = 'call.start.error-subscription-concurrency-limit-reached';

export type Slots = ReturnType<typeof createSlots>;

/** `taken` counts the calls that hold a slot. */
export function createSlots(taken: () => number) {
  let rule: Concurrency = UNLIMITED;
  const waiting: (() => void)[] = [];
  const freed = () => {
    while (waiting.length > 0 && taken() < rule.limit) waiting.shift()?.();
  };
  return {
    set(next: Concurrency) {
      rule = next;
      freed();
    },
    waitsMs: () => rule.waitsMs,
    /** What another call meets now. */
    next: (): 'free' | Concurrency['beyond'] => (taken() < rule.limit ? 'free' : rule.beyond),
    /** As the answer about a call tells it that was placed just now. */
    limits: (concurrencyBlocked: boolean): Vapi.SubscriptionLimits => ({
      concurrencyBlocked,
      concurrencyLimit: rule.limit,
      remainingConcurrentCalls: Math.max(0, rule.limit - taken()),
    }),
    /** `begin` is called once there is room, and takes it. */
    wait(begin: () => void) {
      waiting.push(begin);
      freed();
    },
    freed,
  };
}
