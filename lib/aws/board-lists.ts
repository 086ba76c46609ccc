import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import type { BoardLists, Going, Kept, WaitingFollowup } from '../board/ports.ts';
import { callbackIdOf } from '../followup/callback-task.ts';
import { followupFactsSchema } from '../followup/facts.ts';
import { reviewIdOf } from '../followup/review-task.ts';
import { type Called, calledSchema, factsSchema } from '../handoff/record/facts.ts';
import { LIVE_LIST } from './call-over.ts';
import { DUE_LISTS, INDEX } from './due-list.ts';
import { calledKey, dayKey } from './facts-store.ts';
import { getItems, inParts, MOST_READ, queryAll } from './several.ts';
import { type Item, isExpired, N, S, type Table } from './table.ts';

/** Later than any clock. */
const END = 8.64e15;

const ON_A_LIST = { '#list': 'list' };

const onList = (table: Table, list: string): Promise<Item[]> =>
  queryAll(table, {
    IndexName: INDEX,
    KeyConditionExpression: '#list = :list',
    ExpressionAttributeNames: ON_A_LIST,
    ExpressionAttributeValues: { ':list': S(list) },
  });

const between = (table: Table, list: string, from: number, to: number): Promise<Item[]> =>
  queryAll(table, {
    IndexName: INDEX,
    KeyConditionExpression: '#list = :list AND #at BETWEEN :from AND :to',
    ExpressionAttributeNames: { ...ON_A_LIST, '#at': 'at' },
    ExpressionAttributeValues: { ':list': S(list), ':from': N(from), ':to': N(to) },
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
      const items = await queryAll(table, {
        KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
        ExpressionAttributeValues: {
          ':pk': dayKey(day),
          ...(before !== undefined && { ':before': S(before) }),
        },
        ScanIndexForward: false,
        Limit: most,
      });
      const last = items.length < most ? undefined : items.at(-1)?.sk?.S;
      const kept = items.filter(({ expiresAt }) => !isExpired(expiresAt, clock)).flatMap(keptIn);
      return { kept, ...(last !== undefined && { next: last }) };
    },

    async calledAt(day, places) {
      const parts = inParts(places, MOST_READ).map((some) =>
        getItems(table, { Keys: some.map((place) => ({ pk: calledKey(day), sk: S(place) })) }),
      );
      return calledIn((await Promise.all(parts)).flat());
    },

    async calledBetween(day, from, to) {
      return calledIn(
        await queryAll(table, {
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': calledKey(day), ':from': S(from), ':to': S(to) },
        }),
      );
    },
  };
};
