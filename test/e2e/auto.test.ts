import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallOptions } from '../../infra/local/simulators/vapi/call.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Stage, startStage } from './scenarios.ts';

const NUMBER = '+14155550199';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const asks = async (options: CallOptions): Promise<SimulatedCall> => {
  const call = await stage.product.vapi.startCall({ caller: '+14155550123', ...options });
  await call.askForHuman({ reason: 'wants a person' });
  return call;
};
const own = () => asks({ called: '+14155550188', ownLeg: true });
const agentLegs = () =>
  [...stage.product.twilio.calls.values()].filter(({ direction }) => direction !== 'inbound');
/** Vapi itself connects the two, who then hang up. */
const talksThroughVapi = async (call: SimulatedCall) => {
  const joined = await stage.product.talking(call);
  await call.endConversation();
  expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'completed' });
  await stage.until(() => stage.faults(call).length === 0, String(stage.faults(call)));
  return joined;
};

let stage: Stage;

describe('A product that chooses by itself how caller and agent are joined', () => {
  beforeAll(async () => {
    stage = await startStage('conference', { BRIDGE: 'auto' });
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  it('takes the conference for a leg of its own account', async () => {
    stage.agents('takes');
    const call = await own();
    const joined = await stage.talk(call);
    expect(joined.strategy).toEqual({ is: 'conference', reason: 'the leg is our own' });
    expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'completed' });
    expect(call.transfers).toEqual([]);
    // Without a number for it, agents see the one that was called.
    expect(agentLegs().at(-1)?.from).toBe('+14155550188');
  });

  it('leaves a leg of another account to Vapi', async () => {
    stage.agents('takes');
    const call = await asks({ called: '+14155550188' });
    const before = agentLegs().length;
    const joined = await talksThroughVapi(call);
    expect(joined.strategy).toEqual({
      is: 'vapi-transfer',
      reason: 'the leg is in another Twilio account',
    });
    expect(agentLegs()).toHaveLength(before);
  });

  it('takes no agent for a web call, which every transfer drops', async () => {
    stage.agents('takes');
    const call = await stage.product.vapi.startCall({ type: 'webCall' });
    const answer = await call.askForHuman({ reason: 'wants a person' });
    expect(JSON.stringify(answer.body)).toContain('note a callback');
    await stage.product.system.idle();
    expect(stage.product.twilio.tasksOfCall(call.id)).toEqual([]);
    expect(call.status).toBe('in-progress');
  });

  it('falls back to Vapi for a leg that its account does not know after all, and writes down why', async () => {
    const { twilio } = stage.product;
    twilio.faults.always('fetch-call', { kind: 'status', status: 404 });
    twilio.faults.next('update-call', { kind: 'status', status: 404 });
    stage.agents('takes', 'takes');
    const call = await own();
    const joined = await talksThroughVapi(call);
    expect(joined.strategy).toEqual({ is: 'vapi-transfer', reason: 'twilio-404-20404' });
    const told = joined.timeline.map(({ what }) => what);
    expect(told).toContain('vapi-transfer instead: twilio-404-20404');
    expect(told).not.toContain('caller moved to conference');
    // Nobody talks to an empty conference.
    expect(agentLegs().filter(({ status }) => status === 'in-progress')).toEqual([]);
  });
});

describe('Agents are rung from the number that is set', () => {
  beforeAll(async () => {
    stage = await startStage('conference', { BRIDGE: 'auto', TWILIO_NUMBER: NUMBER });
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  it('once it is a number of the account; before that Vapi connects them, and the record says why', async () => {
    stage.agents('takes');
    const refused = await own();
    const through = await talksThroughVapi(refused);
    expect(through.strategy).toEqual({ is: 'vapi-transfer', reason: 'twilio-400-21210' });
    expect(agentLegs()).toEqual([]);
    expect(stage.product.twilio.tasksOfCall(refused.id)).toHaveLength(1);

    // Whoever can be called there makes it one of the account's numbers.
    await stage.product.vapi.startCall({ caller: '+14155550124', called: NUMBER, ownLeg: true });
    const call = await own();
    expect((await stage.talk(call)).strategy.is).toBe('conference');
    expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'completed' });
    expect(agentLegs().map(({ from }) => from)).toEqual([NUMBER]);
  });
});

describe('A product whose agents work in Flex', () => {
  beforeAll(async () => {
    stage = await startStage('enqueue', { BRIDGE: 'auto', TWILIO_FLEX_WORKFLOW: 'true' });
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  it('queues the caller for them: an agent takes the call in the browser and is never rung', async () => {
    const { twilio } = stage.product;
    const worker = { name: 'amara.osei', contactUri: 'client:amara', behaviour: 'accepts' } as const;
    const agent = twilio.addWorker(worker);
    const call = await own();
    const joined = await stage.product.until(call.id, ({ progress }) => progress.state === 'connected');
    expect(joined.strategy).toEqual({
      is: 'enqueue',
      reason: 'the leg is our own, and the workflow is for Flex',
    });
    expect(twilio.requests.filter(({ operation }) => operation === 'create-call')).toEqual([]);
    const legs = agentLegs().filter(({ status }) => status === 'in-progress');
    expect(legs.map(({ to }) => to)).toEqual(['client:amara']);
    await pause(50);
    twilio.hangUp(legs[0]?.sid ?? '');
    expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'completed' });
    await stage.until(() => stage.faults(call).length === 0, String(stage.faults(call)));
    expect(call.transfers).toEqual([]);
    twilio.setAvailable(agent, false);
  });

  it('leaves a leg of another account to Vapi all the same', async () => {
    stage.agents('takes');
    const call = await asks({ called: '+14155550188' });
    const joined = await talksThroughVapi(call);
    expect(joined.strategy).toEqual({
      is: 'vapi-transfer',
      reason: 'the leg is in another Twilio account',
    });
  });
});
