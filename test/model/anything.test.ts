import { describe, expect, it } from 'vitest';
import { STRATEGIES, type StrategyName } from '../../lib/handoff/record/handoff.ts';
import type { PhoneDoes } from './fake-legs.ts';
import type { Plan } from './plan.ts';
import { escalate, play } from './play.ts';
import { storyOf, wrongIn } from './settled.ts';
import type { World } from './world.ts';

const PHONES: readonly PhoneDoes[] = ['takes', 'declines', 'no-key', 'busy', 'no-answer', 'hangs-up'];
const TRANSFERS = ['answered', 'unanswered', 'declined'] as const;

/** A place in a list, the same for the same seed. */
const pick = <T>(list: readonly T[], seed: number): T | undefined => list[Math.abs(seed) % list.length];

/** What may happen at any moment of a call, whoever does it. */
const HAPPENINGS: readonly ((world: World, strategy: StrategyName) => void)[] = [
  (world) => world.webhook({ type: 'taken-back', by: 'assistant' }),
  (world) => world.webhook({ type: 'assistant-resumed' }),
  (world) => world.router.endedBySomebody('canceled'),
  (world) => world.router.endedBySomebody('completed'),
  (world) => world.webhook({ type: 'resume' }),
  // Of the conference of an earlier try.
  (world) => {
    const { handoffId, taskNo } = world.record() ?? { handoffId: 'ho_other', taskNo: 1 };
    world.webhook({ type: 'conference-over', handoffId, conference: `${handoffId}-${taskNo - 1}` });
  },
  (world) => world.legs.callerHangsUp(),
  (world, strategy) => {
    // Only an assistant who has the caller can ask.
    if (world.call.status === 'in-progress') escalate(world, { set: () => {}, strategy }, 'call_2');
  },
];

/** Agents who do what they like, and two things that happen when nobody expects them. */
const anything =
  (seed: number, strategy: StrategyName, windowMs: number) =>
  (world: World): void => {
    world.router.offersAfterMs = seed % 7 === 0 ? [] : [500, 500, 500, 500, 500, 500];
    world.legs.phones = [seed, seed * 3 + 1, seed * 7 + 2, 0, 0].flatMap((n) => pick(PHONES, n) ?? []);
    world.call.transfersEnd = [seed, seed * 5 + 1, seed >> 2].flatMap((n) => pick(TRANSFERS, n) ?? []);
    for (const turn of [0, 1]) {
      const happens = pick(HAPPENINGS, seed * 11 + turn * 3 + (seed >> 3));
      world.in(200 + ((seed * 1_777 + turn * 9_973) % windowMs), () => happens?.(world, strategy));
    }
  };

const RUNS = 150;
const outcomes = async (
  strategy: StrategyName,
  plan: Partial<Plan>,
  { windowSeconds = 30, runs = RUNS } = {},
): Promise<Set<string>> => {
  const ended = new Set<string>();
  for (let seed = 1; seed <= runs; seed += 1) {
    const set = anything(seed, strategy, windowSeconds * 1_200);
    const world = await play(
      { set, strategy, windowSeconds },
      { seed, interleave: true, sweeps: true, ...plan },
    );
    expect(wrongIn(world), `seed ${seed}\n${storyOf(world)}`).toEqual([]);
    const { progress } = world.record() ?? {};
    if (progress?.state === 'ended') ended.add(progress.outcome);
  }
  return ended;
};

describe.each(STRATEGIES)('Whatever happens at whatever moment of a call (%s)', (strategy) => {
  it('leaves nothing open, cuts no talk, and leaves no caller alone', async () => {
    const ended = await outcomes(strategy, {});
    for (const outcome of ['completed', 'no_agent', 'caller_left', 'canceled']) {
      if (strategy !== 'vapi-transfer' || outcome !== 'completed') expect(ended).toContain(outcome);
    }
  });

  it('nor when every message and every webhook comes once more after a minute', async () => {
    await outcomes(strategy, { echoes: true });
  });

  it('nor while workers die and answers are lost', async () => {
    await outcomes(strategy, {
      duplicateChance: 0.2,
      crashChance: 0.02,
      maxCrashes: 2,
      lostAnswerChance: 0.1,
    });
  });

  it('nor in a window of five minutes', async () => {
    await outcomes(strategy, {}, { windowSeconds: 300, runs: 60 });
  });
});
