import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from './product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '3' });
});
const workers: ReturnType<Product['twilio']['addWorker']>[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) product.twilio.setAvailable(worker, false);
});
afterAll(() => product.stop());

const agent = () => {
  workers.push(product.twilio.addWorker({ name: `agent-${workers.length}`, contactUri: '+14155550177' }));
};
const caller = () => product.vapi.startCall({ caller: '+14155550123', called: '+14155550188' });
const cancel = { toolName: 'cancel_handoff' };
const spoken = (answer: { body: unknown }) => JSON.stringify(answer.body);

describe('A caller who no longer wants a human', () => {
  it('takes the request back while nobody has accepted: the task is canceled, no agent rings, no word of busy agents', async () => {
    const call = await caller();
    await call.askForHuman();
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    const answer = await call.askForHuman({}, { ...cancel, toolCallId: 'call_cancel' });
    expect(answer.body).toMatchObject({
      results: [{ toolCallId: 'call_cancel', result: expect.stringContaining('not needed any more') }],
    });
    const ended = await product.ended(call.id);
    expect(ended.progress).toMatchObject({ outcome: 'canceled', reason: 'taken back by the assistant' });
    agent();
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(product.twilio.tasksOfCall(call.id).map(({ assignmentStatus }) => assignmentStatus)).toEqual([
      'canceled',
    ]);
    expect(call.transfers).toEqual([]);
    expect(product.vapi.requests.filter(({ operation }) => operation === 'say')).toEqual([]);
  });

  it('is told so when a colleague is on the line already, and keeps the colleague', async () => {
    agent();
    const call = await caller();
    await call.askForHuman();
    await product.talking(call);
    expect(spoken(await call.askForHuman({}, cancel))).toContain('is being connected');
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  });

  it('takes nothing back where nothing was asked for', async () => {
    const call = await caller();
    expect(spoken(await call.askForHuman({}, cancel))).toContain('No colleague is being fetched');
    expect(await product.record(call.id)).toBeUndefined();
  });

  it('may change their mind again: a repeated cancellation does not undo the new request', async () => {
    const call = await caller();
    await call.askForHuman({}, { toolCallId: 'call_first' });
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    const asked = Date.now();
    await call.askForHuman({}, cancel);
    await product.ended(call.id);
    await call.askForHuman({}, { toolCallId: 'call_second' });
    await product.until(
      call.id,
      ({ request, progress }) => request.requestId === 'call_second' && progress.state === 'queued',
    );
    const again = { id: 'call_again', type: 'function', function: { name: 'cancel_handoff', arguments: {} } };
    await call.send('tool-calls', { timestamp: asked, toolCallList: [again] });
    expect((await product.record(call.id))?.progress.state).toBe('queued');
    await call.askForHuman({}, cancel);
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'canceled' });
  });
});
