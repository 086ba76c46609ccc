import * as z from 'zod/mini';
import type { Clock } from '../base/clock.ts';
import { OtherVersion, TooContended } from '../base/trouble.ts';
import type { Begun, Once } from '../outbox/once.ts';
import { PutItem } from './dynamodb/operations.ts';
import { type Item as Attributes, expiresIn, getItem, guarded, type Table } from './table.ts';

/** A day longer than the task of a callback may wait (7 days), and twice as long as a message (4 days). */
const LIFETIME_SECONDS = 8 * 86_400;
/** Every lost race means that somebody else has moved the item on. */
const MAX_ROUNDS = 5;

const S = z.object({ S: z.string() });
const N = z.object({ N: z.string() });
/** `since` (ms): when the first attempt began that may have done it. */
const itemSchema = z.object({
  standing: z.object({ S: z.enum(['held', 'free', 'done']) }),
  holder: S,
  expiresAt: N,
  until: z.optional(N),
  since: z.optional(N),
  doubt: z.optional(z.object({ BOOL: z.boolean() })),
});
const maybeItem = z.optional(itemSchema);
type Item = z.infer<typeof itemSchema>;
type Guard = { ConditionExpression?: string; ExpressionAttributeValues?: Attributes };

/** What `begin` may do about the item that it found. */
const choose = (
  item: Item | undefined,
  owner: string,
  now: number,
): { is: 'take'; doubtSince?: number } | { is: 'answer'; begun: Begun } => {
  // TTL deletes within days, not at once: an expired item is none.
  if (item === undefined || Number(item.expiresAt.N) * 1000 <= now) return { is: 'take' };
  const since = item.since === undefined ? undefined : Number(item.since.N);
  const inDoubt = since === undefined ? {} : { doubtSince: since };
  switch (item.standing.S) {
    case 'done':
      return { is: 'answer', begun: { is: 'done' } };
    case 'free':
      return { is: 'take', ...inDoubt };
    case 'held':
      // Our own write, whose answer was lost: the client has tried again, and met itself.
      if (item.holder.S === owner) {
        const is = item.doubt?.BOOL === true ? 'again' : 'first';
        return { is: 'answer', begun: { is, since: since ?? now } };
      }
      if (Number(item.until?.N) > now) return { is: 'answer', begun: { is: 'held' } };
      return { is: 'take', ...inDoubt };
  }
};

/**
 * What is done once, as one item each: `ONCE#<key>` / `ONCE`. Every owner has a name of its own, so the holder and
 * the standing together name a version of the item, and every write but the last word (`done`) is guarded by them.
 */
export const onceStore = (table: Table, clock: Clock): Once => {
  const { client, name } = table;
  const keyOf = (key: string) => ({ pk: { S: `ONCE#${key}` }, sk: { S: 'ONCE' } });

  const put = async (
    key: string,
    owner: string,
    standing: Item['standing']['S'],
    fields: Attributes,
    guard: Guard,
  ): Promise<'saved' | 'lost'> => {
    const Item = {
      ...keyOf(key),
      standing: { S: standing },
      holder: { S: owner },
      expiresAt: expiresIn(LIFETIME_SECONDS, clock),
      ...fields,
    };
    return guarded(client.send(PutItem, { TableName: name, Item, ...guard }));
  };

  const get = async (key: string): Promise<Item | undefined> => {
    const read = maybeItem.safeParse(await getItem(table, keyOf(key)));
    if (!read.success) throw new OtherVersion('record');
    return read.data;
  };

  return {
    async begin(key, owner, leaseMs) {
      const take = (now: number, doubtSince: number | undefined, guard: Guard) =>
        put(
          key,
          owner,
          'held',
          {
            until: { N: String(now + leaseMs) },
            since: { N: String(doubtSince ?? now) },
            doubt: { BOOL: doubtSince !== undefined },
          },
          guard,
        );

      const now = clock();
      const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
      // Nearly always nobody was there before: one write, no read.
      if ((await take(now, undefined, isNew)) === 'saved') return { is: 'first', since: now };
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const item = await get(key);
        const then = clock();
        const choice = choose(item, owner, then);
        if (choice.is === 'answer') return choice.begun;
        const guard = item === undefined ? isNew : guardOf(item.holder.S, item.standing.S);
        const { doubtSince } = choice;
        if ((await take(then, doubtSince, guard)) === 'lost') continue;
        return { is: doubtSince === undefined ? 'first' : 'again', since: doubtSince ?? then };
      }
      throw new TooContended(`not begun in ${MAX_ROUNDS} rounds`);
    },

    async done(key, owner, result) {
      await put(key, owner, 'done', { result: { S: result } }, {});
    },

    async failed(key, owner, left) {
      const since = left.is === 'in-doubt' ? { since: { N: String(left.since) } } : {};
      // Lost where the lease has run out meanwhile: then it is no longer ours to give back.
      await put(key, owner, 'free', since, guardOf(owner, 'held'));
    },
  };
};

const guardOf = (holder: string, standing: string) => ({
  ConditionExpression: 'holder = :holder AND standing = :standing',
  ExpressionAttributeValues: { ':holder': { S: holder }, ':standing': { S: standing } },
});
