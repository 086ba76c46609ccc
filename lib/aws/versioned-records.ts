import type * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import { PutItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, type Item, ifVersion, isExpired, N, S, type Table } from './table.ts';

/** Longer than any call. */
export const LIFETIME_SECONDS = 86_400;

export type RecordKind<Value> = {
  keyOf(id: string): Item;
  /** The attribute whose JSON the record is. */
  attribute: string;
  schema: z.ZodMiniType<Value>;
  /** What is found where nothing was saved, or nothing that still counts. */
  none: Value;
};

/**
 * Records that one call needs, each an item that is written only over the version that was read, for a day. Both methods
 * throw `Unavailable`; `load` throws `OtherVersion` for a record that this version cannot act on, and so must not write.
 */
export const versionedRecords = <Value>(table: Table, clock: Clock, kind: RecordKind<Value>) => ({
  async load(id: string): Promise<{ value: Value; version: number }> {
    const item = await getItem(table, kind.keyOf(id));
    if (item === undefined) return { value: kind.none, version: 0 };
    const version = Number(item.version?.N);
    if (isExpired(item.expiresAt, clock)) return { value: kind.none, version };
    const value = kind.schema.safeParse(parsedJson(item[kind.attribute]?.S ?? '')).data;
    if (value === undefined) throw new OtherVersion('record');
    return { value, version };
  },

  save(id: string, value: Value, expectedVersion: number): Promise<'saved' | 'lost'> {
    return guarded(
      table.client.send(PutItem, {
        TableName: table.name,
        Item: {
          ...kind.keyOf(id),
          [kind.attribute]: S(JSON.stringify(value)),
          version: N(expectedVersion + 1),
          expiresAt: expiresIn(LIFETIME_SECONDS, clock),
        },
        ...ifVersion(expectedVersion),
      }),
    );
  },
});
