import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interrupted, spoke, transcribed } from '../../../lib/conversation/barge-in.ts';
import { type Call, unheardCall } from '../../../lib/conversation/call.ts';

const RUNS = { numRuns: 1_000 };
/** So many of a kind are looked at together (barge-in.ts). */
const KEPT = 12;

type Change = (call: Call) => Call;
type Kind = { change: (call: Call, at: number) => Call };

const KINDS: readonly Kind[] = [
  { change: (call, at) => spoke(call, 'assistant', 'started', at) },
  { change: (call, at) => spoke(call, 'assistant', 'stopped', at) },
  { change: (call, at) => spoke(call, 'caller', 'started', at) },
  { change: (call, at) => spoke(call, 'caller', 'stopped', at) },
  { change: transcribed },
  { change: interrupted },
];

const timesOf = (most: number) =>
  fc.uniqueArray(
    fc.nat(200).map((step) => 1_000 + step * 100),
    { maxLength: most },
  );
const changesOf = (most: number): fc.Arbitrary<Change[]> =>
  fc.tuple(...KINDS.map(() => timesOf(most))).map((lists) =>
    lists.flatMap((list, index) =>
      list.map(
        (at): Change =>
          (call) =>
            KINDS[index]?.change(call, at) ?? call,
      ),
    ),
  );
const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length });

const hearing = (changes: readonly Change[]): Call =>
  changes.reduce((call, change) => change(call), unheardCall('call-1'));

describe('Whatever the order in which speech is told,', () => {
  it('the same events make the same interruptions', () => {
    const orders = changesOf(KEPT - 1).chain((all) => fc.tuple(shuffled(all), shuffled(all)));
    fc.assert(
      fc.property(orders, ([one, other]) => {
        expect(hearing(one).interruptions).toEqual(hearing(other).interruptions);
      }),
      RUNS,
    );
  });

  it('an event that is told again changes nothing', () => {
    const repeated = changesOf(40).chain((all) => fc.tuple(shuffled(all), fc.nat()));
    fc.assert(
      fc.property(repeated, ([all, nth]) => {
        const again = all[nth % Math.max(1, all.length)];
        fc.pre(again !== undefined);
        const told = hearing([...all, again]);
        expect(again(told)).toEqual(told);
      }),
      RUNS,
    );
  });

  it('the count is never below what is remembered, and never above what was told', () => {
    fc.assert(
      fc.property(changesOf(40).chain(shuffled), (changes) => {
        const { count, times } = hearing(changes).interruptions;
        expect(times.length).toBeLessThanOrEqual(2 * KEPT);
        expect(count).toBeGreaterThanOrEqual(times.length);
        expect(count).toBeLessThanOrEqual(changes.length);
        for (const [index, at] of times.entries())
          expect(at - (times[index - 1] ?? -500)).toBeGreaterThanOrEqual(500);
      }),
      RUNS,
    );
  });
});

/** A call in which each turn is told as it should be: [assistant's length, caller's begin within it or after it, length]. */
const talkArbitrary = fc.array(
  fc.record({
    speaks: fc.integer({ min: 1_500, max: 8_000 }),
    cuts: fc.boolean(),
    lasts: fc.integer({ min: 1, max: 3_000 }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('In a call of any length,', () => {
  it('every interruption counts once although a dozen is looked at, with events up to 3 s late', () => {
    fc.assert(
      fc.property(talkArbitrary, fc.infiniteStream(fc.nat(3_000)), (talk, delays) => {
        const events: { at: number; due: number; change: Change }[] = [];
        const tell = (kind: number, at: number): void => {
          const delay = delays.next().value ?? 0;
          events.push({ at, due: at + delay, change: (call) => KINDS[kind]?.change(call, at) ?? call });
        };
        let now = 1_000;
        let expected = 0;
        for (const { speaks, cuts, lasts } of talk) {
          const end = now + speaks;
          const begin = cuts ? now + 1_000 : end + 500;
          tell(0, now);
          tell(1, cuts ? Math.min(end, begin + 200) : end);
          tell(2, begin);
          tell(3, begin + lasts);
          if (cuts && lasts >= 300) expected += 1;
          now = Math.max(begin + lasts, end) + 700;
        }
        const told = events.toSorted((a, b) => a.due - b.due).map(({ change }) => change);
        expect(hearing(told).interruptions.count).toBe(expected);
      }),
      RUNS,
    );
  });
});
