import { describe, expect, it } from 'vitest';
import { afterEffect } from '../../../../lib/handoff/machine/results.ts';
import type { Effect, Handoff, StrategyName } from '../../../../lib/handoff/record/handoff.ts';
import { speech } from '../../../../lib/speech/english.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { on, owes } from '../seen.ts';
import { trying } from '../trying.ts';

const { T0, CALL_ID, CONTROL_URL } = given;

const begun = (windowSeconds: number, is: StrategyName = 'vapi-transfer', at = 0): Handoff => {
  const strategy = { is, reason: 'for the test' };
  const decision = on({ is: 'none', version: 0 }, given.escalation('ho_1', { windowSeconds, strategy }), at);
  if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
  return decision.handoff;
};
const wordOf = (record: Handoff): Effect | undefined =>
  record.effects.find(({ work }) => work.kind === 'tell-caller' && work.sentence === 'waiting');

describe('A caller who waits with the assistant', () => {
  it.each([
    [44, undefined],
    [45, 30_000],
    [90, 30_000],
    [900, 30_000],
    [30, undefined],
    [1, undefined],
  ])('for %i s hears the first word of patience after %s ms', (windowSeconds, after) => {
    expect(wordOf(begun(windowSeconds))?.notBefore).toBe(after === undefined ? undefined : T0 + after);
  });

  it('hears it counted from when the request was worked on, if there is time', () => {
    expect(wordOf(begun(60, 'vapi-transfer', 10_000))?.notBefore).toBe(T0 + 40_000);
    expect(wordOf(begun(45, 'vapi-transfer', 1_000))).toBeUndefined();
  });

  it('hears it also where our own account will move them, but not in the queue, which has music', () => {
    expect(wordOf(begun(90, 'conference'))).toBeDefined();
    expect(wordOf(begun(90, 'enqueue'))).toBeUndefined();
  });

  it('hears it again every 30 seconds, and not shortly before the end', () => {
    let record = begun(120);
    const heard: number[] = [];
    for (let word = wordOf(record); word !== undefined; word = wordOf(record)) {
      heard.push(word.notBefore - T0);
      record = afterEffect(given.frozen(record), word, { is: 'told' }, word.notBefore);
    }
    expect(heard).toEqual([30_000, 60_000, 90_000]);
    expect(record.timeline.filter(({ what }) => what === 'caller asked for patience')).toHaveLength(3);
  });

  const word = given.owed(
    'tell-caller:ho_1:waiting',
    { kind: 'tell-caller', sentence: 'waiting' },
    { notBefore: T0 + 30_000 },
  );
  const LONG = { deadline: T0 + 90_000 };

  it('hears it never after an agent has taken the call', () => {
    const vapi = on(given.handoff(given.OFFERED, [word], LONG), given.accepted(), 20_000);
    const own = on(legs.own('conference', legs.RUNG, [word], LONG), legs.decided('taken'), 20_000);
    for (const decision of [vapi, own]) {
      if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
      expect(decision.handoff.progress.state).toBe('bridging');
      expect(wordOf(decision.handoff)).toBeUndefined();
    }
  });

  it('hears it never after the end, only the news of it', () => {
    const decision = on(given.handoff(given.QUEUED, [word], LONG), given.expired, 90_000);
    if (decision.is !== 'changed') throw new Error(`it is ${decision.is}`);
    expect(owes(decision.handoff)).toEqual(['cancel WT1', 'tell the assistant no_agent', 'say busy']);
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
