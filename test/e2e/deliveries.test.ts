import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Product, startProduct } from './product.ts';

const AGENT = '+14155550177';

let product: Product;
let worker: ReturnType<Product['twilio']['addWorker']>;

beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '4' });
});
// An agent of its own for each test, so that one test's trouble stays its own.
beforeEach(() => {
  worker = product.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
});
afterEach(() => {
  const { vapi, twilio } = product;
  for (const script of [vapi.faults, vapi.deliveries, twilio.faults, twilio.deliveries]) script.clear();
  twilio.setAvailable(worker, false);
});
afterAll(() => product.stop());

const escalated = async (): Promise<SimulatedCall> => {
  const call = await product.vapi.startCall({ caller: '+14155550123' });
  await call.askForHuman({ reason: 'wants a person' });
  return call;
};
const connected = (call: SimulatedCall) => product.talking(call);
const statusesOf = (call: SimulatedCall) =>
  product.twilio.tasksOfCall(call.id).map((task) => task.assignmentStatus);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('A handoff is done once and well when', () => {
  it('every webhook comes three times', async () => {
    const { vapi, twilio } = product;
    for (const type of ['tool-calls', 'status-update', 'transfer-update', 'end-of-call-report']) {
      vapi.deliveries.always(type, { copies: 3 });
    }
    for (const type of ['assignment', 'reservation.created', 'reservation.accepted', 'task.completed']) {
      twilio.deliveries.always(type, { copies: 3 });
    }
    const call = await escalated();
    await connected(call);
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
    expect(call.transfers).toHaveLength(1);
    expect(statusesOf(call)).toEqual(['completed']);
  });

  it('events of TaskRouter come late and in another order', async () => {
    product.twilio.deliveries.next('task.created', { delayMs: 900 });
    product.twilio.deliveries.next('reservation.created', { delayMs: 700 });
    product.twilio.deliveries.next('reservation.accepted', { delayMs: 300 });
    const call = await escalated();
    await connected(call);
    await pause(1_000);
    expect((await product.record(call.id))?.progress.state).toBe('bridging');
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  });

  it('the assignment callback never arrives and the fallback is asked', async () => {
    product.twilio.deliveries.next('assignment', { drop: true });
    const call = await escalated();
    await connected(call);
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  });

  it('neither callback arrives and the task is offered again', async () => {
    product.twilio.deliveries.next('assignment', { drop: true });
    product.twilio.deliveries.next('assignment-fallback', { drop: true });
    const call = await escalated();
    await connected(call);
    expect(call.transfers).toHaveLength(1);
    await call.endConversation();
    await product.ended(call.id);
    expect(statusesOf(call)).toEqual(['completed']);
  });

  it('only the transfer update tells that the transfer began', async () => {
    product.vapi.deliveries.next('status-update:forwarding', { drop: true });
    const call = await escalated();
    await connected(call);
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  });

  it('nothing but the report tells of the transfer at all', async () => {
    product.vapi.deliveries.next('status-update:forwarding', { drop: true });
    product.vapi.deliveries.next('transfer-update', { drop: true });
    product.vapi.deliveries.next('status-update:ended', { drop: true });
    const call = await escalated();
    await product.until(
      call.id,
      ({ progress }) =>
        progress.state === 'bridging' && call.transfers.some(({ outcome }) => outcome === 'connected'),
    );
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
    expect(statusesOf(call)).toEqual(['completed']);
  });

  it('the report comes before the status, or the status alone', async () => {
    product.vapi.deliveries.next('status-update:ended', { delayMs: 500 });
    const first = await escalated();
    await connected(first);
    await first.endConversation();
    expect((await product.ended(first.id)).progress).toMatchObject({ outcome: 'completed' });
    await pause(600);
    expect((await product.record(first.id))?.progress).toMatchObject({ outcome: 'completed' });

    product.vapi.deliveries.next('end-of-call-report', { drop: true });
    const second = await escalated();
    await connected(second);
    await second.endConversation();
    // Nothing but the report knows whether the agent answered; it is waited for 10 s.
    expect((await product.ended(second.id, 20_000)).progress).toMatchObject({ outcome: 'transferred' });
  });

  it('an early, empty report comes while the caller waits', async () => {
    product.twilio.setAvailable(worker, false);
    const call = await escalated();
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    await call.earlyEmptyReport();
    await product.until(
      call.id,
      ({ progress, effects }) => progress.state === 'queued' && effects.length === 0,
    );
    product.twilio.setAvailable(worker, true);
    await connected(call);
    await call.endConversation();
    await product.ended(call.id);
  });

  it('a report comes while the transfer is being asked for', async () => {
    product.vapi.faults.next('transfer', { kind: 'slow', ms: 1_200 });
    const call = await escalated();
    await product.until(
      call.id,
      () =>
        product.vapi.requests.some((one) => one.operation === 'transfer' && one.callId === call.id) ||
        call.transfers.length > 0,
    );
    await call.earlyEmptyReport();
    await pause(300);
    expect((await product.record(call.id))?.progress.state).not.toBe('ended');
    await connected(call);
    // Put off by 5 seconds, it finds the transfer done and the call live.
    await pause(5_500);
    expect((await product.record(call.id))?.progress.state).toBe('bridging');
    expect(statusesOf(call)).toEqual(['assigned']);
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  });

  it('the poorer of two reports comes first and the richer one knows better', async () => {
    product.vapi.deliveries.always('status-update:ended', { drop: true });
    product.vapi.deliveries.always('end-of-call-report', { drop: true });
    const call = await escalated();
    await connected(call);
    product.vapi.deliveries.clear();
    const ended = { endedReason: 'assistant-forwarded-call', durationSeconds: 31 };
    await call.send('end-of-call-report', ended);
    await product.ended(call.id);
    const destination = { type: 'number', number: AGENT };
    await call.send('end-of-call-report', {
      ...ended,
      summary: 'The agent did not answer.',
      transcript: 'AI: One moment.',
      artifact: { messages: [], transfers: [{ destination, mode: 'blind-transfer', status: 'no-answer' }] },
    });
    const corrected = await product.until(
      call.id,
      ({ progress }) => progress.state === 'ended' && progress.outcome === 'bridge_failed',
    );
    expect(corrected.progress).toMatchObject({ outcome: 'bridge_failed' });
    await call.hangUp();
  });
});

