import { handoffIdOf } from '../../lib/base/ids.ts';
import type { HandoffRequest, StrategyName } from '../../lib/handoff/record/handoff.ts';
import { CALLER_SID } from './fake-legs.ts';
import type { Plan } from './plan.ts';
import { World } from './world.ts';

const LINE = {
  callSid: CALLER_SID,
  accountSid: 'AC1',
  caller: '+14155550199',
  called: '+14155550188',
  assistantId: 'assistant-1',
  vapiNumberId: 'number-1',
};
const CONTROL_URL = 'https://control.example.com/call-1/control';

export type Played = {
  set: (world: World) => void;
  windowSeconds?: number;
  strategy?: StrategyName;
};

/** A human is asked for now, and the queue has both messages. */
export const escalate = (
  world: World,
  { strategy, windowSeconds = 30 }: Played,
  requestId: string,
  { call, legs } = world.lineOf(world.call.id),
): void => {
  world.requests += 1;
  const callId = call.id;
  const handoffId = handoffIdOf(callId, requestId);
  const request: HandoffRequest = {
    requestId,
    requestedBy: 'tool-call',
    requestedAt: world.now,
    windowSeconds,
    controlUrl: CONTROL_URL,
    ...(strategy === undefined
      ? {}
      : { ...LINE, callSid: legs.callerSid, strategy: { is: strategy, reason: 'for the test' } }),
    context: { messages: [] },
  };
  world.send([
    {
      message: { callId, handoffId, event: { type: 'escalation-requested', handoffId, request } },
      delaySeconds: 0,
    },
    {
      message: { callId, handoffId, event: { type: 'window-expired', handoffId, request } },
      delaySeconds: windowSeconds,
    },
  ]);
};

/** A human is asked for by the webhook, which finds queue and table as they are. */
export const askWebhook = (
  world: World,
  { strategy = 'vapi-transfer', windowSeconds = 30 }: Played,
  requestId: string,
): void => {
  world.requests += 1;
  const bridging = { bridge: strategy, accountSid: LINE.accountSid, flexWorkflow: false };
  const call = { callId: world.call.id, controlUrl: CONTROL_URL, messages: [], ...LINE };
  const teamWords = { departments: [], skills: [] };
  world.ask(call, requestId, { windowSeconds, bridging, teamWords, language: 'en' });
};

/** One call of a world in which a human is asked for, played until nothing is left to do. */
export const play = async (scenario: Played, plan: Plan): Promise<World> => {
  const world = new World(plan);
  scenario.set(world);
  escalate(world, scenario, 'call_1');
  await world.run();
  return world;
};
