import type { Clock } from '../base/clock.ts';
import type { Turn } from '../conversation/turns.ts';
import { UpdateItem } from './dynamodb/operations.ts';
import { expiresIn, N, notTaken, S, type Table } from './table.ts';

/** Behind every utterance of its call, and read with them: the last message about a call holds its last words. */
export const OVER = 'TURN#999999999999999#over';

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
          'SET overAt = if_not_exists(overAt, :now), turns = if_not_exists(turns, :turns), expiresAt = :expires',
        ExpressionAttributeValues: {
          ':now': N(clock()),
          ':turns': S(JSON.stringify(turns)),
          ':expires': expiresIn(retentionSeconds, clock),
        },
      })
      .catch(notTaken);
  };
