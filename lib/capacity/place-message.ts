import * as z from 'zod/mini';
import { callIdSchema } from '../base/call-facts.ts';
import { stored } from '../base/stored.ts';

/** Asks to look whether a place that is in doubt has a call at Vapi. */
export const placeMessageSchema = stored({
  place: stored({
    /** The CallSid of the leg, under which the place is held. */
    holder: z.string().check(z.minLength(1)),
    /** Where Vapi has told it. */
    callId: z.optional(callIdSchema),
    /** Vapi's id of our number, and when the call was asked for (ms since 1970): so it is found without its id. */
    phoneNumberId: z.string(),
    askedAt: z.int(),
    /** The call at Vapi that the leg has had before. */
    past: z.optional(callIdSchema),
    /** How often it was looked for before. */
    looks: z.int(),
  }),
});

/** A message of the handoff queue that is about no handoff. */
export type PlaceMessage = z.infer<typeof placeMessageSchema>;

export type PlaceInDoubt = PlaceMessage['place'];
