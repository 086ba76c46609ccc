import { describe, expect, it } from 'vitest';
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import { storyOf, wrongIn } from './settled.ts';
import { BEGUN } from './stage.ts';
import type { World } from './world.ts';

type News = Parameters<NonNullable<Plan['loseNews']>>[0];

const NEWS: readonly News[] = [
  'agent-accepted',
  'offer-over',
  'leg-status',
  'conference-joined',
  'conference-over',
  'queue-left',
  'bridge-confirmed',
  'assistant-resumed',
  'call-over',
];

/** Loses the nth piece of one kind of news, or all of it. */
const losing = (kind: News, nth: number | 'all'): NonNullable<Plan['loseNews']> => {
  let told = 0;
  return (what) => {
    if (what !== kind) return false;
    told += 1;
    return nth === 'all' || told === nth;
  };
};

/** Talks, and what was kept of them. */
const misjudged = (world: World): string[] => {
  const { progress } = world.record() ?? {};
  const talks = world.legs.talked.length + world.call.answered;
  const outcome = progress?.state === 'ended' ? progress.outcome : 'none';
  return talks > 0 && !/^(completed|transferred)$/.test(outcome) ? [`${talks} talks, but ${outcome}`] : [];
};

/** An agent who leaves within five seconds is taken for one who did not stay. */
type Case = {
  phones: World['legs']['phones'];
  talkMs: number;
  windowSeconds: number;
  whoEnds: 'agent' | 'caller';
};
const cases: Case[] = [7_000, 12_000, 45_000].flatMap((talkMs) =>
  [6, 30].flatMap((windowSeconds) =>
    (['agent', 'caller'] as const).map((whoEnds) => ({
      phones: whoEnds === 'agent' && talkMs === 12_000 ? ['declines', 'takes'] : ['takes'],
      talkMs,
      windowSeconds,
      whoEnds,
    })),
  ),
);

const set =
  ({ phones, talkMs, whoEnds }: Case) =>
  (world: World): void => {
    world.router.offersAfterMs = phones.map(() => 500);
    world.legs.phones = [...phones];
    world.legs.talkMs = whoEnds === 'agent' ? talkMs : 600_000;
    world.call.talkMs = talkMs;
    const hangUp = () => {
      const { talkedAt } = world.legs;
      const patient = world.now - BEGUN < 200_000;
      if (talkedAt === undefined && patient) world.in(1_000, hangUp);
      else world.in(Math.max(0, (talkedAt ?? 0) + talkMs - world.now), () => world.legs.callerHangsUp());
    };
    // Whoever is never joined hangs up at last.
    if (whoEnds === 'caller') world.in(1_000, hangUp);
  };

describe.each(['conference', 'enqueue'] as const)('With the strategy %s', (strategy) => {
  it.each(NEWS)('lost news of %s makes no talk a failure, and cuts none', async (kind) => {
    for (const played of cases) {
      for (const nth of [1, 2, 'all'] as const) {
        for (let seed = 1; seed <= 6; seed += 1) {
          const plan = { seed, sweeps: true, interleave: true, slowMs: 300, duplicateChance: 0.1 };
          const { windowSeconds } = played;
          const world = await play(
            { set: set(played), strategy, windowSeconds },
            { ...plan, loseNews: losing(kind, nth) },
          );
          const label = `${JSON.stringify(played)} lost ${nth}, seed ${seed}`;
          expect([...wrongIn(world), ...misjudged(world)], `${label}\n${storyOf(world)}`).toEqual([]);
        }
      }
    }
  });
});
