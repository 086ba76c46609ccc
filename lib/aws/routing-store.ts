import type { Clock } from '../base/clock.ts';
import type { RoutingStore } from '../desk/ports.ts';
import { routingSchema, UNROUTED } from '../desk/routing.ts';
import { S, type Table } from './table.ts';
import { versionedRecords } from './versioned-records.ts';

/** The way of each call through the desk as one item, `CALL#<vapi call id>` / `DESK`. */
export const routingStore = (table: Table, clock: Clock): RoutingStore => {
  const { load, save } = versionedRecords(table, clock, {
    keyOf: (callId) => ({ pk: S(`CALL#${callId}`), sk: S('DESK') }),
    attribute: 'routing',
    schema: routingSchema,
    none: UNROUTED,
  });
  return {
    async load(callId) {
      const { value: routing, version } = await load(callId);
      return { routing, version };
    },
    save,
  };
};
