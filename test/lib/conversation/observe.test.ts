import { describe, expect, it } from 'vitest';
import { type Call, callSchema, unheardCall } from '../../../lib/conversation/call.ts';
import type { CallEvent, Heard } from '../../../lib/conversation/events.ts';
import { type Listening, observe } from '../../../lib/conversation/observe.ts';
import type { Turn } from '../../../lib/conversation/turns.ts';
import {
  CONTROL_URL,
  ended,
  entry,
  event,
  final,
  interruption,
  KNOWN,
  LISTENING,
  partial,
  reported,
  speech,
  T0,
  told,
  toolFailed,
} from './given-call.ts';

const played = (events: CallEvent[], listening: Listening = LISTENING): { call: Call; turns: Turn[] } => {
  const turns: Turn[] = [];
  const call = events.reduce((before, one) => {
    const seen = observe(before, one, listening, one.at);
    turns.push(...seen.turns);
    return seen.call;
  }, unheardCall('call-1'));
  return { call, turns };
};
const hearing = (events: CallEvent[], listening?: Listening): Call => played(events, listening).call;
const owed = (call: Call): string[] => call.effects.map(({ work }) => work.kind);

describe('Every event of a call', () => {
  const whats: CallEvent['what'][] = [
    { is: 'speech', role: 'caller', status: 'started' },
    { is: 'interrupted' },
    { is: 'partial' },
    { is: 'final', role: 'caller', text: 'Hello?' },
    { is: 'conversation' },
    { is: 'tool-failed' },
    { is: 'ended', reason: 'hang' },
    { is: 'reported', report: { fieldsFilled: 1, endedReason: 'hang' } },
  ];
  for (const what of whats) {
    it(`saves what is known of the call, the talk and the tools: ${what.is}`, () => {
      const tools = [{ id: 'tool-1', at: T0 + 500, failed: false }];
      const { call, turns } = played([
        event(3_000, what, { heard: [entry('assistant', 0, 900, 'Hi.')], tools }),
      ]);
      expect(call.known).toEqual(KNOWN);
      expect(call.tools).toEqual(tools);
      expect(turns.map(({ text }) => text)).toContain('Hi.');
      expect(call.last?.text).toBe(what.is === 'final' ? 'Hello?' : 'Hi.');
    });
  }

  it('leaves a record that reads the same when it comes back from the table', () => {
    const call = hearing([
      ...interruption(2_000),
      final('caller', 2_900, 'I want to cancel. Where is my last invoice from May?'),
      toolFailed(4_000, 'tool-1'),
      ended(9_000),
      reported(9_500),
    ]);
    expect(callSchema.parse(JSON.parse(JSON.stringify(call)))).toEqual(JSON.parse(JSON.stringify(call)));
  });

  it('hears one question once, in a list without times and in one with them', () => {
    const talk: [Heard['role'], string][] = [
      ['assistant', 'How can I help you?'],
      ['caller', 'Where is my order 4471?'],
      ['assistant', 'It was shipped on Monday.'],
    ];
    const untimed = talk.map(([role, text], n): Heard => ({ role, at: T0 + n, text, untimed: true }));
    const timed = talk.map(([role, text], n) => entry(role, 1_000 + 2_000 * n, 2_000 + 2_000 * n, text));
    for (const lists of [
      [untimed, timed],
      [timed, untimed],
      [untimed, timed, untimed],
    ]) {
      const call = hearing(lists.map((heard, n) => told(7_000 + n, ...heard)));
      expect(call.questions).toMatchObject([{ text: 'Where is my order 4471?', asks: 1 }]);
    }
  });

  it('changes nothing when it comes again', () => {
    const events = [
      ...interruption(2_000),
      told(4_000, entry('caller', 2_000, 2_900, 'I want to speak to a human.')),
      final('caller', 5_000, 'Hello?'),
      toolFailed(6_000, 'tool-1'),
    ];
    const once = hearing(events);
    for (const one of events) {
      const again = observe(once, one, LISTENING, one.at + 60_000);
      expect(again).toEqual({ call: once, turns: [] });
    }
  });

  it('leaves the record that it was given as it was', () => {
    const before = hearing(interruption(2_000));
    const copy = structuredClone(before);
    observe(before, reported(9_000), { ...LISTENING, summaries: true, muting: true }, T0 + 9_000);
    expect(before).toEqual(copy);
  });
});

describe('What is known of the call', () => {
  const knows = (at: number, known: CallEvent['known']) => event(at, { is: 'conversation' }, { known });

  it('is what the newest event says, whenever it arrives', () => {
    const [old, fresh] = [
      knows(1_000, { customerName: 'Robin' }),
      knows(2_000, { customerName: 'Robin Sample' }),
    ];
    expect(hearing([old, fresh]).known.customerName).toBe('Robin Sample');
    expect(hearing([fresh, old]).known.customerName).toBe('Robin Sample');
  });

  it('is filled by an older event where it is not known', () => {
    const call = hearing([
      knows(2_000, { caller: '+14155550123' }),
      knows(1_000, { controlUrl: CONTROL_URL }),
    ]);
    expect(call.known).toEqual({ caller: '+14155550123', controlUrl: CONTROL_URL });
  });

  it('is not emptied by a newer event that does not say it', () => {
    const call = hearing([knows(1_000, { controlUrl: CONTROL_URL }), knows(2_000, {})]);
    expect(call.known.controlUrl).toBe(CONTROL_URL);
  });
});

