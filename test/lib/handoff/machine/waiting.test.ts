import { describe, expect, it } from 'vitest';
import { decide } from '../../../../lib/handoff/machine/decide.ts';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import { isPatient } from '../../../../lib/handoff/machine/steps.ts';
import { LONGEST_SILENCE_MS, nextWordAt, wakeDue } from '../../../../lib/handoff/machine/waiting.ts';
import type { Effect, Handoff, StrategyName } from '../../../../lib/handoff/record/handoff.ts';
import { speech } from '../../../../lib/speech/english.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { on, owes } from '../seen.ts';
import { trying } from '../trying.ts';

const { T0, CALL_ID, CONTROL_URL } = given;

const begun = (
  windowSeconds: number,
  is: StrategyName = 'vapi-transfer',
  at = 0,
  requestedBy: 'tool-call' | 'rule' = 'tool-call',
): Handoff => {
  const strategy = { is, reason: 'for the test' };
  const asked = given.escalation('ho_1', { windowSeconds, strategy, requestedBy });
  const decision = on({ is: 'none', version: 0 }, asked, at);
  if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
  return decision.handoff;
};
const wordOf = (record: Handoff): Effect | undefined =>
  record.effects.find(({ work }) => work.kind === 'tell-caller' && work.sentence === 'waiting');

const woken = (record: Handoff, at: number): Handoff => {
  const decision = decide(
    { is: 'handoff', handoff: given.frozen(record), version: 1 },
    CALL_ID,
    given.resume,
    at,
  );
  return decision.is === 'changed' ? decision.handoff : record;
};

/** A caller whom nobody takes. The sweeper is `late`, and so is each sentence; when they heard one, in ms after the promise. */
const heardBy = (windowSeconds: number, late: number, is?: StrategyName): number[] => {
  let record: Handoff = {
    ...begun(windowSeconds, is),
    progress: { state: 'queued', taskSid: 'WT1' },
    effects: [],
  };
  const heard: number[] = [];
  for (let word = nextWordAt(record); word !== undefined; word = nextWordAt(record)) {
    expect(woken(record, word - 1)).toBe(record);
    record = woken(record, word + late);
    const owed = wordOf(record);
    if (owed === undefined) break;
    const at = word + late + 500;
    heard.push(at - T0);
    record = afterEffect(given.frozen(record), owed, { is: 'told' }, at);
  }
  return heard;
};

