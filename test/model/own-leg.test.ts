import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../lib/handoff/record/handoff.ts';
import { play } from './play.ts';
import type { World } from './world.ts';

type Scenario = { name: string; set: (world: World) => void; mayEnd: Outcome[]; windowSeconds?: number };

/** The telephones of the agents, in the order in which they are rung. */
const agents =
  (...phones: World['legs']['phones']) =>
  (world: World): void => {
    world.router.offersAfterMs = phones.map(() => 500);
    world.legs.phones = [...phones];
  };

const leavesAfter =
  (ms: number) =>
  (world: World): void => {
    agents('takes')(world);
    world.in(ms, () => world.legs.callerHangsUp());
  };

const scenarios: Scenario[] = [
  { name: 'the agent takes it', set: agents('takes'), mayEnd: ['completed'] },
  { name: 'the agent declines', set: agents('declines'), mayEnd: ['no_agent'] },
  { name: 'the agent does not answer', set: agents('no-answer'), mayEnd: ['no_agent'] },
  { name: 'a voicemail answers', set: agents('no-key'), mayEnd: ['no_agent'] },
  { name: 'the agent is busy', set: agents('busy'), mayEnd: ['no_agent'] },
  { name: 'the agent hangs up while listening', set: agents('hangs-up'), mayEnd: ['no_agent'] },
  { name: 'the second agent takes it', set: agents('declines', 'takes'), mayEnd: ['completed'] },
  { name: 'the third agent takes it', set: agents('busy', 'no-key', 'takes'), mayEnd: ['completed'] },
  { name: 'nobody is there', set: () => {}, mayEnd: ['no_agent'] },
  { name: 'the caller leaves before the ring', set: leavesAfter(300), mayEnd: ['caller_left'] },
  { name: 'the caller leaves while it rings', set: leavesAfter(1_000), mayEnd: ['caller_left'] },
  { name: 'the caller leaves while the agent listens', set: leavesAfter(3_000), mayEnd: ['caller_left'] },
  {
    name: 'the caller leaves in the moment of joining',
    set: leavesAfter(4_620),
    mayEnd: ['caller_left', 'completed'],
  },
  {
    name: 'the agent takes it and leaves in the moment of joining',
    set: agents('takes and leaves'),
    mayEnd: ['bridge_failed', 'completed', 'no_agent', 'caller_left'],
  },
  {
    name: 'the agent takes it in the same moment as the window ends',
    set: agents('takes'),
    windowSeconds: 4,
    mayEnd: ['completed', 'no_agent', 'bridge_failed', 'caller_left'],
  },
  {
    name: 'the reservation runs out in the moment in which the agent takes it',
    set: (world) => {
      agents('takes', 'takes')(world);
      world.router.reservationMs = 5_150;
      world.in(3_000, () => {
        world.router.reservationMs = 120_000;
      });
    },
    mayEnd: ['completed', 'no_agent', 'bridge_failed'],
  },
  {
    name: 'nobody is there, and Vapi takes no caller back',
    set: (world) => {
      world.call.openAnswers = ['refused'];
    },
    mayEnd: ['no_agent'],
  },
];

/** Slow recovery may cost the window, never the caller. */
const AFTER_A_CRASH: Outcome[] = ['no_agent', 'task_failed', 'bridge_failed', 'caller_left', 'completed'];

const check = (world: World, mayEnd: Outcome[], label: string) => {
  const { router, legs, call } = world;
  const record = world.record();
  const { progress, effects, timeline } = record ?? {};
  const outcome = progress?.state === 'ended' ? progress.outcome : 'none';
  const { where } = legs.caller;
  const talks = legs.talked.length;
  const wrong: Record<string, boolean> = {
    'something is still owed': effects?.length !== 0,
    'a message was given up': world.deadLetters.length > 0,
    [`it ends: ${outcome}`]: !mayEnd.some((may) => may === outcome),
    'two tasks were open': router.mostOpen > 1,
    'a task is open': router.open().length > 0,
    // Never two agents for one caller, never an agent with nobody: every leg has ended.
    'two agents had one caller': legs.twoAtOnce > 0,
    'an agent is still on the line': legs.live().length > 0,
    // No agent is rung twice at once for one offer, and none for a caller who was seen to have left.
    'an agent was rung twice at once': legs.rungTwice > 0,
    'an agent was rung for nobody': !world.plan.interleave && legs.rungForNobody > 0,
    // Never a caller in silence: they talk with an assistant, or have gone.
    [`the caller is in ${where}`]: !/^(gone|assistant.*)$/.test(where),
    'the caller is said to have left': where !== 'gone' && outcome === 'caller_left',
    // What follows the assistant's call, which ended when the caller was moved, waits for the news of the end.
    'its end was not announced':
      call.endedReason === 'call.in-progress.twilio-completed-call' &&
      !world.announced.some((id) => id === record?.handoffId),
    // The outcome is what happened: one talk, or none.
    [`${outcome} with ${talks} talks`]:
      (outcome === 'completed' && talks !== 1) || (outcome === 'no_agent' && talks !== 0),
  };
  const names = Object.keys(wrong).filter((name) => wrong[name]);
  if (names.length === 0) return;
  const told = timeline?.map(({ at, what }) => `${at % 1_000_000} ${what}`);
  expect(names, `${label}\n${JSON.stringify(told, undefined, 1)}`).toEqual([]);
};

describe.each(['conference', 'enqueue'] as const)('With the strategy %s a handoff survives', (strategy) => {
  for (const scenario of scenarios) {
    const played = { ...scenario, strategy };

    it(`a crash at every single point while ${scenario.name}`, async () => {
      const calm = await play(played, { seed: 1 });
      check(calm, scenario.mayEnd, 'no crash');
      for (let crashAt = 1; crashAt <= calm.points; crashAt += 1) {
        const world = await play(played, { seed: 1, crashAt });
        expect(world.crashes).toBe(1);
        check(world, [...scenario.mayEnd, ...AFTER_A_CRASH], `crash at point ${crashAt} of ${calm.points}`);
      }
    });

    it(`duplicates, reordering and interleaving while ${scenario.name}`, async () => {
      for (let seed = 1; seed <= 40; seed += 1) {
        const world = await play(played, { seed, interleave: true, duplicateChance: 0.4 });
        check(world, [...scenario.mayEnd, 'no_agent', 'caller_left'], `seed ${seed}`);
      }
    });

    it(`crashes, lost answers and duplicates together while ${scenario.name}`, async () => {
      for (let seed = 1; seed <= 40; seed += 1) {
        const world = await play(played, {
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
