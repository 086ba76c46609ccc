import { describe, expect, it } from 'vitest';
import { play } from './play.ts';
import { storyOf, wrongIn } from './settled.ts';
import type { World } from './world.ts';

const taking = (world: World): void => {
  world.router.offersAfterMs = [500, 500, 500];
  world.legs.phones = ['takes', 'takes', 'takes'];
};

describe.each(['conference', 'enqueue'] as const)('With the strategy %s', (strategy) => {
  it('an agent at a SIP address takes the call, wherever a worker dies', async () => {
    const set = (world: World): void => {
      taking(world);
      world.router.addressOf = (offer) => `sip:agent-${offer}@example.com`;
    };
    const calm = await play({ set, strategy }, { seed: 1, sweeps: true });
    expect(calm.legs.agents.map(({ to }) => to)).toEqual(['sip:agent-0@example.com']);
    for (let crashAt = 0; crashAt <= calm.points; crashAt += 1) {
      const world = await play({ set, strategy }, { seed: 1, sweeps: true, crashAt });
      expect(wrongIn(world), `crash at point ${crashAt}\n${storyOf(world)}`).toEqual([]);
    }
  });

  it.each([
    'to ring',
    'the caller',
  ] as const)('an account that refuses %s hands the call to Vapi, wherever a worker dies', async (refuses) => {
    const set = (world: World): void => {
      taking(world);
      world.legs.refuses = refuses;
    };
    const calm = await play({ set, strategy }, { seed: 1, sweeps: true });
    // In the queue the caller is with us already, and cannot be transferred by Vapi any more.
    if (!(strategy === 'enqueue' && refuses === 'to ring')) {
      expect(calm.record(), storyOf(calm)).toMatchObject({
        strategy: { is: 'vapi-transfer' },
        progress: { outcome: 'completed' },
      });
      expect(calm.call.transfers).toHaveLength(1);
    }
    for (let crashAt = 0; crashAt <= calm.points; crashAt += 1) {
      const world = await play({ set, strategy }, { seed: 1, sweeps: true, crashAt });
      expect(wrongIn(world), `crash at point ${crashAt}\n${storyOf(world)}`).toEqual([]);
    }
  });
});

describe('Transfers of Vapi’s that come back', () => {
  it.each([
    [['unanswered', 'answered']],
    [['declined', 'answered']],
    [['declined', 'declined', 'answered']],
    [['declined', 'unanswered', 'declined']],
  ] as const)('%j: the next agent is tried, whatever is told late, twice or not at all', async (ends) => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const set = (world: World): void => {
        taking(world);
        world.call.transfersEnd = [...ends];
      };
      const loseNews = (what: string): boolean => seed % 3 === 0 && what === 'assistant-resumed';
      const plan = {
        seed,
        sweeps: true,
        interleave: true,
        duplicateChance: 0.3,
        lostAnswerChance: 0.1,
        loseNews,
      };
      const world = await play({ set, windowSeconds: 300 }, plan);
      expect(wrongIn(world), `seed ${seed}\n${storyOf(world)}`).toEqual([]);
      const { progress } = world.record() ?? {};
      const talks = ends.some((end) => end === 'answered');
      expect(progress, storyOf(world)).toMatchObject({ outcome: talks ? 'completed' : 'bridge_failed' });
    }
  });
});
