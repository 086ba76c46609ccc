import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import { dueAt } from '../outbox/due.ts';
import type { Owing } from '../outbox/effect.ts';
import { writtenOwing } from '../outbox/stored.ts';
import { ownDueAttributes } from './due-list.ts';
import { PutItem } from './dynamodb/operations.ts';
import { getItem, guarded, type Item, ifVersion, isExpired, N, S, type Table } from './table.ts';

/** DynamoDB refuses to look for more: an id from outside can be of any length. */
const LONGEST_KEY_BYTES = 2_048;

/**
 * Reads a record that stands under an id of ours and owes something. Throws `Unavailable`, and `OtherVersion` for one that
 * this version cannot act on.
 */
export async function loadOwn<R>(
  table: Table,
  clock: Clock,
  { key, from }: { key: Item; from: (json: unknown) => R | undefined },
): Promise<{ record: R | undefined; version: number }> {
  const isPossible = Buffer.byteLength(key.pk?.S ?? '') <= LONGEST_KEY_BYTES;
  const item = isPossible ? await getItem(table, key) : undefined;
  if (item === undefined) return { record: undefined, version: 0 };
  const version = Number(item.version?.N);
  if (isExpired(item.expiresAt, clock)) return { record: undefined, version };
  const record = from(parsedJson(item.record?.S ?? ''));
  if (record === undefined) throw new OtherVersion('record');
  return { record, version };
}

/** Writes such a record over the version that was read; it is on the list of what is due. Throws `Unavailable`. */
export function saveOwn(
  table: Table,
  record: Owing<unknown>,
  { key, expiresAt, expectedVersion }: { key: Item; expiresAt: Item[string]; expectedVersion: number },
): Promise<'saved' | 'lost'> {
  return guarded(
    table.client.send(PutItem, {
      TableName: table.name,
      Item: {
        ...key,
        record: S(JSON.stringify(writtenOwing(record))),
        version: N(expectedVersion + 1),
        expiresAt,
        ...ownDueAttributes(dueAt(record)),
      },
      ...ifVersion(expectedVersion),
    }),
  );
}
