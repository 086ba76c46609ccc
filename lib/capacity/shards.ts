/**
 * Places are leases, kept in a few items, the shards, each with a share of the room: one guarded write takes a place,
 * and no item is written more often than its share of the calls.
 */

/** A lease counts until then (ms since 1970), by its holder. */
export type Leases = ReadonlyMap<string, number>;

/** What one shard holds. */
export type Shard = {
  leases: Leases;
  /** Vapi has said that it takes no more calls at one time than `most`; believed until then (ms since 1970). */
  ceiling?: { most: number; until: number } | undefined;
};

export const EMPTY: Shard = { leases: new Map() };

export type Direction = 'inbound' | 'outbound';

/** How many calls there may be at one time. `reservedForInbound` of them are never for outbound ones. */
export type PlaceRules = { maxCalls: number; reservedForInbound: number };

/** A small team's places stand in one item or two, and counting them is cheap; a large one's in many. */
const PLACES_A_SHARD = 8;
const MOST_SHARDS = 32;

/** How many shards there are for so many places. */
export function shardsFor({ maxCalls }: Pick<PlaceRules, 'maxCalls'>): number {
  return Math.min(MOST_SHARDS, Math.max(1, Math.ceil(maxCalls / PLACES_A_SHARD)));
}

/** The shard where a holder looks first: any of them, and always the same one. */
export function homeOf(holder: string, shards: number): number {
  let hash = 0;
  for (const letter of holder) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash % shards;
}

/** Of so many places, those for a direction. */
export function placesFor(direction: Direction, { maxCalls, reservedForInbound }: PlaceRules): number {
  return direction === 'inbound' ? maxCalls : Math.max(0, maxCalls - reservedForInbound);
}

/** The share of one shard; those of all shards are `places` together. */
export function shareOf(shard: number, shards: number, places: number): number {
  return Math.floor(places / shards) + (shard < places % shards ? 1 : 0);
}

/** Who holds a place no more though nobody has freed it: no call is that long. */
export function expiredIn({ leases }: Shard, now: number): string[] {
  return [...leases].flatMap(([holder, until]) => (until <= now ? [holder] : []));
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

export type Choice =
  | { is: 'held' }
  | { is: 'full' }
  /** Write it there; the leases that have run out make room. */
  | { is: 'try'; shard: number; expired: string[] };

/**
 * Where a holder may try, as all shards were just read. A ceiling below `maxCalls` is compared with all places that are
 * taken, wherever they are. `round`: how often it was tried before.
 */
export function choose(
  holder: string,
  direction: Direction,
  all: readonly Shard[],
  rules: PlaceRules,
  now: number,
  round = 0,
): Choice {
  if (all.some(({ leases }) => leases.has(holder))) return { is: 'held' };
  const taken = all.map((shard) => shard.leases.size - expiredIn(shard, now).length);
  const ceilings = all.flatMap(({ ceiling }) =>
    ceiling !== undefined && ceiling.until > now ? [ceiling.most] : [],
  );
  const maxCalls = Math.min(rules.maxCalls, ...ceilings);
  if (sum(taken) >= placesFor(direction, { ...rules, maxCalls })) return { is: 'full' };
  const places = placesFor(direction, rules);
  const free = taken.map((count, shard) => Math.max(0, shareOf(shard, all.length, places) - count));
  const room = sum(free);
  if (room === 0) return { is: 'full' };
  // One of the free places, another one for each who asks and each time: who all take the first one lose to each other.
  let place = homeOf(`${holder} ${round}`, room);
  const shard = free.findIndex((count) => {
    place -= count;
    return place < 0;
  });
  return { is: 'try', shard, expired: expiredIn(all[shard] ?? EMPTY, now) };
}
