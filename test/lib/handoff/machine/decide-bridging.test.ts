import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { check, ends, goes, LATE, later, on, play, REPEATED, type Step, seen, UNJOINED } from '../seen.ts';

const { T0, handoff, loaded } = given;

const held = { owner: 'worker-1', until: T0 + 12_000 };

/** The agent's phone rings since then, as far as Vapi tells. */
const begun = (at: number): Progress => ({ ...given.BRIDGING, begunAt: T0 + at }) as Progress;

describe('The confirmation of a bridge', () => {
  const asked = handoff(given.BRIDGING, [
    given.joining({ claim: held }),
    given.looking('bridge-unconfirmed'),
  ]);
  const next = handoff(given.BRIDGING, [given.joining()], { taskNo: 2 });
  check([
    [
      'to another number is another transfer',
      handoff(given.BRIDGING),
      given.confirmed('+14155550177'),
      7_000,
      { is: 'foreign' },
    ],
    ['without a number counts', handoff(given.BRIDGING), given.confirmed(), 7_000, goes('bridging')],
    ['spares what was still owed for it', asked, given.confirmed(), 7_000, goes('bridging')],
    [
      'before the reservation is accepted is of another transfer',
      handoff(given.BRIDGING, [legs.accepting({ claim: held })]),
      given.confirmed(given.agent().number),
      7_000,
      LATE,
    ],
    [
      'to the agent’s number is of an earlier transfer while none was asked for yet: what is owed finds it in the call',
      next,
      given.confirmed(given.agent().number),
      7_000,
      LATE,
    ],
    ['is told once', handoff(begun(7_000)), given.confirmed(), 8_000, REPEATED],
    [
      'proves no answer, so that the end of the call is no end of a talk',
      handoff(begun(7_000)),
      given.callOver(),
      20_000,
      ends('transferred', 'complete WT1'),
    ],
    [
      'without a number is of an earlier transfer while none was asked for yet',
      next,
      given.confirmed(),
      7_000,
      LATE,
    ],
  ]);
});

describe('A caller whom Vapi gives back to the assistant', () => {
  const LOOK = 'look at the call (assistant-resumed)';
  const back = given.looking('assistant-resumed', { claim: held });
  const call = (forwarding: boolean): Step => ({
    effect: back,
    result: { is: 'call-seen', call: { is: 'live', status: 'in-progress', forwarding } },
  });
  check([
    [
      'before the transfer was heard of is looked at in a moment',
      handoff(given.BRIDGING),
      given.resumed,
      7_000,
      goes('bridging', LOOK),
    ],
    [
      'before any transfer was asked for was never away',
      handoff(given.BRIDGING, [given.joining({ claim: held })]),
      given.resumed,
      7_000,
      LATE,
    ],
    [
      'is looked at once',
      handoff(given.BRIDGING, [given.looking('assistant-resumed')]),
      given.resumed,
      7_000,
      REPEATED,
    ],
  ]);

  it.each([
    ['of which the transfer was not heard', given.BRIDGING, 10_000],
    ['of which the transfer had begun', begun(6_500), 7_000],
    ['who talked with the agent', given.CONNECTED, 7_000],
  ])('%s is looked at as soon as the call can show it', (_who, progress, due) => {
    const decision = on(handoff(progress), given.resumed, 7_000);
    if (decision.is !== 'changed') throw new Error(decision.is);
    expect(decision.handoff.effects).toMatchObject([
      { id: 'look-at-call:assistant-resumed', notBefore: T0 + due },
    ]);
  });

  it('gets the next agent, also when the news of the transfer comes after that of its end', () => {
    const from = loaded(handoff(given.BRIDGING));
    const { handoff: waiting } = play(from, 7_000, [given.resumed, given.confirmed(given.agent().number)]);
    expect(waiting.effects.map(({ id, notBefore }) => [id, notBefore - T0])).toEqual([
      ['look-at-call:assistant-resumed', 10_000],
      ['look-at-call:bridge-unconfirmed', 67_000],
    ]);
    const { words, owing } = play(loaded(handoff(given.BRIDGING, [back])), 10_000, [call(false)]);
    expect([words, ...owing]).toEqual(['requested', 'complete WT1']);
  });

  it('is still on the way to the agent when the call shows it', () => {
    expect(play(loaded(handoff(begun(7_000), [back])), 10_000, [call(true)]).words).toBe('bridging');
  });
});

