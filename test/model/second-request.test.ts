import { describe, expect, it } from 'vitest';
import { handoffIdOf } from '../../lib/base/ids.ts';
import type { StrategyName } from '../../lib/handoff/record/handoff.ts';
import { escalate, play } from './play.ts';
import type { World } from './world.ts';

/** A caller who asks for a human again at some moment, whatever became of the first time; agents do what they like. */
const again =
  (seed: number, strategy: StrategyName | undefined) =>
  (world: World): void => {
    world.router.offersAfterMs = seed % 3 === 0 ? [] : [500, 500, 500, 500];
    world.legs.phones = seed % 2 === 0 ? ['declines', 'no-answer', 'takes', 'takes'] : ['hangs-up', 'takes'];
    world.in(1_000 + ((seed * 1_777) % 50_000), () => {
      // Only an assistant who has the caller can ask.
      if (world.call.status !== 'in-progress') return;
      escalate(world, { set: () => {}, ...(strategy === undefined ? {} : { strategy }) }, 'call_2');
    });
  };

// In TaskRouter's queue a caller has no assistant who could ask.
describe.each([undefined, 'conference'] as const)('A second request in one call (%s)', (strategy) => {
  it('is answered by the handoff that is under way, or has one of its own that comes to an end', async () => {
    let own = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const set = again(seed, strategy);
      const plan = { seed, interleave: true, duplicateChance: 0.3, crashChance: 0.01, maxCrashes: 1 };
      const world = await play({ set, ...(strategy === undefined ? {} : { strategy }) }, plan);
      const record = world.record();
      const told = `seed ${seed}\n${JSON.stringify(record?.timeline.map(({ at, what }) => `${at % 1_000_000} ${what}`))}`;
      expect(record?.progress.state, told).toBe('ended');
      expect(record?.effects, told).toEqual([]);
      expect(world.router.mostOpen, told).toBeLessThanOrEqual(1);
      expect(world.router.open(), told).toEqual([]);
      if (record?.handoffId !== handoffIdOf(world.call.id, 'call_2')) continue;
      own += 1;
      const tasks = world.router.tasks.filter(({ handoffId }) => handoffId === record.handoffId);
      // No crash: TaskRouter was asked for it, unless the caller was gone by then.
      if (world.crashes === 0 && !record.callOver) expect(tasks, told).not.toEqual([]);
    }
    expect(own).toBeGreaterThan(5);
  });
});
