import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../lib/conversation/events.ts';
import * as given from './given-call.ts';
import { type Delivery, type Plan, type PlayedCall, play } from './played-call.ts';

const { entry, final, speech, told, interruption } = given;
const HELLO = entry('assistant', 0, 2_900, 'Thanks for calling. How can I help?');
const CHARGED = entry('caller', 3_400, 6_800, 'I was charged twice. Can I speak to a real person?');
const MOMENT = entry('assistant', 7_500, 9_900, 'One moment, I am looking at your bill.');
const THANKS = entry('caller', 10_500, 11_800, 'All right, thank you.');

/** Each event in a message of its own, delivered 40 ms after it was told. */
const oneByOne = (...events: CallEvent[]): Delivery[] =>
  events.map((event) => ({ at: event.at - given.T0 + 40, events: [event] }));

const TALK = [
  speech('assistant', 'started', 0),
  speech('assistant', 'stopped', 2_950, [HELLO]),
  speech('caller', 'started', 3_400, [HELLO]),
  final('caller', 5_000, 'I was charged twice.'),
  speech('caller', 'stopped', 6_850, [HELLO, CHARGED]),
  final('caller', 6_900, 'Can I speak to a real person?'),
  speech('assistant', 'started', 7_500, [HELLO, CHARGED]),
  told(9_950, HELLO, CHARGED, MOMENT),
  speech('caller', 'stopped', 11_850, [CHARGED, MOMENT, THANKS]),
];

const scenarios: (Plan & { name: string; rule: boolean; muted?: boolean; review?: boolean })[] = [
  { name: 'the caller asks for a person', rule: true, deliveries: oneByOne(...TALK) },
  {
    name: 'the caller keeps interrupting and the assistant is silenced each time',
    rule: true,
    muted: true,
    listening: { muting: true },
    deliveries: oneByOne(...[2_000, 8_000, 14_000].flatMap(interruption)),
  },
  {
    name: 'the call ends with a field that nobody filled in',
    rule: false,
    review: true,
    listening: { requiredFields: ['email'], summaries: true },
    record: {
      status: 'ended',
      endedReason: 'customer-ended-call',
      analysis: { structuredData: { city: 'Ulm' } },
    },
    deliveries: [
      ...oneByOne(told(9_950, HELLO, MOMENT), given.ended(12_000, [MOMENT, THANKS])),
      { at: 12_900, events: [given.reported(12_800, { structured: {} })] },
    ],
  },
  {
    name: 'the call ends and no report comes',
    rule: false,
    listening: { summaries: true },
    deliveries: oneByOne(told(9_950, HELLO, MOMENT), given.ended(12_000, [MOMENT, THANKS])),
  },
];

const check = (played: PlayedCall, calm: PlayedCall, scenario: (typeof scenarios)[number], label: string) => {
  const { store, requests, voice, reviews, summaries, deadLetters } = played;
  expect(deadLetters, label).toEqual([]);
  expect(store.call?.effects, label).toEqual([]);
  expect(store.conversation(), label).toEqual(calm.store.conversation());
  expect(store.call?.fired, label).toHaveLength(scenario.rule ? 1 : 0);
  expect(new Set(requests.map(({ requestId }) => requestId)).size, label).toBe(scenario.rule ? 1 : 0);
  // Whatever silenced it, the last word is that it may speak.
  if (voice.length > 0) expect(voice.at(-1)?.is, label).toBe('unmute');
  expect(new Set(reviews), label).toEqual(new Set(scenario.review ? ['email'] : []));
  // One that is sent twice is the same one: whoever delivers it knows it by its call.
  expect(new Set(summaries).size, label).toBe(scenario.listening?.summaries ? 1 : 0);
};

