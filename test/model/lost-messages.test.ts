import { describe, expect, it } from 'vitest';
import { STRATEGIES, type StrategyName } from '../../lib/handoff/record/handoff.ts';
import type { Plan } from './plan.ts';
import { askWebhook, play } from './play.ts';
import { BEGUN } from './stage.ts';
import { World } from './world.ts';

const TALKED = /^(completed|transferred)$/;
const agentTakes = (world: World): void => {
  world.router.offersAfterMs = [500];
  world.legs.phones = ['takes'];
};
const played = (strategy: StrategyName, plan: Partial<Plan>) =>
  play({ set: agentTakes, strategy }, { seed: 1, sweeps: true, ...plan });

/** The step after which nothing is left to do but to talk. */
const JOINS: Record<StrategyName, string> = {
  'vapi-transfer': 'transfer begun',
  conference: 'caller moved to conference',
  enqueue: 'bridging',
};
/** When caller and agent were joined, in ms since the world began. */
const joinedAfter = (world: World): number => {
  const { timeline = [], strategy } = world.record() ?? {};
  const joined = timeline.find(({ what }) => strategy && what.startsWith(JOINS[strategy.is]));
  if (joined === undefined) throw new Error(JSON.stringify(timeline));
  return joined.at - BEGUN;
};
const isSettled = (world: World): boolean => {
  const record = world.record();
  return record?.progress.state === 'ended' && record.effects.length === 0;
};

describe.each(STRATEGIES)('A message that is taken and never delivered: %s', (strategy) => {
  it('costs caller and agent three seconds at most, whichever it is, once there is a record', async () => {
    const undisturbed = await played(strategy, {});
    expect(undisturbed.sent).toBeGreaterThan(3);
    // The first one is the request itself, which is its own record.
    for (let lost = 2; lost <= undisturbed.sent; lost += 1) {
      const world = await played(strategy, { loseMessages: (number) => number === lost });
      expect(world.record()?.progress).toMatchObject({ outcome: expect.stringMatching(TALKED) });
      expect(joinedAfter(world) - joinedAfter(undisturbed)).toBeLessThanOrEqual(3_000);
      expect(isSettled(world)).toBe(true);
    }
  });

  it('that was the request costs the handoff, and the caller is told so when the window is over', async () => {
    const world = await played(strategy, { loseMessages: (number) => number === 1 });
    expect(world.record()?.progress).toMatchObject({ outcome: 'task_failed' });
    expect(world.call.said.join()).toMatch(/sorry/i);
    expect(isSettled(world)).toBe(true);
  });

  it('is missed by nobody who waits in vain: the end of the window is told within three seconds of it', async () => {
    const nobody = { set: () => {}, strategy };
    const undisturbed = await play(nobody, { seed: 1, sweeps: true });
    for (let lost = 2; lost <= undisturbed.sent; lost += 1) {
      const world = await play(nobody, { seed: 1, sweeps: true, loseMessages: (number) => number === lost });
      const { progress, deadline = 0 } = world.record() ?? {};
      expect(progress).toMatchObject({ state: 'ended', outcome: 'no_agent' });
      if (progress?.state === 'ended') expect(progress.at - deadline).toBeLessThanOrEqual(3_000);
      expect(isSettled(world)).toBe(true);
    }
  });
});

describe.each(STRATEGIES)('A queue that is away: %s', (strategy) => {
  const asked = async (from: number, to: number) => {
    const world = new World({ seed: 1, sweeps: true, queueAway: { from, to } });
    agentTakes(world);
    askWebhook(world, { set: agentTakes, strategy }, 'call_1');
    await world.run();
    return world;
  };

  it.each([
    400, 1_000, 5_000, 10_000, 20_000,
  ])('for %s ms while a human is asked for refuses nobody, and they are on the way to an agent within three seconds of its return', async (ms) => {
    const world = await asked(0, ms);
    expect(world.refused).toBe(0);
    expect(world.record()?.progress).toMatchObject({ outcome: 'completed' });
    expect(joinedAfter(world) - joinedAfter(await asked(0, 0))).toBeLessThanOrEqual(ms + 3_000);
    expect(isSettled(world)).toBe(true);
  });

  it('at any moment of the way to the agent costs the time of the outage and three seconds, and no handoff', async () => {
    const undisturbed = joinedAfter(await asked(0, 0));
    for (let from = 0; from <= undisturbed; from += 50) {
      for (const ms of [400, 5_000]) {
        const world = await asked(from, from + ms);
        expect(world.record()?.progress).toMatchObject({ outcome: expect.stringMatching(TALKED) });
        expect(joinedAfter(world) - undisturbed).toBeLessThanOrEqual(ms + 3_000);
        expect(isSettled(world)).toBe(true);
      }
    }
  });
});
