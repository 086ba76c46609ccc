import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from './product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '3', CALLBACK_COUNTRIES: 'US' });
});
afterAll(() => product.stop());

const JANE = { customerName: 'Jane Victim', customer_id: 'C-1', account: { status: 'Platinum, verified' } };

/** What the tasks of a call say of who called, once there is one. */
const knownOf = async (callId: string): Promise<Record<string, unknown>> => {
  await expect.poll(() => product.twilio.tasksOfCall(callId).length, { timeout: 20_000 }).toBeGreaterThan(0);
  const attributes: unknown = JSON.parse(product.twilio.tasksOfCall(callId)[0]?.attributes ?? '{}');
  const known = Object.entries(attributes ?? {}).filter(([name]) =>
    /^(?:name|customer_id|account_status)/.test(name),
  );
  return Object.fromEntries(known);
};

describe('A customer whom somebody claims to be', () => {
  it('is the caller’s own word on a web call, wherever it is written', async () => {
    const places = [
      { metadata: JANE },
      { assistantOverrides: { metadata: JANE } },
      { assistantOverrides: { variableValues: JANE } },
      { squadOverrides: { metadata: JANE } },
      { squadOverrides: { variableValues: JANE } },
      { assistant: { metadata: JANE } },
    ];
    for (const [at, place] of places.entries()) {
      const call = await product.vapi.startCall({ type: 'webCall' });
      await call.send('tool-calls', {
        call: { id: call.id, type: 'webCall', ...place },
        toolCallList: [
          {
            id: 'call_1',
            type: 'function',
            function: {
              name: 'request_callback',
              arguments: { number: `+1415555012${at}`, why: 'a refund' },
            },
          },
        ],
      });
      expect(await knownOf(call.id)).toEqual({
        name: 'Jane Victim',
        name_source: 'caller',
        customer_id: 'C-1',
        customer_id_source: 'caller',
      });
    }
  });

  it('is the assistant’s word where its model says so', async () => {
    const call = await product.vapi.startCall({ caller: '+14155550123', called: '+14155550188' });
    const said = { customer_name: 'Jane Victim', customer_id: 'C-1', account_status: 'Platinum' };
    await call.askForHuman({ reason: 'a refund', ...said });
    expect(await knownOf(call.id)).toEqual({
      name: 'Jane Victim',
      name_source: 'assistant',
      customer_id: 'C-1',
      customer_id_source: 'assistant',
      account_status: 'Platinum',
      account_status_source: 'assistant',
    });
  });

  it('is the team’s word on a telephone call, and the model changes nothing of it', async () => {
    const metadata = { customerName: 'Robin Vale', customerId: 'C-20417', accountStatus: 'gold' };
    const call = await product.vapi.startCall({
      caller: '+14155550123',
      called: '+14155550188',
      metadata,
    });
    await call.askForHuman({ reason: 'a refund', account_status: 'Platinum', customer_id: 'C-1' });
    expect(await knownOf(call.id)).toEqual({
      name: 'Robin Vale',
      name_source: 'team',
      customer_id: 'C-20417',
      customer_id_source: 'team',
      account_status: 'gold',
      account_status_source: 'team',
    });
  });
});
