import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { AGENT, type Bench, post, returningPlan, startBench, transferTo } from './receiver.ts';

let bench: Bench;
let call: SimulatedCall;
beforeEach(async () => {
  bench = await startBench();
  call = await bench.vapi.startCall({ messages: [] });
});
afterEach(() => bench.stop());

const control = (body: unknown) => post(call.controlUrl, body);
const transfer = (destination: object) => control({ type: 'transfer', destination });

const refused = (...message: string[]) => ({
  status: 400,
  body: { message, error: 'Bad Request', statusCode: 400 },
});

describe('the simulated control URL takes what Vapi takes', () => {
  const folder = new URL('../../../../fixtures/vapi/control/', import.meta.url);
  it.each(readdirSync(folder))('%s', async (name) => {
    const body: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    expect(await control(body)).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(bench.vapi.requests).toMatchObject([{ callId: call.id, body, status: 200 }]);
  });

  it('a transfer plan that comes back to the assistant', async () => {
    expect(await control(transferTo(AGENT, returningPlan))).toMatchObject({ status: 200 });
    expect(call.transfers).toMatchObject([{ number: AGENT, plan: returningPlan }]);
  });

  it.each<[string, object]>([
    ['as long as it may be', { extension: '1234567890', callerId: '1'.repeat(40) }],
    ['as short as it may be', { extension: '1', callerId: '' }],
    [
      'of the whole talk',
      { transferPlan: { mode: 'warm-transfer-experimental', contextEngineeringPlan: { type: 'all' } } },
    ],
    [
      'of a part of the talk',
      {
        transferPlan: {
          mode: 'warm-transfer-experimental',
          contextEngineeringPlan: { type: 'lastNMessages', maxMessages: 3 },
          summaryPlan: { enabled: true, timeoutSeconds: 60 },
        },
      },
    ],
  ])('a transfer with something %s', async (_what, more) => {
    const { status } = await transfer({ type: 'number', number: AGENT, ...more });
    expect([status, call.transfers.length]).toEqual([200, 1]);
  });

  it('any word as a number, when the check is switched off', async () => {
    const extension = { type: 'number', number: 'front1', numberE164CheckEnabled: false };
    expect(await transfer(extension)).toMatchObject({ status: 200 });
  });
});

