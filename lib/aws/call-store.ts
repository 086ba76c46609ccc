import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import type { StoredUtterance } from '../base/utterance.ts';
import { type Call, callFrom } from '../conversation/call.ts';
import type { CallStore, LoadedCall } from '../conversation/ports.ts';
import { SETTLED_BY, type Standing } from '../conversation/rules.ts';
import { inSpokenOrder, type Turn, turnSchema } from '../conversation/turns.ts';
import type { Loaded } from '../handoff/ports/store.ts';
import { OUTCOMES, STATES } from '../handoff/record/handoff.ts';
import { dueAt } from '../outbox/due.ts';
import { writtenOwing } from '../outbox/stored.ts';
import { OVER } from './call-over.ts';
import { dueAttributes } from './due-list.ts';
import { PutItem, Query, UpdateItem } from './dynamodb/operations.ts';
import { readHandoff } from './handoff-store.ts';
import { getItems } from './several.ts';
import { expiresIn, guarded, type Item, isExpired, N, notTaken, S, type Table } from './table.ts';

const pk = (callId: string) => S(`CALL#${callId}`);

/** The record of a call, what its webhooks noted of its end, and where its handoff is; one request reads them all. */
const SORTS = ['CALL', OVER, 'HANDOFF', 'REPORT'] as const;
type Sort = (typeof SORTS)[number];

const readItems = async (
  table: Table,
  callId: string,
  clock: Clock,
): Promise<Partial<Record<Sort, Item>> & { version: number }> => {
  const Keys = SORTS.map((sk) => ({ pk: pk(callId), sk: S(sk) }));
  // Without the report's text: a transcript can be a hundred times the rest.
  const wanted = { '#state': 'state', '#record': 'record' };
  const ProjectionExpression = 'sk, #state, outcome, #record, version, overAt, reportedAt, expiresAt';
  const request = { Keys, ConsistentRead: true, ProjectionExpression, ExpressionAttributeNames: wanted };
  const found: Partial<Record<Sort, Item>> = {};
  let version = 0;
  for (const item of await getItems(table, request)) {
    const sort = SORTS.find((one) => one === item.sk?.S);
    // TTL deletes within days, not at once: an expired item is none, but the next save meets its version.
    if (sort === 'CALL') version = Number(item.version?.N ?? 0);
    if (sort !== undefined && !isExpired(item.expiresAt, clock)) found[sort] = item;
  }
  return { ...found, version };
};

const ended = z.object({ progress: z.object({ at: z.int() }) });

/** Where the call's handoff is, from what stands beside its record; the record is read only for the time of its end. */
const standingOf = (item: Item | undefined): Standing => {
  if (item === undefined) return { is: 'none' };
  const state = STATES.find((one) => one === item.state?.S);
  const outcome = OUTCOMES.find((one) => one === item.outcome?.S);
  // Without a state it notes that the call was over before anybody asked for a human.
  if (state !== 'ended' || outcome === undefined || SETTLED_BY.includes(outcome)) return { is: 'settled' };
  const at = ended.safeParse(parsedJson(item.record?.S ?? '')).data?.progress.at;
  return at === undefined ? { is: 'settled' } : { is: 'in-vain', at };
};

/** Throws `OtherVersion` for a record that this version cannot act on, and so must not write. */
const callOf = (item: Item | undefined): Call | undefined => {
  const text = item?.record?.S;
  if (text === undefined) return undefined;
  const call = callFrom(parsedJson(text));
  if (call === undefined) throw new OtherVersion('record');
  return call;
};

/**
 * The record of a conversation as one bounded item, `CALL#<vapi call id>` / `CALL`, and what each of its messages
 * brought of the talk as an item of its own, `TURN#<when>#<who>#<what>`: named by its content, so that it is only
 * ever added and nothing that is stored is written again. Both are kept for `retentionSeconds`.
 */
