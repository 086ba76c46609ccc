import type { Clock } from '../base/clock.ts';
import { TooContended } from '../base/trouble.ts';
import { CEILING_MS, type EndOf, LEASE_MARGIN_MS, type Places } from '../capacity/places.ts';
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
import { UpdateItem } from './dynamodb/operations.ts';
import { getItems } from './several.ts';
import { expiresIn, guarded, type Item, N, notTaken, S, type Table } from './table.ts';

/** A lease is an attribute of its own, so that two calls never overwrite one another. */
const LEASE = 'L#';
/** How often all shards are read for one place: each time, others have taken what was seen free. */
const MAX_ROUNDS = 8;

/** What a lease holds: how long it counts, the call of its leg that it is not for any more, and that its own is in doubt. */
const INSIDE = { '#until': 'until', '#past': 'past', '#doubt': 'doubt' } as const;

/** Of the words of `INSIDE`, those that an expression has: DynamoDB takes no others. */
const named = (...words: (keyof typeof INSIDE)[]) =>
  Object.fromEntries(words.map((word) => [word, INSIDE[word]]));

function shardOf(item: Item): Shard {
  const leases = Object.entries(item).flatMap(([name, { M: lease }]): [string, number][] =>
    name.startsWith(LEASE) ? [[name.slice(LEASE.length), Number(lease?.until?.N)]] : [],
  );
  const { ceiling, ceilingUntil } = item;
  return {
    leases: new Map(leases),
    ceiling: ceiling && ceilingUntil && { most: Number(ceiling.N), until: Number(ceilingUntil.N) },
  };
}

/** Whose end gives a place back: see `Places`. */
function freeing(end: EndOf | undefined, lease: string) {
  const guards = ['attribute_exists(#lease)'];
  if (end?.of === 'call') guards.push('(attribute_not_exists(#lease.#past) OR #lease.#past <> :call)');
  if (end?.of === 'leg') guards.push('attribute_not_exists(#lease.#doubt)');
  return {
    ConditionExpression: guards.join(' AND '),
    ExpressionAttributeNames: {
      '#lease': lease,
      ...(end?.of === 'call' && named('#past')),
      ...(end?.of === 'leg' && named('#doubt')),
    },
    ExpressionAttributeValues: { ':less': N(-1), ...(end?.of === 'call' && { ':call': S(end.callId) }) },
  };
}

/**
 * The places as a few items, `PLACES#<number>` / `PLACES`. Nearly always one write takes a place and one gives it back;
 * where the shard of a call is full or has a ceiling, all are read in one request, and the write goes where there is
 * room. Who has held a place for a minute more than `longestCallMs` has lost its end, and the place is free.
 */
