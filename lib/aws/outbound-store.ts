import { createHash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import type { Idempotency, OutboundStore } from '../outbound/call/ports.ts';
import { outboundCallFrom } from '../outbound/call/record.ts';
import { dueAt } from '../outbox/due.ts';
import { writtenOwing } from '../outbox/stored.ts';
import { ownDueAttributes } from './due-list.ts';
import { PutItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, ifVersion, isExpired, N, S, type Table } from './table.ts';

/** `scheduled` within 60 days; after the end a month for whoever asks. */
const LIFETIME_SECONDS = 90 * 86_400;

const keyOf = (id: string) => ({ pk: S(`OUTBOUND#${id}`), sk: S('CALL') });

/** Reads an outbound call as it is now. */
export const loadOutbound =
  (table: Table, clock: Clock): OutboundStore['load'] =>
  async (id) => {
    const item = await getItem(table, keyOf(id));
    if (item === undefined) return { call: undefined, version: 0 };
    const version = Number(item.version?.N);
    if (isExpired(item.expiresAt, clock)) return { call: undefined, version };
    const call = outboundCallFrom(parsedJson(item.record?.S ?? ''));
    if (call === undefined) throw new OtherVersion('record');
    return { call, version };
  };

/** Each outbound call as one item, `OUTBOUND#<id>` / `CALL`, written only over the version that was read. */
export const outboundStore = (table: Table, clock: Clock): OutboundStore => ({
  load: loadOutbound(table, clock),

  save(call, expectedVersion) {
    return guarded(
      table.client.send(PutItem, {
        TableName: table.name,
        Item: {
          ...keyOf(call.id),
          record: S(JSON.stringify(writtenOwing(call))),
          version: N(expectedVersion + 1),
          expiresAt: expiresIn(LIFETIME_SECONDS, clock),
          ...ownDueAttributes(dueAt(call)),
        },
        ...ifVersion(expectedVersion),
      }),
    );
  },
});

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
