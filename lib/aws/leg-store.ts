import type { Clock } from '../base/clock.ts';
import { legSchema, UNANSWERED } from '../desk/leg.ts';
import type { LegStore } from '../desk/ports.ts';
import { PutItem } from './dynamodb/operations.ts';
import { expiresIn, notTaken, S, type Table } from './table.ts';
import { LIFETIME_SECONDS, versionedRecords } from './versioned-records.ts';

/**
 * What a leg was told as one item, `LEG#<CallSid>` / `DESK`; beside it `LEG#<CallSid>` / `CALL` and `CALL#<vapi call id>`
 * / `LEG` lead from the one id to the other.
 */
export const legStore = (table: Table, clock: Clock): LegStore => {
  const { client, name } = table;
  const { load, save } = versionedRecords(table, clock, {
    keyOf: (callSid) => ({ pk: S(`LEG#${callSid}`), sk: S('DESK') }),
    attribute: 'leg',
    schema: legSchema,
    none: UNANSWERED,
  });
  return {
    async load(callSid) {
      const { value: leg, version } = await load(callSid);
      return { leg, version };
    },
    save,

    async tie(callSid, callId) {
      const expiresAt = expiresIn(LIFETIME_SECONDS, clock);
      const both = [
        { pk: S(`LEG#${callSid}`), sk: S('CALL'), callId: S(callId), expiresAt },
        { pk: S(`CALL#${callId}`), sk: S('LEG'), callSid: S(callSid), expiresAt },
      ];
      await Promise.all(both.map((Item) => client.send(PutItem, { TableName: name, Item }))).catch(notTaken);
    },
  };
};
