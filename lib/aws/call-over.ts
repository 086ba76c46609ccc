import { type Clock, Unavailable } from '../handoff/ports.ts';
import type { Table } from './handoff-store.ts';

/**
 * Notes that a call is over, beside its record, so that no version of it is in the way; again changes nothing. Apart
 * from what reads the record: the webhook that notes it loads no schema of it. Throws `Unavailable`.
 */
export const markCallOver =
  ({ client, name }: Table, clock: Clock, retentionSeconds: number) =>
  async (callId: string): Promise<void> => {
    const now = clock();
    await client
      .call('UpdateItem', {
        TableName: name,
        Key: { pk: { S: `CALL#${callId}` }, sk: { S: 'CALL' } },
        UpdateExpression: 'SET overAt = if_not_exists(overAt, :now), expiresAt = :expires',
        ExpressionAttributeValues: {
          ':now': { N: String(now) },
          ':expires': { N: String(Math.floor(now / 1000) + retentionSeconds) },
        },
      })
      .catch((error: unknown) => {
        throw new Unavailable('table', error);
      });
  };
