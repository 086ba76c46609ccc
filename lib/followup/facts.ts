import * as z from 'zod/mini';
import { clipped } from '../base/clip.ts';
import { stored } from '../base/stored.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import type { CallbackRequest } from '../handoff/record/callback-request.ts';
import type { ReviewMessage } from './review-task.ts';

const text = z.optional(z.string());

/** What the board knows of a callback or a review that no agent has taken yet. */
export const followupFactsSchema = stored({
  /** Milliseconds since 1970: since when it waits. */
  requestedAt: z.int().check(z.nonnegative()),
  name: text,
  /** The number to be called; of a review, the one of the call. */
  caller: text,
  /** What it is about; of a review, what is missing. */
  reason: text,
  department: text,
  /** In the caller's words: when they want to be called. */
  when: text,
});

export type FollowupFacts = z.infer<typeof followupFactsSchema>;

const BYTES = { word: 80, reason: 200, when: 120 } as const;

export const factsOfCallback = (request: CallbackRequest): FollowupFacts => ({
  requestedAt: request.requestedAt,
  ...withoutUndefined({
    name: clipped(request.customerName, BYTES.word),
    caller: request.number,
    reason: clipped(request.why, BYTES.reason),
    department: clipped(request.department, BYTES.word),
    when: clipped(request.when, BYTES.when),
  }),
});

export const factsOfReview = ({ review }: ReviewMessage): FollowupFacts => {
  const names = review.missing.join(', ');
  return {
    requestedAt: review.requestedAt,
    ...withoutUndefined({
      name: clipped(review.customerName, BYTES.word),
      caller: clipped(review.from, BYTES.word),
      reason: clipped([review.why, names].filter((part) => part !== '').join(': '), BYTES.reason),
    }),
  };
};
