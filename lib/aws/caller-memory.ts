import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import { type CutOff, cutOffSchema } from '../desk/memory.ts';
import type { CallerMemory } from '../desk/ports.ts';
import { PutItem, UpdateItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, type Item, isExpired, N, S, type Table } from './table.ts';

const keyOf = (number: string) => ({ pk: S(`CUSTOMER#${number}`), sk: S('CUSTOMER') });

/** Texts, of which some are told by one message about the end of a call and some by the next. */
const TEXTS = ['specialist', 'intent', 'summary', 'words', 'name', 'nameSource'] as const;

/** The end of an earlier call may be told after that of a later one, and changes nothing then. */
const OF_A_LATER_CALL = 'attribute_not_exists(pk) OR (endedAt < :endedAt AND callId <> :callId)';

function cutOffOf(item: Item): CutOff {
  const texts = TEXTS.flatMap((name) => {
    const json = item[`of_${name}`]?.S;
    return json === undefined ? [] : [[name, parsedJson(json)]];
  });
  const { callId, endedAt } = item;
  const read = cutOffSchema.safeParse({
    callId: callId?.S,
    endedAt: Number(endedAt?.N),
    ...Object.fromEntries(texts),
  });
  if (!read.success) throw new OtherVersion('record');
  return read.data;
}

/**
 * What is remembered of each caller as one item, `CUSTOMER#<E.164>` / `CUSTOMER`, for as long as a call can be resumed:
 * `keepSeconds` from its end. Of a call that ended well it holds that end alone.
 */
export const callerMemory = (table: Table, clock: Clock, keepSeconds: number): CallerMemory => {
  const { client, name } = table;
  const expires = (endedAt: number) =>
    expiresIn(keepSeconds - Math.floor(Math.max(0, clock() - endedAt) / 1000), clock);

  return {
    async load(number) {
      const item = await getItem(table, keyOf(number));
      if (item === undefined || item.forgotten !== undefined || isExpired(item.expiresAt, clock))
        return undefined;
      return cutOffOf(item);
    },

    async keep(number, cutOff) {
      const texts = TEXTS.flatMap((text) => {
        const value = cutOff[text];
        return value === undefined ? [] : [[`of_${text}`, S(JSON.stringify(value))] as const];
      });
      const { callId, endedAt } = cutOff;
      const put = client.send(PutItem, {
        TableName: name,
        Item: {
          ...keyOf(number),
          callId: S(callId),
          endedAt: N(endedAt),
          expiresAt: expires(endedAt),
          ...Object.fromEntries(texts),
        },
        ConditionExpression: OF_A_LATER_CALL,
        ExpressionAttributeValues: { ':endedAt': N(endedAt), ':callId': S(callId) },
      });
      if ((await guarded(put)) === 'saved' || texts.length === 0) return;
      await guarded(
        client.send(UpdateItem, {
          TableName: name,
          Key: keyOf(number),
          UpdateExpression: `SET ${texts.map(([text]) => `${text} = :${text}`).join(', ')}`,
          ConditionExpression: 'callId = :callId',
          ExpressionAttributeValues: {
            ...Object.fromEntries(texts.map(([text, value]) => [`:${text}`, value])),
            ':callId': S(callId),
          },
        }),
      );
    },

    async forget(number, { callId, endedAt }) {
      await guarded(
        client.send(UpdateItem, {
          TableName: name,
          Key: keyOf(number),
          UpdateExpression: `SET callId = :callId, endedAt = :endedAt, forgotten = :yes, expiresAt = :expires REMOVE ${TEXTS.map((text) => `of_${text}`).join(', ')}`,
          ConditionExpression: OF_A_LATER_CALL,
          ExpressionAttributeValues: {
            ':yes': { BOOL: true },
            ':expires': expires(endedAt),
            ':endedAt': N(endedAt),
            ':callId': S(callId),
          },
        }),
      );
    },
  };
};
