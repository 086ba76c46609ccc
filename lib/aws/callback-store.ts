import { createHash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { dayIn } from '../base/day.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import type {
  AdmitCallback,
  KeepCallback,
  KeepUnlessKept,
  KeptCallback,
  SettleCallback,
} from '../followup/callback.ts';
import { factsOfCallback } from '../followup/facts.ts';
import { DUE_AFTER_MS, KEPT_SECONDS, LOOK_AFTER_MS } from '../followup/task-once.ts';
import { type CallbackRequest, callbackRequestSchema } from '../handoff/record/callback-request.ts';
import { dueAttributes } from './due-list.ts';
import { PutItem, UpdateItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, type Item, isExpired, N, S, type Table } from './table.ts';

const keyOf = (callId: string) => ({ pk: S(`CALL#${callId}`), sk: S('CALLBACK') });

const FIELDS = [
  'number',
  'caller',
  'when',
  'why',
  'customerName',
  'customerNameSource',
  'customerId',
  'customerIdSource',
  'department',
  'language',
  'requestedAt',
  'requestedBy',
] as const;

const namesOf = (fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [`#${field}`, field]));
/** Both are words of DynamoDB's own. */
const ON_THE_LIST = { '#list': 'list', '#at': 'at' };

function requestOf(item: Item): CallbackRequest {
  const told = FIELDS.flatMap((field) => {
    const json = item[field]?.S;
    return json === undefined ? [] : [[field, parsedJson(json)]];
  });
  const request = callbackRequestSchema.safeParse(Object.fromEntries(told)).data;
  if (request === undefined) throw new OtherVersion('record');
  return request;
}

/** What tells one request from another, whichever fields a version has named. */
const digestOf = (request: CallbackRequest): string =>
  createHash('sha256')
    .update(JSON.stringify(FIELDS.map((field) => request[field] ?? null)))
    .digest('base64url');

const written = (request: CallbackRequest): Item =>
  Object.fromEntries(
    FIELDS.flatMap((field) =>
      request[field] === undefined ? [] : [[field, S(JSON.stringify(request[field]))]],
    ),
  );

/** The condition of a first write; what has expired is only not deleted yet. */
export const ifNone = (clock: Clock) => ({
  ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
  ExpressionAttributeValues: { ':now': expiresIn(0, clock) },
});

/**
 * Returns the callback of a call as it was asked for last, and what is known of its task; undefined where none was asked
 * for. Throws `Unavailable`, `OtherVersion`.
 */
export const loadCallback =
  (table: Table, clock: Clock) =>
  async (callId: string): Promise<KeptCallback | undefined> => {
    const item = await getItem(table, keyOf(callId));
    if (item === undefined || isExpired(item.expiresAt, clock)) return undefined;
    const request = requestOf(item);
    return { request, isTold: item.told?.S === digestOf(request), taskSid: item.taskSid?.S };
  };

/** A name or an id that is replaced takes the word of who said the earlier one with it. */
const SOURCE_OF = { customerName: 'customerNameSource', customerId: 'customerIdSource' } as const;

/**
 * Keeps what was asked for, over what was asked for before: each field that is told replaces the earlier one. A
 * number that was not said replaces none. Once an agent has the task nothing changes any more. Throws `Unavailable`.
 */
export const keepCallback =
  (table: Table, clock: Clock): KeepCallback =>
  async (callId, request, isSaid) => {
    const fields = FIELDS.filter((field) => request[field] !== undefined);
    const values = fields.map((field) => [`:${field}`, S(JSON.stringify(request[field]))]);
    const stale = Object.entries(SOURCE_OF).flatMap(([field, source]) =>
      values.some(([name]) => name === `:${field}`) && request[source] === undefined ? [source] : [],
    );
    const first = (field: string) => field === 'requestedAt' || (field === 'number' && !isSaid);
    const sets = fields.map((field) =>
      first(field) ? `#${field} = if_not_exists(#${field}, :${field})` : `#${field} = :${field}`,
    );
    const due = dueAttributes(callId, clock() + DUE_AFTER_MS, factsOfCallback(request));
    const { list = S(''), at = N(0), facts = S('') } = due;
    // What the list shows is what the task says: after a correction, that follows within moments.
    const shown = '#list = :list, #at = :at, facts = if_not_exists(facts, :facts)';
    const kept = await guarded(
      table.client.send(UpdateItem, {
        TableName: table.name,
        Key: keyOf(callId),
        UpdateExpression: `SET ${sets.join(', ')}, expiresAt = :expires, ${shown}${
          stale.length === 0 ? '' : ` REMOVE ${stale.join(', ')}`
        }`,
        ConditionExpression: 'attribute_not_exists(takenAt)',
        ExpressionAttributeNames: { ...namesOf(fields), ...ON_THE_LIST },
        ExpressionAttributeValues: {
          ...Object.fromEntries(values),
          ':expires': expiresIn(KEPT_SECONDS, clock),
          ':list': list,
          ':at': at,
          ':facts': facts,
        },
      }),
    );
    const stands = (await loadCallback(table, clock)(callId))?.request ?? request;
    return { is: kept === 'saved' ? 'kept' : 'taken', request: stands };
  };

