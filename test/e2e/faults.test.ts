import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../infra/local/simulators/kit/faults.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { speech } from '../../lib/speech/english.ts';
import { type Product, startProduct } from './product.ts';

const AGENT = '+14155550177';

let product: Product;
let busy: ReturnType<Product['twilio']['addWorker']>;

beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '8' });
});
// An agent of its own for each test, so that one test's trouble stays its own.
beforeEach(() => {
  busy = product.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
});
afterEach(() => {
  const { vapi, twilio } = product;
  for (const script of [vapi.faults, vapi.deliveries, twilio.faults, twilio.deliveries]) script.clear();
  twilio.hideAttributesInLists(true);
  twilio.setAvailable(busy, false);
});
afterAll(() => product.stop());

const status = (code: number): Fault => ({ kind: 'status', status: code });
const afterEffect = (code: number): Fault => ({ kind: 'status-after-effect', status: code });
const lost: Fault = { kind: 'lost-answer' };
const cut: Fault = { kind: 'cut' };
const slow = (ms: number): Fault => ({ kind: 'slow', ms });

const caller = () => product.vapi.startCall({ caller: '+14155550123' });
const escalated = async (): Promise<SimulatedCall> => {
  const call = await caller();
  await call.askForHuman({ reason: 'wants a person' });
  return call;
};

/** Transfers that really rang an agent. */
const rung = (call: SimulatedCall) => call.transfers.filter(({ outcome }) => outcome !== 'ignored');

const handsOverOnce = async (call: SimulatedCall) => {
  await product.talking(call);
  expect(rung(call)).toHaveLength(1);
  expect(product.twilio.mostOpenOf(call.id)).toBe(1);
  expect(product.twilio.tasksOfCall(call.id)).toHaveLength(1);
  await call.endConversation();
  expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  expect(product.twilio.tasksOfCall(call.id)[0]?.assignmentStatus).toBe('completed');
};

