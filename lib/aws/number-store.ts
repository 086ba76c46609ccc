import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { RECENT_MS, type RecentNumbers } from '../outbound/call/ports.ts';
import type { AreaSeconds, DayAttempts } from '../outbound/campaign/ports.ts';
import { ENOUGH_ROUNDS, loadDecideSave } from '../outbox/save.ts';
import { PutItem, UpdateItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, type Item, ifVersion, N, S, type Table } from './table.ts';

const DAY_MS = 86_400_000;

/** The number itself stands in the call's record alone. */
const pkOf = (number: string) => S(`NUMBER#${createHash('sha256').update(number).digest('base64url')}`);

/** Who has a number: `NUMBER#<hash>` / `RECENT`, taken by a write that holds only where nobody has it any more. */
export const recentNumbers = (table: Table, clock: Clock): RecentNumbers => {
  const { client, name: TableName } = table;
  const keyOf = (number: string) => ({ pk: pkOf(number), sk: S('RECENT') });
  return {
    async take(number, holder, callId = holder) {
      const now = clock();
      const until = now + RECENT_MS;
      const taken = await guarded(
        client.send(PutItem, {
          TableName,
          Item: {
            ...keyOf(number),
            holder: S(holder),
            callId: S(callId),
            until: N(until),
            expiresAt: expiresIn(RECENT_MS / 1_000, clock),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR holder = :holder',
          ExpressionAttributeNames: { '#until': 'until' },
          ExpressionAttributeValues: { ':now': N(now), ':holder': S(holder) },
        }),
      );
      if (taken === 'saved') return { is: 'taken' };
      const item = await getItem(table, keyOf(number));
      const id = item?.callId?.S ?? item?.holder?.S ?? callId;
      return { is: 'recent', id, until: Number(item?.until?.N ?? until) };
    },

    async free(number, holder) {
      await guarded(
        client.send(PutItem, {
          TableName,
          Item: { ...keyOf(number), holder: S(holder), until: N(0), expiresAt: expiresIn(60, clock) },
          ConditionExpression: 'holder = :holder',
          ExpressionAttributeValues: { ':holder': S(holder) },
        }),
      );
    },
  };
};

const attemptsSchema = z.array(z.object({ by: z.string(), at: z.number() }));
type Attempts = z.infer<typeof attemptsSchema>;

/** The attempts at a number in the last 24 hours: `NUMBER#<hash>` / `ATTEMPTS`, written over the version that was read. */
export const dayAttempts = (table: Table, clock: Clock): DayAttempts => {
  const keyOf = (number: string) => ({ pk: pkOf(number), sk: S('ATTEMPTS') });
  const store = (number: string) => ({
    async load() {
      const item: Item = (await getItem(table, keyOf(number))) ?? {};
      const read = attemptsSchema.safeParse(parsedJson(item.attempts?.S ?? '[]')).data ?? [];
      return {
        attempts: read.filter(({ at }) => at > clock() - DAY_MS),
        version: Number(item.version?.N ?? 0),
      };
    },
    save: (attempts: Attempts, version: number) =>
      guarded(
        table.client.send(PutItem, {
          TableName: table.name,
          Item: {
            ...keyOf(number),
            attempts: S(JSON.stringify(attempts)),
            version: N(version + 1),
            expiresAt: expiresIn(DAY_MS / 1_000, clock),
          },
          ...ifVersion(version),
        }),
      ),
  });
  return {
    take(number, by, most) {
      const { load, save } = store(number);
      type Taken = Awaited<ReturnType<DayAttempts['take']>>;
      return loadDecideSave<Awaited<ReturnType<typeof load>>, Taken>(
        { load },
        number,
        ENOUGH_ROUNDS,
        ({ attempts, version }) => {
          const others = attempts.filter((one) => one.by !== by);
          const [oldest] = others.slice(-most);
          if (others.length >= most && oldest !== undefined) {
            return { outcome: { is: 'full', until: oldest.at + DAY_MS } };
          }
          const next = [...others, { by, at: clock() }];
          return { outcome: { is: 'taken' }, save: () => save(next, version) };
        },
      );
    },

    async free(number, by) {
      const { load, save } = store(number);
      await loadDecideSave<Awaited<ReturnType<typeof load>>, void>(
        { load },
        number,
        ENOUGH_ROUNDS,
        ({ attempts, version }) => {
          const others = attempts.filter((one) => one.by !== by);
          const isThere = others.length < attempts.length;
          return { outcome: undefined, ...(isThere && { save: () => save(others, version) }) };
        },
      );
    },
  };
};

/** How long the count of a second is kept, for whoever looks. */
const SECOND_KEPT_SECONDS = 120;

/** The calls of one second to one area: `AREA#<area>#<second>` / `CALLS`, so that no item is written for long. */
export const areaSeconds = ({ client, name: TableName }: Table, clock: Clock): AreaSeconds => {
  const add = (area: string, second: number, value: number, condition: string, limit: number) =>
    guarded(
      client.send(UpdateItem, {
        TableName,
        Key: { pk: S(`AREA#${area}#${second}`), sk: S('CALLS') },
        UpdateExpression: 'SET expiresAt = :expires ADD calls :value',
        ConditionExpression: condition,
        ExpressionAttributeValues: {
          ':value': N(value),
          ':limit': N(limit),
          ':expires': expiresIn(SECOND_KEPT_SECONDS, clock),
        },
      }),
    );
  return {
    async take(area, second, most) {
      const added = await add(area, second, 1, 'attribute_not_exists(calls) OR calls < :limit', most);
      return added === 'saved' ? 'taken' : 'full';
    },
    async free(area, second) {
      await add(area, second, -1, 'calls > :limit', 0);
    },
  };
};
