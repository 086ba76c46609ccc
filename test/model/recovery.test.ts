import { describe, expect, it } from 'vitest';
import { STRATEGIES, type StrategyName } from '../../lib/handoff/record/handoff.ts';
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import type { World } from './world.ts';

const agentTakes = (world: World): void => {
  world.router.offersAfterMs = [500];
  world.legs.phones = ['takes'];
};
const played = (strategy: StrategyName, plan: Partial<Plan>) =>
  play({ set: agentTakes, strategy }, { seed: 1, ...plan });

/** When the two were joined, or their joining was in Vapi's hands, in ms since the call's request. */
const joinedAfter = (world: World): number => {
  const { request, timeline } = world.record() ?? {};
  const joined = timeline?.find(({ what }) => /^(connected|transfer begun)/.test(what));
  if (request === undefined || joined === undefined) throw new Error(JSON.stringify(timeline));
  return joined.at - request.requestedAt;
};

describe('A table that is away for a moment', () => {
  for (const strategy of STRATEGIES) {
    it(`at any one message costs a second, and not the handoff: ${strategy}`, async () => {
      const undisturbed = await played(strategy, {});
      for (let number = 1; number <= undisturbed.deliveries; number += 1) {
        const world = await played(strategy, { failDeliveries: (delivery) => delivery === number });
        expect(world.record()?.progress).toMatchObject({ outcome: 'completed' });
        expect(joinedAfter(world) - joinedAfter(undisturbed)).toBeLessThanOrEqual(1_500);
      }
    });

    it(`at the first delivery of every message costs seconds, and not the handoff: ${strategy}`, async () => {
      const world = await played(strategy, { failDeliveries: () => true });
      expect(world.record()?.progress).toMatchObject({ outcome: 'completed' });
      expect(joinedAfter(world)).toBeLessThanOrEqual(joinedAfter(await played(strategy, {})) + 6_000);
      expect(world.deadLetters).toEqual([]);
    });
  }
});
