import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { handoffSchema } from '../handoff/handoff.ts';
import { type Clock, type HandoffStore, type Loaded, Unavailable } from '../handoff/ports.ts';

/** A record outlives its call by this much, then DynamoDB's TTL removes it (H14: every record expires). */
const LIFETIME_SECONDS = 86_400;

export type Table = { client: DynamoDBClient; name: string };

/** One client per container, with keep-alive; short timeouts, because a caller waits on the other side. */
export const table = (name: string): Table => ({
  client: new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 800, requestTimeout: 1000, throwOnRequestTimeout: true },
  }),
  name,
});

/**
 * The record of a call as one item, `CALL#<vapi call id>` / `HANDOFF`. The record itself is JSON in `record`,
 * checked against its schema on the way in; `state`, `outcome` and `handoffId` stand beside it for people. With
 * `ownAccountSid` the legs of that Twilio account lead to their call: only those can report a status to us.
 */
export const handoffStore = ({ client, name }: Table, clock: Clock, ownAccountSid?: string): HandoffStore => {
  const key = (callId: string) => ({ pk: { S: `CALL#${callId}` }, sk: { S: 'HANDOFF' } });
  const seconds = () => Math.floor(clock() / 1000);

  const legKey = (callSid: string) => ({ pk: { S: `LEG#${callSid}` }, sk: { S: 'CALL' } });
  const expiresAt = () => ({ N: String(seconds() + LIFETIME_SECONDS) });
  const isExpired = (item: Record<string, AttributeValue>) => Number(item.expiresAt?.N) <= seconds();

  const get = async (Key: Record<string, AttributeValue>) => {
    const command = new GetItemCommand({ TableName: name, Key, ConsistentRead: true });
    const { Item: item } = await client.send(command).catch((error: unknown) => {
      throw new Unavailable('table', error);
    });
    return item;
  };

  /** Only a second way to learn that the caller hung up: that it could not be written loses no handoff. */
  const pointFrom = (callSid: string, callId: string) =>
    client
      .send(
        new PutItemCommand({
          TableName: name,
          Item: { ...legKey(callSid), callId: { S: callId }, expiresAt: expiresAt() },
        }),
      )
      .catch(() => undefined);

  const put = async (
    callId: string,
    expectedVersion: number,
    record: unknown,
    shown: Record<string, string>,
  ): Promise<'saved' | 'lost'> => {
    const isNew = expectedVersion === 0;
    const command = new PutItemCommand({
      TableName: name,
      Item: {
        ...key(callId),
        ...Object.fromEntries(Object.entries(shown).map(([field, text]) => [field, { S: text }])),
        version: { N: String(expectedVersion + 1) },
        expiresAt: expiresAt(),
        record: { S: JSON.stringify(record) },
      },
      ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'version = :expected',
      ...(isNew ? {} : { ExpressionAttributeValues: { ':expected': { N: String(expectedVersion) } } }),
    });
    try {
      await client.send(command);
      return 'saved';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'lost';
      throw new Unavailable('table', error);
    }
  };

  return {
    async load(callId): Promise<Loaded> {
      const item = await get(key(callId));
      if (item === undefined) return { is: 'none', version: 0 };
      const version = Number(item.version?.N);
      // TTL deletes within days, not at once: an expired item is no record.
      if (isExpired(item)) return { is: 'none', version };
      if (item.state === undefined) return { is: 'call-over', version };
      return { is: 'handoff', handoff: handoffSchema.parse(JSON.parse(item.record?.S ?? 'null')), version };
    },

    async save(handoff, expectedVersion) {
      const { callId, handoffId, progress, request } = handoff;
      const outcome = progress.state === 'ended' ? { outcome: progress.outcome } : {};
      const shown = { state: progress.state, ...outcome, handoffId };
      const isNew = expectedVersion === 0;
      const [saved] = await Promise.all([
        put(callId, expectedVersion, handoff, shown),
        isNew && request.callSid !== undefined && request.accountSid === ownAccountSid
          ? pointFrom(request.callSid, callId)
          : undefined,
      ]);
      return saved;
    },

    async callOfLeg(callSid) {
      const item = await get(legKey(callSid));
      return item === undefined || isExpired(item) ? undefined : item.callId?.S;
    },

    markCallOver(callId, expectedVersion) {
      return put(callId, expectedVersion, { callId }, {});
    },
  };
};
