import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import { dueAt } from '../outbox/due.ts';
import { writtenOwing } from '../outbox/stored.ts';
import type { RunKey, ToolStore } from '../tools/run/ports.ts';
import { type ToolRun, toolRunFrom } from '../tools/run/record.ts';
import { dueAttributes } from './due-list.ts';
import { PutItem, Query } from './dynamodb/operations.ts';
import {
  expiresIn,
  getItem,
  guarded,
  type Item,
  ifVersion,
  isExpired,
  N,
  notTaken,
  S,
  type Table,
} from './table.ts';

/** As long as the page about the call can be opened, and longer than the call. */
const LIFETIME_SECONDS = 86_400;

export const TOOL_PREFIX = 'TOOL#';

const keyOf = ({ callId, toolCallId }: RunKey): Item => ({
  pk: S(`CALL#${callId}`),
  sk: S(`${TOOL_PREFIX}${toolCallId}`),
});

function runIn(item: Item): ToolRun | undefined {
  return toolRunFrom(parsedJson(item.record?.S ?? ''));
}

/** The tool calls of a call that are still kept, the oldest first; those of another version are left out. */
export const readToolRuns =
  ({ client, name }: Table, clock: Clock) =>
  async (callId: string): Promise<readonly ToolRun[]> => {
    const { Items = [] } = await client
      .send(Query, {
        TableName: name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :tools)',
        ExpressionAttributeValues: { ':pk': S(`CALL#${callId}`), ':tools': S(TOOL_PREFIX) },
        ConsistentRead: true,
      })
      .catch(notTaken);
    const runs = Items.flatMap((item) => (isExpired(item.expiresAt, clock) ? [] : (runIn(item) ?? [])));
    return runs.toSorted((a, b) => a.askedAt - b.askedAt);
  };

/**
 * Each tool call as one item, `CALL#<vapi call id>` / `TOOL#<tool call id>`, written only over the version that was
 * read; while it owes something it is on the list of what is due.
 */
export const toolStore = (table: Table, clock: Clock): ToolStore => ({
  async load(key) {
    const item = await getItem(table, keyOf(key));
    if (item === undefined) return { run: undefined, version: 0 };
    const version = Number(item.version?.N);
    if (isExpired(item.expiresAt, clock)) return { run: undefined, version };
    const run = runIn(item);
    if (run === undefined) throw new OtherVersion('record');
    return { run, version };
  },

  save(run, expectedVersion) {
    return guarded(
      table.client.send(PutItem, {
        TableName: table.name,
        Item: {
          ...keyOf(run),
          record: S(JSON.stringify(writtenOwing(run))),
          version: N(expectedVersion + 1),
          expiresAt: expiresIn(LIFETIME_SECONDS, clock),
          ...dueAttributes(run.callId, dueAt(run)),
        },
        ...ifVersion(expectedVersion),
      }),
    );
  },

  ofCall: readToolRuns(table, clock),
});
