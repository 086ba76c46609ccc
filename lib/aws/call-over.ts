import type { Clock } from '../base/clock.ts';
import type { Turn } from '../conversation/turns.ts';
import { UpdateItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, N, notTaken, S, type Table } from './table.ts';

/** Behind every utterance of its call, and read with them: the last message about a call holds its last words. */
export const OVER = 'TURN#999999999999999#over';

/**
 * The list of the calls that have begun and whose end nobody has told, by when they began. Two writes a call: one
 * partition of an index takes 500 new calls a second.
 */
export const LIVE_LIST = 'LIVE';

/** Both are words of DynamoDB's own. */
const ON_THE_LIST = { '#list': 'list', '#at': 'at' };

/** Puts a call that has begun on its list, once, unless its end was told before. Throws `Unavailable`. */
export const markCallLive =
  ({ client, name }: Table, clock: Clock, retentionSeconds: number) =>
  async (callId: string): Promise<void> => {
    await guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: { pk: S(`CALL#${callId}`), sk: S(OVER) },
        UpdateExpression: 'SET #list = :list, #at = :now, expiresAt = :expires',
        ConditionExpression: 'attribute_not_exists(pk)',
        ExpressionAttributeNames: ON_THE_LIST,
        ExpressionAttributeValues: {
          ':list': S(LIVE_LIST),
          ':now': N(clock()),
          ':expires': expiresIn(retentionSeconds, clock),
        },
      }),
    );
  };

/**
 * Notes that a call is over, with the words that the message about it brought, in one write; again changes nothing.
 * An item of its own, so that no version of the record is in the way. Apart from what reads the record: the webhook
 * that notes it loads no schema of it. Throws `Unavailable`.
 */
export const markCallOver =
  ({ client, name }: Table, clock: Clock, retentionSeconds: number) =>
  async (callId: string, turns: readonly Turn[]): Promise<void> => {
    await client
      .send(UpdateItem, {
        TableName: name,
        Key: { pk: S(`CALL#${callId}`), sk: S(OVER) },
        UpdateExpression:
          'SET overAt = if_not_exists(overAt, :now), turns = if_not_exists(turns, :turns), expiresAt = :expires REMOVE #list, #at',
        ExpressionAttributeNames: ON_THE_LIST,
        ExpressionAttributeValues: {
          ':now': N(clock()),
          ':turns': S(JSON.stringify(turns)),
          ':expires': expiresIn(retentionSeconds, clock),
        },
      })
      .catch(notTaken);
  };

/** Whether the end of a call was told, however late what is heard of it now. Throws `Unavailable`. */
export const isCallOver =
  (table: Table) =>
  async (callId: string): Promise<boolean> =>
    (await getItem(table, { pk: S(`CALL#${callId}`), sk: S(OVER) }))?.overAt !== undefined;