describe('A bridge that is not confirmed', () => {
  const look = given.looking('bridge-unconfirmed', { claim: held });
  const bridging = loaded(handoff(given.BRIDGING, [look]));
  const sees = (is: 'forwarding' | 'with the assistant' | 'over' | 'missing'): Step => ({
    effect: look,
    result: {
      is: 'call-seen',
      call:
        is === 'over'
          ? { is: 'over', endedReason: 'customer-ended-call' }
          : is === 'missing'
            ? { is: 'missing' }
            : { is: 'live', status: 'in-progress', forwarding: is === 'forwarding' },
    },
  });
  const cases: [
    what: 'forwarding' | 'with the assistant' | 'over' | 'missing',
    at: number,
    ...end: string[],
  ][] = [
    ['forwarding', 66_000, 'bridging'],
    ['with the assistant', 20_000, 'requested', 'complete WT1'],
    ['with the assistant', 66_000, 'ended bridge_failed', 'complete WT1', ...UNJOINED],
    ['over', 66_000, 'ended caller_left', 'complete WT1'],
    ['missing', 66_000, 'ended bridge_failed', 'complete WT1', ...UNJOINED],
  ];
  for (const [what, at, ...end] of cases) {
    it(`is ${end[0]} when the call is seen ${what} ${at / 1000} s after the request`, () => {
      const result = play(bridging, at, [sees(what)]);
      expect([result.words, ...result.owing]).toEqual(end);
    });
  }
});

describe('A transfer that has begun', () => {
  const look = given.looking('bridge-unconfirmed', { claim: held });
  const forwarding: Step = {
    effect: look,
    result: { is: 'call-seen', call: { is: 'live', status: 'forwarding', forwarding: true } },
  };
  it.each([
    [66_999, 'bridging'],
    [67_000, 'connected'],
  ])('and is still going on %i ms after the request, 60 s after it began, is %s', (at, words) => {
    expect(play(loaded(handoff(begun(7_000), [look])), at, [forwarding]).words).toBe(words);
  });

  it('is looked at a minute later, whichever way it became known', () => {
    const asking = given.joining({ claim: held });
    const ways: Step[] = [
      given.confirmed(given.agent().number),
      { effect: asking, result: { is: 'transfer-asked' } },
      { effect: asking, result: { is: 'call-seen', call: { is: 'live', status: 'x', forwarding: true } } },
    ];
    for (const way of ways) {
      const { handoff: after } = play(loaded(handoff(given.BRIDGING, [asking])), 9_000, [way]);
      expect(after.progress).toMatchObject({ state: 'bridging', begunAt: T0 + 9_000 });
      expect(after.effects).toMatchObject([
        { id: 'look-at-call:bridge-unconfirmed', notBefore: T0 + 69_000 },
      ]);
    }
  });

  it.each([
    ['completed', 'completed'],
    ['connected', 'completed'],
    ['no-answer', 'bridge_failed'],
  ] as const)('and ends is known by the report: %s is %s', (transfer, outcome) => {
    const { words } = play(loaded(handoff(begun(7_000))), 30_000, [
      // Nothing is decided, and nothing is counted, before the report is there.
      given.callOver({ source: 'status-update', endedReason: 'assistant-forwarded-call', fieldsFilled: 0 }),
      given.callOver({ endedReason: 'assistant-forwarded-call', transfer, fieldsFilled: 5 }),
    ]);
    expect(words).toBe(`ended ${outcome}`);
  });

  const ended = (putOff: number) => given.callOver({ source: 'status-update', fieldsFilled: 0, putOff });
  check([
    [
      'waits for the report when its call is over',
      handoff(begun(7_000)),
      ended(0),
      30_000,
      goes('bridging', 'await the report'),
    ],
  ]);

  const awaiting = (claim?: typeof held) =>
    given.owed(
      'await-report:ho_1',
      { kind: 'await-report', endedReason: 'assistant-forwarded-call' },
      { notBefore: T0 + 40_000, ...(claim && { claim }) },
    );

  it('waits for it once, however often the end is told, and no longer than 10 s', () => {
    const decision = on(handoff(begun(7_000)), ended(0), 30_000);
    if (decision.is !== 'changed') throw new Error(decision.is);
    expect(decision.handoff.effects.map(({ id, notBefore }) => [id, notBefore - T0])).toEqual([
      ['await-report:ho_1', 40_000],
    ]);
    expect(seen(on(decision.handoff, ended(0), 31_000))).toEqual(REPEATED);
  });

  it('and whose report has not come by then is ended transferred', () => {
    const effect = awaiting(held);
    const { words, owing } = play(loaded(handoff(begun(7_000), [effect])), 41_000, [
      { effect, result: { is: 'no-report' } },
    ]);
    expect(words).toBe('ended transferred');
    expect(owing).toEqual(['complete WT1']);
  });

  it('whose report comes in time is what the report says', () => {
    const report = given.callOver({ fieldsFilled: 5, transfer: 'completed' });
    const { words, owing } = play(loaded(handoff(begun(7_000), [awaiting()])), 31_000, [report]);
    expect(words).toBe('ended completed');
    expect(owing).toEqual(['complete WT1']);
  });

  it('and is seen to be over waits for the report', () => {
    const look = given.looking('bridge-unconfirmed', { claim: held });
    const over: Step = {
      effect: look,
      result: { is: 'call-seen', call: { is: 'over', endedReason: 'assistant-forwarded-call' } },
    };
    const { words, owing } = play(loaded(handoff(begun(7_000), [look])), 67_000, [over]);
    expect(words).toBe('bridging');
    expect(owing).toEqual(['await the report']);
  });

  it('and ends without a word of an answer is transferred', () => {
    const { words } = play(loaded(handoff(begun(7_000))), 30_000, [
      given.callOver({ endedReason: 'assistant-forwarded-call', fieldsFilled: 5 }),
    ]);
    expect(words).toBe('ended transferred');
  });
});

