import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, readBody, serve } from '../../../infra/local/lambda/http.ts';
import { openForLeg } from '../../../lib/vapi/open-leg.ts';

const TWIML = '<Response><Connect><Stream url="wss://example.vapi.ai/transport"/></Connect></Response>';
const OPENED = { id: 'call-1', phoneCallProviderDetails: { twiml: TWIML } };

let server: HttpServer;
let bodies: unknown[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  bodies = [];
  server = await serve(async (request, response) => {
    bodies.push(JSON.parse(String(await readBody(request, 100_000))));
    answer(request, response);
  });
});
afterEach(() => server.stop());

const answers =
  (status: number, body: unknown) =>
  (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));

const opens = (customer?: string) =>
  openForLeg({
    apiUrl: server.url,
    apiKey: async () => 'vapi-key',
    clock: Date.now,
    timeoutMs: answer === silent ? 300 : 5_000,
  })({
    answeredBy: { squadId: 'sq', squadOverrides: { variableValues: { resumed: 'yes' } } },
    phoneNumberId: 'pn',
    customer,
  });
const silent = () => {};

/** TwiML of so many bytes. */
const long = (bytes: number) =>
  TWIML.replace('/>', `/><!--${'é'.repeat((bytes - TWIML.length - 6) / 2)}x-->`);

describe('A call at Vapi for a leg of our own number', () => {
  it('is opened by one request, with the leg’s TwiML', async () => {
    answer = answers(201, {
      ...OPENED,
      subscriptionLimits: { concurrencyBlocked: false, concurrencyLimit: 10 },
    });
    expect(await opens('+14155550199')).toEqual({ is: 'opened', callId: 'call-1', twiml: TWIML, limit: 10 });
    expect(bodies).toEqual([
      {
        phoneCallProviderBypassEnabled: true,
        phoneNumberId: 'pn',
        squadId: 'sq',
        squadOverrides: { variableValues: { resumed: 'yes' } },
        customer: { number: '+14155550199' },
      },
    ]);
  });

  it('has no customer where the caller withholds the number', async () => {
    answer = answers(201, OPENED);
    await opens();
    expect(bodies[0]).not.toHaveProperty('customer');
  });

  it.each([
    [
      'waits for a place',
      201,
      { ...OPENED, subscriptionLimits: { concurrencyBlocked: true, concurrencyLimit: 10 } },
    ],
    ['has no instructions', 201, { id: 'call-1' }],
    ['has other instructions', 201, { id: 'call-1', phoneCallProviderDetails: { twiml: '<Response/>' } }],
    ['is longer than Twilio takes', 201, { ...OPENED, phoneCallProviderDetails: { twiml: long(60_001) } }],
    ['cannot be read', 201, 'ok'],
    ['failed at Vapi', 500, 'oops'],
  ])('may be there where its answer %s', async (_, status, body) => {
    answer = answers(status, body);
    expect(await opens()).toMatchObject({ is: 'unsure' });
    expect(bodies).toHaveLength(1);
  });

  it('is named where it waits for a place, so that its end can be looked at', async () => {
    answer = answers(201, {
      ...OPENED,
      subscriptionLimits: { concurrencyBlocked: true, concurrencyLimit: 3 },
    });
    expect(await opens()).toEqual({ is: 'unsure', reason: 'vapi-concurrency', callId: 'call-1', limit: 3 });
    answer = answers(201, { id: 'call-2' });
    expect(await opens()).toEqual({ is: 'unsure', reason: 'vapi-unreadable', callId: 'call-2' });
    answer = answers(201, { id: 'x'.repeat(129) });
    expect(await opens()).toEqual({ is: 'unsure', reason: 'vapi-unreadable' });
  });

  it.each([
    ['of the wrong kind', { concurrencyLimit: 'ten', concurrencyBlocked: 'no' }],
    ['negative', { concurrencyLimit: -1 }],
    ['empty', {}],
    ['null', null],
  ])('is opened though limits are %s', async (_, subscriptionLimits) => {
    answer = answers(201, { ...OPENED, subscriptionLimits });
    expect(await opens()).toEqual({ is: 'opened', callId: 'call-1', twiml: TWIML, limit: undefined });
  });

  it('may be there where no answer comes in time, and is not asked for again', async () => {
    answer = silent;
    expect(await opens()).toEqual({ is: 'unsure', reason: 'vapi-timeout' });
    expect(bodies).toHaveLength(1);
  });

  it.each([
    [
      'the limit is reached',
      400,
      { message: 'Over Concurrency Limit', error: 'Bad Request', statusCode: 400 },
    ],
    ['the key is wrong', 401, {}],
    ['there were too many requests', 429, '<html>'],
  ])('is not there where %s', async (_, status, body) => {
    answer = answers(status, body);
    expect(await opens()).toEqual({ is: 'refused', reason: `vapi-${status}` });
    expect(bodies).toHaveLength(1);
  });
});
