import type { Clock } from '../base/clock.ts';
import { TooContended, Unavailable } from '../base/trouble.ts';
import { CEILING_MS, LEASE_MARGIN_MS, type Places } from '../capacity/places.ts';
import {
  choose,
  type Direction,
  EMPTY,
  homeOf,
  type PlaceRules,
  placesFor,
  type Shard,
  shardsFor,
  shareOf,
} from '../capacity/shards.ts';
import { BatchGetItem, UpdateItem } from './dynamodb/operations.ts';
import { expiresIn, guarded, type Item, N, notTaken, S, type Table } from './table.ts';

/** A lease is an attribute of its own, so that two calls never overwrite one another. */
const LEASE = 'L#';
/** How often all shards are read for one place: each time, others have taken what was seen free. */
const MAX_ROUNDS = 8;

function shardOf(item: Item): Shard {
  const leases = Object.entries(item).flatMap(([name, { N: until }]): [string, number][] =>
    name.startsWith(LEASE) ? [[name.slice(LEASE.length), Number(until)]] : [],
  );
  const { ceiling, ceilingUntil } = item;
  return {
    leases: new Map(leases),
    ceiling: ceiling && ceilingUntil && { most: Number(ceiling.N), until: Number(ceilingUntil.N) },
  };
}

/**
 * The places as a few items, `PLACES#<number>` / `PLACES`. Nearly always one write takes a place and one gives it back;
 * where the shard of a call is full or has a ceiling, all are read in one request, and the write goes where there is
 * room. Who has held a place for a minute more than `longestCallMs` has lost its end, and the place is free.
 */
export const placeStore = (
  { client, name }: Table,
  clock: Clock,
  rules: PlaceRules,
  longestCallMs: number,
): Places => {
  const leaseMs = longestCallMs + LEASE_MARGIN_MS;
  const shards = shardsFor(rules);
  const numbers = [...Array(shards).keys()];
  const pkOf = (shard: number) => S(`PLACES#${shard}`);
  const keyOf = (shard: number) => ({ pk: pkOf(shard), sk: S('PLACES') });
  const nameOf = (holder: string) => `${LEASE}${holder}`;
  const expires = () => expiresIn(Math.ceil(leaseMs / 1000), clock);
  let lowered = { most: rules.maxCalls, at: 0 };

  /** `seen`: all shards were just read, so that the ceiling is kept; these leases have run out, and go. */
  const write = (holder: string, direction: Direction, shard: number, seen?: readonly string[]) => {
    const now = clock();
    const gone = (seen ?? []).map((_, number) => `#gone${number}`);
    const guards = [
      'attribute_not_exists(#lease)',
      '(attribute_not_exists(taken) OR taken < :room)',
      ...(seen === undefined ? ['(attribute_not_exists(ceilingUntil) OR ceilingUntil <= :now)'] : []),
      ...gone.map((lease) => `${lease} <= :now`),
    ];
    const share = shareOf(shard, shards, placesFor(direction, rules));
    return guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(shard),
        UpdateExpression: `SET #lease = :until, expiresAt = :expires ADD taken :more${
          gone.length === 0 ? '' : ` REMOVE ${gone.join(', ')}`
        }`,
        ConditionExpression: guards.join(' AND '),
        ExpressionAttributeNames: {
          '#lease': nameOf(holder),
          ...Object.fromEntries(gone.map((lease, number) => [lease, nameOf(seen?.[number] ?? '')])),
        },
        ExpressionAttributeValues: {
          ':until': N(now + leaseMs),
          ':expires': expires(),
          ':more': N(1 - gone.length),
          ':room': N(share + gone.length),
          ...(seen === undefined || gone.length > 0 ? { ':now': N(now) } : {}),
        },
      }),
    );
  };

  const readAll = async (): Promise<Shard[]> => {
    const request = { Keys: numbers.map(keyOf), ConsistentRead: true };
    const { Responses = {}, UnprocessedKeys = {} } = await client
      .send(BatchGetItem, { RequestItems: { [name]: request } })
      .catch(notTaken);
    if (Object.keys(UnprocessedKeys).length > 0) throw new Unavailable('table', 'throttled');
    const items = new Map((Responses[name] ?? []).map((item) => [item.pk?.S, item]));
    return numbers.map((shard) => {
      const item = items.get(pkOf(shard).S);
      return item === undefined ? EMPTY : shardOf(item);
    });
  };

  const remove = (holder: string, shard: number) =>
    guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(shard),
        UpdateExpression: 'REMOVE #lease ADD taken :less',
        ConditionExpression: 'attribute_exists(#lease)',
        ExpressionAttributeNames: { '#lease': nameOf(holder) },
        ExpressionAttributeValues: { ':less': N(-1) },
      }),
    );

  return {
    async take(holder, direction, names = []) {
      // There may be room at home by now for whoever has a place elsewhere: that would be a second one.
      const first = names.length > 0 ? undefined : await write(holder, direction, homeOf(holder, shards));
      if (first === 'saved') return 'taken';
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const all = await readAll();
        if (names.some((one) => all.some(({ leases }) => leases.has(one)))) return 'taken';
        const choice = choose(holder, direction, all, rules, clock(), round);
        if (choice.is === 'held') return 'taken';
        if (choice.is === 'full') return 'full';
        if ((await write(holder, direction, choice.shard, choice.expired)) === 'saved') return 'taken';
      }
      throw new TooContended(`no place was won in ${MAX_ROUNDS} rounds`);
    },

    async free(holder) {
      const home = homeOf(holder, shards);
      if ((await remove(holder, home)) === 'saved') return;
      const shard = (await readAll()).findIndex(({ leases }) => leases.has(holder));
      if (shard >= 0) await remove(holder, shard);
    },

    async lower(most) {
      const now = clock();
      if (most >= rules.maxCalls) return;
      // Every answer of Vapi's says it: once in half of its time is enough.
      if (lowered.most === most && now - lowered.at < CEILING_MS / 2) return;
      lowered = { most, at: now };
      const written = numbers.map((shard) =>
        client.send(UpdateItem, {
          TableName: name,
          Key: keyOf(shard),
          UpdateExpression: 'SET ceiling = :most, ceilingUntil = :until, expiresAt = :expires',
          ExpressionAttributeValues: {
            ':most': N(most),
            ':until': N(now + CEILING_MS),
            ':expires': expires(),
          },
        }),
      );
      await Promise.all(written).catch(notTaken);
    },
  };
};
