import { afterEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from './product.ts';

const AGENT = '+14155550177';
const FALLBACK = '+14155550199';

let product: Product;
afterEach(() => product.stop());

const ask = async () => {
  const call = await product.vapi.startCall({ caller: '+14155550123' });
  return { call, answer: await call.send('transfer-destination-request') };
};

describe('A transfer whose destination Vapi asks for', () => {
  it('goes to the fallback number when no agent is being joined, without a task', async () => {
    product = await startProduct({ HUMAN_AGENT_NUMBER: FALLBACK });
    const { call, answer } = await ask();
    expect(answer).toMatchObject({
      status: 200,
      body: {
        destination: {
          type: 'number',
          number: FALLBACK,
          transferPlan: { mode: 'warm-transfer-experimental', fallbackPlan: { endCallEnabled: false } },
        },
      },
    });
    await product.system.idle();
    expect(product.twilio.tasksOfCall(call.id)).toEqual([]);
    expect(await product.record(call.id)).toBeUndefined();
  });

  it('goes to the agent who is being joined', async () => {
    product = await startProduct({ HUMAN_AGENT_NUMBER: FALLBACK });
    product.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
    const call = await product.vapi.startCall({ caller: '+14155550123' });
    await call.askForHuman();
    await product.talking(call);
    const answer = await call.send('transfer-destination-request');
    expect(answer).toMatchObject({ status: 200, body: { destination: { type: 'number', number: AGENT } } });
    await call.endConversation();
    await product.ended(call.id);
  });

  it('gets a sentence and starts an escalation when there is neither', async () => {
    product = await startProduct({ HANDOFF_WINDOW_SECONDS: '5' });
    product.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
    const { call, answer } = await ask();
    expect(answer).toMatchObject({ status: 200, body: { error: expect.any(String) } });
    const handoff = await product.talking(call);
    expect(handoff.request.requestedBy).toBe('transfer-destination-request');
    expect(call.transfers.map(({ number }) => number)).toEqual([AGENT]);
    await call.endConversation();
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'completed' });
  });
});

describe('An agent whose contact_uri cannot be rung', () => {
  it.each([
    'client:amara',
    'sip:amara@example.com',
    '4155550177',
  ])('(%s) is rejected, and the next one is asked', async (contactUri) => {
    product = await startProduct({ HANDOFF_WINDOW_SECONDS: '15' });
    product.twilio.addWorker({ name: 'not-ringable', contactUri });
    product.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
    const call = await product.vapi.startCall({ caller: '+14155550123' });
    await call.askForHuman();
    await product.talking(call);
    expect(call.transfers.map(({ number }) => number)).toEqual([AGENT]);
    await call.endConversation();
    await product.ended(call.id);
  });
});
