import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AgentDoes, type Stage, startStage } from './scenarios.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const NOT_TAKEN: AgentDoes[] = ['declines', 'no-answer', 'voicemail', 'busy', 'hangs-up'];

describe.each(['vapi-transfer', 'conference', 'enqueue'] as const)('With the strategy %s', (strategy) => {
  let stage: Stage;
  const offered = new Set<string | undefined>();

  beforeAll(async () => {
    stage = await startStage(strategy);
    stage.product.twilio.on(({ what, callId }) => {
      if (what === 'agent-offered') offered.add(callId);
    });
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  const endsAs = async (call: Awaited<ReturnType<Stage['escalated']>>, outcome: string | RegExp) => {
    const { progress, timeline } = await stage.ended(call);
    const told = JSON.stringify(timeline.map(({ what }) => what));
    if (progress.state !== 'ended') throw new Error('it has not ended');
    expect(progress.outcome, told).toMatch(outcome);
    await stage.until(() => stage.faults(call).length === 0, `${stage.faults(call)} ${told}`);
  };
  /** After no agent the caller has an assistant, the one from before or a fresh one. */
  const hasAnAssistant = (call: Awaited<ReturnType<Stage['escalated']>>) =>
    stage.until(() => ['assistant', 'another assistant'].includes(stage.whereIs(call)), 'an assistant');

  it('an agent takes the call, and the task is completed when they have talked', async () => {
    stage.agents('takes');
    const call = await stage.escalated();
    const joined = await stage.talk(call);
    expect(joined.strategy.is).toBe(strategy);
    await endsAs(call, 'completed');
    expect(stage.whereIs(call)).toBe('gone');
  });

  it.each(NOT_TAKEN)('an agent who %s makes room for the next one', async (does) => {
    stage.agents(does);
    const call = await stage.escalated();
    await stage.until(() => offered.has(call.id), 'an offer');
    stage.agents('takes');
    await stage.talk(call);
    await endsAs(call, 'completed');
  });

  it('an agent whose number is written with spaces is rung', async () => {
    const { twilio } = stage.product;
    const number = '+1 (555) 010-0144';
    const worker = twilio.addWorker({ name: 'spaced', contactUri: number, behaviour: 'ignores' });
    const call = await stage.escalated();
    await stage.talk(call);
    await endsAs(call, 'completed');
    twilio.removeWorker(worker);
  });

  it('an agent who cannot be rung makes room for the next one, and is not offered the task again', async () => {
    const { twilio } = stage.product;
    const worker = twilio.addWorker({ name: 'unringable', contactUri: '555 010 0144', behaviour: 'ignores' });
    const call = await stage.escalated();
    await stage.until(() => worker.activity === 'Unavailable', 'the agent is out of the way');
    stage.agents('takes');
    await stage.talk(call);
    await endsAs(call, 'completed');
    twilio.removeWorker(worker);
  });

  it('nobody is there: the caller hears so once, and has an assistant', async () => {
    const call = await stage.escalated();
    await endsAs(call, 'no_agent');
    await hasAnAssistant(call);
  });

  it.each([
    'declines',
    'busy',
    'voicemail',
  ] as const)('the only agent %s: nobody else comes, and the caller has an assistant', async (does) => {
    stage.agents(does);
    const call = await stage.escalated();
    await endsAs(call, /no_agent|bridge_failed/);
    await hasAnAssistant(call);
  });

  it('the caller leaves before an agent is there: nobody is rung', async () => {
    const call = await stage.escalated();
    await stage.product.until(call.id, ({ progress }) => progress.state === 'queued');
    await call.hangUp();
    stage.agents('takes');
    await endsAs(call, 'caller_left');
    expect(stage.whereIs(call)).toBe('gone');
  });

  it('the caller leaves while the agent listens: the agent is freed', async () => {
    stage.agents('waits');
    const call = await stage.escalated();
    await stage.product.until(call.id, ({ progress }) =>
      strategy === 'vapi-transfer' ? progress.state === 'bridging' : progress.state === 'offered',
    );
    await pause(100);
    await call.hangUp();
    await endsAs(call, /caller_left|completed|transferred/);
    expect(stage.whereIs(call)).toBe('gone');
  });

  it('the caller leaves in the moment in which the agent takes it', async () => {
    stage.agents('takes');
    const call = await stage.escalated();
    await stage.product.until(call.id, ({ progress }) => progress.state !== 'requested');
    await call.hangUp();
    await endsAs(call, /caller_left|completed|transferred/);
    expect(stage.whereIs(call)).toBe('gone');
  });

  it('every callback comes twice and late: still one task, one agent and one talk', async () => {
    stage.product.twilio.deliveries.always('assignment', { copies: 2 });
    stage.product.twilio.deliveries.always('voice-status', { copies: 2, delayMs: 150 });
    stage.product.twilio.deliveries.always('conference', { copies: 2, delayMs: 100 });
    stage.product.twilio.deliveries.always('reservation.accepted', { copies: 2, delayMs: 50 });
    stage.product.vapi.deliveries.always('status-update', { copies: 2, delayMs: 50 });
    stage.agents('takes');
    const call = await stage.escalated();
    await stage.talk(call);
    await endsAs(call, 'completed');
    expect(stage.product.twilio.tasksOfCall(call.id)).toHaveLength(1);
  });

  it('can be asked for again after nobody was there', async () => {
    const call = await stage.escalated();
    await endsAs(call, 'no_agent');
    await hasAnAssistant(call);
    stage.agents('takes');
    const again =
      stage.whereIs(call) === 'assistant'
        ? call
        : stage.product.vapi.calls().find(({ metadata }) => metadata.handoffPreviousCallId === call.id);
    if (again === undefined) throw new Error('the caller has no assistant');
    await again.askForHuman({ reason: 'still wants a person' });
    await stage.talk(again);
    await endsAs(again, 'completed');
  });
});
