import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundPhone } from '../../../../../infra/local/simulators/vapi/outbound.ts';
import { ask, CUSTOMER, toDial } from './calls.ts';
import { connectTestLegs, OUR_ACCOUNT } from './legs.ts';
import { type Bench, post, startBench } from './receiver.ts';

let bench: Bench;
let phone: OutboundPhone;
beforeEach(async () => {
  phone = 'answers';
  bench = await startBench({ outboundPhones: () => phone });
  connectTestLegs(bench.vapi);
});
afterEach(() => bench.stop());

const dial = (body: unknown = toDial()) => ask(bench.vapi, 'POST', '/call', body);
const last = () => {
  const call = bench.vapi.calls().at(-1);
  if (call === undefined) throw new Error('there is no call');
  return call;
};
const get = async () => Object((await ask(bench.vapi, 'GET', `/call/${last().id}`)).body);
const refused = (...message: string[]) => ({
  status: 400,
  body: { message, error: 'Bad Request', statusCode: 400 },
});

describe('a call that the simulated Vapi dials', () => {
  it('is queued at first, without a leg, and with what is left of the account', async () => {
    const { status, body } = await dial();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...toDial(),
      id: last().id,
      type: 'outboundPhoneCall',
      status: 'queued',
      cost: 0,
      subscriptionLimits: {
        concurrencyBlocked: false,
        concurrencyLimit: 10_000,
        remainingConcurrentCalls: 9999,
      },
      monitor: { controlUrl: `${bench.vapi.url}/${last().id}/control` },
    });
    expect(Object(body).transport).toEqual({
      provider: 'twilio',
      conversationType: 'voice',
      accountSid: OUR_ACCOUNT,
    });
    expect(body).not.toHaveProperty('phoneCallProviderId');
    expect(body).not.toHaveProperty('startedAt');
  });

  it('rings, has a leg from then on, and is in progress once somebody answers', async () => {
    phone = { is: 'answers', afterMs: 4_000 };
    await dial();
    await expect.poll(() => last().status).toBe('ringing');
    expect(await get()).toMatchObject({ status: 'ringing', transport: { callSid: last().callSid } });
    await bench.vapi.idle();
    expect(bench.receiver.names()).toEqual([
      'status-update:queued',
      'status-update:ringing',
      'status-update:in-progress',
    ]);
    expect(await get()).toMatchObject({ status: 'in-progress', customer: toDial().customer });
    expect(last().said).toEqual(['Thanks for calling Example Energy, how can I help?']);
    await last().callerSays('Who is this?');
    await last().hangUp();
    expect(bench.receiver.received.at(-1)?.message).toMatchObject({
      type: 'end-of-call-report',
      endedReason: 'customer-ended-call',
      customer: toDial().customer,
    });
  });

  it.each<[OutboundPhone, string]>([
    ['no-answer', 'customer-did-not-answer'],
    ['busy', 'customer-busy'],
    ['failed', 'twilio-failed-to-connect-call'],
    ['misdialed', 'twilio-reported-customer-misdialed'],
  ])('ends when it meets %s', async (answer, endedReason) => {
    phone = answer;
    await dial();
    await bench.vapi.idle();
    expect(bench.receiver.names()).toEqual([
      'status-update:queued',
      'status-update:ringing',
      'status-update:ended',
      'end-of-call-report',
    ]);
    const report = bench.receiver.received.at(-1)?.message;
    expect(report).toMatchObject({
      endedReason,
      cost: 0,
      analysis: {},
      artifact: { messages: [], transcript: '' },
    });
    expect(report).not.toHaveProperty('startedAt');
    expect(await get()).toMatchObject({ status: 'ended', endedReason });
  });

  it('ends by itself where whoever answers has little time', async () => {
    phone = { is: 'answers', says: 'Hello?', talksForMs: 20_000 };
    const began = Date.now();
    await dial();
    await bench.vapi.idle();
    expect(await get()).toMatchObject({ status: 'ended', endedReason: 'customer-ended-call' });
    expect(Date.now() - began).toBeGreaterThanOrEqual(20_000);
  });

  it('takes no control before somebody has answered', async () => {
    phone = { is: 'answers', afterMs: 4_000 };
    await dial();
    expect((await post(last().controlUrl, { type: 'say', content: 'Hello' })).status).toBe(404);
    expect(last().said).toEqual([]);
  });

  it('begins when it is time, and says that it is scheduled until then', async () => {
    const earliestAt = new Date(Date.now() + 60_000).toISOString();
    const { body } = await dial({ ...toDial(), schedulePlan: { earliestAt } });
    expect(body).toMatchObject({ status: 'scheduled', schedulePlan: { earliestAt } });
    expect(body).not.toHaveProperty('monitor');
    await bench.vapi.idle();
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(earliestAt));
    expect(bench.receiver.names()).toEqual([
      'status-update:scheduled',
      'status-update:queued',
      'status-update:ringing',
      'status-update:in-progress',
    ]);
  });

  it('is not dialled any more when its record was deleted before its time', async () => {
    const earliestAt = new Date(Date.now() + 60_000).toISOString();
    await dial({ ...toDial(), schedulePlan: { earliestAt } });
    expect((await ask(bench.vapi, 'DELETE', `/call/${last().id}`)).status).toBe(200);
    await bench.vapi.idle();
    expect(last()).toMatchObject({ status: 'ended', endedReason: 'scheduled-call-deleted' });
    expect(bench.receiver.names()).not.toContain('status-update:ringing');
  });

  it('does not hold up a simulator that stops', async () => {
    const other = await startBench();
    const earliestAt = new Date(Date.now() + 3_600_000).toISOString();
    other.vapi.limitConcurrency({ limit: 0, beyond: 'waits' });
    await ask(other.vapi, 'POST', '/call', { ...toDial(), schedulePlan: { earliestAt } });
    await ask(other.vapi, 'POST', '/call', toDial());
    await other.stop();
    expect(other.vapi.calls().map(({ callSid }) => callSid)).toEqual([undefined, undefined]);
  });
});

