import * as z from 'zod/mini';
import { handoffSchema } from '../handoff/handoff.ts';
import { type Clock, type HandoffStore, type Loaded, Unavailable } from '../handoff/ports.ts';
import { type AwsClient, AwsRefused, awsClient } from './client.ts';

/** A record outlives its call by this much, then DynamoDB's TTL removes it (H14: every record expires). */
const LIFETIME_SECONDS = 86_400;

export type Table = { client: AwsClient; name: string };

/** One client per container, with keep-alive. */
export const table = (name: string): Table => ({ client: awsClient('dynamodb'), name });

const attribute = z.object({ S: z.optional(z.string()), N: z.optional(z.string()) });
const itemSchema = z.record(z.string(), attribute);
const gotSchema = z.object({ Item: z.optional(itemSchema) });
type Item = z.infer<typeof itemSchema>;
/** A string attribute. */
const S = (text: string) => ({ S: text });

const secondsOf = (clock: Clock): number => Math.floor(clock() / 1000);
const isExpired = (item: Item, clock: Clock): boolean => Number(item.expiresAt?.N) <= secondsOf(clock);

const get = async ({ client, name }: Table, Key: Item): Promise<Item | undefined> => {
  const answer = await client
    .call('GetItem', { TableName: name, Key, ConsistentRead: true })
    .catch((error: unknown) => {
      throw new Unavailable('table', error);
    });
  return gotSchema.parse(answer).Item;
};

const keyOf = (callId: string): Item => ({ pk: S(`CALL#${callId}`), sk: S('HANDOFF') });
const legKeyOf = (callSid: string): Item => ({ pk: S(`LEG#${callSid}`), sk: S('CALL') });

/** Reads the record of a call, for whoever never writes one. */
export const readHandoff =
  (table: Table, clock: Clock) =>
  async (callId: string): Promise<Loaded> => {
    const item = await get(table, keyOf(callId));
    if (item === undefined) return { is: 'none', version: 0 };
    const version = Number(item.version?.N);
    // TTL deletes within days, not at once: an expired item is no record.
    if (isExpired(item, clock)) return { is: 'none', version };
    if (item.state === undefined) return { is: 'call-over', version };
    return { is: 'handoff', handoff: handoffSchema.parse(JSON.parse(item.record?.S ?? 'null')), version };
  };

/**
 * The record of a call as one item, `CALL#<vapi call id>` / `HANDOFF`. The record itself is JSON in `record`,
 * checked against its schema on the way in; `state`, `outcome` and `handoffId` stand beside it for people. With
 * `ownAccountSid` the legs of that Twilio account lead to their call: only those can report a status to us.
 */
export const handoffStore = (table: Table, clock: Clock, ownAccountSid?: string): HandoffStore => {
  const { client, name } = table;
  const expiresAt = () => ({ N: String(secondsOf(clock) + LIFETIME_SECONDS) });

  /** Only a second way to learn that the caller hung up: that it could not be written loses no handoff. */
  const pointFrom = (callSid: string, callId: string) => {
    const item: Item = { ...legKeyOf(callSid), callId: S(callId), expiresAt: expiresAt() };
    return client.call('PutItem', { TableName: name, Item: item }).catch(() => undefined);
  };

  const put = async (
    callId: string,
    expectedVersion: number,
    record: unknown,
    shown: Record<string, string>,
  ): Promise<'saved' | 'lost'> => {
    const isNew = expectedVersion === 0;
    const item: Item = {
      ...keyOf(callId),
      ...Object.fromEntries(Object.entries(shown).map(([field, text]) => [field, S(text)])),
      version: { N: String(expectedVersion + 1) },
      expiresAt: expiresAt(),
      record: S(JSON.stringify(record)),
    };
    const guard = isNew
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':expected': { N: String(expectedVersion) } },
        };
    try {
      await client.call('PutItem', { TableName: name, Item: item, ...guard });
      return 'saved';
    } catch (error) {
      if (error instanceof AwsRefused && error.name === 'ConditionalCheckFailedException') return 'lost';
      throw new Unavailable('table', error);
    }
  };

  return {
    load: readHandoff(table, clock),

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
      const item = await get(table, legKeyOf(callSid));
      return item === undefined || isExpired(item, clock) ? undefined : item.callId?.S;
    },

    markCallOver(callId, expectedVersion) {
      return put(callId, expectedVersion, { callId }, {});
    },
  };
};
