import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { Unavailable } from '../base/trouble.ts';
import { type AwsClient, AwsRefused, awsClient } from './client.ts';

export type Table = { client: AwsClient; name: string };

/** One client per container, with keep-alive. */
export const table = (name: string): Table => ({ client: awsClient('dynamodb'), name });

const attribute = z.object({ S: z.optional(z.string()), N: z.optional(z.string()) });
/** An item of texts and numbers, as DynamoDB writes it. */
export const itemSchema = z.record(z.string(), attribute);
export type Item = z.infer<typeof itemSchema>;

/** A string attribute. */
export const S = (text: string) => ({ S: text });
/** A number attribute. */
export const N = (value: number) => ({ N: String(value) });

/** TTL deletes within days, not at once: an item is gone for us in the second in which it expires. */
export const isExpired = (expiresAt: { N?: string | undefined } | undefined, clock: Clock): boolean =>
  !(Number(expiresAt?.N) > Math.floor(clock() / 1000));

/** When an item expires that is written now, as its TTL attribute. */
export const expiresIn = (seconds: number, clock: Clock) => N(Math.floor(clock() / 1000) + seconds);

/** What becomes of a request that DynamoDB did not take, or did not answer. */
export const unavailable = (error: unknown): never => {
  throw new Unavailable('table', error);
};

const gotSchema = z.object({ Item: z.optional(z.unknown()) });

/** The item under a key as it is now, not read yet. Throws `Unavailable`. */
export const getItem = async ({ client, name }: Table, Key: object): Promise<unknown> => {
  const request = { TableName: name, Key, ConsistentRead: true };
  return gotSchema.parse(await client.call('GetItem', request).catch(unavailable)).Item;
};

/** One write under a condition: `lost` where that does not hold. Throws `Unavailable`. */
export const guarded = async (
  { client, name }: Table,
  operation: string,
  input: object,
): Promise<'saved' | 'lost'> => {
  try {
    await client.call(operation, { TableName: name, ...input });
    return 'saved';
  } catch (error) {
    if (error instanceof AwsRefused && error.name === 'ConditionalCheckFailedException') return 'lost';
    return unavailable(error);
  }
};
