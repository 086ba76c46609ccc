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
      refused('destination.number must be a valid phone number in E.164'),
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
      refused('destination.transferPlan.fallbackPlan.message must be a string or a custom message'),
    );
    expect(call.status).toBe('in-progress');
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
