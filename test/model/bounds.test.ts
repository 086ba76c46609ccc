import { describe, expect, it } from 'vitest';
import { STRATEGIES, type StrategyName } from '../../lib/handoff/record/handoff.ts';
import { LEASE_MS } from '../../lib/outbox/claims.ts';
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import { storyOf, wrongIn } from './settled.ts';
import { BEGUN } from './stage.ts';
import { VISIBILITY_MS, type World } from './world.ts';

const WINDOW_MS = 30_000;
const agentTakes = (world: World): void => {
  world.router.offersAfterMs = [500, 500, 500];
  world.legs.phones = ['takes', 'takes', 'takes'];
};
const nobody = (): void => {};
const played = (set: (world: World) => void, strategy: StrategyName, plan: Partial<Plan>) =>
  play({ set, strategy }, { seed: 1, sweeps: true, ...plan });

/** When the caller heard how it went, or was with an assistant again, in ms since the world began. */
const heardAfter = ({ call, legs }: World): number => (call.toldAt ?? legs.caredForAt ?? Number.NaN) - BEGUN;

describe.each(STRATEGIES)('The death of any worker at any point (%s)', (strategy) => {
  it('costs nobody the truth: a caller for whom nobody comes hears so within the window and five seconds', async () => {
    const { points } = await played(nobody, strategy, {});
    for (let crashAt = 1; crashAt <= points; crashAt += 1) {
      const world = await played(nobody, strategy, { crashAt });
      const told = `crash at point ${crashAt} of ${points}\n${storyOf(world)}`;
      expect(wrongIn(world), told).toEqual([]);
      // Of what a dead worker held nobody knows whether it was said, until its claim has run out.
      const held = world.diedAt - BEGUN >= WINDOW_MS ? LEASE_MS : 0;
      expect(heardAfter(world), told).toBeLessThanOrEqual(WINDOW_MS + 5_000 + held);
    }
  });

  it('costs the caller the claim of that worker and five seconds, where an agent is free; the request itself comes again', async () => {
    const calm = await played(agentTakes, strategy, {});
    for (let crashAt = 1; crashAt <= calm.points; crashAt += 1) {
      const world = await played(agentTakes, strategy, { crashAt });
      const told = `crash at point ${crashAt} of ${calm.points}\n${storyOf(world)}`;
      const talk = [world.legs.talkedAt, world.call.transferredAt].find((at) => at !== undefined);
      const undisturbed = [calm.legs.talkedAt, calm.call.transferredAt].find((at) => at !== undefined) ?? 0;
      expect(wrongIn(world), told).toEqual([]);
      // An agent who got no instructions has been hung up on, as Twilio does it.
      if (world.legs.dropped > 0) continue;
      // The record says what is owed as soon as there is one; before that the queue brings the request again.
      const hasRecord = (world.record()?.timeline[0]?.at ?? 0) < world.diedAt;
      const costs = hasRecord ? LEASE_MS + 5_000 : VISIBILITY_MS + 1_000;
      expect(talk ?? Number.NaN, told).toBeLessThanOrEqual(undisturbed + costs);
    }
  });
});

/** Webhooks that tell of an end. */
const ENDS = [
  'call-over',
  'conference-over',
  'queue-left',
  'caller-released',
  'agent-leg',
  'leg-status',
  'assistant-resumed',
];

describe.each(STRATEGIES)('A talk whose end nobody tells of (%s)', (strategy) => {
  const talkMs = [1_000, 20_000, 99_000, 101_000, 400_000];
  it.each(talkMs)('after %s ms: its task is closed within two minutes', async (ms) => {
    const set = (world: World): void => {
      agentTakes(world);
      world.call.talkMs = ms;
      world.legs.talkMs = ms;
    };
    const loseNews: Plan['loseNews'] = (what) => ENDS.includes(what);
    const world = await played(set, strategy, { loseNews });
    expect(wrongIn(world), storyOf(world)).toEqual([]);
    const [closedAt = Number.NaN] = world.router.completedAt.values();
    const endedAt = strategy === 'vapi-transfer' ? world.call.endedAt : world.legs.endedAt;
    expect(closedAt - (endedAt ?? Number.NaN), storyOf(world)).toBeLessThanOrEqual(120_000);
  });
});

describe('A talk that goes on for hours', () => {
  it.each(STRATEGIES)('is ended by nobody but who is in it: %s', async (strategy) => {
    const ms = 11 * 3_600_000;
    const set = (world: World): void => {
      agentTakes(world);
      world.call.talkMs = ms;
      world.legs.talkMs = ms;
    };
    const world = await played(set, strategy, {});
    expect(wrongIn(world), storyOf(world)).toEqual([]);
    const { progress } = world.record() ?? {};
    expect(progress).toMatchObject({ state: 'ended', outcome: 'completed' });
    expect(progress?.state === 'ended' && progress.at - BEGUN).toBeGreaterThan(ms);
  });
});