describe('the simulated control URL refuses what Vapi refuses', () => {
  it('a property that it does not know', async () => {
    expect(await control({ type: 'say', content: 'Hello', text: 'Hello' })).toMatchObject(
      refused('property text should not exist'),
    );
    expect(call.said).toEqual([]);
  });

  it('a message without its content, and a transfer without its destination', async () => {
    expect(await control({ type: 'say' })).toMatchObject(refused('content must be a string'));
    expect(await control({ type: 'say', content: '' })).toMatchObject(refused('content should not be empty'));
    expect(await control({ type: 'add-message' })).toMatchObject(refused('message must be an object'));
    expect(await control({ type: 'transfer' })).toMatchObject({ status: 400 });
    expect(call.transfers).toEqual([]);
  });

  it('a type, a control or a role that it does not know', async () => {
    expect(await control({ type: 'hang-up' })).toMatchObject(refused('type must be one of the known values'));
    expect(await control({ type: 'control', control: 'mute' })).toMatchObject({ status: 400 });
    const message = { role: 'bot', content: 'Hello' };
    expect(await control({ type: 'add-message', message })).toMatchObject({ status: 400 });
  });

  it('a number that is not E.164', async () => {
    expect(await control(transferTo('4155550177'))).toMatchObject(
      refused(
        'destination.number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).',
      ),
    );
  });

  it('snake_case and unknown properties of a transfer', async () => {
    const number = { type: 'number', number: AGENT };
    expect(await transfer({ ...number, transfer_plan: returningPlan })).toMatchObject(
      refused('destination.property transfer_plan should not exist'),
    );
    const plan = { mode: 'blind-transfer', fallback_plan: {} };
    expect(await transfer({ ...number, transferPlan: plan })).toMatchObject(
      refused('destination.transferPlan.property fallback_plan should not exist'),
    );
  });

  it('a plan of an unknown mode, without a mode, or with a fallback that says nothing', async () => {
    expect(await control(transferTo(AGENT, { mode: 'warm-transfer' }))).toMatchObject({ status: 400 });
    expect(await control(transferTo(AGENT, {}))).toMatchObject({ status: 400 });
    const silent = { mode: 'warm-transfer-experimental', fallbackPlan: { endCallEnabled: false } };
    expect(await control(transferTo(AGENT, silent))).toMatchObject(
      refused('destination.transferPlan.fallbackPlan.message must be a string'),
    );
    expect(call.status).toBe('in-progress');
  });

  const destination = { type: 'number', number: AGENT };
  const sip = { type: 'sip', sipUri: 'sip:desk@example.com' };
  const long = '1'.repeat(41);
  const warm = (more: object) => ({
    ...destination,
    transferPlan: { mode: 'warm-transfer-experimental', ...more },
  });
  it.each<[string, object, string]>([
    ['a name', { ...destination, name: 'Desk' }, 'destination.property name should not exist'],
    [
      'an empty extension',
      { ...destination, extension: '' },
      'destination.extension must be longer than or equal to 1 characters',
    ],
    [
      'an extension of eleven',
      { ...destination, extension: '12345678901' },
      'destination.extension must be shorter than or equal to 10 characters',
    ],
    [
      'a caller ID of 41',
      { ...destination, callerId: long },
      'destination.callerId must be shorter than or equal to 40 characters',
    ],
    [
      'a caller ID of 41 at a SIP address',
      { ...sip, callerId: long },
      'destination.callerId must be shorter than or equal to 40 characters',
    ],
    [
      'a number of 41',
      { ...destination, number: long, numberE164CheckEnabled: false },
      'destination.number must be shorter than or equal to 40 characters',
    ],
    [
      'a number of two',
      { ...destination, number: '11', numberE164CheckEnabled: false },
      'destination.number must be longer than or equal to 3 characters',
    ],
    [
      'an extension at a SIP address',
      { ...sip, extension: '1' },
      'destination.property extension should not exist',
    ],
    [
      'a context plan of no kind',
      warm({ contextEngineeringPlan: { type: 'some' } }),
      'destination.transferPlan.contextEngineeringPlan.type must be one of the known values',
    ],
    [
      'a context plan that is only for handoffs',
      warm({ contextEngineeringPlan: { type: 'previousAssistantMessages' } }),
      'destination.transferPlan.contextEngineeringPlan.type must be one of the known values',
    ],
    [
      'a context plan without its count',
      warm({ contextEngineeringPlan: { type: 'lastNMessages' } }),
      'destination.transferPlan.contextEngineeringPlan.maxMessages must be a number conforming to the specified constraints',
    ],
    [
      'a summary that takes 61 seconds',
      warm({ summaryPlan: { enabled: true, timeoutSeconds: 61 } }),
      'destination.transferPlan.summaryPlan.timeoutSeconds must not be greater than 60',
    ],
    [
      'a summary that takes no time',
      warm({ summaryPlan: { timeoutSeconds: 0 } }),
      'destination.transferPlan.summaryPlan.timeoutSeconds must not be less than 1',
    ],
    [
      'a wait of 601 seconds',
      warm({ timeout: 601 }),
      'destination.transferPlan.timeout must not be greater than 600',
    ],
    [
      'a fallback with more in it',
      warm({ fallbackPlan: { message: 'Sorry.', retries: 2 } }),
      'destination.transferPlan.fallbackPlan.property retries should not exist',
    ],
    [
      'a message of no kind',
      { ...destination, message: { type: 'custom', content: 'Hello' } },
      'destination.message must be a string',
    ],
    [
      'another assistant',
      { type: 'assistant', assistantName: 'Desk' },
      'destination.type must be one of the known values',
    ],
  ])('a transfer with %s', async (_what, wrong, complaint) => {
    expect(await transfer(wrong)).toMatchObject(refused(complaint));
    expect(call).toMatchObject({ status: 'in-progress', transfers: [] });
  });

  it('everything that is wrong, at once', async () => {
    const answer = await transfer({ ...destination, name: 'Desk', extension: '', callerId: long });
    expect(Object(answer.body).message).toHaveLength(3);
  });

  it('flags that are words, and messages of more than role and content', async () => {
    const say = { type: 'say', content: 'Hello', endCallAfterSpoken: 'false' };
    expect(await control(say)).toMatchObject(refused('endCallAfterSpoken must be a boolean value'));
    const message = { role: 'system', content: 'Hello', name: 'desk' };
    expect(await control({ type: 'add-message', message })).toMatchObject(
      refused('message.property name should not exist'),
    );
    expect(await control({ type: 'end-call', reason: 'done' })).toMatchObject(
      refused('property reason should not exist'),
    );
    const sms = { transport: 'sms', twiml: '<Response/>' };
    expect(await control({ type: 'send-transport-message', message: sms })).toMatchObject(
      refused('message.transport must be one of the known values'),
    );
  });

  it('a wrong message with 200, where an account does', async () => {
    bench.vapi.controlAnswers({ wrong: 'ok' });
    expect(await transfer({ ...destination, name: 'Desk' })).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
    expect(call).toMatchObject({ status: 'in-progress', transfers: [] });
  });

  it('a call that has ended without any answer, where that is so', async () => {
    bench.vapi.controlAnswers({ ended: 'cut' });
    await call.hangUp();
    await expect(control({ type: 'say', content: 'Hello' })).rejects.toThrow();
    expect(bench.vapi.requests.at(-1)).toMatchObject({ operation: 'say', status: 'cut' });
  });

  it('a plan of a mode that is refused, until it is not', async () => {
    bench.vapi.refuseModes('warm-transfer-experimental', 'warm-transfer-say-message');
    const answer = await control(transferTo(AGENT, returningPlan));
    const words = 'destination.transferPlan.mode must be one of the following values: blind-transfer';
    expect(answer).toMatchObject(refused(expect.stringContaining(words)));
    expect(JSON.stringify(answer.body)).not.toContain('warm-transfer-experimental');
    expect(call).toMatchObject({ status: 'in-progress', transfers: [] });
    expect((await control(transferTo(AGENT, { mode: 'warm-transfer-say-message' }))).status).toBe(400);
    bench.vapi.refuseModes();
    expect((await control(transferTo(AGENT, returningPlan))).status).toBe(200);
  });

  it('no other mode, and no transfer without a plan, when one mode is refused', async () => {
    bench.vapi.refuseModes('blind-transfer');
    expect((await control(transferTo(AGENT))).status).toBe(200);
    expect((await control(transferTo(AGENT, returningPlan))).status).toBe(200);
  });

  it('a body that is no JSON, or does not say that it is', async () => {
    const send = (body: string, type: string) =>
      fetch(call.controlUrl, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await send('{"type":', 'application/json')).status).toBe(400);
    expect((await send('{"type":"end-call"}', 'text/plain')).status).toBe(400);
    expect(call.status).toBe('in-progress');
  });

  it('a call that it does not know, and a call that has ended', async () => {
    const unknown = `${bench.vapi.url}/0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70/control`;
    expect(await post(unknown, { type: 'end-call' })).toMatchObject({ status: 404 });
    await call.hangUp();
    expect(await control({ type: 'say', content: 'Hello' })).toMatchObject({ status: 404 });
  });
});