describe('A tool', () => {
  const tool = (id: string, at: number, failed: boolean) =>
    event(at + 500, { is: 'conversation' }, { tools: [{ id, at: T0 + at, failed }] });

  it('is one, told by us and by Vapi, and failed if either says so', () => {
    const [ours, theirs] = [toolFailed(2_000, 'tool-1'), tool('tool-1', 2_300, false)];
    const expected = [{ id: 'tool-1', at: T0 + 2_000, failed: true }];
    expect(hearing([ours, theirs]).tools).toEqual(expected);
    expect(hearing([theirs, ours]).tools).toEqual(expected);
  });

  it('stands where it was used, not where it was told', () => {
    const call = hearing([tool('tool-2', 4_000, true), tool('tool-1', 2_000, false)]);
    expect(call.tools.map(({ id }) => id)).toEqual(['tool-1', 'tool-2']);
  });

  it('is remembered among the newest eight', () => {
    const all = Array.from({ length: 20 }, (_, index) => tool(`tool-${index}`, index * 1_000, false));
    expect(hearing(all).tools.map(({ id }) => id)).toEqual(
      [12, 13, 14, 15, 16, 17, 18, 19].map((n) => `tool-${n}`),
    );
  });
});

describe('The caller’s final words', () => {
  it('prove that they still spoke', () => {
    const begun = [speech('assistant', 'started', 1_000), speech('caller', 'started', 2_000)];
    expect(hearing([...begun, final('caller', 2_400, 'No, wait')]).interruptions.count).toBe(1);
    expect(hearing([...begun, final('assistant', 2_400, 'Your order')]).interruptions.count).toBe(0);
  });
});

describe('Interruptions', () => {
  it('ask for simpler language at the third within the cool-down, once', () => {
    const two = [...interruption(2_000), ...interruption(12_000)];
    expect(owed(hearing(two))).toEqual([]);
    const three = [...two, ...interruption(22_000)];
    expect(owed(hearing(three))).toEqual(['simplify']);
    const informed: Call = { ...hearing(three), effects: [] };
    const fourth = interruption(32_000).reduce(
      (call, one) => observe(call, one, LISTENING, one.at).call,
      informed,
    );
    expect(fourth.interruptions.count).toBe(4);
    expect(owed(fourth)).toEqual([]);
  });

  it('ask for nothing when they are far apart', () => {
    const three = [...interruption(2_000), ...interruption(40_000), ...interruption(80_000)];
    expect(owed(hearing(three))).toEqual([]);
  });

  const MUTING: Listening = { ...LISTENING, muting: true };
  const speaks = [speech('assistant', 'started', 1_000), speech('caller', 'started', 2_000)];

  it('silence the assistant where that is configured, for as long as the caller speaks', () => {
    expect(owed(hearing([...speaks, partial(2_400)]))).toEqual([]);
    const silenced = hearing([...speaks, partial(2_400)], MUTING);
    expect(owed(silenced)).toEqual(['mute', 'unmute']);
    const later = observe(silenced, speech('caller', 'stopped', 3_500), MUTING, T0 + 3_500).call;
    expect(later.effects.find(({ work }) => work.kind === 'unmute')?.notBefore).toBe(T0 + 3_500);
  });

  it('silence nobody once the caller has stopped: that would cut the answer', () => {
    const stops = [speech('assistant', 'stopped', 2_150), speech('caller', 'stopped', 2_900)];
    const call = hearing([...speaks, ...stops], MUTING);
    expect(call.interruptions.count).toBe(1);
    expect(owed(call)).toEqual([]);
  });

  it('silence nobody when they are told late', () => {
    const call = hearing(speaks, MUTING);
    expect(owed(observe(call, partial(2_400), MUTING, T0 + 6_399).call)).toEqual(['mute', 'unmute']);
    expect(owed(observe(call, partial(2_400), MUTING, T0 + 6_400).call)).toEqual([]);
  });

  it('leave the assistant silent while a new speech has begun', () => {
    const silenced = hearing([...speaks, partial(2_400), speech('caller', 'started', 4_000)], MUTING);
    const late = observe(silenced, speech('caller', 'stopped', 3_500), MUTING, T0 + 4_100).call;
    expect(late.effects.find(({ work }) => work.kind === 'unmute')?.notBefore).toBe(T0 + 2_400 + 4_000);
  });
});

describe('The end of the call', () => {
  const WANTING: Listening = { ...LISTENING, summaries: true };

  it('is noted with what is wanted after it', () => {
    expect(owed(hearing([ended(9_000)], WANTING))).toEqual(['look-at-record']);
    expect(owed(hearing([ended(9_000), reported(10_000)], WANTING))).toEqual(['finish']);
    expect(owed(hearing([ended(9_000), reported(10_000)]))).toEqual([]);
  });

  it('still brings the last words', () => {
    const { turns } = played([ended(9_000, [entry('caller', 7_000, 7_900, 'Never mind.')])]);
    expect(turns.map(({ text }) => text)).toEqual(['Never mind.']);
  });
});
