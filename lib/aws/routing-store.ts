import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import type { RoutingStore } from '../desk/ports.ts';
import { routingSchema, UNROUTED } from '../desk/routing.ts';
import { PutItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, isExpired, N, S, type Table } from './table.ts';

/** Longer than any call. */
const LIFETIME_SECONDS = 86_400;

/** The way of each call through the desk as one item, `CALL#<vapi call id>` / `DESK`. */
export const routingStore = (table: Table, clock: Clock): RoutingStore => {
  const keyOf = (callId: string) => ({ pk: S(`CALL#${callId}`), sk: S('DESK') });
  return {
    async load(callId) {
      const item = await getItem(table, keyOf(callId));
      if (item === undefined) return { routing: UNROUTED, version: 0 };
      const version = Number(item.version?.N);
      if (isExpired(item.expiresAt, clock)) return { routing: UNROUTED, version };
      const routing = routingSchema.safeParse(parsedJson(item.routing?.S ?? '')).data;
      if (routing === undefined) throw new OtherVersion('record');
      return { routing, version };
    },

    save(callId, routing, expectedVersion) {
      const isNew = expectedVersion === 0;
      return guarded(
        table.client.send(PutItem, {
          TableName: table.name,
          Item: {
            ...keyOf(callId),
            routing: S(JSON.stringify(routing)),
            version: N(expectedVersion + 1),
            expiresAt: expiresIn(LIFETIME_SECONDS, clock),
          },
          ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'version = :expected',
          ...(isNew ? {} : { ExpressionAttributeValues: { ':expected': N(expectedVersion) } }),
        }),
      );
    },
  };
};
