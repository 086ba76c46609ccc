import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { Unavailable } from '../base/trouble.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import type { BoardLists, Going, Kept, WaitingFollowup } from '../board/ports.ts';
import { callbackIdOf } from '../followup/callback-task.ts';
import { followupFactsSchema } from '../followup/facts.ts';
import { reviewIdOf } from '../followup/review-task.ts';
import { type Called, calledSchema, factsSchema } from '../handoff/record/facts.ts';
import { LIVE_LIST } from './call-over.ts';
import { DUE_LISTS, INDEX } from './due-list.ts';
import { BatchGetItem, Query } from './dynamodb/operations.ts';
import { calledKey, dayKey } from './facts-store.ts';
import { type Item, isExpired, N, notTaken, S, type Table } from './table.ts';

/** DynamoDB gives no more in one request. */
const MOST_READ = 100;

type Asked = {
  /** A condition on the partition, and on the sort key beside it. */
  where: string;
  names?: Record<string, string>;
  values: Item;
  index?: true;
  newestFirst?: true;
  most?: number;
};

/** All pages of a query, or as much as `most`. Throws `Unavailable`. */
async function queried({ client, name }: Table, asked: Asked): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const left = asked.most === undefined ? undefined : asked.most - items.length;
    const { Items = [], LastEvaluatedKey } = await client
      .send(Query, {
        TableName: name,
        KeyConditionExpression: asked.where,
        ExpressionAttributeValues: asked.values,
        ...withoutUndefined({
          ExpressionAttributeNames: asked.names,
          IndexName: asked.index && INDEX,
          ScanIndexForward: asked.newestFirst && false,
          Limit: left,
          ExclusiveStartKey: from,
        }),
      })
      .catch(notTaken);
    items.push(...Items);
    from = asked.most !== undefined && items.length >= asked.most ? undefined : LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

/** Later than any clock. */
const END = 8.64e15;

const ON_A_LIST = { '#list': 'list' };

const onList = (table: Table, list: string): Promise<Item[]> =>
  queried(table, { where: '#list = :list', names: ON_A_LIST, values: { ':list': S(list) }, index: true });

const between = (table: Table, list: string, from: number, to: number): Promise<Item[]> =>
  queried(table, {
    where: '#list = :list AND #at BETWEEN :from AND :to',
    names: { ...ON_A_LIST, '#at': 'at' },
    values: { ':list': S(list), ':from': N(from), ':to': N(to) },
    index: true,
  });

const callIdIn = ({ pk }: Item): string => pk?.S?.slice('CALL#'.length) ?? '';

const goingSchema = z.object({ facts: factsSchema, called: calledSchema });

/** What a version says of a handoff that this one does not know is left out of the board, not the board of it. */
const goingIn = ({ facts }: Item): Going[] => {
  const going = goingSchema.safeParse(parsedJson(facts?.S ?? '')).data;
  return going === undefined ? [] : [going];
};

const FOLLOWUPS = { CALLBACK: callbackIdOf, REVIEW: reviewIdOf } as const;

function followupIn(item: Item): WaitingFollowup[] {
  const kind = item.sk?.S === 'CALLBACK' ? 'CALLBACK' : 'REVIEW';
  const facts = followupFactsSchema.safeParse(parsedJson(item.facts?.S ?? '')).data;
  if (facts === undefined) return [];
  const callId = callIdIn(item);
  const { name = null, caller = null, reason = null, department = null, when = null, requestedAt } = facts;
  return [
    {
      kind: kind === 'CALLBACK' ? 'callback' : 'review',
      id: FOLLOWUPS[kind](callId),
      callId,
      ...{ name, caller, reason, department, when },
      at: requestedAt,
    },
  ];
}

const keptIn = ({ sk, facts: told, at }: Item): Kept[] => {
  const facts = factsSchema.safeParse(parsedJson(told?.S ?? '')).data;
  return facts === undefined || sk?.S === undefined ? [] : [{ place: sk.S, facts, keptAt: Number(at?.N) }];
};

/** What the board reads: lists of the index, and days of the table; never a scan. */
export const boardLists = (table: Table, clock: Clock): BoardLists => {
  const { client, name } = table;

  /** TTL deletes within days: what has expired is gone for us in that second. */
  const calledIn = (items: readonly Item[]): Map<string, Called> =>
    new Map(
      items.flatMap((item): [string, Called][] => {
        const called = calledSchema.safeParse(parsedJson(item.called?.S ?? '')).data;
        const sort = item.sk?.S;
        if (called === undefined || sort === undefined || isExpired(item.expiresAt, clock)) return [];
        return [[sort, called]];
      }),
    );

  return {
    async goingOn() {
      const items = (await Promise.all(DUE_LISTS.map((list) => onList(table, list)))).flat();
      const of = (sort: string) => items.filter(({ sk }) => sk?.S === sort);
      return {
        handoffs: of('HANDOFF').flatMap(goingIn),
        followups: [...of('CALLBACK'), ...of('REVIEW')].flatMap(followupIn),
      };
    },

    async liveCalls(since) {
      return (await between(table, LIVE_LIST, since, END)).map(callIdIn);
    },

    async keptBetween(day, from, to = END) {
      return (await between(table, dayKey(day).S, from, to)).flatMap(keptIn);
    },

    async partOfDay(day, { before, most }) {
      const items = await queried(table, {
        where: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
        values: { ':pk': dayKey(day), ...(before !== undefined && { ':before': S(before) }) },
        newestFirst: true,
        most,
      });
      const last = items.length < most ? undefined : items.at(-1)?.sk?.S;
      const kept = items.filter(({ expiresAt }) => !isExpired(expiresAt, clock)).flatMap(keptIn);
      return { kept, ...(last !== undefined && { next: last }) };
    },

    async calledAt(day, places) {
      const found: Item[] = [];
      for (let first = 0; first < places.length; first += MOST_READ) {
        const Keys = places
          .slice(first, first + MOST_READ)
          .map((place) => ({ pk: calledKey(day), sk: S(place) }));
        const { Responses = {}, UnprocessedKeys = {} } = await client
          .send(BatchGetItem, { RequestItems: { [name]: { Keys } } })
          .catch(notTaken);
        if (Object.keys(UnprocessedKeys).length > 0) throw new Unavailable('table', 'throttled');
        found.push(...(Responses[name] ?? []));
      }
      return calledIn(found);
    },

    async calledBetween(day, from, to) {
      return calledIn(
        await queried(table, {
          where: 'pk = :pk AND sk BETWEEN :from AND :to',
          values: { ':pk': calledKey(day), ':from': S(from), ':to': S(to) },
        }),
      );
    },
  };
};
