import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, homeOf, placesFor, type Shard, shardsFor, shareOf } from '../../../lib/capacity/shards.ts';

const NOW = 1_795_262_400_000;
const LATER = NOW + 60_000;
const shard = (holders: string[], until = LATER, ceiling?: Shard['ceiling']): Shard => ({
  leases: new Map(holders.map((holder) => [holder, until])),
  ceiling,
});
const TEN = { maxCalls: 10, reservedForInbound: 2 };

describe('The places of a team', () => {
  it('stand in one item for a small team, and in many for a large one', () => {
    expect([1, 8, 9, 10, 100, 1_000].map((maxCalls) => shardsFor({ maxCalls }))).toEqual([
      1, 1, 2, 2, 13, 32,
    ]);
  });

  it('are as many in all shards together as there are, for either direction', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(50), (maxCalls, reservedForInbound) => {
        const shards = shardsFor({ maxCalls });
        for (const direction of ['inbound', 'outbound'] as const) {
          const places = placesFor(direction, { maxCalls, reservedForInbound });
          const shares = Array.from({ length: shards }, (_, each) => shareOf(each, shards, places));
          expect(shares.reduce((sum, one) => sum + one, 0)).toBe(places);
          expect(places).toBeLessThanOrEqual(maxCalls);
        }
      }),
    );
  });

  it('leave nothing for outbound calls where all are reserved', () => {
    expect(placesFor('outbound', { maxCalls: 2, reservedForInbound: 2 })).toBe(0);
    expect(placesFor('outbound', { maxCalls: 2, reservedForInbound: 9 })).toBe(0);
  });

  it('have homes that are spread', () => {
    const counts = Array<number>(13).fill(0);
    for (let call = 0; call < 1_300; call += 1) {
      const home = homeOf(`0199a3c4-7e21-7bb3-9c55-${call}`, 13);
      counts[home] = (counts[home] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
  });
});

describe('A place where the own shard has none', () => {
  it('is one of another shard', () => {
    const home = homeOf('call', 2);
    const all = [shard(['a', 'b', 'c', 'd', 'e']), shard(['f'])];
    expect(choose('call', 'inbound', home === 0 ? all : all.toReversed(), TEN, NOW)).toEqual({
      is: 'try',
      shard: 1 - home,
      expired: [],
    });
  });

  it('is none where all are taken', () => {
    const all = [shard(['a', 'b', 'c', 'd', 'e']), shard(['f', 'g', 'h', 'i', 'j'])];
    expect(choose('call', 'inbound', all, TEN, NOW)).toEqual({ is: 'full' });
  });

  it('is none for an outbound call where only the reserved ones are left', () => {
    const all = [shard(['a', 'b', 'c', 'd']), shard(['f', 'g', 'h', 'i'])];
    expect(choose('call', 'outbound', all, TEN, NOW)).toEqual({ is: 'full' });
    expect(choose('call', 'inbound', all, TEN, NOW)).toMatchObject({ is: 'try' });
  });

  it('is that of a call whose end was lost', () => {
    const all = [shard(['a', 'b', 'c', 'd', 'e']), shard(['f', 'g', 'h', 'i', 'j'], NOW)];
    expect(choose('call', 'inbound', all, TEN, NOW)).toEqual({
      is: 'try',
      shard: 1,
      expired: ['f', 'g', 'h', 'i', 'j'],
    });
  });

  it('is the one that it has already', () => {
    expect(choose('a', 'inbound', [shard(['f']), shard(['a'])], TEN, NOW)).toEqual({ is: 'held' });
  });

  it.each([
    ['more are taken than Vapi takes at one time', ['a', 'b', 'c'], 3, LATER, 'full'],
    ['Vapi takes more than there are', ['a', 'b', 'c'], 4, LATER, 'try'],
    ['Vapi said so more than a minute ago', ['a', 'b', 'c'], 3, NOW, 'try'],
    ['Vapi takes more than we want', ['a', 'b', 'c'], 99, LATER, 'try'],
  ])('heeds the ceiling: %s', (_, holders, most, until, is) => {
    const all = [shard(holders, LATER, { most, until }), shard([], LATER, { most, until })];
    expect(choose('call', 'inbound', all, TEN, NOW).is).toBe(is);
  });

  it('leaves the reserved ones to inbound calls under a ceiling too', () => {
    const ceiling = { most: 5, until: LATER };
    const all = [shard(['a', 'b', 'c'], LATER, ceiling), shard([], LATER, ceiling)];
    expect(choose('call', 'outbound', all, TEN, NOW).is).toBe('full');
    expect(choose('call', 'inbound', all, TEN, NOW).is).toBe('try');
  });
});
