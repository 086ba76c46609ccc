import { describe, expect, it } from 'vitest';
import { TooContended, Unavailable } from '../../../lib/base/trouble.ts';
import type { EndOf } from '../../../lib/capacity/places.ts';
import { type CallPlaces, countCall, freePlace, takePlace } from '../../../lib/inbound/place-of-call.ts';

const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
const CALL = 'call-1';
const ATTEMPT = 'oc_1';

/** So many places, and who has them. */
const world = ({ has = [], room = 1 }: { has?: string[]; room?: number } = {}) => {
  const holders = new Set(has);
  const ends: [string, EndOf | undefined][] = [];
  const places: CallPlaces = {
    async take(holder, _direction, { names = [] } = {}) {
      if ([holder, ...names].some((name) => holders.has(name))) return 'taken';
      if (holders.size >= room) return 'full';
      holders.add(holder);
      return 'taken';
    },
    async free(holder, end) {
      holders.delete(holder);
      ends.push([holder, end]);
    },
  };
  return { places, holders: () => [...holders], ends };
};

describe('The place of a call', () => {
  it('is its leg’s where it has one, or its own', async () => {
    const [leg, call] = [world(), world()];
    expect(await takePlace({ callId: CALL, callSid: LEG }, 'inbound', leg.places)).toBe('taken');
    expect(await takePlace({ callId: CALL }, 'inbound', call.places)).toBe('taken');
    expect([leg.holders(), call.holders()]).toEqual([[LEG], [CALL]]);
  });

  it.each([
    ['its leg', LEG],
    ['its own id', CALL],
  ])('is one where it is heard of, when it has one under %s', async (_what, holder) => {
    const { places, holders } = world({ has: [holder], room: 10 });
    expect(await countCall({ callId: CALL, callSid: LEG }, 'outbound', places)).toBe('taken');
    expect(holders()).toEqual([holder]);
  });

  it('is taken when it is heard of and has none', async () => {
    const outbound = world({ room: 10 });
    await countCall({ callId: CALL }, 'outbound', outbound.places);
    expect(outbound.holders()).toEqual([CALL]);
    const full = world({ has: ['call-2'] });
    expect(await countCall({ callId: CALL }, 'outbound', full.places)).toBe('full');
  });

  it('that we asked for was taken before, under our id alone', async () => {
    const { places, holders } = world({ has: ['call-2'] });
    expect(await countCall({ callId: CALL, callSid: LEG, attemptId: ATTEMPT }, 'outbound', places)).toBe(
      'taken',
    );
    expect(holders()).toEqual(['call-2']);
  });

  it.each([
    ['its leg', LEG],
    ['its own id', CALL],
  ])('is given back when it has one under %s, and nobody else’s is', async (_what, holder) => {
    const { places, holders, ends } = world({ has: [holder, 'oc_2'], room: 10 });
    await freePlace({ callId: CALL, callSid: LEG }, places);
    expect(holders()).toEqual(['oc_2']);
    // All by the end of this call: one whose leg has another call by now keeps its place.
    expect(ends.map(([, end]) => end)).toEqual(
      Array.from({ length: 2 }, () => ({ of: 'call', callId: CALL })),
    );
  });

  it('is looked for under no name that the call does not have', async () => {
    const { places, ends } = world();
    await freePlace({ callId: CALL }, places);
    expect(ends.map(([name]) => name)).toEqual([CALL]);
  });

  it('that we asked for is given back by its own record alone: the end may be of the call before', async () => {
    const { places, holders } = world({ has: [ATTEMPT] });
    await freePlace({ callId: CALL, callSid: LEG, attemptId: ATTEMPT }, places);
    expect(holders()).toEqual([ATTEMPT]);
  });

  it('is free by itself later where the table is away, and no other fault is passed over', async () => {
    const failing = (error: Error): CallPlaces => ({
      ...world().places,
      free: () => Promise.reject(error),
    });
    const call = { callId: CALL };
    await freePlace(call, failing(new Unavailable('table', 'away')));
    await freePlace(call, failing(new TooContended()));
    await expect(freePlace(call, failing(new TypeError('a fault')))).rejects.toThrow(TypeError);
  });
});
