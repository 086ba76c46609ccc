import { describe, expect, it } from 'vitest';
import { STRATEGIES, type StrategyName } from '../../lib/handoff/record/handoff.ts';
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import { storyOf, wrongIn } from './settled.ts';
import { BEGUN } from './stage.ts';
import type { World } from './world.ts';

const agentTakes = (world: World): void => {
  world.router.offersAfterMs = [500, 500, 500, 500, 500, 500];
  world.legs.phones = ['takes', 'takes', 'takes', 'takes', 'takes', 'takes'];
};
const played = (strategy: StrategyName, plan: Partial<Plan>, windowSeconds = 30) =>
  play({ set: agentTakes, strategy, windowSeconds }, { seed: 1, sweeps: true, ...plan });

/** When caller and agent were on their way to each other, in ms since the world began. */
const joinedAfter = (world: World): number => {
  const { timeline = [] } = world.record() ?? {};
  const joined = timeline.find(({ what }) =>
    /^(connected|transfer begun|caller moved to conference)/.test(what),
  );
  if (joined === undefined) throw new Error(storyOf(world));
  return joined.at - BEGUN;
};

describe.each(STRATEGIES)('What is away for a time (%s)', (strategy) => {
  it.each([
    400, 3_000, 8_000,
  ])('the table, for %s ms at any moment: joined within five seconds of its return', async (ms) => {
    const undisturbed = joinedAfter(await played(strategy, {}));
    for (let from = 0; from <= undisturbed; from += 100) {
      const world = await played(strategy, { tableAway: { from, to: from + ms } });
      const told = `away from ${from}\n${storyOf(world)}`;
      expect(wrongIn(world), told).toEqual([]);
      expect(joinedAfter(world), told).toBeLessThanOrEqual(
        Math.max(from + ms, undisturbed) + 5_000 + undisturbed,
      );
    }
  });

  it.each([
    400, 3_000, 8_000, 16_000,
  ])('TaskRouter, Twilio and Vapi, for %s ms from the request on: joined within five seconds of their return', async (ms) => {
    const undisturbed = joinedAfter(await played(strategy, {}));
    const world = await played(strategy, { platformsAway: { from: 0, to: ms } });
    expect(wrongIn(world), storyOf(world)).toEqual([]);
    expect(joinedAfter(world) - undisturbed, storyOf(world)).toBeLessThanOrEqual(ms + 5_000);
  });
});

describe.each(STRATEGIES)('A handoff is not harmed (%s)', (strategy) => {
  it('by any one save that is done and answered as lost', async () => {
    const { saves } = await played(strategy, {});
    for (let late = 1; late <= saves; late += 1) {
      const world = await played(strategy, { sweeps: false, lateSaves: (number) => number === late });
      expect(wrongIn(world), `save ${late} of ${saves}\n${storyOf(world)}`).toEqual([]);
      expect(world.record()?.progress).toMatchObject({ outcome: 'completed' });
    }
  });

  it('by every second save that is done and answered as lost', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const plan = { seed, interleave: true, lateSaves: (number: number) => number % 2 === seed % 2 };
      const world = await played(strategy, plan);
      expect(wrongIn(world), `seed ${seed}\n${storyOf(world)}`).toEqual([]);
    }
  });

  it('by looks that tell nothing, and clocks that differ by seconds', async () => {
    let completed = 0;
    for (let seed = 1; seed <= 80; seed += 1) {
      const plan = { interleave: true, blindChance: 0.2, clocksDifferMs: 2_000, lostAnswerChance: 0.1 };
      const world = await played(strategy, { seed, duplicateChance: 0.2, ...plan });
      expect(wrongIn(world), `seed ${seed}\n${storyOf(world)}`).toEqual([]);
      const { progress } = world.record() ?? {};
      if (progress?.state === 'ended' && progress.outcome === 'completed') completed += 1;
    }
    expect(completed).toBeGreaterThan(60);
  });
});
