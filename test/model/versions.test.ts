import { describe, expect, it } from 'vitest';
import type { StrategyName } from '../../lib/handoff/record/handoff.ts';
import type { Plan } from './plan.ts';
import { escalate } from './play.ts';
import { type Version, VersionsWorld } from './versions-world.ts';
import type {} from './world.ts';

type Phases = {
  first: Version;
  second: Version;
  bothFromMs: number;
  bothForMs: number;
  holdAskedAtMs: number;
};

/** One call with a handoff under way while the one version is replaced by the other. */
const play = async (
  { first, second, bothFromMs, bothForMs, holdAskedAtMs }: Phases,
  plan: Plan,
  strategy?: StrategyName,
): Promise<VersionsWorld> => {
  const world = new VersionsWorld(plan, [first]);
  world.deploy(bothFromMs, [first, second]);
  world.deploy(bothFromMs + bothForMs, [second]);
  world.router.offersAfterMs = [6_000, 6_000];
  world.legs.phones = ['takes', 'takes'];
  world.in(holdAskedAtMs, () => world.holdAsked(2));
  escalate(world, strategy === undefined ? { set: () => {} } : { set: () => {}, strategy }, 'call_1');
  await world.run();
  return world;
};

/** Nothing lost, nothing doubled, and the handoff has come to its end. */
const check = (world: VersionsWorld, told: string): void => {
  const record = world.stored();
  const label = `${told}\n${JSON.stringify(record)}`;
  expect(record?.progress, label).toMatchObject({ state: 'ended', outcome: 'completed' });
  expect(record?.effects, label).toEqual([]);
  expect(world.deadLetters, label).toEqual([]);
  expect(world.router.mostOpen, label).toBe(1);
  expect(world.router.open(), label).toEqual([]);
  expect(world.router.accepted, label).toHaveLength(1);
  expect(world.texts, label).toHaveLength(world.wasHeld ? 1 : 0);
  if (world.wasHeld) expect(record?.texts, label).toBe(1);
};

/** A handoff lives for some 30 seconds: each of its moments is once the one in which the change begins. */
const MOMENTS_MS = Array.from({ length: 15 }, (_, index) => index * 700);

describe.each([
  undefined,
  'conference',
] as const)('With two versions of the functions at work (%s)', (strategy) => {
  /** Plays the change at each moment of a handoff; the two versions have to have met, often. */
  const changesAtEachMoment = async (phasesFrom: (bothFromMs: number) => Phases): Promise<void> => {
    let metUnknown = 0;
    let held = 0;
    for (const bothFromMs of MOMENTS_MS) {
      for (let seed = 1; seed <= 4; seed += 1) {
        const plan = { seed, interleave: true, slowMs: 100 };
        const world = await play(phasesFrom(bothFromMs), plan, strategy);
        check(world, `from ${bothFromMs}, seed ${seed}`);
        metUnknown += world.metUnknown;
        held += world.wasHeld ? 1 : 0;
      }
    }
    expect(metUnknown).toBeGreaterThan(50);
    expect(held).toBeGreaterThan(20);
  };

  it('a handoff outlives a deployment, whenever that begins', () =>
    changesAtEachMoment((bothFromMs) => ({
      first: 'older',
      second: 'newer',
      bothFromMs,
      bothForMs: 9_000,
      holdAskedAtMs: Math.max(1_000, bothFromMs + 300),
    })));

  it('and one that is taken back', () =>
    changesAtEachMoment((bothFromMs) => ({
      first: 'newer',
      second: 'older',
      bothFromMs,
      // Long enough that what the newer one owes is not always met by the older one alone.
      bothForMs: 24_000,
      holdAskedAtMs: 1_000,
    })));

  it('with messages that come twice as well', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const first = seed % 2 === 0 ? 'older' : 'newer';
      const second = seed % 2 === 0 ? 'newer' : 'older';
      const phases = { first, second, bothFromMs: 700, bothForMs: 60_000, holdAskedAtMs: 1_000 } as const;
      const plan = { seed, interleave: true, slowMs: 100, duplicateChance: 0.3 };
      const world = await play(phases, plan, strategy);
      check(world, `seed ${seed}`);
    }
  });
});

describe('What the older version does not know', () => {
  it('stays as it is while that one works alone, and goes on when the newer one is back', async () => {
    const world = new VersionsWorld({ seed: 1 }, ['newer']);
    world.in(1_000, () => world.holdAsked(2));
    world.deploy(1_500, ['older']);
    let whileAlone: Record<string, unknown> | undefined;
    world.in(30_000, () => {
      whileAlone = world.stored();
    });
    world.deploy(31_500, ['newer']);
    escalate(world, { set: () => {}, windowSeconds: 40 }, 'call_1');
    await world.run();
    expect(whileAlone?.progress).toMatchObject({ state: 'held' });
    expect(whileAlone?.effects).toContainEqual(expect.objectContaining({ id: 'end-hold' }));
    expect(world.metUnknown).toBeGreaterThan(0);
    expect(world.texts).toHaveLength(1);
    expect(world.deadLetters).toEqual([]);
    expect(world.stored()).toMatchObject({ progress: { state: 'ended', outcome: 'no_agent' }, effects: [] });
  });

  it('is owed through the whole handoff of that one, and done once by the newer one afterwards', async () => {
    const world = new VersionsWorld({ seed: 1 }, ['newer']);
    world.router.offersAfterMs = [6_000];
    world.in(1_000, () => world.holdAsked(1));
    // The caller waits again, and the text is owed.
    world.deploy(2_600, ['older']);
    let whileAlone: Record<string, unknown> | undefined;
    world.in(120_000, () => {
      whileAlone = world.stored();
    });
    world.deploy(120_001, ['newer']);
    escalate(world, { set: () => {} }, 'call_1');
    await world.run();
    expect(whileAlone).toMatchObject({ progress: { state: 'ended', outcome: 'completed' }, texts: 0 });
    expect(whileAlone?.effects).toMatchObject([{ id: 'send-text', attempts: 0, mayHaveHappened: false }]);
    expect(world.texts).toHaveLength(1);
    expect(world.stored()).toMatchObject({ progress: { outcome: 'completed' }, texts: 1, effects: [] });
  });
});