describe('A caller who waits with the assistant', () => {
  it.each([
    [10, []],
    [16, []],
    [20, [10_500]],
    [30, [15_500]],
    [34, [11_833, 23_417]],
    [40, [13_833, 27_417]],
    [44, [15_167, 30_084]],
    [60, [15_500, 30_833, 45_917]],
  ])('for %i s hears words of patience shared out over the window: after %j ms', (windowSeconds, after) => {
    expect(heardBy(windowSeconds, 0)).toEqual(after);
  });

  it('is never left in silence for more than 20 s, whatever the window, and hears no word right before the last one', () => {
    for (const is of ['vapi-transfer', 'conference'] as const) {
      for (let windowSeconds = 10; windowSeconds <= 600; windowSeconds += 1) {
        for (const late of [0, 1_000, 2_500]) {
          const end = windowSeconds * 1000;
          // The end is said up to 3 s after it.
          const times = [0, ...heardBy(windowSeconds, late, is), end + 3_000];
          const silences = times.slice(1).map((at, nth) => at - (times[nth] ?? 0));
          expect(Math.max(...silences), `${windowSeconds} s, ${late} ms late`).toBeLessThanOrEqual(
            LONGEST_SILENCE_MS,
          );
          const last = times.at(-2) ?? 0;
          if (last > 0) expect(end - last, `${windowSeconds} s, ${late} ms late`).toBeGreaterThan(4_000);
        }
      }
    }
  });

  it('owes no word before it is due: who is joined within seconds costs no message for it', () => {
    for (const windowSeconds of [30, 90, 900]) {
      const record = begun(windowSeconds);
      expect(wordOf(record)).toBeUndefined();
      expect(record.effects.filter(({ work }) => !isPatient(work)).map(({ work }) => work.kind)).toEqual([
        'create-task',
      ]);
    }
  });

  it('is looked after when the next word is due, before the end of the window', () => {
    const queued = { ...begun(30), progress: given.QUEUED, effects: [] };
    expect(wakeDue(queued)).toBe(T0 + 15_000);
    expect(wakeDue({ ...queued, spokenAt: T0 + 16_000 })).toBe(T0 + 30_000);
    expect(wakeDue({ ...queued, progress: given.CONNECTED })).toBeUndefined();
  });

  it('hears it counted from the promise, however late the request was worked on', () => {
    expect(nextWordAt({ ...begun(60, 'vapi-transfer', 10_000), effects: [] })).toBe(T0 + 15_000);
    const late = { ...begun(60, 'vapi-transfer', 25_000), effects: [] };
    expect(wordOf(woken(late, T0 + 25_000))).toBeDefined();
  });

  it('hears it counted from our own promise where a rule asked, which comes first', () => {
    const record = begun(60, 'vapi-transfer', 2_000, 'rule');
    expect(nextWordAt(record)).toBeUndefined();
    const connecting = record.effects.find(({ work }) => work.kind === 'tell-caller');
    if (connecting === undefined) throw new Error('nothing is promised');
    const promised = afterEffect(record, connecting, { is: 'told' }, T0 + 4_000);
    expect(nextWordAt({ ...promised, effects: [] })).toBe(T0 + 18_000);
  });

  it('hears it also where our own account will move them, but not in the queue, which has music', () => {
    expect(nextWordAt(begun(90, 'conference'))).toBeDefined();
    expect(nextWordAt(begun(90, 'enqueue'))).toBeUndefined();
  });

  it('hears it while the next agent is sought whose predecessor could not be joined', () => {
    const joining = given.handoff(given.BRIDGING, [given.joining()], { deadline: T0 + 90_000, spokenAt: T0 });
    const [bridge] = joining.effects;
    if (bridge === undefined) throw new Error('nothing is owed');
    const refused = afterEffect(joining, bridge, { is: 'refused', reason: 'vapi-400' }, T0 + 22_000);
    expect(refused.progress.state).toBe('requested');
    expect(nextWordAt(refused)).toBe(T0 + 15_000);
    expect(wordOf(woken(refused, T0 + 22_500))).toBeDefined();
  });

  it('does not hear it in the last three seconds, whose sentence is another one', () => {
    const queued = given.handoff(given.QUEUED, [], { spokenAt: T0 });
    expect(wordOf(woken(queued, T0 + 27_000))).toBeDefined();
    expect(woken(queued, T0 + 27_001)).toBe(queued);
  });

  const word = given.owed(
    'tell-caller:ho_1:waiting',
    { kind: 'tell-caller', sentence: 'waiting' },
    { notBefore: T0 + 30_000 },
  );
  const LONG = { deadline: T0 + 90_000, spokenAt: T0 };

  it('is not owed a second word while one is on its way', () => {
    const waiting = given.handoff(given.QUEUED, [word], LONG);
    expect(woken(waiting, T0 + 60_000)).toBe(waiting);
  });

  it('hears it never after an agent has taken the call', () => {
    const vapi = on(given.handoff(given.OFFERED, [word], LONG), given.accepted(), 20_000);
    const own = on(legs.own('conference', legs.RUNG, [word], LONG), legs.decided('taken'), 20_000);
    for (const decision of [vapi, own]) {
      if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
      expect(decision.handoff.progress.state).toBe('bridging');
      expect(wordOf(decision.handoff)).toBeUndefined();
      expect(nextWordAt(decision.handoff)).toBeUndefined();
    }
  });

  it('hears it never after the end, only the news of it', () => {
    const decision = on(given.handoff(given.QUEUED, [word], LONG), given.expired, 90_000);
    if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
    expect(owes(decision.handoff)).toEqual(['cancel WT1', 'tell the assistant no_agent', 'say busy']);
    expect(nextWordAt(decision.handoff)).toBeUndefined();
  });

  // It was being said while the agent took the call: what comes of it asks for no further one.
  it('is not asked for patience again when the word was said as an agent took the call', () => {
    const claimed = { ...word, claim: { owner: 'worker-1', until: T0 + 42_000 } };
    const taken = given.handoff(given.BRIDGING, [given.joining()], LONG);
    const after = afterEffect(given.frozen(taken), claimed, { is: 'told' }, T0 + 30_500);
    expect(owes(after)).toEqual(['bridge WR1']);
  });

  it('is given up on, not told forever, where the call refuses it', () => {
    const after = afterEffect(
      given.handoff(given.QUEUED, [word], LONG),
      word,
      { is: 'refused', reason: 'vapi-404' },
      T0 + 30_500,
    );
    expect(owes(after)).toEqual([]);
    expect(nextWordAt(after)).toBeUndefined();
  });

  it('hears the next one though one was lost while Vapi could not be reached', () => {
    const tried = { ...word, attempts: 5 };
    const after = afterEffect(
      given.handoff(given.QUEUED, [tried], LONG),
      tried,
      { is: 'not-done', reason: 'vapi-503' },
      T0 + 40_000,
    );
    expect(owes(after)).toEqual([]);
    expect(nextWordAt(after)).toBe(T0 + 52_500);
  });

  it('begins with a fresh count at the next request of the call', () => {
    const ended = given.handoff(given.ended({ outcome: 'no_agent' }), [], { spokenAt: T0 + 29_000 });
    const again = given.escalation('ho_2', { requestedAt: T0 + 100_000, requestId: 'call_tool_2' });
    const decision = on(ended, again, 100_000);
    if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
    expect(nextWordAt({ ...decision.handoff, effects: [] })).toBe(T0 + 115_000);
  });

  it('hears it after what the assistant is saying, not in its place', async () => {
    const { asked } = await trying(given.handoff(given.QUEUED, [word], LONG), word, {
      calls: { say: [{ is: 'told' }] },
    });
    expect(asked).toEqual([
      ['say', { callId: CALL_ID, controlUrl: CONTROL_URL }, speech.toCaller.waiting, { interrupt: false }],
    ]);
  });
});
