import { expect, it } from 'vitest';
import { afterEffect } from '../../../lib/handoff/machine/results.ts';
import type { EffectResult } from '../../../lib/handoff/ports/results.ts';
import type { Effect, Handoff } from '../../../lib/handoff/record/handoff.ts';
import { frozen, T0 } from './given.ts';
import { owes } from './seen.ts';

/** The record after one attempt at an effect, and in words where it is and what it owes. */
export const recorded = (record: Handoff, effect: Effect, result: EffectResult, at = 8_000) => {
  const next = afterEffect(frozen(record), frozen(effect), frozen(result), T0 + at);
  const { progress } = next;
  const words = progress.state === 'ended' ? `ended ${progress.outcome}` : progress.state;
  return { next, end: [words, ...owes(next)] };
};

export type Row = [name: string, from: Handoff, effect: Effect, result: EffectResult, ...end: string[]];
/** One test for each row. */
export const rows = (list: Row[], test: (name: string, run: () => void) => void = it): void => {
  for (const [name, from, effect, result, ...end] of list) {
    test(name, () => expect(recorded(from, effect, result).end).toEqual(end));
  }
};
