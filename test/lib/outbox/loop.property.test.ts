import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAULTS, type Fault, type OrderPlan, OrderWorld } from './order-world.ts';
import type { Order } from './orders.ts';

const T0 = 1_800_000_000_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const play = async (plan: OrderPlan): Promise<OrderWorld> => {
  vi.setSystemTime(T0);
  const world = new OrderWorld(plan);
  await vi.runAllTimersAsync();
  return world;
};

/** Every parcel is sent, written down as sent, and none of them twice. */
const check = ({ posted, stored }: OrderWorld, orders: readonly Order[], label: string): void => {
  const names = new Set(orders.flatMap(({ name, next }) => (next === undefined ? [name] : [name, next])));
  const all = [...names].sort();
  expect(stored.orders?.effects, label).toEqual([]);
  expect(stored.orders?.sent.toSorted(), label).toEqual(all);
  expect(posted.toSorted(), label).toEqual(all);
};

const BOOK: Order = { name: 'book', next: 'bill' };
const LAMP: Order = { name: 'lamp', inMs: 2_500 };
const VASE: Order = { name: 'vase', inMs: 45_000 };

const told = (...orders: [at: number, order: Order][]): OrderPlan['messages'] =>
  orders.map(([at, order]) => ({ at, message: { order } }));
const LAGS: OrderPlan['lags'] = [5, 8, 3];
const SCENARIOS: { name: string; orders: Order[]; plan: OrderPlan }[] = [
  { name: 'one after the other', orders: [BOOK], plan: { messages: told([0, BOOK]), lags: LAGS } },
  { name: 'put off', orders: [LAMP], plan: { messages: told([0, LAMP]), lags: LAGS } },
  {
    name: 'all at once, and told twice',
    orders: [BOOK, LAMP, VASE],
    plan: {
      messages: told([0, BOOK], [15, LAMP], [30, VASE], [40, BOOK], [4_000, VASE], [70_000, LAMP]),
      lags: LAGS,
    },
  },
];

describe('What a record owes is done, recorded and never doubled', () => {
  for (const { name, orders, plan } of SCENARIOS) {
    it(`(${name}) when a worker dies at any single moment`, async () => {
      const calm = await play(plan);
      check(calm, orders, 'no death');
      for (let moment = 1; moment <= calm.moments; moment += 1) {
        const world = await play({ ...plan, diesAt: [moment] });
        expect(world.deaths).toBe(1);
        check(world, orders, `death at moment ${moment} of ${calm.moments}`);
      }
    });

    it.each(FAULTS)(`(${name}) when any single request is hit by: %s`, async (fault) => {
      const { requests } = await play(plan);
      for (let request = 1; request <= requests; request += 1) {
        const world = await play({ ...plan, faults: new Map([[request, fault]]) });
        check(world, orders, `${fault} at request ${request} of ${requests}`);
      }
    });
  }

  it('when what was put off is taken up by a worker that dies, before it is known that it was put off', async () => {
    const order = { name: 'book' };
    for (let at = 1_000; at <= 1_060; at += 3) {
      const messages = told([0, order], [at, order]);
      // The parcel is refused; the save that puts it off for a second is answered after a second.
      const faults = new Map<number, Fault>([
        [3, 'refused'],
        [4, 'answer-late'],
      ]);
      const plan: OrderPlan = { messages, lags: [5], faults };
      const { moments } = await play(plan);
      for (let moment = 1; moment <= moments; moment += 1) {
        const world = await play({ ...plan, diesAt: [moment] });
        check(world, [order], `told again at ${at}, death at moment ${moment} of ${moments}`);
      }
    }
  });

  it('when deaths, lost answers and duplicates come together, in any order', async () => {
    const lag = fc.integer({ min: 1, max: 400 });
    const order = fc.record({ name: fc.constantFrom('a', 'b', 'c'), inMs: fc.nat(6_000) });
    const message = fc.record({
      at: fc.oneof(fc.nat(3_000), fc.nat(100_000)),
      message: fc.record({ order }),
    });
    const faults = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom<Fault>(...FAULTS)));
    const plans: fc.Arbitrary<OrderPlan> = fc.record({
      messages: fc.array(message, { minLength: 1, maxLength: 8 }),
      lags: fc.tuple(lag, lag, lag, lag),
      faults: faults.map((hits) => new Map(hits)),
      diesAt: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const world = await play(plan);
        check(
          world,
          plan.messages.flatMap(({ message: { order: one } }) => one ?? []),
          'all of it',
        );
      }),
      { numRuns: 2_000, seed: 17 },
    );
  });
});
