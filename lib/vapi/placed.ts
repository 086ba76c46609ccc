import * as z from 'zod/mini';
import { callIdSchema } from '../base/call-facts.ts';

const limitsSchema = z.object({
  subscriptionLimits: z.object({
    concurrencyBlocked: z.catch(z.optional(z.boolean()), undefined),
    concurrencyLimit: z.catch(z.optional(z.int().check(z.nonnegative())), undefined),
  }),
});
const namedSchema = z.object({ id: callIdSchema });

/** What an answer to `POST /call` tells whatever is asked for (Vapi: Call.id, subscriptionLimits). */
export function placedIn(body: unknown): {
  callId: string | undefined;
  /** The account has no room for it yet. */
  isBlocked: boolean;
  /** How many calls Vapi takes at one time. */
  limit: number | undefined;
} {
  const limits = limitsSchema.safeParse(body).data?.subscriptionLimits;
  return {
    callId: namedSchema.safeParse(body).data?.id,
    isBlocked: limits?.concurrencyBlocked === true,
    limit: limits?.concurrencyLimit,
  };
}
