import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import { legSchema, UNANSWERED } from '../desk/leg.ts';
import type { LegStore } from '../desk/ports.ts';
import { PutItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, isExpired, N, notTaken, S, type Table } from './table.ts';

/** Longer than any call. */
const LIFETIME_SECONDS = 86_400;

/**
 * What a leg was told as one item, `LEG#<CallSid>` / `DESK`; beside it `LEG#<CallSid>` / `CALL` and `CALL#<vapi call id>`
 * / `LEG` lead from the one id to the other.
 */
export const legStore = (table: Table, clock: Clock): LegStore => {
  const { client, name } = table;
  const keyOf = (callSid: string) => ({ pk: S(`LEG#${callSid}`), sk: S('DESK') });
  const expiresAt = () => expiresIn(LIFETIME_SECONDS, clock);
  return {
    async load(callSid) {
      const item = await getItem(table, keyOf(callSid));
      if (item === undefined) return { leg: UNANSWERED, version: 0 };
      const version = Number(item.version?.N);
      if (isExpired(item.expiresAt, clock)) return { leg: UNANSWERED, version };
      const leg = legSchema.safeParse(parsedJson(item.leg?.S ?? '')).data;
      if (leg === undefined) throw new OtherVersion('record');
      return { leg, version };
    },

    save(callSid, leg, expectedVersion) {
      const isNew = expectedVersion === 0;
      return guarded(
        client.send(PutItem, {
          TableName: name,
          Item: {
            ...keyOf(callSid),
            leg: S(JSON.stringify(leg)),
            version: N(expectedVersion + 1),
            expiresAt: expiresAt(),
          },
          ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'version = :expected',
          ...(isNew ? {} : { ExpressionAttributeValues: { ':expected': N(expectedVersion) } }),
        }),
      );
    },

    async tie(callSid, callId) {
      const both = [
        { pk: S(`LEG#${callSid}`), sk: S('CALL'), callId: S(callId), expiresAt: expiresAt() },
        { pk: S(`CALL#${callId}`), sk: S('LEG'), callSid: S(callSid), expiresAt: expiresAt() },
      ];
      await Promise.all(both.map((Item) => client.send(PutItem, { TableName: name, Item }))).catch(notTaken);
    },
  };
};
