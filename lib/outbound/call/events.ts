import * as z from 'zod/mini';
import { callIdSchema } from '../../base/call-facts.ts';
import { stored } from '../../base/stored.ts';

/** What Vapi tells of a call that we asked for. */
export const outboundEventSchema = z.discriminatedUnion('type', [
  stored({ type: z.literal('talking'), callId: callIdSchema }),
  stored({
    type: z.literal('ended'),
    callId: callIdSchema,
    endedReason: z.string(),
    /** The callee has said something. */
    hasSpoken: z.boolean(),
    /** A status need not hold the talk; the report does. */
    byStatus: z.exactOptional(z.literal(true)),
  }),
]);
export type OutboundEvent = z.infer<typeof outboundEventSchema>;

/** A message of the outbound queue. Without an event it wakes the call. `givenUpBy`: whose claims are void. */
export const outboundMessageSchema = stored({
  id: z.string(),
  event: z.exactOptional(outboundEventSchema),
  givenUpBy: z.exactOptional(z.string()),
});
export type OutboundMessage = z.infer<typeof outboundMessageSchema>;
