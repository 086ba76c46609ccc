import type { BatchGetItemCommandInput, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../base/trouble.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import { BatchGetItem, Query } from './dynamodb/operations.ts';
import { type Item, notTaken, type Table } from './table.ts';

/** DynamoDB gives no more in one request. */
export const MOST_READ = 100;

/** Cuts a list into parts of a size; the last one may be shorter. */
export const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, part) =>
    all.slice(part * size, (part + 1) * size),
  );

type KeysAndMore = NonNullable<BatchGetItemCommandInput['RequestItems']>[string];

/**
 * The items under some keys, `MOST_READ` at most, in no order; a key without one is left out. Throws `Unavailable`, also
 * where the table gave only a part.
 */
export async function getItems({ client, name }: Table, request: KeysAndMore): Promise<Item[]> {
  const { Responses = {}, UnprocessedKeys = {} } = await client
    .send(BatchGetItem, { RequestItems: { [name]: request } })
    .catch(notTaken);
  if (Object.keys(UnprocessedKeys).length > 0) throw new Unavailable('table', 'throttled');
  return Responses[name] ?? [];
}

/** All items that a query finds, page after page; no more than its `Limit`, where it has one. Throws `Unavailable`. */
export async function queryAll(
  { client, name }: Table,
  query: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>,
): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const left = query.Limit === undefined ? undefined : query.Limit - items.length;
    const { Items = [], LastEvaluatedKey } = await client
      .send(Query, {
        ...query,
        TableName: name,
        ...withoutUndefined({ Limit: left, ExclusiveStartKey: from }),
      })
      .catch(notTaken);
    items.push(...Items);
    from = query.Limit !== undefined && items.length >= query.Limit ? undefined : LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}
