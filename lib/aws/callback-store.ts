import { createHash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { dayIn } from '../base/day.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import type { AdmitCallback, KeepCallback } from '../followup/callback.ts';
import { type CallbackRequest, callbackRequestSchema } from '../handoff/record/callback-request.ts';
import { dueAttributes } from './due-list.ts';
import { UpdateItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, type Item, isExpired, N, S, type Table } from './table.ts';

/** A day longer than the task of a callback may wait. */
const LIFETIME_SECONDS = 8 * 86_400;

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

/** Returns the callback of a call as it was asked for last; undefined where none was. Throws `Unavailable`. */
export const loadCallback =
  (table: Table, clock: Clock) =>
  async (callId: string): Promise<CallbackRequest | undefined> => {
    const item = await getItem(table, keyOf(callId));
    return item === undefined || isExpired(item.expiresAt, clock) ? undefined : requestOf(item);
  };

/** What was kept has a message that makes a task of it within seconds; when that is lost, the sweeper finds it. */
const DUE_AFTER_MS = 15_000;

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
    const { list = S(''), at = N(0) } = dueAttributes(callId, clock() + DUE_AFTER_MS);
    const kept = await guarded(
      table.client.send(UpdateItem, {
        TableName: table.name,
        Key: keyOf(callId),
        UpdateExpression: `SET ${sets.join(', ')}, expiresAt = :expires, #list = :list, #at = :at${
          stale.length === 0 ? '' : ` REMOVE ${stale.join(', ')}`
        }`,
        ConditionExpression: 'attribute_not_exists(takenAt)',
        ExpressionAttributeNames: { ...namesOf(fields), ...ON_THE_LIST },
        ExpressionAttributeValues: {
          ...Object.fromEntries(values),
          ':expires': expiresIn(LIFETIME_SECONDS, clock),
          ':list': list,
          ':at': at,
        },
      }),
    );
    const stands = (await loadCallback(table, clock)(callId)) ?? request;
    return { is: kept === 'saved' ? 'kept' : 'taken', request: stands };
  };

/**
 * Takes a callback off the list of what is due: its task says what was kept. One that was changed since stays, because
 * the task does not say that yet. Throws `Unavailable`.
 */
export const settleCallback =
  ({ client, name }: Table) =>
  async (callId: string, request: CallbackRequest): Promise<void> => {
    const told = FIELDS.filter((field) => request[field] !== undefined);
    const same = FIELDS.map((field) =>
      request[field] === undefined ? `attribute_not_exists(#${field})` : `#${field} = :${field}`,
    );
    await guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(callId),
        UpdateExpression: 'REMOVE #list, #at',
        ConditionExpression: same.join(' AND '),
        ExpressionAttributeNames: { ...namesOf(FIELDS), ...ON_THE_LIST },
        ExpressionAttributeValues: Object.fromEntries(
          told.map((field) => [`:${field}`, S(JSON.stringify(request[field]))]),
        ),
      }),
    );
  };

/** Enough for a caller who comes back, too few to run up costs with. */
const CALLBACKS_A_DAY = 3;
/** The item is read on its own day alone; two days outlast it in every time zone. */
const COUNT_LIFETIME_SECONDS = 2 * 86_400;

/**
 * Counts callbacks by number and day of a time zone. The number stands in the key as its hash, and the calls are
 * named, so that one that asks again counts once. Throws `Unavailable`.
 */
export const admitCallback =
  ({ client, name }: Table, clock: Clock, timeZone = 'UTC'): AdmitCallback =>
  async (callId, number) => {
    const hash = createHash('sha256').update(number).digest('base64url');
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

/** Notes that an agent has the task of a callback: nothing is due any more. Throws `Unavailable`. */
export const takeCallback =
  ({ client, name }: Table, clock: Clock) =>
  async (callId: string): Promise<void> => {
    await guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(callId),
        UpdateExpression: 'SET takenAt = :now REMOVE #list, #at',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: ON_THE_LIST,
        ExpressionAttributeValues: { ':now': { N: String(clock()) } },
      }),
    );
  };