describe('A refused bridge', () => {
  const bridge = given.joining({ claim: held });
  const refused: Step = { effect: bridge, result: { is: 'refused', reason: 'vapi-409' } };
  const from = (taskTry: number) => loaded(handoff(given.BRIDGING, [bridge], { taskNo: taskTry }));

  it('has its task completed before the next one is made', () => {
    const after = play(from(1), 8_000, [refused]);
    expect(after.handoff.taskNo).toBe(2);
    expect(after.owing).toEqual(['complete WT1']);
    const [close] = after.handoff.effects;
    if (close === undefined) throw new Error('nothing is owed');
    const then = play(loaded(after.handoff), 9_000, [{ effect: close, result: { is: 'closed' } }]);
    expect([then.words, ...then.owing]).toEqual(['requested', 'create the task of ho_1/2']);
  });

  it('ends as bridge_failed when the window is over', () => {
    const { words, owing } = play(from(1), 30_000, [refused]);
    expect([words, ...owing]).toEqual(['ended bridge_failed', 'complete WT1', ...UNJOINED]);
  });

  it('ends as bridge_failed at the third agent', () => {
    const { words, owing } = play(from(3), 8_000, [refused]);
    expect([words, ...owing]).toEqual(['ended bridge_failed', 'complete WT1', ...UNJOINED]);
  });
});

describe('The end of a call', () => {
  const left = given.callOver();
  const running = handoff(given.BRIDGING, [given.joining({ claim: held })]);
  const unclear = given.callOver({ clear: false, fieldsFilled: 0 });
  const LOOK = 'look at the call (report-unclear)';
  check([
    [
      'is put off while the transfer runs',
      running,
      left,
      7_000,
      later({ is: 'put-off' }, 'call-over in 5 s'),
    ],
    [
      'is put off for the sixth and last time after 25 s',
      running,
      { ...left, putOff: 5 },
      32_000,
      later({ is: 'put-off' }, 'call-over in 5 s'),
    ],
    [
      'counts after 30 s, whatever the transfer does',
      running,
      { ...left, putOff: 6 },
      37_000,
      ends('caller_left', 'complete WT1'),
    ],
    [
      'in an early, empty report is looked at while nobody has come',
      handoff(given.QUEUED),
      unclear,
      7_000,
      goes('queued', LOOK),
    ],
    [
      'in an early, empty report is looked at while they talk',
      handoff(given.CONNECTED),
      unclear,
      7_000,
      goes('connected', LOOK),
    ],
    [
      'in a second empty report is not looked at twice',
      handoff(given.QUEUED, [given.looking('report-unclear')]),
      unclear,
      7_000,
      REPEATED,
    ],
    ['in an early, empty report says nothing after the end', handoff(given.ended()), unclear, 25_000, LATE],
    [
      'in an early, empty report says nothing where no handoff is',
      { is: 'none', version: 0 },
      unclear,
      7_000,
      LATE,
    ],
    [
      'silences the news for the caller',
      handoff(given.QUEUED, [], { callOver: true }),
      given.expired,
      30_000,
      ends('no_agent', 'cancel WT1'),
    ],
  ]);
});