describe('One task is made and one agent is rung when', () => {
  it.each<[string, Fault]>([
    ['TaskRouter says 429', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
    ['TaskRouter says 500', status(500)],
    ['TaskRouter says 503 after it made the task', afterEffect(503)],
    ['the answer to the create is lost', lost],
    ['the create never arrives', cut],
    ['the answer to the create comes after the time-out', slow(4_500)],
    ['the assignment overtakes the answer to the create', slow(700)],
  ])('%s', async (_name, fault) => {
    product.twilio.faults.next('create-task', fault);
    await handsOverOnce(await escalated());
  });

  it('the lost task is looked for in lists that show attributes, as some do', async () => {
    product.twilio.setAvailable(busy, false);
    product.twilio.hideAttributesInLists(false);
    product.twilio.faults.next('create-task', lost);
    product.twilio.faults.next('list-tasks', status(500));
    const call = await escalated();
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    product.twilio.setAvailable(busy, true);
    await handsOverOnce(call);
  });

  it.each<[string, Fault]>([
    ['live call control says 429', status(429)],
    ['live call control says 500', status(500)],
    ['live call control says 500 after it began the transfer', afterEffect(500)],
    ['the answer to the transfer is lost', lost],
    ['the transfer never arrives', cut],
    ['the answer to the transfer comes after the time-out', slow(3_000)],
  ])('%s', async (_name, fault) => {
    product.vapi.faults.next('transfer', fault);
    await handsOverOnce(await escalated());
  });

  it.each<[string, Fault]>([
    ['the call cannot be read: 500', status(500)],
    ['the call cannot be read: 429', status(429)],
    ['the call cannot be read: 401', status(401)],
    ['reading the call is cut', cut],
    ['reading the call takes too long', slow(3_000)],
  ])('%s', async (_name, fault) => {
    product.vapi.faults.next('get-call', fault);
    await handsOverOnce(await escalated());
  });

  it('what the assistant says cannot be cut', async () => {
    product.vapi.faults.next('say', status(500));
    await handsOverOnce(await escalated());
  });
});

describe('The task is closed in the end when', () => {
  it.each<[string, Fault]>([
    ['TaskRouter says 429', status(429)],
    ['TaskRouter says 500', status(500)],
    ['TaskRouter says 500 after it closed it', afterEffect(500)],
    ['the answer is lost', lost],
    ['the request is cut', cut],
  ])('%s', async (_name, fault) => {
    const call = await escalated();
    await product.talking(call);
    product.twilio.faults.next('update-task', fault);
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
    expect(product.twilio.tasksOfCall(call.id).map((task) => task.assignmentStatus)).toEqual(['completed']);
  });
});

describe('The caller hears once that all agents are busy when', () => {
  it.each<[string, Fault]>([
    ['live call control says 500', status(500)],
    ['live call control says 429', status(429)],
    ['the answer is lost', lost],
    ['the answer comes after the time-out', slow(3_000)],
  ])('%s', async (_name, fault) => {
    product.twilio.setAvailable(busy, false);
    product.vapi.faults.next('say', fault);
    const call = await escalated();
    expect((await product.ended(call.id, 30_000)).progress).toMatchObject({ outcome: 'no_agent' });
    expect(call.said.filter((text) => text === speech.toCaller.busy)).toHaveLength(1);
    expect(call.status).toBe('in-progress');
  });
});

describe('A refused transfer', () => {
  it.each([
    // Every plan is refused once before the agent is given up.
    [400, 3],
    [404, 1],
    [409, 1],
  ])('with %i from live call control tries the next agent with a task of its own', async (code, times) => {
    product.vapi.faults.next('transfer', status(code), times);
    const call = await escalated();
    const joined = await product.talking(call);
    expect(joined.taskNo).toBe(2);
    expect(product.twilio.mostOpenOf(call.id)).toBe(1);
    expect(product.twilio.tasksOfCall(call.id).map((task) => task.assignmentStatus)).toEqual([
      'completed',
      'assigned',
    ]);
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  });

  it('for its plan is asked for with the next simpler one, and the record says so', async () => {
    product.vapi.faults.next('transfer', status(400));
    const call = await escalated();
    const joined = await product.talking(call);
    expect(joined.taskNo).toBe(1);
    expect(rung(call).map(({ plan }) => plan?.mode)).toEqual(['warm-transfer-say-message']);
    expect(joined.timeline.map(({ what }) => what)).toContain(
      'warm-transfer-experimental refused (vapi-400): warm-transfer-say-message instead',
    );
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  });

  it('that is refused again and again ends as bridge_failed, and the caller hears so', async () => {
    product.vapi.faults.always('transfer', status(400));
    const call = await escalated();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'bridge_failed' });
    expect(product.twilio.tasksOfCall(call.id).map((task) => task.assignmentStatus)).toEqual([
      'completed',
      'completed',
      'completed',
    ]);
    expect(call.said.filter((text) => text === speech.toCaller.sorry)).toHaveLength(1);
    expect(call.status).toBe('in-progress');
  });

  it('because the caller has left ends as caller_left', async () => {
    product.vapi.deliveries.always('status-update:ended', { drop: true });
    product.vapi.deliveries.always('end-of-call-report', { drop: true });
    product.twilio.setAvailable(busy, false);
    const call = await escalated();
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    await call.hangUp();
    product.twilio.setAvailable(busy, true);
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'caller_left' });
    expect(call.transfers).toEqual([]);
    expect(product.twilio.tasksOfCall(call.id).map((task) => task.assignmentStatus)).toEqual(['completed']);
  });
});

describe('A task that TaskRouter refuses', () => {
  it.each([
    400, 401, 403,
  ])('with %i ends the handoff as task_failed at once, and the caller hears so', async (code) => {
    product.twilio.faults.next('create-task', status(code));
    const call = await escalated();
    expect((await product.ended(call.id, 5_000)).progress).toMatchObject({ outcome: 'task_failed' });
    expect(call.said.filter((text) => text === speech.toCaller.sorry)).toHaveLength(1);
    expect(product.twilio.tasksOfCall(call.id)).toEqual([]);
  });
});
