import { handoffIdOf } from '../../lib/base/ids.ts';
import type { StrategyName } from '../../lib/handoff/record/handoff.ts';
import { CALLER_SID } from './fake-legs.ts';
import { type Plan, World } from './world.ts';

const ownLeg = (strategy: StrategyName) => ({
  callSid: CALLER_SID,
  accountSid: 'AC1',
  caller: '+14155550199',
  called: '+14155550188',
  assistantId: 'assistant-1',
  vapiNumberId: 'number-1',
  strategy: { is: strategy, reason: 'for the test' },
});

export type Played = {
  set: (world: World) => void;
  windowSeconds?: number;
  strategy?: StrategyName;
};

/** A human is asked for now. */
export const escalate = (world: World, { strategy, windowSeconds = 30 }: Played, requestId: string): void => {
  const handoffId = handoffIdOf(world.call.id, requestId);
  const request = {
    requestId,
    requestedBy: 'tool-call',
    requestedAt: world.now,
    windowSeconds,
    controlUrl: 'https://control.example.com/call-1/control',
    ...(strategy === undefined ? {} : ownLeg(strategy)),
  } as const;
  world.send([
    {
      message: {
        callId: world.call.id,
        handoffId,
        event: {
          type: 'escalation-requested',
          handoffId,
          request: { ...request, context: { messages: [] } },
        },
      },
      delaySeconds: 0,
    },
    {
      message: { callId: world.call.id, handoffId, event: { type: 'window-expired', handoffId } },
      delaySeconds: windowSeconds,
    },
  ]);
};

/** One call of a world in which a human is asked for, played until nothing is left to do. */
export const play = async (scenario: Played, plan: Plan): Promise<World> => {
  const world = new World(plan);
  scenario.set(world);
  escalate(world, scenario, 'call_1');
  await world.run();
  return world;
};
