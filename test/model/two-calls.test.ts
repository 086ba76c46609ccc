import { describe, expect, it } from 'vitest';
import { STRATEGIES, type StrategyName } from '../../lib/handoff/record/handoff.ts';
import type { Plan } from './plan.ts';
import { escalate } from './play.ts';
import { storyOf, wrongIn } from './settled.ts';
import { World } from './world.ts';

/** Two calls, one after the other, for which the same agents are there. */
const sharing = async (strategy: StrategyName, agents: number, plan: Plan): Promise<World> => {
  const { seed } = plan;
  const world = new World({ sweeps: true, interleave: true, ...plan });
  const second = world.addLine('call-b', 'CA-caller-b');
  world.router.pool = Array.from({ length: agents }, (_, n) => ({
    number: `+1415555010${n}`,
    busy: false,
    awayUntil: 0,
  }));
  const asked = { set: () => {}, strategy, windowSeconds: 60 };
  for (const { call, legs } of world.lines) {
    legs.phones = seed % 4 === 0 ? ['declines', 'takes', 'takes'] : ['takes', 'takes', 'takes'];
    legs.talkMs = 8_000;
    call.talkMs = 8_000;
  }
  escalate(world, asked, 'call_1');
  world.in((seed * 577) % 20_000, () => escalate(world, asked, 'call_1', second));
  if (seed % 5 === 0) world.in((seed * 911) % 15_000, () => world.legs.callerHangsUp());
  await world.run();
  return world;
};

const outcomeOf = (world: World, callId: string) => {
  const { progress } = world.record(callId) ?? {};
  return progress?.state === 'ended' ? progress.outcome : undefined;
};

describe.each(STRATEGIES)('Two callers who share agents (%s)', (strategy) => {
  it('are each served, and no talk is ended by what becomes of the other', async () => {
    let both = 0;
    for (let seed = 1; seed <= 80; seed += 1) {
      const world = await sharing(strategy, 1 + (seed % 2), {
        seed,
        duplicateChance: 0.2,
        lostAnswerChance: 0.1,
      });
      expect(wrongIn(world), `seed ${seed}\n${storyOf(world)}`).toEqual([]);
      if (world.lines.every(({ call }) => outcomeOf(world, call.id) === 'completed')) both += 1;
    }
    expect(both).toBeGreaterThan(30);
  });

  it('nor while workers die', async () => {
    for (let seed = 1; seed <= 80; seed += 1) {
      const world = await sharing(strategy, 1, {
        seed,
        crashChance: 0.02,
        maxCrashes: 2,
        lostAnswerChance: 0.1,
      });
      expect(wrongIn(world), `seed ${seed}\n${storyOf(world)}`).toEqual([]);
    }
  });
});
