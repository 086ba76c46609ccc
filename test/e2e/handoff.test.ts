import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { speech } from '../../lib/speech/english.ts';
import { type Product, startProduct } from './product.ts';

const AGENT = '+14155550177';
const SECOND_AGENT = '+14155550178';
const TRANSFER_PATIENCE_MS = 20_000;

let product: Product;

beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '3' });
});
afterEach(() => {
  const { vapi, twilio } = product;
  for (const script of [vapi.faults, vapi.deliveries, twilio.faults, twilio.deliveries]) script.clear();
  for (const worker of [...workers.splice(0)]) product.twilio.setAvailable(worker, false);
});
afterAll(() => product.stop());

const workers: ReturnType<Product['twilio']['addWorker']>[] = [];
const agent = (contactUri: string) => {
  const worker = product.twilio.addWorker({ name: `agent-${workers.length}`, contactUri });
  workers.push(worker);
  return worker;
};
const caller = () => product.vapi.startCall({ caller: '+14155550123', called: '+14155550188' });
const statusesOf = (callId: string) =>
  product.twilio.tasksOfCall(callId).map((task) => task.assignmentStatus);

describe('A caller who asks for a human', () => {
  it('is handed over to an agent, and the task is completed when they have talked', async () => {
    agent(AGENT);
    const call = await caller();
    call.addMessage('user', 'I was charged twice. Can I talk to a person?');
    const answer = await call.askForHuman(
      { reason: 'duplicate charge', department: 'billing' },
      { toolCallId: 'call_A1' },
    );
    expect(answer).toMatchObject({
      status: 200,
      body: { results: [{ toolCallId: 'call_A1', name: 'escalate_to_human', result: expect.any(String) }] },
    });
    await product.talking(call);
    expect(call.transfers).toHaveLength(1);
    expect(call.transfers[0]?.number).toBe(AGENT);
    const [task] = product.twilio.tasksOfCall(call.id);
    expect(JSON.parse(task?.attributes ?? '{}')).toMatchObject({
      type: 'ai_handoff',
      vapi_call_id: call.id,
      from: '+14155550123',
      to: '+14155550188',
      department: 'billing',
      reason: 'duplicate charge',
    });
    expect(task?.timeout).toBeGreaterThan(3);
    await call.endConversation();
    const ended = await product.ended(call.id);
    expect(ended.progress).toMatchObject({ state: 'ended', outcome: 'completed' });
    expect(statusesOf(call.id)).toEqual(['completed']);
    expect(task?.reason).toBeTruthy();
  });

  it('goes on with the assistant when nobody is free, and hears so once', async () => {
    const call = await caller();
    await call.askForHuman({ reason: 'wants a person' });
    const ended = await product.ended(call.id);
    expect(ended.progress).toMatchObject({ outcome: 'no_agent' });
    expect(call.status).toBe('in-progress');
    expect(call.said.filter((text) => text === speech.toCaller.busy)).toHaveLength(1);
    expect(statusesOf(call.id)).toEqual(['canceled']);
    expect(call.transfers).toEqual([]);
  });

  it('is not rung for when the caller hangs up while waiting', async () => {
    const call = await caller();
    await call.askForHuman();
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    await call.hangUp();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'caller_left' });
    expect(statusesOf(call.id)).toEqual(['canceled']);
    expect(call.said).not.toContain(speech.toCaller.busy);
  });

  // There are models whose ids begin anew with every turn.
  it.each([
    'call_second',
    'call_first',
  ])('can ask again after nobody was free, and gets a task of the new attempt: %s', async (toolCallId) => {
    const call = await caller();
    await call.askForHuman({}, { toolCallId: 'call_first' });
    await product.ended(call.id);
    agent(AGENT);
    await call.askForHuman({}, { toolCallId });
    const second = await product.talking(call);
    expect(second.requestNo).toBe(2);
    expect(second.history).toHaveLength(1);
    expect(statusesOf(call.id)).toEqual(['canceled', 'assigned']);
    await call.endConversation();
    await product.ended(call.id);
  });

  it('changes nothing by asking again while a handoff is on its way', async () => {
    const call = await caller();
    await Promise.all([
      call.askForHuman({}, { toolCallId: 'call_x' }),
      call.askForHuman({}, { toolCallId: 'call_y' }),
      call.askForHuman({}, { toolCallId: 'call_z' }),
    ]);
    await product.ended(call.id);
    expect(product.twilio.tasksOfCall(call.id)).toHaveLength(1);
    expect(call.said.filter((text) => text === speech.toCaller.busy)).toHaveLength(1);
  });

  it.each([
    'object',
    'string',
    'flattened',
    'tool-with-list',
    'function-call',
  ] as const)('is understood in the shape %s of the tool call', async (shape) => {
    const call = await caller();
    const { status } = await call.askForHuman({ reason: `as ${shape}` }, { shape });
    expect(status).toBe(200);
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    expect(product.twilio.tasksOfCall(call.id)[0]?.attributes).toContain(`as ${shape}`);
    await call.hangUp();
    await product.ended(call.id);
  });

  it('comes back to the assistant when the agent does not answer, and the next agent is tried', async () => {
    const answers = new Map([[AGENT, 'no-answer' as const]]);
    await product.stop();
    product = await startProduct(
      { HANDOFF_WINDOW_SECONDS: '10' },
      (number) => answers.get(number) ?? 'answers',
    );
    const first = agent(AGENT);
    const call = await caller();
    await call.askForHuman();
    await product.until(call.id, () => call.transfers.length === 1);
    product.twilio.setAvailable(first, false);
    agent(SECOND_AGENT);
    const joined = await product.until(
      call.id,
      ({ progress }) =>
        progress.state === 'bridging' &&
        call.transfers.some(({ number, outcome }) => number === SECOND_AGENT && outcome === 'connected'),
      TRANSFER_PATIENCE_MS,
    );
    expect(joined.taskNo).toBe(2);
    expect(call.transfers.map(({ number }) => number)).toEqual([AGENT, SECOND_AGENT]);
    expect(product.twilio.mostOpenOf(call.id)).toBe(1);
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
    expect(statusesOf(call.id)).toEqual(['completed', 'completed']);
  });
});
