import { createHash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import type { Idempotency, OutboundStore, RecentNumbers } from '../outbound/call/ports.ts';
import { outboundCallFrom } from '../outbound/call/record.ts';
import { dueAt } from '../outbox/due.ts';
import { writtenOwing } from '../outbox/stored.ts';
import { dueAttributes } from './due-list.ts';
import { PutItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, ifVersion, isExpired, N, S, type Table } from './table.ts';

/** `scheduled` within 60 days; after the end a month for whoever asks. */
const LIFETIME_SECONDS = 90 * 86_400;

const keyOf = (id: string) => ({ pk: S(`OUTBOUND#${id}`), sk: S('CALL') });

/** Each outbound call as one item, `OUTBOUND#<id>` / `CALL`, written only over the version that was read. */
export const outboundStore = (table: Table, clock: Clock): OutboundStore => ({
  async load(id) {
    const item = await getItem(table, keyOf(id));
    if (item === undefined) return { call: undefined, version: 0 };
    const version = Number(item.version?.N);
    if (isExpired(item.expiresAt, clock)) return { call: undefined, version };
    const call = outboundCallFrom(parsedJson(item.record?.S ?? ''));
    if (call === undefined) throw new OtherVersion('record');
    return { call, version };
  },

  save(call, expectedVersion) {
    return guarded(
      table.client.send(PutItem, {
        TableName: table.name,
        Item: {
          ...keyOf(call.id),
          record: S(JSON.stringify(writtenOwing(call))),
          version: N(expectedVersion + 1),
          expiresAt: expiresIn(LIFETIME_SECONDS, clock),
          ...dueAttributes(call.id, dueAt(call)),
        },
        ...ifVersion(expectedVersion),
      }),
    );
  },
});

/** Half an hour (O1). */
const RECENT_MS = 1_800_000;

/**
 * Who has a number: `NUMBER#<hash of the number>` / `RECENT`, taken by a write that holds only where nobody has it any
 * more. The number itself stands in the call's record alone.
 */
export const recentNumbers = (table: Table, clock: Clock): RecentNumbers => {
  const { client, name: TableName } = table;
  const keyOfNumber = (number: string) => ({
    pk: S(`NUMBER#${createHash('sha256').update(number).digest('base64url')}`),
    sk: S('RECENT'),
  });
  return {
    async take(number, id) {
      const now = clock();
      const until = now + RECENT_MS;
      const taken = await guarded(
        client.send(PutItem, {
          TableName,
          Item: {
            ...keyOfNumber(number),
            holder: S(id),
            until: N(until),
            expiresAt: expiresIn(RECENT_MS / 1_000, clock),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR holder = :id',
          ExpressionAttributeNames: { '#until': 'until' },
          ExpressionAttributeValues: { ':now': N(now), ':id': S(id) },
        }),
      );
      if (taken === 'saved') return { is: 'taken' };
      const holder = (await getItem(table, keyOfNumber(number)))?.holder?.S;
      return { is: 'recent', id: holder ?? id };
    },

    async free(number, id) {
      await guarded(
        client.send(PutItem, {
          TableName,
          Item: { ...keyOfNumber(number), holder: S(id), until: N(0), expiresAt: expiresIn(60, clock) },
          ConditionExpression: 'holder = :id',
          ExpressionAttributeValues: { ':id': S(id) },
        }),
      );
    },
  };
};

const DAY_SECONDS = 86_400;

/** What a key was used for, `REQUEST#<hash of the key>` / `OUTBOUND`, for a day. */
export const idempotencyStore = (table: Table, clock: Clock): Idempotency => {
  const keyOfKey = (key: string) => ({
    pk: S(`REQUEST#${createHash('sha256').update(key).digest('base64url')}`),
    sk: S('OUTBOUND'),
  });
  return {
    async load(key) {
      const item = await getItem(table, keyOfKey(key));
      const [of, id] = [item?.of?.S, item?.id?.S];
      if (item === undefined || of === undefined || id === undefined) return undefined;
      return isExpired(item.expiresAt, clock) ? undefined : { of, id };
    },

    async keep(key, of, id) {
      const now = Math.floor(clock() / 1_000);
      await guarded(
        table.client.send(PutItem, {
          TableName: table.name,
          Item: { ...keyOfKey(key), of: S(of), id: S(id), expiresAt: expiresIn(DAY_SECONDS, clock) },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': N(now) },
        }),
      );
    },
  };
};