export const callStore = (table: Table, clock: Clock, retentionSeconds: number): CallStore => {
  const { client, name } = table;
  const expiresAt = () => expiresIn(retentionSeconds, clock);
  return {
    async load(callId): Promise<LoadedCall> {
      const { CALL, HANDOFF, REPORT, version, ...found } = await readItems(table, callId, clock);
      const at = found[OVER]?.overAt?.N ?? REPORT?.reportedAt?.N;
      const overAt = at === undefined ? undefined : Number(at);
      return { call: callOf(CALL), version, overAt, standing: standingOf(HANDOFF) };
    },

    save(call, expectedVersion) {
      const isNew = expectedVersion === 0;
      const { list, at } = dueAttributes(call.callId, dueAt(call));
      return guarded(
        client.send(UpdateItem, {
          TableName: name,
          Key: { pk: pk(call.callId), sk: S('CALL') },
          UpdateExpression: `SET #record = :record, version = :next, expiresAt = :expires${
            list && at ? ', #list = :list, #at = :at' : ' REMOVE #list, #at'
          }`,
          ConditionExpression: isNew ? 'attribute_not_exists(version)' : 'version = :expected',
          ExpressionAttributeNames: { '#record': 'record', '#list': 'list', '#at': 'at' },
          ExpressionAttributeValues: {
            ...(list && at ? { ':list': list, ':at': at } : {}),
            ':record': S(JSON.stringify(writtenOwing(call))),
            ':next': N(expectedVersion + 1),
            ':expires': expiresAt(),
            ...(isNew ? {} : { ':expected': N(expectedVersion) }),
          },
        }),
      );
    },

    async append(callId, turns) {
      const [{ at, role }] = turns;
      const text = JSON.stringify(turns);
      const mark = createHash('sha256').update(text).digest('base64url').slice(0, 12);
      const sk = `TURN#${String(at).padStart(15, '0')}#${role}#${mark}`;
      const Item = { pk: pk(callId), sk: S(sk), turns: S(text), expiresAt: expiresAt() };
      await client.send(PutItem, { TableName: name, Item }).catch(notTaken);
    },
  };
};

/** Utterances are only read: one of a kind that this version does not know is left out. */
const turnsIn = (item: Item): Turn[] => {
  const turns = parsedJson(item.turns?.S ?? '');
  return Array.isArray(turns) ? turns.flatMap((turn) => turnSchema.safeParse(turn).data ?? []) : [];
};
/** DynamoDB gives 1 MB in one answer; this many are far below it and more than a page shows. */
const NEWEST = 60;

/** The newest of what was said in a call, each utterance once and in spoken order. */
export const readConversation =
  ({ client, name }: Table, clock: Clock) =>
  async (callId: string, newest = NEWEST): Promise<StoredUtterance[]> => {
    const { Items = [] } = await client
      .send(Query, {
        TableName: name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :turns)',
        ExpressionAttributeValues: { ':pk': pk(callId), ':turns': S('TURN#') },
        ScanIndexForward: false,
        Limit: newest,
        ConsistentRead: true,
      })
      .catch(notTaken);
    const turns = Items.flatMap((item): Turn[] => (isExpired(item.expiresAt, clock) ? [] : turnsIn(item)));
    return inSpokenOrder(turns);
  };

/** A call and its handoff for whoever only reads: the agent page. */
export const readCall =
  (table: Table, clock: Clock) =>
  async (
    callId: string,
  ): Promise<{ call: Call | undefined; overAt: number | undefined; handoff: Loaded }> => {
    const { CALL, HANDOFF, REPORT, ...found } = await readItems(table, callId, clock);
    const handoff = readHandoff(HANDOFF, clock);
    // What is only shown can do without a record that this version does not understand.
    const call = callFrom(parsedJson(CALL?.record?.S ?? ''));
    // A report without a word about the end before it: the call was over by the newest thing that is known.
    const reportedAt = REPORT === undefined ? undefined : (call?.knownAt ?? 0);
    const at = found[OVER]?.overAt?.N;
    const overAt = at === undefined ? reportedAt : Number(at);
    return { call, overAt, handoff };
  };