export const placeStore = (table: Table, clock: Clock, rules: PlaceRules, longestCallMs: number): Places => {
  const { client, name } = table;
  const leaseMs = longestCallMs + LEASE_MARGIN_MS;
  const shards = shardsFor(rules);
  const numbers = [...Array(shards).keys()];
  const pkOf = (shard: number) => S(`PLACES#${shard}`);
  const keyOf = (shard: number) => ({ pk: pkOf(shard), sk: S('PLACES') });
  const nameOf = (holder: string) => `${LEASE}${holder}`;
  const leaseFrom = (now: number, past: string | undefined) => ({
    M: { until: N(now + leaseMs), ...(past !== undefined && { past: S(past) }) },
  });
  const expires = () => expiresIn(Math.ceil(leaseMs / 1000), clock);
  let lowered = { most: rules.maxCalls, at: 0 };

  /** `seen`: all shards were just read, so that the ceiling is kept; these leases have run out, and go. */
  const write = (
    holder: string,
    { direction, past }: { direction: Direction; past: string | undefined },
    shard: number,
    seen?: readonly string[],
  ) => {
    const now = clock();
    const gone = (seen ?? []).map((_, number) => `#gone${number}`);
    const guards = [
      'attribute_not_exists(#lease)',
      '(attribute_not_exists(taken) OR taken < :room)',
      ...(seen === undefined ? ['(attribute_not_exists(ceilingUntil) OR ceilingUntil <= :now)'] : []),
      ...gone.map((lease) => `${lease}.#until <= :now`),
    ];
    const share = shareOf(shard, shards, placesFor(direction, rules));
    return guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(shard),
        UpdateExpression: `SET #lease = :lease, expiresAt = :expires ADD taken :more${
          gone.length === 0 ? '' : ` REMOVE ${gone.join(', ')}`
        }`,
        ConditionExpression: guards.join(' AND '),
        ExpressionAttributeNames: {
          '#lease': nameOf(holder),
          ...(gone.length > 0 && named('#until')),
          ...Object.fromEntries(gone.map((lease, number) => [lease, nameOf(seen?.[number] ?? '')])),
        },
        ExpressionAttributeValues: {
          ':lease': leaseFrom(now, past),
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
    const items = new Map((await getItems(table, request)).map((item) => [item.pk?.S, item]));
    return numbers.map((shard) => {
      const item = items.get(pkOf(shard).S);
      return item === undefined ? EMPTY : shardOf(item);
    });
  };

  const remove = (holder: string, shard: number, end: EndOf | undefined) =>
    guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(shard),
        UpdateExpression: 'REMOVE #lease ADD taken :less',
        ...freeing(end, nameOf(holder)),
      }),
    );

  /** Its fresh call may be as long as the first one was. */
  const renew = (holder: string, shard: number, past: string) =>
    guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(shard),
        UpdateExpression: 'SET #lease = :lease, expiresAt = :expires',
        ConditionExpression: 'attribute_exists(#lease)',
        ExpressionAttributeNames: { '#lease': nameOf(holder) },
        ExpressionAttributeValues: { ':lease': leaseFrom(clock(), past), ':expires': expires() },
      }),
    );

  const markDoubt = (holder: string, shard: number) =>
    guarded(
      client.send(UpdateItem, {
        TableName: name,
        Key: keyOf(shard),
        UpdateExpression: 'SET #lease.#doubt = :yes',
        ConditionExpression: 'attribute_exists(#lease)',
        ExpressionAttributeNames: { '#lease': nameOf(holder), ...named('#doubt') },
        ExpressionAttributeValues: { ':yes': { BOOL: true } },
      }),
    );

  /** Changes the lease of a holder, wherever it is; `lost` where there is none, or none that may be changed. */
  const change = async (
    holder: string,
    write: (shard: number) => Promise<'saved' | 'lost'>,
  ): Promise<'saved' | 'lost'> => {
    if ((await write(homeOf(holder, shards))) === 'saved') return 'saved';
    const shard = (await readAll()).findIndex(({ leases }) => leases.has(holder));
    return shard < 0 ? 'lost' : write(shard);
  };

  return {
    async take(holder, direction, { names = [], past } = {}) {
      const isHeld =
        past !== undefined && (await change(holder, (shard) => renew(holder, shard, past))) === 'saved';
      if (isHeld) return 'taken';
      const wanted = { direction, past };
      // There may be room at home by now for whoever has a place elsewhere: that would be a second one.
      const first = names.length > 0 ? undefined : await write(holder, wanted, homeOf(holder, shards));
      if (first === 'saved') return 'taken';
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const all = await readAll();
        if (names.some((one) => all.some(({ leases }) => leases.has(one)))) return 'taken';
        const choice = choose(holder, direction, all, rules, clock(), round);
        if (choice.is === 'held') return 'taken';
        if (choice.is === 'full') return 'full';
        if ((await write(holder, wanted, choice.shard, choice.expired)) === 'saved') return 'taken';
      }
      throw new TooContended(`no place was won in ${MAX_ROUNDS} rounds`);
    },

    async free(holder, end) {
      await change(holder, (shard) => remove(holder, shard, end));
    },

    async doubt(holder) {
      await change(holder, (shard) => markDoubt(holder, shard));
    },

    async lower(most) {
      const now = clock();
      if (most >= rules.maxCalls) return;
      // Every answer of Vapi's says it: once in half of its time is enough.
      if (lowered.most === most && now - lowered.at < CEILING_MS / 2) return;
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
      lowered = { most, at: now };
    },
  };
};