/**
 * Keeps a callback that nobody has kept, on the list of what is due, and returns what is kept then: that of an earlier
 * message, or of the tool, stands. Throws `Unavailable`.
 */
export const keepUnlessKept =
  (table: Table, clock: Clock): KeepUnlessKept =>
  async (callId, request) => {
    const kept = await guarded(
      table.client.send(PutItem, {
        TableName: table.name,
        Item: {
          ...keyOf(callId),
          ...written(request),
          expiresAt: expiresIn(KEPT_SECONDS, clock),
          ...dueAttributes(callId, clock() + DUE_AFTER_MS, factsOfCallback(request)),
        },
        ...ifNone(clock),
      }),
    );
    const earlier = kept === 'saved' ? undefined : await loadCallback(table, clock)(callId);
    return earlier ?? { request, isTold: false, taskSid: undefined };
  };

/**
 * Notes that the task of a callback says what was kept, and waits for an agent: it is looked at in a while. One that was
 * changed since stays due as it is, because the task does not say that yet; one that an agent has is due no more. Throws
 * `Unavailable`.
 */
export const settleCallback =
  ({ client, name }: Table, clock: Clock): SettleCallback =>
  async (callId, request, taskSid) => {
    const told = written(request);
    const same = FIELDS.map((field) =>
      told[field] === undefined ? `attribute_not_exists(#${field})` : `#${field} = :${field}`,
    );
    const due = dueAttributes(callId, clock() + LOOK_AFTER_MS, factsOfCallback(request));
    const { list = S(''), at = N(0), facts = S('') } = due;
    const task = taskSid === undefined ? '' : ', taskSid = :task';
    await guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(callId),
        UpdateExpression: `SET told = :told, #list = :list, #at = :at, facts = :facts${task}`,
        ConditionExpression: `attribute_not_exists(takenAt) AND ${same.join(' AND ')}`,
        ExpressionAttributeNames: { ...namesOf(FIELDS), ...ON_THE_LIST },
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(told).map(([field, value]) => [`:${field}`, value])),
          ':told': S(digestOf(request)),
          ':list': list,
          ':at': at,
          ':facts': facts,
          ...(taskSid !== undefined && { ':task': S(taskSid) }),
        },
      }),
    );
  };

/** Enough for a caller who comes back, too few to run up costs with. */
const CALLBACKS_A_DAY = 3;
/** The item is read on its own day alone; two days outlast it in every time zone. */
const COUNT_LIFETIME_SECONDS = 2 * 86_400;

/**
 * Counts callbacks by number and day of a time zone. The number is the one that rings, whatever digits follow it; it
 * stands in the key as its hash, and the calls are named, so that one that asks again counts once. Throws `Unavailable`.
 */
export const admitCallback =
  ({ client, name }: Table, clock: Clock, timeZone = 'UTC'): AdmitCallback =>
  async (callId, number) => {
    const { rungBy } = await import('../base/phone-number.ts');
    const hash = createHash('sha256').update(rungBy(number)).digest('base64url');
    const counted = await guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: { pk: S(`CALLBACKS#${hash}`), sk: S(dayIn(timeZone, clock())) },
        UpdateExpression: 'ADD calls :calls SET expiresAt = :expires',
        ConditionExpression: 'attribute_not_exists(calls) OR size(calls) < :most OR contains(calls, :call)',
        ExpressionAttributeValues: {
          ':calls': { SS: [callId] },
          ':call': S(callId),
          ':most': N(CALLBACKS_A_DAY),
          ':expires': expiresIn(COUNT_LIFETIME_SECONDS, clock),
        },
      }),
    );
    return counted === 'saved' ? 'admitted' : 'enough';
  };

/** Notes that nothing is due of what is kept of a call under `sk`: it never comes back on the list. */
export const takeOff = async (
  { client, name }: Table,
  { callId, sk, now }: { callId: string; sk: 'CALLBACK' | 'REVIEW'; now: number },
): Promise<void> => {
  await guarded(
    client.send(UpdateItem, {
      TableName: name,
      Key: { pk: S(`CALL#${callId}`), sk: S(sk) },
      UpdateExpression: 'SET takenAt = if_not_exists(takenAt, :now) REMOVE #list, #at, facts',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: ON_THE_LIST,
      ExpressionAttributeValues: { ':now': N(now) },
    }),
  );
};

/** Notes that an agent has the task of a callback, or that it is over: nothing is due any more. Throws `Unavailable`. */
export const takeCallback =
  (table: Table, clock: Clock) =>
  (callId: string): Promise<void> =>
    takeOff(table, { callId, sk: 'CALLBACK', now: clock() });