describe('A caller who hangs up', () => {
  it.each([
    ['when the task is created', 'task-created'],
    ['when an agent is offered the task', 'agent-offered'],
    ['when the agent is assigned', 'agent-accepted'],
  ] as const)('%s leaves no task open and nobody waiting', async (_name, moment) => {
    const call = await product.vapi.startCall({ caller: '+14155550123' });
    product.twilio.on(({ callId, what }) => {
      if (callId === call.id && what === moment) void call.hangUp();
    });
    await call.askForHuman();
    const ended = await product.ended(call.id, 25_000);
    expect(ended.progress).toMatchObject({ outcome: 'caller_left' });
    expect(statusesOf(call).filter((one) => one !== 'canceled' && one !== 'completed')).toEqual([]);
  });

  it('when the agent is rung leaves no task open and nobody waiting', async () => {
    const call = await product.vapi.startCall({ caller: '+14155550123' });
    product.vapi.on(({ callId, what }) => {
      if (callId === call.id && what === 'transfer-requested') void call.hangUp();
    });
    await call.askForHuman();
    const ended = await product.ended(call.id, 25_000);
    expect(ended.progress).toMatchObject({ state: 'ended' });
    expect(statusesOf(call)).toEqual(['completed']);
  });

  it('is noticed by the status of the leg at Twilio when Vapi says nothing', async () => {
    product.vapi.deliveries.always('status-update:ended', { drop: true });
    product.vapi.deliveries.always('end-of-call-report', { drop: true });
    product.twilio.setAvailable(worker, false);
    // The number is one of our own Twilio account, so its leg's status reaches us.
    const call = await product.vapi.startCall({
      caller: '+14155550123',
      accountSid: product.system.env.TWILIO_ACCOUNT_SID ?? '',
    });
    await call.askForHuman({ reason: 'wants a person' });
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    await call.hangUp();
    const { status } = await product.twilio.postForm(`${product.system.url}/webhook/twilio/status`, {
      CallSid: call.callSid ?? '',
      CallStatus: 'completed',
      AccountSid: call.accountSid ?? '',
    });
    expect(status).toBe(204);
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'caller_left' });
  });
});
