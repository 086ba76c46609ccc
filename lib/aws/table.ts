import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../base/clock.ts';
import { type DynamoDb, dynamoDb, GetItem, loadDynamoDb } from './dynamodb/operations.ts';
import { failureOf, raise } from './outcome.ts';

export type Table = { client: DynamoDb; name: string };

export const table = (name: string): Table => ({ client: dynamoDb(loadDynamoDb), name });

/** An item as DynamoDB writes it. */
export type Item = Record<string, AttributeValue>;

/** A string attribute. */
export const S = (text: string) => ({ S: text });
/** A number attribute. */
export const N = (value: number) => ({ N: String(value) });

/** TTL deletes within days, not at once: an item is gone for us in the second in which it expires. */
export const isExpired = (expiresAt: { N?: string | undefined } | undefined, clock: Clock): boolean =>
  !(Number(expiresAt?.N) > Math.floor(clock() / 1000));

/** When an item expires that is written now, as its TTL attribute. */
export const expiresIn = (seconds: number, clock: Clock) => N(Math.floor(clock() / 1000) + seconds);

/** What becomes of a request that DynamoDB did not take, or did not answer: throws `Unavailable`, `RefusedForGood`. */
export const notTaken = (error: unknown): never => raise('table', failureOf(error), error);

/** The item under a key as it is now. Throws `Unavailable`, `RefusedForGood`. */
export const getItem = async ({ client, name }: Table, Key: Item): Promise<Item | undefined> => {
  const request = { TableName: name, Key, ConsistentRead: true };
  return (await client.send(GetItem, request).catch(notTaken)).Item;
};

/** The condition of a write that holds only over the version that was read; 0 where there was no item. */
export const ifVersion = (expected: number) =>
  expected === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'version = :expected',
        ExpressionAttributeValues: { ':expected': N(expected) },
      };

/** What became of a write under a condition: `lost` where that does not hold. Throws `Unavailable`, `RefusedForGood`. */
export const guarded = async (write: Promise<unknown>): Promise<'saved' | 'lost'> => {
  try {
    await write;
    return 'saved';
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 'lost';
    return notTaken(error);
  }
};
