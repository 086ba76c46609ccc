import { describe, expect, it } from 'vitest';
import { play } from './play.ts';
import type { World } from './world.ts';

const TALK_MS = 20_000;

/** One agent in Flex, who is offered the caller after a second, and accepts at `acceptAt`; we hear of it `newsMs` later. */
const inFlex =
  (acceptAt: number, newsMs: number) =>
  (world: World): void => {
    const began = world.now;
    world.router.offersAfterMs = [1_000];
    const assignment = world.assignment.bind(world);
    world.assignment = (offer, answered) =>
      assignment({ ...offer, contactUri: 'client:flex-1' }, (instruction) => {
        answered(instruction);
        world.in(Math.max(0, acceptAt - (world.now - began)), () => {
          const task = world.router.waiting(offer.reservationSid);
          if (task === undefined) return;
          world.router.accept(task);
          world.legs.joinInFlex(TALK_MS);
        });
      });
    const webhook = world.webhook.bind(world);
    world.webhook = (event, retries) => {
      if (event.type !== 'agent-accepted') return webhook(event, retries);
      const told = { ...event, agent: { ...event.agent, number: 'client:flex-1' } };
      world.in(newsMs, () => webhook(told, retries));
    };
  };

/** The crash of a worker costs the caller no talk that has begun. */
const check = (world: World, label: string): void => {
  const record = world.record();
  const told = `${label}\n${JSON.stringify(
    record?.timeline.map(({ at, what }) => `${at % 1_000_000} ${what}`),
    undefined,
    1,
  )}`;
  expect(record?.progress, told).toMatchObject({ state: 'ended', outcome: 'completed' });
  expect(record?.effects, told).toEqual([]);
  expect(world.legs.talked, told).toEqual(['flex']);
  expect(world.legs.cutInFlex, told).toBe(0);
  expect(world.router.open(), told).toEqual([]);
};

describe('An agent in Flex who accepts', () => {
  it.each([
    ['long before the end of the window', 20_000, 300],
    ['just before its end', 29_600, 300],
    ['so late that the news of it comes after its end', 29_800, 300],
    ['so that the news of it comes much later', 25_000, 16_000],
    ['so that the news of it comes after the talk', 29_900, 60_000],
  ])('%s talks with the caller to the end', async (_when, acceptAt, newsMs) => {
    check(await play({ set: inFlex(acceptAt, newsMs), strategy: 'enqueue' }, { seed: 1 }), 'no crash');
  });

  it('just before the end of the window loses no caller to a crash at any point', async () => {
    const played = { set: inFlex(29_800, 300), strategy: 'enqueue' } as const;
    const calm = await play(played, { seed: 1 });
    for (let crashAt = 1; crashAt <= calm.points; crashAt += 1) {
      const world = await play(played, { seed: 1, crashAt });
      expect(world.legs.cutInFlex, `crash at point ${crashAt}`).toBe(0);
      expect(world.record()?.progress.state, `crash at point ${crashAt}`).toBe('ended');
    }
  });
});
