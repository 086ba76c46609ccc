import * as z from 'zod/mini';
import { callIdSchema } from '../base/call-facts.ts';
import { idOf } from '../base/ids.ts';
import { stored } from '../base/stored.ts';
import { type Called, type Facts, talkMsOf, waitMsOf } from '../handoff/record/facts.ts';
import { OUTCOMES, STRATEGIES } from '../handoff/record/words.ts';
import { moment, nullable, word } from './fields.ts';

/** Grows when a field changes its meaning or goes away; fields may be added without it. */
export const HANDOFF_ENDED_VERSION = 1;

const seconds = z.nullable(z.number());

export const handoffEndedSchema = z.object({
  type: z.literal('handoff.ended'),
  version: z.literal(HANDOFF_ENDED_VERSION),
  /** The same for every delivery of this edition; also the `webhook-id`. */
  id: z.string().check(z.regex(/^he_[0-9A-Z]{26}$/)),
  /** 1 for the end as it was first known, 2 where a report has corrected it, and so on: the highest counts. */
  edition: z.int(),
  handoff: z.object({
    id: z.string(),
    /** Vapi's. */
    callId: z.string(),
    outcome: z.nullable(z.enum(OUTCOMES)),
    strategy: z.enum(STRATEGIES),
    department: nullable,
    /** By name, else by worker id; of the last agent who had it. */
    agent: nullable,
    windowSeconds: z.int(),
    /** ISO 8601, UTC. */
    askedAt: nullable,
    taskAt: nullable,
    offeredAt: nullable,
    acceptedAt: nullable,
    joinedAt: nullable,
    endedAt: nullable,
    waitSeconds: seconds,
    talkSeconds: seconds,
  }),
});
/**
 * How a handoff ended, as a CRM gets it: nothing about who called. What is not known is `null`, never absent. Another
 * edition is another event.
 */
export type HandoffEnded = z.infer<typeof handoffEndedSchema>;

/** A message of the CRM queue, below 64 KB. */
export const handoffEndedMessageSchema = z.object({
  callId: callIdSchema,
  event: handoffEndedSchema,
});
export type HandoffEndedMessage = z.infer<typeof handoffEndedMessageSchema>;

/** As much of it as whoever posts it has to know: an event of another version is posted as that one made it. */
export const postableEventSchema = stored({
  callId: handoffEndedMessageSchema.shape.callId,
  event: stored({ id: handoffEndedSchema.shape.id }),
});

/** The id of one edition: nothing else decides it, so that a CRM can tell a repetition from a correction. */
export const handoffEndedIdOf = (handoffId: string, edition: number): string =>
  idOf('he', handoffId, String(edition));

const secondsOf = (ms: number | undefined): number | null => (ms === undefined ? null : ms / 1000);

/** The message for the CRM queue about a handoff that has ended: the same for the same facts. */
export function handoffEndedOf(facts: Facts, called: Pick<Called, 'callId'>): HandoffEndedMessage {
  const { callId } = called;
  const { handoffId, edition } = facts;
  return {
    callId,
    event: {
      type: 'handoff.ended',
      version: HANDOFF_ENDED_VERSION,
      id: handoffEndedIdOf(handoffId, edition),
      edition,
      handoff: {
        id: handoffId,
        callId,
        outcome: facts.outcome ?? null,
        strategy: facts.strategy,
        department: word(facts.department),
        agent: word(facts.agent),
        windowSeconds: facts.windowSeconds,
        askedAt: moment(facts.askedAt),
        taskAt: moment(facts.taskAt),
        offeredAt: moment(facts.offeredAt),
        acceptedAt: moment(facts.acceptedAt),
        joinedAt: moment(facts.joinedAt),
        endedAt: moment(facts.endedAt),
        waitSeconds: secondsOf(waitMsOf(facts)),
        talkSeconds: secondsOf(talkMsOf(facts)),
      },
    },
  };
}