describe('POST /call of the simulated Vapi, to dial', () => {
  const { assistantId: _nobody, ...nobodyToSpeak } = toDial();
  it.each<[string, object, string]>([
    ['nobody to speak', nobodyToSpeak, 'assistantId or squadId must be given'],
    ['nobody to call', { ...toDial(), customer: undefined }, 'customer or customers must be given'],
    ['an address of the server', { ...toDial(), server: {} }, 'property server should not exist'],
    [
      'a longest call',
      { ...toDial(), maxDurationSeconds: 60 },
      'property maxDurationSeconds should not exist',
    ],
    [
      'an id of ours of more than 40',
      toDial({ number: CUSTOMER, externalId: 'x'.repeat(41) }),
      'customer.externalId must be shorter than or equal to 40 characters',
    ],
    [
      'a plan without a time',
      { ...toDial(), schedulePlan: { latestAt: '2026-12-01T10:00:00Z' } },
      'schedulePlan.earliestAt must be a string',
    ],
    [
      'a time in words',
      { ...toDial(), schedulePlan: { earliestAt: 'tomorrow' } },
      'schedulePlan.earliestAt must be a valid ISO 8601 date string',
    ],
    [
      'a mode of the assistant that it does not have',
      { ...toDial(), assistantOverrides: { firstMessageMode: 'never' } },
      'assistantOverrides.firstMessageMode must be one of the following values: assistant-speaks-first, assistant-speaks-first-with-model-generated-message, assistant-waits-for-user',
    ],
    [
      'a server deep inside with more in it',
      { ...toDial(), assistantOverrides: { server: { url: 'https://x.example.com', secret: 's' } } },
      'assistantOverrides.server.property secret should not exist',
    ],
    [
      'somebody of many without E.164',
      { ...toDial(), customer: undefined, customers: [{ number: CUSTOMER }, { number: '911' }] },
      'customers.1.number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).',
    ],
  ])('refuses %s', async (_what, body, complaint) => {
    expect(await dial(body)).toMatchObject(refused(complaint));
    expect(bench.vapi.calls()).toEqual([]);
  });

  it('does not know an assistant that somebody has deleted', async () => {
    const { assistantId } = toDial();
    bench.vapi.forgetAssistant(assistantId);
    expect(await dial()).toMatchObject({
      status: 400,
      body: {
        message: `Couldn't Get Assistant. \`assistantId\` ${assistantId} Does Not Exist.`,
        error: 'Bad Request',
        statusCode: 400,
      },
    });
  });

  it('takes a null for nothing', async () => {
    const { status } = await dial({ ...toDial(), name: null, assistantOverrides: { firstMessage: null } });
    await bench.vapi.idle();
    expect([status, last().said.length]).toEqual([201, 1]);
  });

  it('dials many at once, each with overrides of its own or those of all', async () => {
    const own = { variableValues: { purpose: 'invoice' } };
    const customers = [{ number: CUSTOMER, assistantOverrides: own }, { number: '+14155550124' }];
    const { status, body } = await dial({ ...toDial(), customer: undefined, customers });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      errors: [],
      results: [
        { status: 'queued', customer: customers[0], assistantOverrides: own },
        { customer: customers[1], assistantOverrides: toDial().assistantOverrides },
      ],
      subscriptionLimits: { concurrencyBlocked: false },
    });
    expect(bench.vapi.calls().map(({ metadata }) => metadata)).toEqual([{}, { attemptId: 'attempt-1' }]);
  });
});

