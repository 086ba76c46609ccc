import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, callSchema, unheardCall } from '../../../lib/conversation/call.ts';
import type { CallEvent, Heard } from '../../../lib/conversation/events.ts';
import { type Listening, observe } from '../../../lib/conversation/observe.ts';
import { dueRule, type Standing } from '../../../lib/conversation/rules.ts';
import { inSpokenOrder, type Turn } from '../../../lib/conversation/turns.ts';
import { KNOWN, LISTENING, T0 } from './given-call.ts';

const FULL: Listening = { ...LISTENING, muting: true, requiredFields: ['name', 'topic'], summaries: true };
const role = fc.constantFrom('assistant' as const, 'caller' as const);
const text = fc.oneof(
  fc.constantFrom(
    'I want to speak to a human.',
    'When will my new router be delivered?',
    'Sorry, I did not understand. What can I help you with?',
    'I want to cancel my subscription.',
    'Yes.',
  ),
  fc.nat(40).map((words) => 'long words of nobody '.repeat(1 + words * 4)),
);
const heardArbitrary = (now: number): fc.Arbitrary<Heard[]> =>
  fc.array(
    fc.record({
      role,
      at: fc.integer({ min: Math.max(0, now - 60_000), max: now }).map((at) => T0 + at),
      text,
    }),
    { maxLength: 8 },
  );
const whatArbitrary: fc.Arbitrary<CallEvent['what']> = fc.oneof(
  fc.record({
    is: fc.constant('speech' as const),
    role,
    status: fc.constantFrom('started' as const, 'stopped' as const),
  }),
  fc.constantFrom<CallEvent['what']>(
    { is: 'interrupted' },
    { is: 'partial' },
    { is: 'conversation' },
    { is: 'tool-failed' },
    { is: 'ended', reason: 'customer-ended-call' },
    {
      is: 'reported',
      report: { fieldsFilled: 3, endedReason: 'customer-ended-call', summary: 's'.repeat(1_000) },
    },
  ),
  fc.record({ is: fc.constant('final' as const), role, text }),
);
/** An event about `now` (ms from T0), up to 5 s late. */
const eventArbitrary = (now: number): fc.Arbitrary<CallEvent> =>
  fc.record({
    at: fc.nat(5_000).map((late) => T0 + Math.max(0, now - late)),
    receivedAt: fc.constant(T0 + now),
    what: whatArbitrary,
    known: fc.constant(KNOWN),
    heard: heardArbitrary(now),
    tools: fc.array(
      fc.record({
        id: fc.nat(500).map((id) => `call_tool_${id}`),
        at: fc.nat(now).map((at) => T0 + at),
        failed: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
  });

describe('However long a call is,', () => {
  it('its record stays under 20 KB, and reads the same when it comes back', () => {
    const long = fc.tuple(
      ...Array.from({ length: 2_000 }, (_, index) => eventArbitrary(1_000 + index * 400)),
    );
    fc.assert(
      fc.property(long, (events) => {
        let call: Call = unheardCall('call-1');
        for (const event of events) call = observe(call, event, FULL, event.at).call;
        const stored = JSON.stringify(call);
        expect(stored.length).toBeLessThan(20_000);
        expect(callSchema.parse(JSON.parse(stored))).toEqual(JSON.parse(stored));
      }),
      { numRuns: 2 },
    );
  });
});

/** A conversation in turns: who speaks, how long, and what. */
type Line = { words: string; lasts: number; pause: number };
const linesArbitrary: fc.Arbitrary<Line[]> = fc.array(
  fc.record({
    words: text.map((one) => one.slice(0, 80)),
    lasts: fc.integer({ min: 500, max: 6_000 }),
    pause: fc.integer({ min: 400, max: 3_000 }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** What Vapi tells of it: each speech begins and ends, and the list is told after each, its newest eight. */
const toldOf = (lines: readonly Line[]): { events: CallEvent[]; said: Heard[] } => {
  const events: CallEvent[] = [];
  const said: Heard[] = [];
  let at = T0;
  for (const [index, { words, lasts, pause }] of lines.entries()) {
    const speaker = index % 2 === 0 ? ('assistant' as const) : ('caller' as const);
    const tell = (when: number, what: CallEvent['what'], heard: Heard[] = []): void => {
      events.push({ at: when, receivedAt: when, what, known: KNOWN, heard, tools: [] });
    };
    tell(at, { is: 'speech', role: speaker, status: 'started' });
    said.push({ role: speaker, at, end: at + lasts, text: words.trim() });
    tell(at + lasts, { is: 'speech', role: speaker, status: 'stopped' });
    tell(at + lasts + 100, { is: 'conversation' }, said.slice(-8));
    at += lasts + pause;
  }
  return { events, said };
};

describe('However the events of a call are ordered and repeated,', () => {
  const orders = linesArbitrary.chain((lines) => {
    const { events, said } = toldOf(lines);
    return fc.tuple(
      fc.constant({ events, said }),
      fc
        .shuffledSubarray(events)
        .chain((twice) =>
          fc.shuffledSubarray([...events, ...twice], { minLength: events.length + twice.length }),
        ),
    );
  });
  const play = (events: readonly CallEvent[]): { call: Call; turns: Turn[] } => {
    const turns: Turn[] = [];
    const call = events.reduce((before, one) => {
      const seen = observe(before, one, LISTENING, one.at);
      turns.push(...seen.turns);
      return seen.call;
    }, unheardCall('call-1'));
    return { call, turns };
  };
  const standing: Standing = { is: 'none' };

  it('every utterance is stored, and the record and what the rules make of it are the same', () => {
    fc.assert(
      fc.property(orders, ([{ events, said }, other]) => {
        const [one, two] = [play(events), play(other)];
        expect(inSpokenOrder(two.turns)).toEqual(
          said.map(({ role: by, at, text: words }) => ({ role: by, at, text: words })),
        );
        expect(two.turns).toHaveLength(said.length);
        expect(two.call.interruptions).toEqual(one.call.interruptions);
        expect(two.call.last).toEqual(one.call.last);
        expect(two.call.intent).toEqual(one.call.intent);
        expect(two.call.wishes).toEqual(one.call.wishes);
        const now = T0 + 600_000;
        expect(dueRule(two.call, LISTENING.rules, standing, now)?.rule).toBe(
          dueRule(one.call, LISTENING.rules, standing, now)?.rule,
        );
      }),
      { numRuns: 500 },
    );
  });
});
