import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from './product.ts';

let product: Product;
beforeAll(async () => {
  const never = { timeZone: 'America/Los_Angeles', week: {} };
  product = await startProduct({ OPENING_HOURS: JSON.stringify(never) });
  product.twilio.addWorker({ name: 'agent', contactUri: '+14155550177' });
});
afterAll(() => product.stop());

const caller = () => product.vapi.startCall({ caller: '+14155550123', called: '+14155550188' });

describe('Outside the opening hours', () => {
  it('a caller who asks for a human hears so at once; nobody is asked for', async () => {
    const call = await caller();
    const answer = await call.askForHuman({}, { toolCallId: 'call_closed' });
    expect(answer.body).toMatchObject({
      results: [
        { toolCallId: 'call_closed', result: expect.stringContaining('none of my colleagues are here') },
      ],
    });
    await product.system.idle();
    expect(await product.record(call.id)).toBeUndefined();
    expect(product.twilio.tasksOfCall(call.id)).toEqual([]);
  });

  it('a transfer without a destination is answered the same way', async () => {
    const call = await caller();
    const answer = await call.requestTransferDestination();
    expect(answer.body).toEqual({ error: expect.stringContaining('none of my colleagues are here') });
    await product.system.idle();
    expect(await product.record(call.id)).toBeUndefined();
  });
});
