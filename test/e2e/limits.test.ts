import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { speechOf } from '../../lib/speech/index.ts';
import { type Product, startProduct } from './product.ts';

const SENTENCES = speechOf('en').toCaller;

let product: Product;
beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '3' });
});
afterAll(() => product.stop());

const caller = () => product.vapi.startCall({ caller: '+14155550123', called: '+14155550188' });
type Caller = Awaited<ReturnType<typeof caller>>;
type Shape = Parameters<Caller['askForHuman']>[1];

/** Asks for a human and takes it back, as long as one is fetched. */
const asksAndTakesBack = async (call: Caller, number: number, how: Shape = {}) => {
  const answer = await call.askForHuman({}, { toolCallId: `call_${number}`, ...how });
  await product.until(call.id, ({ requestNo }) => requestNo >= Math.min(number, 5));
  await call.askForHuman({}, { toolName: 'cancel_handoff', toolCallId: `back_${number}` });
  await product.ended(call.id);
  return JSON.stringify(answer.body);
};

describe('A caller who asks for a human again and again', () => {
  it('gets one fetched five times, and then words: no task, no agent', async () => {
    const call = await caller();
    const answers: string[] = [];
    for (let number = 1; number <= 8; number += 1) answers.push(await asksAndTakesBack(call, number));
    expect(answers.filter((one) => one.includes(SENTENCES.connecting))).toHaveLength(5);
    for (const refused of answers.slice(5)) expect(refused).toContain(SENTENCES.enough);
    expect(product.twilio.tasksOfCall(call.id)).toHaveLength(5);
    expect((await product.record(call.id))?.requestNo).toBe(5);
  });

  it('hears it by voice where the answer could not know it yet, once for each request', async () => {
    const call = await caller();
    // The older message tells nothing of the calls before that its answer would look at.
    for (let number = 1; number <= 5; number += 1) {
      await asksAndTakesBack(call, number, { shape: 'function-call' });
    }
    await call.askForHuman({}, { shape: 'function-call', timestamp: Date.now() });
    await expect
      .poll(() => call.said.filter((one) => one === SENTENCES.enough), { timeout: 20_000 })
      .toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(call.said.filter((one) => one === SENTENCES.enough)).toHaveLength(1);
    expect(product.twilio.tasksOfCall(call.id)).toHaveLength(5);
  });
});
