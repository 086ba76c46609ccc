import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSign } from '../../../../../../infra/local/simulators/vapi/signing.ts';
import { ask, toDial } from '../calls.ts';
import { type Bench, startBench } from '../receiver.ts';
import { assistant, credential, made, NOBODY, NUMBER, phoneNumber } from './bodies.ts';

const CALLER = '+14155550123';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const called = () => bench.vapi.callIn({ to: NUMBER, from: CALLER });

describe('a call in an account that was set up over the API', () => {
  it('is answered by the assistant of the number, as it was changed last', async () => {
    const assistantId = await made(bench, '/assistant', assistant());
    await made(bench, '/phone-number', phoneNumber({ assistantId }));
    await ask(bench.vapi, 'PATCH', `/assistant/${assistantId}`, { firstMessage: 'Good morning.' });
    const call = await called();
    expect(call).toMatchObject({ status: 'in-progress', said: ['Good morning.'] });
    expect(bench.receiver.received.at(-1)?.message).toMatchObject({ assistant: { id: assistantId } });
  });

  it('is answered by the first of the squad of the number, and goes on to the next', async () => {
    const first = await made(bench, '/assistant', assistant({ name: 'Router' }));
    const second = await made(bench, '/assistant', assistant({ name: 'Sales', firstMessage: 'Sales here.' }));
    const squadId = await made(bench, '/squad', {
      members: [
        { assistantId: first, assistantDestinations: [{ type: 'assistant', assistantName: 'Sales' }] },
        { assistantId: second },
      ],
    });
    await made(bench, '/phone-number', phoneNumber({ squadId }));
    const call = await called();
    await call.handsOff('handoff_to_Sales');
    expect(call.said).toEqual([assistant().firstMessage, 'Hold on a sec.', 'Sales here.']);
  });

  it('is asked about at the server of the number, where it has nobody', async () => {
    const assistantId = await made(bench, '/assistant', assistant());
    await made(bench, '/phone-number', phoneNumber());
    bench.receiver.replies.push({ status: 200, body: { assistantId } });
    expect((await called()).status).toBe('in-progress');
    expect(bench.receiver.names()).toEqual(['assistant-request', 'status-update:in-progress']);
  });

  it('goes where the fallback of the number leads, when its server cannot be asked', async () => {
    const fallbackDestination = { type: 'number', number: '+14155550177', message: 'One moment.' };
    await made(bench, '/phone-number', phoneNumber({ fallbackDestination }));
    bench.receiver.replies.push('cut');
    expect(await called()).toMatchObject({ status: 'ended', said: ['One moment.'] });
  });

  it('is dialled by the id of an assistant, and refused once that is deleted', async () => {
    const assistantId = await made(bench, '/assistant', assistant());
    const dial = () => ask(bench.vapi, 'POST', '/call', { ...toDial(), assistantId });
    expect((await dial()).status).toBe(201);
    await ask(bench.vapi, 'DELETE', `/assistant/${assistantId}`);
    expect(await dial()).toMatchObject({
      status: 400,
      body: { message: `Couldn't Get Assistant. \`assistantId\` ${assistantId} Does Not Exist.` },
    });
    await bench.vapi.idle();
  });

  it('has no number once that is deleted', async () => {
    const id = await made(bench, '/phone-number', phoneNumber());
    await ask(bench.vapi, 'DELETE', `/phone-number/${id}`);
    await expect(called()).rejects.toThrow('no number');
  });
});

describe('the messages of such a call', () => {
  const signed = async (credentialId: string) => {
    const server = { url: 'https://hooks.example.com/vapi', credentialId };
    const assistantId = await made(bench, '/assistant', assistant({ server }));
    await made(bench, '/phone-number', phoneNumber({ assistantId }));
    await called();
    return bench.receiver.received[0];
  };

  it('are signed by the credential that their server names', async () => {
    const message = await signed(await made(bench, '/credential', credential()));
    const sign = createSign({ auth: 'hmac', secret: 'FAKE-hmac-secret' });
    const at = Number(message?.headers['x-timestamp']) * 1000;
    expect(message?.headers).toMatchObject(sign(message?.raw ?? '', at));
  });

  it('are signed by a plan of its own as it says', async () => {
    const authenticationPlan = {
      type: 'hmac',
      secretKey: Buffer.from('FAKE-hmac-secret').toString('base64'),
      secretIsBase64: true,
      algorithm: 'sha256',
      signatureHeader: 'x-vapi-signature',
      includeTimestamp: false,
      payloadFormat: '{body}',
      messageIdHeader: 'x-message-id',
    };
    const message = await signed(await made(bench, '/credential', credential({ authenticationPlan })));
    const sign = createSign({ auth: 'hmac-body', secret: 'FAKE-hmac-secret' });
    expect(message?.headers).toMatchObject(sign(message?.raw ?? '', 0));
    expect(message?.headers['x-message-id']).toMatch(/^msg_/);
    expect(message?.headers).not.toHaveProperty('x-timestamp');
  });

  it('carry the token of one, where it is that', async () => {
    const authenticationPlan = {
      type: 'bearer',
      token: 'FAKE-token',
      headerName: 'x-vapi-secret',
      bearerPrefixEnabled: false,
    };
    const message = await signed(await made(bench, '/credential', credential({ authenticationPlan })));
    expect(message?.headers).toMatchObject({ 'x-vapi-secret': 'FAKE-token' });
  });

  it('are not signed by a credential that is not there', async () => {
    await made(bench, '/credential', credential());
    const message = await signed(NOBODY);
    expect(message?.headers).not.toHaveProperty('x-signature');
  });
});
