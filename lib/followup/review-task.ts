import * as z from 'zod/mini';
import { callIdSchema, sourceSchema } from '../base/call-facts.ts';
import { clipped } from '../base/clip.ts';
import { idOf } from '../base/ids.ts';
import { stored } from '../base/stored.ts';
import { ATTRIBUTES_LIMIT } from '../handoff/briefing/task-attributes.ts';
import { REVIEW_TASK } from '../twilio/attributes.ts';
import { createTaskOnce, lookAt, type TaskOncePorts } from './task-once.ts';

const text = z.optional(z.string());
/** The latest moment that a date can hold. */
const LAST_MS = 8.64e15;

/** What a colleague needs who looks after a call that left something open. */
export const reviewRequestSchema = stored({
  /** The names of the required fields that nobody filled in. */
  missing: z.array(z.string()),
  /** Why a person has to look: `required fields are missing`. */
  why: z.string(),
  summary: text,
  customerName: text,
  customerId: text,
  /** Who says the name, and who the id. */
  customerNameSource: z.optional(sourceSchema),
  customerIdSource: z.optional(sourceSchema),
  /** The caller's number. */
  from: text,
  /** The handoff of the call, where there was one: its page tells the rest. */
  handoffId: text,
  /** Milliseconds since 1970. */
  requestedAt: z.int().check(z.nonnegative(), z.maximum(LAST_MS)),
});

/** A message on the queue of follow-ups. */
export const reviewMessageSchema = z.object({
  callId: callIdSchema,
  review: reviewRequestSchema,
});
export type ReviewMessage = z.infer<typeof reviewMessageSchema>;

/** A review as it is kept. `taskSid` is known from its first settling on. */
export type KeptReview = { review: ReviewMessage['review']; taskSid: string | undefined };

/** Keeps a review, once for a call; returns what is kept. */
export type KeepReview = (message: ReviewMessage) => Promise<KeptReview>;

/** Notes that the task of a review waits for an agent, unless one has it. */
export type SettleReview = (callId: string, taskSid: string | undefined) => Promise<void>;

export type ReviewPorts = TaskOncePorts<'review'> & {
  keepReview: KeepReview;
  settleReview: SettleReview;
  /** Notes that nobody is waited for any more. */
  takeReview: (callId: string) => Promise<void>;
  /** Where a colleague reads about the handoff; without it, or without a handoff, the task has no link. */
  agentPage?: (handoff: { callId: string; handoffId: string; now: number }) => string;
};

/** The review is not created yet. Thrown so that the queue brings its message again, at last to the dead letters. */
export class ReviewFailed extends Error {
  override name = 'ReviewFailed';
}

/** One review for a call, however often it is asked for. */
export const reviewIdOf = (callId: string): string => idOf('rv', callId, 'review');

const BYTES = { id: 200, word: 80, subject: 120, why: 200 };

/** How much there is of what can be long; the first level that fits is taken. The link goes last. */
const LEVELS = [
  { fields: 20, summary: 1_200, link: true },
  { fields: 12, summary: 800, link: true },
  { fields: 8, summary: 400, link: true },
  { fields: 5, summary: 200, link: true },
  { fields: 5, summary: 200, link: false },
] as const;

/** The task's attributes as JSON, within TaskRouter's limit in any script and at any length. */
export const reviewAttributes = ({ callId, review }: ReviewMessage, contextUrl?: string): string => {
  const reviewId = reviewIdOf(callId);
  const names = review.missing.flatMap((name) => clipped(name, BYTES.word) ?? []);
  const from = clipped(review.from, BYTES.word);
  const customerName = clipped(review.customerName, BYTES.word);
  const customerId = clipped(review.customerId, BYTES.id);
  const at = (level: (typeof LEVELS)[number]): string => {
    const missing = names.slice(0, level.fields);
    return JSON.stringify({
      type: REVIEW_TASK,
      handoff_id: reviewId,
      handoff_try: 1,
      vapi_call_id: callId,
      // Flex shows these two; of the rest it shows nothing without a plugin.
      name: customerName ?? from ?? 'Review',
      name_source: customerName === undefined ? undefined : review.customerNameSource,
      subject: names.length === 0 ? 'Review' : clipped(`Review: ${names.join(', ')}`, BYTES.subject),
      missing,
      missing_count: review.missing.length,
      reason: clipped(review.why, BYTES.why),
      summary: clipped(review.summary, level.summary),
      from,
      customer_id: customerId,
      customer_id_source: customerId === undefined ? undefined : review.customerIdSource,
      call_handoff_id: clipped(review.handoffId, BYTES.id),
      requested_at: new Date(review.requestedAt).toISOString(),
      context_url: level.link ? contextUrl : undefined,
      conversations: { conversation_id: reviewId },
    });
  };
  let attributes = '';
  for (const level of LEVELS) {
    attributes = at(level);
    if (Buffer.byteLength(attributes) <= ATTRIBUTES_LIMIT) return attributes;
  }
  return attributes;
};

/**
 * Makes the task of a review (C6), at most one for a call; it waits up to a week for somebody with time. One that is
 * made already is looked at. Throws `ReviewFailed` or `Unavailable` where the message must come again.
 */
export const createReview = async (
  message: ReviewMessage,
  ports: ReviewPorts,
): Promise<'created' | 'known'> => {
  const { callId } = message;
  const { agentPage, clock } = ports;
  const { review, taskSid } = await ports.keepReview(message);
  const page =
    review.handoffId === undefined
      ? undefined
      : agentPage?.({ callId, handoffId: review.handoffId, now: clock() });
  const handoffId = reviewIdOf(callId);
  const made = await createTaskOnce(
    {
      kind: 'review',
      callId,
      taskId: handoffId,
      taskSid,
      attributes: () => reviewAttributes({ callId, review }, page),
      failure: (reason) => new ReviewFailed(reason),
    },
    ports,
  );
  if (made.is === 'created') {
    await ports.settleReview(callId, made.taskSid);
    return 'created';
  }
  const seen = await lookAt(
    { kind: 'review', callId, taskSid, key: { handoffId, taskNo: 1, since: review.requestedAt } },
    ports,
  );
  if (seen.is === 'taken' || seen.is === 'gone') await ports.takeReview(callId);
  else await ports.settleReview(callId, seen.taskSid);
  return 'known';
};
