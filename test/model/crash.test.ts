import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../lib/handoff/record/handoff.ts';
import { speech } from '../../lib/speech/english.ts';
import { play } from './play.ts';
import type { World } from './world.ts';

type Scenario = { name: string; set: (world: World) => void; mayEnd: Outcome[]; windowSeconds?: number };

const scenarios: Scenario[] = [
  {
    name: 'an agent takes the call',
    set: (world) => {
      world.router.offersAfterMs = [1_000, 1_000, 1_000];
    },
    mayEnd: ['completed'],
  },
  {
    name: 'nobody is there',
    set: () => {},
    mayEnd: ['no_agent'],
  },
  {
    name: 'the caller leaves while waiting',
    set: (world) => {
      world.in(4_000, () => world.call.end('customer-ended-call'));
    },
    mayEnd: ['caller_left'],
  },
  {
    name: 'the caller leaves while the agent is being joined',
    set: (world) => {
      world.router.offersAfterMs = [1_000];
      world.in(1_100, () => world.call.end('customer-ended-call'));
    },
    mayEnd: ['caller_left', 'transferred'],
  },
  {
    name: 'Vapi refuses the first transfer and the second agent takes the call',
    set: (world) => {
      world.router.offersAfterMs = [1_000, 1_000, 1_000, 1_000];
      world.call.transferAnswers = ['refused'];
    },
    mayEnd: ['completed'],
  },
  {
    name: 'the agent takes it in the same moment as the window ends',
    set: (world) => {
      world.router.offersAfterMs = [29_980];
    },
    mayEnd: ['completed', 'no_agent'],
  },
  {
    name: 'the window ends while the task is being created',
    set: (world) => {
      world.router.offersAfterMs = [500, 500, 500];
    },
    windowSeconds: 1,
    mayEnd: ['completed', 'no_agent', 'task_failed', 'bridge_failed'],
  },
];

/** Slow recovery may cost the window, never the caller. */
const AFTER_A_CRASH: Outcome[] = ['no_agent', 'task_failed', 'bridge_failed', 'caller_left', 'transferred'];

const check = (world: World, mayEnd: Outcome[], label: string) => {
  const record = world.record();
  const { progress, effects } = record ?? { progress: undefined, effects: undefined };
  expect(progress?.state, label).toBe('ended');
  expect(effects, label).toEqual([]);
  expect(world.deadLetters, label).toEqual([]);
  if (progress?.state === 'ended') expect(mayEnd, label).toContain(progress.outcome);
  expect(world.router.mostOpen, label).toBeLessThanOrEqual(1);
  expect(world.router.open(), label).toEqual([]);
  if (world.crashes === 0) expect(world.router.leftToTimeOut, label).toBe(0);
  expect(new Set(world.call.transfers).size, label).toBe(world.call.transfers.length);
  const told = world.call.said.filter(
    (text) => text === speech.toCaller.busy || text === speech.toCaller.sorry,
  );
  expect(told.length, label).toBeLessThanOrEqual(1);
  if (
    progress?.state === 'ended' &&
    ['no_agent', 'task_failed', 'bridge_failed'].includes(progress.outcome)
  ) {
    expect(told.length + (world.call.status === 'ended' ? 1 : 0), label).toBeGreaterThanOrEqual(1);
  }
};

describe('A handoff survives', () => {
  for (const scenario of scenarios) {
    it(`a crash at every single point while ${scenario.name}`, async () => {
      const calm = await play(scenario, { seed: 1 });
      check(calm, scenario.mayEnd, 'no crash');
      for (let crashAt = 1; crashAt <= calm.points; crashAt += 1) {
        const world = await play(scenario, { seed: 1, crashAt });
        expect(world.crashes).toBe(1);
        check(world, [...scenario.mayEnd, ...AFTER_A_CRASH], `crash at point ${crashAt} of ${calm.points}`);
      }
    });

    it(`duplicates, reordering and interleaving while ${scenario.name}`, async () => {
      for (let seed = 1; seed <= 60; seed += 1) {
        const world = await play(scenario, { seed, interleave: true, duplicateChance: 0.4 });
        check(world, scenario.mayEnd, `seed ${seed}`);
      }
    });

    it(`crashes, lost answers and duplicates together while ${scenario.name}`, async () => {
      for (let seed = 1; seed <= 60; seed += 1) {
        const world = await play(scenario, {
          seed,
          interleave: true,
          duplicateChance: 0.3,
          crashChance: 0.04,
          maxCrashes: 3,
          lostAnswerChance: 0.2,
        });
        check(world, [...scenario.mayEnd, ...AFTER_A_CRASH], `seed ${seed}`);
      }
    });
  }
});
