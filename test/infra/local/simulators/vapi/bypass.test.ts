import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VapiSimulator } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { connectTestLegs, OUR_ACCOUNT, type TestLegs } from './legs.ts';
import { API_KEY, type Bench, getCall, type HttpAnswer, post, startBench } from './receiver.ts';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/vapi/api/${name}.json`, import.meta.url), 'utf8'));

const LEG = `CA${'5'.repeat(32)}`;
const order = {
  phoneCallProviderBypassEnabled: true,
  assistantId: 'assistant-1',
  phoneNumberId: 'number-1',
  customer: { number: '+14155550123' },
  assistantOverrides: {
    firstMessage: 'Sorry, nobody could take your call.',
    variableValues: { handoffOutcome: 'nobody' },
    metadata: { handoffCallSid: LEG },
  },
};
const { assistantId, ...nobodyToSpeak } = order;

const create = async (vapi: VapiSimulator, body: unknown, apiKey = API_KEY): Promise<HttpAnswer> => {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const response = await fetch(`${vapi.url}/call`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json(), headers: response.headers };
};

let bench: Bench;
let legs: TestLegs;
beforeEach(async () => {
  bench = await startBench({ bypassPatienceMs: 250 });
  legs = connectTestLegs(bench.vapi);
});
afterEach(() => bench.stop());

async function opened(body: object = order) {
  const { status } = await create(bench.vapi, body);
  expect(status).toBe(201);
  const call = bench.vapi.calls().at(-1);
  if (call === undefined) throw new Error('there is no call');
  return { call, streamUrl: `${bench.vapi.url.replace('http', 'ws')}/${call.id}/transport` };
}
async function joined(body: object = order) {
  const { call, streamUrl } = await opened(body);
  expect(legs.join(streamUrl, LEG)).toBe(true);
  await bench.vapi.idle();
  return { call, streamUrl };
}
const last = () => bench.receiver.received.at(-1)?.message;

describe('POST /call of the simulated Vapi, with provider bypass', () => {
  it('answers in the shape of the real one, with TwiML that connects to this call', async () => {
    const { status, body } = await create(bench.vapi, order);
    const [call] = bench.vapi.calls();
    const streamUrl = `${bench.vapi.url.replace('http', 'ws')}/${call?.id}/transport`;
    const twiml = `<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="${streamUrl}"/></Connect></Response>`;
    expect(status).toBe(201);
    const { subscriptionLimits, ...record } = Object(body);
    expect(subscriptionLimits).toMatchObject({ concurrencyBlocked: false });
    expect(Object.keys(record).sort()).toEqual(Object.keys(fixture('POST-call.bypass-response')).sort());
    expect(body).toMatchObject({
      ...order,
      id: call?.id,
      status: 'queued',
      monitor: { controlUrl: `${bench.vapi.url}/${call?.id}/control` },
      phoneCallProviderDetails: { twiml },
    });
    expect(bench.vapi.requests).toMatchObject([{ operation: 'create-call', body: order, status: 201 }]);
  });

  it('takes a squad, and does without a customer and overrides', async () => {
    const { body } = await create(bench.vapi, {
      phoneCallProviderBypassEnabled: true,
      squadId: 'squad-1',
      phoneNumberId: 'number-1',
    });
    expect(body).toMatchObject({ squadId: 'squad-1', phoneNumberId: 'number-1' });
    for (const absent of ['assistantId', 'customer', 'assistantOverrides']) {
      expect(body).not.toHaveProperty(absent);
    }
  });

  it('opens a squad with overrides of its own, and repeats them in every message', async () => {
    const { assistantOverrides: squadOverrides, ...rest } = nobodyToSpeak;
    const squad = { ...rest, squadId: 'squad-1', squadOverrides };
    const { call } = await joined(squad);
    expect(call.said).toEqual([squadOverrides.firstMessage]);
    expect(last()?.call).toMatchObject({ squadId: 'squad-1', squadOverrides });
    expect(last()?.call).not.toHaveProperty('assistantOverrides');
    expect(last()?.artifact).toMatchObject({ variableValues: squadOverrides.variableValues });
  });

  it.each([
    [
      'a property that it does not know',
      { ...order, from: '+14155550123' },
      'property from should not exist',
    ],
    [
      'an override that it does not know',
      { ...order, assistantOverrides: { first_message: 'Hello' } },
      'assistantOverrides.property first_message should not exist',
    ],
    [
      'more of the customer than a number',
      { ...order, customer: { number: '+14155550123', sip: 'x' } },
      'customer.property sip should not exist',
    ],
    ['nobody to speak', nobodyToSpeak, 'assistantId or squadId must be given'],
    ['no number of ours', { ...order, phoneNumberId: undefined }, 'phoneNumberId must be a string'],
    [
      'a customer without E.164',
      { ...order, customer: { number: '4155550123' } },
      'customer.number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).',
    ],
    [
      'an override deep inside that it does not know',
      { ...order, assistantOverrides: { voice: { provider: 'vapi', voiceId: 'Elliot', stability: 1 } } },
      'assistantOverrides.voice.property stability should not exist',
    ],
    ['metadata of the call itself', { ...order, metadata: {} }, 'property metadata should not exist'],
    [
      'a name of more than 40',
      { ...order, name: 'n'.repeat(41) },
      'name must be shorter than or equal to 40 characters',
    ],
    [
      'several customers for one leg',
      { ...order, customer: undefined, customers: [{ number: '+14155550123' }] },
      'customers cannot share one leg',
    ],
    [
      'overrides of an assistant for a squad, which reach none of its members',
      { ...nobodyToSpeak, squadId: 'squad-1' },
      'assistantOverrides belong to an assistantId; a squad has squadOverrides',
    ],
    [
      'overrides of a squad for an assistant',
      { ...order, squadOverrides: order.assistantOverrides },
      'squadOverrides belong to a squadId; an assistant has assistantOverrides',
    ],
    ['an assistant and a squad', { ...order, squadId: 'squad-1' }, 'squadId stands beside an assistantId'],
  ])('refuses %s', async (_what, body, complaint) => {
    expect(await create(bench.vapi, body)).toMatchObject({
      status: 400,
      body: { message: [complaint], error: 'Bad Request', statusCode: 400 },
    });
    expect(bench.vapi.calls()).toEqual([]);
  });

  it('refuses another key, and a body that is no JSON', async () => {
    expect(await create(bench.vapi, order, 'another')).toMatchObject({
      status: 401,
      body: fixture('error-401'),
    });
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    const broken = await fetch(`${bench.vapi.url}/call`, { method: 'POST', headers, body: '{"squadId":' });
    expect([broken.status, bench.vapi.calls()]).toEqual([400, []]);
  });

  it('fails as it is told to, before or after the effect', async () => {
    bench.vapi.faults.next('create-call', { kind: 'status', status: 503 });
    expect((await create(bench.vapi, order)).status).toBe(503);
    expect(bench.vapi.calls()).toEqual([]);
    bench.vapi.faults.next('create-call', { kind: 'lost-answer' });
    await expect(create(bench.vapi, order)).rejects.toThrow();
    expect(bench.vapi.calls()).toMatchObject([{ status: 'queued' }]);
  });
});

describe('a call that waits for its leg', () => {
  it('is shown as queued, tells nothing, and has nobody on it', async () => {
    const { call } = await opened();
    expect(await getCall(bench.vapi, call.id)).toMatchObject({ status: 200, body: { status: 'queued' } });
    expect(bench.vapi.call(call.id)).toBe(call);
    expect((await post(call.controlUrl, { type: 'say', content: 'Hello' })).status).toBe(404);
    await expect(call.hangUp()).rejects.toThrow('no leg');
    expect([call.said, bench.receiver.names()]).toEqual([[], []]);
  });

  it('ends when no leg joins it in time, and takes none afterwards', async () => {
    const { call, streamUrl } = await opened();
    await bench.vapi.idle();
    const endedReason = 'phone-call-provider-bypass-enabled-but-no-call-received';
    expect(bench.receiver.names()).toEqual(['status-update:ended', 'end-of-call-report']);
    expect(last()).toMatchObject({ endedReason });
    expect(legs.join(streamUrl, LEG)).toBe(false);
    expect((await getCall(bench.vapi, call.id)).body).toMatchObject({ status: 'ended', endedReason });
    expect(legs.asked).toEqual([]);
  });

  it('does not hold up a simulator that stops', async () => {
    const other = await startBench();
    await create(other.vapi, order);
    const before = performance.now();
    await other.stop();
    expect(performance.now() - before).toBeLessThan(5000);
    expect(other.vapi.calls()).toMatchObject([{ status: 'queued' }]);
  });
});

describe('a call that a leg has joined', () => {
  it('is in progress, and begins with the sentence that was asked for', async () => {
    const { call } = await joined();
    expect(call).toMatchObject({
      status: 'in-progress',
      stream: 'open',
      said: ['Sorry, nobody could take your call.'],
    });
    expect(bench.receiver.names()).toEqual(['status-update:in-progress']);
    await post(call.controlUrl, { type: 'control', control: 'say-first-message' });
    expect(call.said).toHaveLength(2);
    expect(new Set(call.said).size).toBe(1);
  });

  it('begins with the words of the assistant when none are asked for, and with none when they are empty', async () => {
    const { assistantOverrides, ...plain } = order;
    expect((await joined(plain)).call.said).toEqual(['Thanks for calling Example Energy, how can I help?']);
    const silent = { ...plain, assistantOverrides: { ...assistantOverrides, firstMessage: '' } };
    expect((await joined(silent)).call.said).toEqual([]);
  });

  it('tells what it was opened with, and does not name its leg', async () => {
    const { call } = await joined();
    await call.askForHuman();
    const shown = (await getCall(bench.vapi, call.id)).body;
    for (const seen of [last()?.call, shown]) {
      expect(seen).toMatchObject({
        type: 'inboundPhoneCall',
        assistantId,
        phoneNumberId: 'number-1',
        phoneCallProvider: 'twilio',
        customer: { number: '+14155550123' },
        assistantOverrides: order.assistantOverrides,
      });
      expect(Object(seen).transport).toEqual({ provider: 'twilio', conversationType: 'voice' });
      expect(seen).not.toHaveProperty('phoneCallProviderId');
    }
    expect(last()).toMatchObject({
      artifact: { variableValues: { handoffOutcome: 'nobody' } },
      phoneNumber: { id: 'number-1', number: '+14155550188', twilioAccountSid: OUR_ACCOUNT },
    });
    expect(call).toMatchObject({
      metadata: { handoffCallSid: LEG },
      variableValues: { handoffOutcome: 'nobody' },
    });
  });

  it('takes no second leg, and does not end for want of one', async () => {
    const { call, streamUrl } = await joined();
    expect(legs.join(streamUrl, `CA${'6'.repeat(32)}`)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 280));
    expect(call.status).toBe('in-progress');
  });

  it('leaves nothing that the simulator would have to wait for', async () => {
    const other = await startBench();
    const otherLegs = connectTestLegs(other.vapi);
    await create(other.vapi, order);
    const [call] = other.vapi.calls();
    expect(otherLegs.join(call?.listenUrl.replace(/listen$/, 'transport') ?? '', LEG)).toBe(true);
    const before = performance.now();
    await other.vapi.idle();
    expect(performance.now() - before).toBeLessThan(5000);
    await other.stop();
  });

  it('ends when the caller puts the phone down at Twilio', async () => {
    const { call } = await joined();
    await call.hangUp();
    expect(legs.asked).toEqual([{ hangUp: LEG }]);
    expect(last()).toMatchObject({ type: 'end-of-call-report', endedReason: 'customer-ended-call' });
  });

  it('closes the stream when it is ended by control', async () => {
    const { call, streamUrl } = await joined();
    await post(call.controlUrl, { type: 'end-call' });
    await bench.vapi.idle();
    expect(legs.asked).toEqual([{ closeStream: streamUrl }]);
    expect(call).toMatchObject({ status: 'ended', endedReason: 'manually-canceled' });
  });

  it('can be taken away again', async () => {
    const { call } = await joined();
    legs.redirect(LEG);
    await bench.vapi.idle();
    expect(call).toMatchObject({ status: 'ended', endedReason: 'call.in-progress.twilio-completed-call' });
    expect(bench.receiver.names().slice(1)).toEqual([
      'end-of-call-report',
      'status-update:ended',
      'end-of-call-report',
    ]);
  });
});