describe('A conversation survives', () => {
  for (const scenario of scenarios) {
    it(`a crash at every single wait while ${scenario.name}`, async () => {
      const calm = await play(scenario);
      check(calm, calm, scenario, 'no crash');
      expect(calm.store.conversation().length).toBeGreaterThan(scenario.muted ? -1 : 1);
      expect(calm.voice.filter(({ is }) => is === 'mute')).toHaveLength(scenario.muted ? 3 : 0);
      expect(calm.requests).toHaveLength(scenario.rule ? 1 : 0);
      expect([calm.reviews, calm.summaries].map(({ length }) => length)).toEqual([
        scenario.review ? 1 : 0,
        scenario.listening?.summaries ? 1 : 0,
      ]);
      expect(calm.points).toBeGreaterThan(20);
      for (let crashAt = 1; crashAt <= calm.points; crashAt += 1) {
        const played = await play({ ...scenario, crashAt });
        expect(played.crashes).toBe(1);
        check(played, calm, scenario, `crash at wait ${crashAt} of ${calm.points}`);
      }
    });
  }

  it('a crash while the assistant is silent: it speaks again with the next event that is told 12 seconds later', async () => {
    const [first] = scenarios.filter(({ muted }) => muted);
    if (first === undefined) throw new Error('nobody is silenced');
    const later = oneByOne(...[16_000, 18_000, 20_000].map((at) => speech('assistant', 'started', at)));
    const plan = { ...first, deliveries: [...oneByOne(...interruption(2_000)), ...later] };
    const { points } = await play(plan);
    for (let crashAt = 1; crashAt <= points; crashAt += 1) {
      const { voice } = await play({ ...plan, crashAt });
      const silences = voice.flatMap(({ at, is }, n) =>
        is === 'mute' ? [(voice[n + 1]?.at ?? 1e9) - at] : [],
      );
      expect(Math.max(0, ...silences), `crash at wait ${crashAt} of ${points}`).toBeLessThan(20_000);
    }
  });
});

const WORDS = ['hello', 'bill', 'invoice', 'when', 'person', 'thanks', 'please', 'number', 'seven', 'street'];
const sentence = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '));

/** A talk of utterances that follow each other, and the events that tell of them as Vapi does. */
const talkArbitrary = fc
  .array(
    fc.record({
      text: sentence,
      lasts: fc.integer({ min: 400, max: 6_000 }),
      pause: fc.integer({ min: 50, max: 3_000 }),
    }),
    {
      minLength: 1,
      maxLength: 10,
    },
  )
  .map((said) => {
    let at = 0;
    const entries = said.map(({ text, lasts, pause }, n) => {
      const from = at;
      at += lasts + pause;
      return entry(n % 2 === 0 ? 'assistant' : 'caller', from, from + lasts, `${text} ${n}`);
    });
    return entries.flatMap((one, n) => {
      const [from, to] = [one.at - given.T0, (one.end ?? one.at) - given.T0];
      const before = entries.slice(Math.max(0, n - 7), n);
      return [
        speech(one.role, 'started', from, before),
        final(one.role, to + 20, one.text),
        speech(one.role, 'stopped', to + 30, [...before, one]),
        told(to + 40, ...before, one),
      ];
    });
  });

/** The same events in another order, some of them twice, and several in one batch. */
const deliveredSomehow = (events: readonly CallEvent[]): fc.Arbitrary<Delivery[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.subarray([...events]),
      fc.array(fc.integer({ min: 1, max: 10 }), {
        minLength: 2 * events.length,
        maxLength: 2 * events.length,
      }),
    )
    .map(([shuffled, again, sizes]) => {
      const all = [...shuffled, ...again];
      const batches: Delivery[] = [];
      for (const size of sizes) {
        const batch = all.splice(0, size);
        if (batch.length > 0) batches.push({ at: 100_000 + batches.length * 500, events: batch });
      }
      return batches;
    });

describe('However a conversation is delivered', () => {
  it('it is the same conversation: shuffled, doubled and in batches', async () => {
    const delivered = talkArbitrary.chain((events) =>
      fc.record({ events: fc.constant(events), deliveries: deliveredSomehow(events) }),
    );
    await fc.assert(
      fc.asyncProperty(delivered, async ({ events, deliveries }) => {
        const inOrder = await play({ deliveries: oneByOne(...events) });
        const somehow = await play({ deliveries });
        expect(somehow.store.conversation()).toEqual(inOrder.store.conversation());
        const spoken = events.filter(({ what }) => what.is === 'conversation').length;
        expect(inOrder.store.conversation()).toHaveLength(spoken);
      }),
      { seed: 71, numRuns: 300 },
    );
  });
});