describe('a live call obeys its control URL', () => {
  it('says a sentence after the current one, or instead of it', async () => {
    call.speak('This will take a long while to explain.');
    await control({ type: 'say', content: 'One more thing.' });
    expect(call.speaking).toBe('This will take a long while to explain.');
    await control({ type: 'say', content: 'Wait.', interruptAssistantEnabled: true });
    expect(call).toMatchObject({
      speaking: 'Wait.',
      cut: ['This will take a long while to explain.'],
      said: ['This will take a long while to explain.', 'One more thing.', 'Wait.'],
    });
  });

  it('mutes, speaks its first message and takes messages into the conversation', async () => {
    await control({ type: 'control', control: 'mute-assistant' });
    await control({ type: 'control', control: 'mute-customer' });
    expect(call.muted).toEqual({ assistant: true, customer: true });
    await control({ type: 'control', control: 'unmute-assistant' });
    expect(call.muted).toEqual({ assistant: false, customer: true });
    await control({ type: 'control', control: 'say-first-message' });
    expect(call.said).toHaveLength(1);
    await control({ type: 'add-message', message: { role: 'system', content: 'Offer a callback.' } });
    expect(call.messages.at(-1)).toMatchObject({ role: 'system', message: 'Offer a callback.' });
    await control({ type: 'add-message', message: { role: 'user', content: 'Hello?' } });
    await control({ type: 'add-message', message: { role: 'system', content: null } });
    expect(call.told).toEqual(['Offer a callback.']);
  });

  it('ends the call, at once or after a last sentence', async () => {
    await control({ type: 'end-call' });
    await bench.vapi.idle();
    expect(call).toMatchObject({ status: 'ended', endedReason: 'manually-canceled' });
    const other = await bench.vapi.startCall({ messages: [] });
    await post(other.controlUrl, { type: 'say', content: 'Goodbye.', endCallAfterSpoken: true });
    await bench.vapi.idle();
    expect(other).toMatchObject({ status: 'ended', said: ['Goodbye.'], endedReason: 'assistant-ended-call' });
  });
});