describe('an account that may have no more calls at one time', () => {
  const full = (beyond: 'waits' | 'refused' | 'too-many' | 'ends') =>
    bench.vapi.limitConcurrency({ limit: 1, beyond });

  it('has the next one wait until another ends', async () => {
    full('waits');
    const first = await bench.vapi.startCall();
    const { body } = await dial();
    const subscriptionLimits = { concurrencyBlocked: true, concurrencyLimit: 1, remainingConcurrentCalls: 0 };
    expect(body).toMatchObject({ status: 'queued', subscriptionLimits });
    const second = last();
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    expect(second.status).toBe('queued');
    await first.hangUp();
    await bench.vapi.idle();
    expect(second.status).toBe('in-progress');
  });

  it.each([
    ['refused', 400, 'Over Concurrency Limit'],
    ['too-many', 429, 'Rate limit exceeded'],
  ] as const)('may have it %s', async (beyond, statusCode, message) => {
    full(beyond);
    await bench.vapi.startCall();
    const answer = await dial();
    expect([answer.status, Object(answer.body)]).toMatchObject([statusCode, { message, statusCode }]);
    expect(bench.vapi.calls()).toHaveLength(1);
  });

  it('may take it, and end it at once', async () => {
    full('ends');
    await bench.vapi.startCall();
    expect((await dial()).status).toBe(201);
    await bench.vapi.idle();
    const endedReason = 'call.start.error-subscription-concurrency-limit-reached';
    expect(last()).toMatchObject({ status: 'ended', endedReason });
    expect(bench.receiver.names()).not.toContain('status-update:ringing');
    expect(last().callSid).toBeUndefined();
  });

  it('names the customers of a batch for whom there was no room', async () => {
    full('refused');
    const customers = [{ number: CUSTOMER }, { number: '+14155550124', externalId: 'b' }];
    const { body } = await dial({ ...toDial(), customer: undefined, customers });
    expect(body).toMatchObject({
      results: [{ customer: customers[0] }],
      errors: [{ customer: customers[1], error: 'Over Concurrency Limit' }],
      subscriptionLimits: { concurrencyBlocked: true },
    });
  });
});
