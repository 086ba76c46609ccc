import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import { factsOfReview } from '../followup/facts.ts';
import {
  type KeepReview,
  type KeptReview,
  reviewRequestSchema,
  type SettleReview,
} from '../followup/review-task.ts';
import { DUE_AFTER_MS, KEPT_SECONDS, LOOK_AFTER_MS } from '../followup/task-once.ts';
import { ifNone, takeOff } from './callback-store.ts';
import { dueAttributes } from './due-list.ts';
import { PutItem, UpdateItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, isExpired, N, S, type Table } from './table.ts';

const keyOf = (callId: string) => ({ pk: S(`CALL#${callId}`), sk: S('REVIEW') });

/** Returns the review of a call as it is kept; undefined where none is. Throws `Unavailable`, `OtherVersion`. */
export const loadReview =
  (table: Table, clock: Clock) =>
  async (callId: string): Promise<KeptReview | undefined> => {
    const item = await getItem(table, keyOf(callId));
    if (item === undefined || isExpired(item.expiresAt, clock)) return undefined;
    const review = reviewRequestSchema.safeParse(parsedJson(item.review?.S ?? '')).data;
    if (review === undefined) throw new OtherVersion('record');
    return { review, taskSid: item.taskSid?.S };
  };

/**
 * Keeps a review, on the list of what is due, and returns what is kept: what a repeated or a late message says changes
 * nothing. Throws `Unavailable`.
 */
export const keepReview =
  (table: Table, clock: Clock): KeepReview =>
  async (message) => {
    const { callId, review } = message;
    const kept = await guarded(
      table.client.send(PutItem, {
        TableName: table.name,
        Item: {
          ...keyOf(callId),
          review: S(JSON.stringify(review)),
          expiresAt: expiresIn(KEPT_SECONDS, clock),
          ...dueAttributes(callId, clock() + DUE_AFTER_MS, factsOfReview(message)),
        },
        ...ifNone(clock),
      }),
    );
    const earlier = kept === 'saved' ? undefined : await loadReview(table, clock)(callId);
    return earlier ?? { review, taskSid: undefined };
  };

/** Notes the task of a review that waits for an agent: it is looked at in a while. Throws `Unavailable`. */
export const settleReview =
  ({ client, name }: Table, clock: Clock): SettleReview =>
  async (callId, taskSid) => {
    const { at = N(0) } = dueAttributes(callId, clock() + LOOK_AFTER_MS);
    await guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(callId),
        UpdateExpression: `SET #at = :at${taskSid === undefined ? '' : ', taskSid = :task'}`,
        // One that an agent has is on no list.
        ConditionExpression: 'attribute_exists(#list)',
        ExpressionAttributeNames: { '#list': 'list', '#at': 'at' },
        ExpressionAttributeValues: { ':at': at, ...(taskSid !== undefined && { ':task': S(taskSid) }) },
      }),
    );
  };

/** Notes that an agent has the task of a review, or that it is over: nothing is due any more. Throws `Unavailable`. */
export const takeReview =
  (table: Table, clock: Clock) =>
  (callId: string): Promise<void> =>
    takeOff(table, { callId, sk: 'REVIEW', now: clock() });
