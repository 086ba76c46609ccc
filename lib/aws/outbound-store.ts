import { createHash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Claim, Idempotency, OutboundStore } from '../outbound/call/ports.ts';
import { outboundCallFrom } from '../outbound/call/record.ts';
import { ENOUGH_ROUNDS, loadDecideSave } from '../outbox/save.ts';
import { PutItem } from './dynamodb/operations.ts';
import { loadOwn, saveOwn } from './own-record.ts';
import { expiresIn, getItem, guarded, isExpired, S, type Table } from './table.ts';

/** `scheduled` within 60 days; after the end a month for whoever asks. */
const LIFETIME_SECONDS = 90 * 86_400;

const keyOf = (id: string) => ({ pk: S(`OUTBOUND#${id}`), sk: S('CALL') });

/** Reads an outbound call as it is now. */
export const loadOutbound =
  (table: Table, clock: Clock): OutboundStore['load'] =>
  async (id) => {
    const loaded = await loadOwn(table, clock, { key: keyOf(id), from: outboundCallFrom });
    return { call: loaded.record, version: loaded.version };
  };

/** Each outbound call as one item, `OUTBOUND#<id>` / `CALL`, written only over the version that was read. */
export const outboundStore = (table: Table, clock: Clock): OutboundStore => ({
  load: loadOutbound(table, clock),
  save: (call, expectedVersion) =>
    saveOwn(table, call, {
      ...{ key: keyOf(call.id), expectedVersion },
      expiresAt: expiresIn(LIFETIME_SECONDS, clock),
    }),
});

const DAY_SECONDS = 86_400;

/** What a key is used for, `REQUEST#<hash of the key>` / `OUTBOUND`, for a day. */
export const idempotencyStore = (table: Table, clock: Clock): Idempotency => {
  const keyOfKey = (key: string) => ({
    pk: S(`REQUEST#${createHash('sha256').update(key).digest('base64url')}`),
    sk: S('OUTBOUND'),
  });

  async function load(key: string): Promise<Claim | undefined> {
    const item = await getItem(table, keyOfKey(key));
    const [of, id] = [item?.of?.S, item?.id?.S];
    if (item === undefined || of === undefined || id === undefined) return undefined;
    return isExpired(item.expiresAt, clock) ? undefined : { of, id };
  }

  return {
    load,

    claim: (key, claim) =>
      loadDecideSave<Claim | undefined, Claim>({ load }, key, ENOUGH_ROUNDS, (standing) => {
        if (standing !== undefined) return { outcome: standing };
        const put = () =>
          table.client.send(PutItem, {
            TableName: table.name,
            Item: {
              ...keyOfKey(key),
              of: S(claim.of),
              id: S(claim.id),
              expiresAt: expiresIn(DAY_SECONDS, clock),
            },
            ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
            ExpressionAttributeValues: { ':now': expiresIn(0, clock) },
          });
        return { outcome: claim, save: () => guarded(put()) };
      }),

    async free(key, id) {
      await guarded(
        table.client.send(PutItem, {
          TableName: table.name,
          Item: { ...keyOfKey(key), expiresAt: expiresIn(0, clock) },
          ConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': S(id) },
        }),
      );
    },
  };
};
