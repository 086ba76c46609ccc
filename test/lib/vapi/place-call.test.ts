import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, readBody, serve } from '../../../infra/local/lambda/http.ts';
import { type CallOrder, placeCall } from '../../../lib/vapi/place-call.ts';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vapi-2/${name}.json`, import.meta.url), 'utf8'));

const ORDER: CallOrder = {
  attemptId: 'att_01J8ZK3V5Q9M_1',
  number: '+14155550123',
  customerName: 'Sam Doe',
  answeredBy: {
    assistantId: 'e3f904cb-6d77-4c30-8182-2fbdae9c8073',
    assistantOverrides: {
      variableValues: { attemptId: 'att_01J8ZK3V5Q9M_1', purpose: 'appointment' },
      metadata: { attemptId: 'att_01J8ZK3V5Q9M_1', campaignId: 'cmp_7' },
    },
  },
  phoneNumberId: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
};
const CALL_ID = '0199a3d0-1c44-7d10-8a7e-3b5c9d2e6f01';
const NOW = Date.parse('2026-12-01T12:00:30Z');

let server: HttpServer;
let requests: { path: string; headers: IncomingHttpHeaders; body: unknown }[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  requests = [];
  server = await serve(async (request, response) => {
    const body = JSON.parse(String(await readBody(request, 100_000)));
    requests.push({ path: `${request.method} ${request.url}`, headers: request.headers, body });
    answer(response);
  });
});
afterEach(() => server.stop());

const answers =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

const places = (order: Partial<CallOrder> = {}, { apiUrl = server.url, timeoutMs = 5_000 } = {}) =>
  placeCall({ apiUrl, apiKey: async () => 'FAKE-vapi-key', clock: () => NOW, timeoutMs })({
    ...ORDER,
    ...order,
  });
const sent = () => Object(requests[0]?.body);

describe('A call that Vapi is asked to dial', () => {
  it('is asked for once, with our id where Vapi keeps it: name, customer and metadata', async () => {
    answer = answers(201, fixture('call.outbound.create.response-201'));
    expect(await places()).toEqual({ is: 'placed', callId: CALL_ID, limit: 10 });
    expect(requests).toMatchObject([
      {
        path: 'POST /call',
        headers: { authorization: 'Bearer FAKE-vapi-key', 'content-type': 'application/json' },
      },
    ]);
    expect(sent()).toEqual(fixture('call.outbound.create.request'));
  });

  it('is asked for at the same address whether that ends with a slash or not', async () => {
    answer = answers(201, { id: CALL_ID });
    await places({}, { apiUrl: `${server.url}/` });
    expect(requests[0]?.path).toBe('POST /call');
  });

  it('names the customer within the 40 characters that Vapi takes, and not at all where there is no name', async () => {
    answer = answers(201, { id: CALL_ID });
    await places({ customerName: `Sam\n${'Do'.repeat(30)}` });
    expect(sent().customer.name).toBe(`Sam ${'Do'.repeat(18)}`);
    for (const customerName of [undefined, ' \n ']) {
      requests = [];
      await places({ customerName });
      expect(sent().customer).toEqual({ number: ORDER.number, externalId: ORDER.attemptId });
    }
  });

  it('is placed though nothing is told of limits, or no sense', async () => {
    for (const subscriptionLimits of [
      undefined,
      null,
      {},
      { concurrencyLimit: -1, concurrencyBlocked: 'no' },
    ]) {
      answer = answers(201, { id: CALL_ID, subscriptionLimits });
      expect(await places()).toEqual({ is: 'placed', callId: CALL_ID, limit: undefined });
    }
  });

  it('is blocked, and may ring yet, where Vapi says that there is no room', async () => {
    const blocked = fixture('call.outbound.create.response-201.concurrency-blocked');
    answer = answers(201, blocked);
    expect(await places()).toEqual({ is: 'blocked', callId: CALL_ID, limit: 10 });
    const { id: _lost, ...nameless } = blocked;
    answer = answers(201, nameless);
    expect(await places()).toEqual({ is: 'blocked', callId: undefined, limit: 10 });
  });

  it.each([
    [400, fixture('error-400.concurrency'), { reason: 'vapi-concurrency' }],
    [429, fixture('error-429'), { reason: 'vapi-429' }],
    [429, '<html>', { reason: 'vapi-429' }],
  ])('is put off after %i %j: there certainly is none', async (status, body, more) => {
    answer = answers(status, body);
    expect(await places()).toEqual({ is: 'deferred', ...more });
    expect(requests).toHaveLength(1);
  });

  it.each([
    [{ message: ["customer.name 'Concurrent Systems' must be shorter"], statusCode: 400 }],
    [{ message: 'Bad number', customer: { name: 'Concurrent Systems' } }],
    ['Concurrent'],
    [null],
  ])('is refused after a 400 in which only what we have sent says concurrent: %j', async (body) => {
    answer = answers(400, body);
    expect(await places()).toEqual({ is: 'refused', reason: 'vapi-400' });
  });

  it('is put off for as long as Vapi says, and a quarter of an hour at the most', async () => {
    answer = answers(429, {}, { 'retry-after': '7' });
    expect(await places()).toEqual({ is: 'deferred', reason: 'vapi-429', retryAfterSeconds: 7 });
    answer = answers(429, {}, { 'retry-after': '3600' });
    expect(await places()).toEqual({ is: 'deferred', reason: 'vapi-429', retryAfterSeconds: 900 });
  });

  it.each([
    [400, fixture('error-400.customer-number')],
    [400, fixture('error-400.assistant-missing')],
    [401, { message: 'Invalid Key' }],
    [402, {}],
    [403, '<html>'],
    [404, {}],
  ])('is refused after %i %j, and nothing of the answer is told', async (status, body) => {
    answer = answers(status, body);
    expect(await places()).toEqual({ is: 'refused', reason: `vapi-${status}` });
    expect(requests).toHaveLength(1);
  });

  it.each([
    [500, {}, 'vapi-500'],
    [503, '<html>', 'vapi-503'],
    [524, '<html>', 'vapi-524'],
    [201, 'ok', 'vapi-unreadable'],
    [201, {}, 'vapi-unreadable'],
    [201, { id: '' }, 'vapi-unreadable'],
    [201, { id: 'x'.repeat(129) }, 'vapi-unreadable'],
    [201, { results: [{ id: CALL_ID }], errors: [] }, 'vapi-unreadable'],
  ])('may be there after %i %j, and is not asked for again', async (status, body, reason) => {
    answer = answers(status, body);
    expect(await places()).toEqual({ is: 'unsure', reason });
    expect(requests).toHaveLength(1);
  });

  it('may be there where the connection breaks after the request', async () => {
    answer = (response) => void response.destroy();
    expect(await places()).toEqual({ is: 'unsure', reason: 'vapi-cut' });
    expect(requests).toHaveLength(1);
  });

  it('may be there where no answer comes in time', async () => {
    answer = () => {};
    expect(await places({}, { timeoutMs: 200 })).toEqual({ is: 'unsure', reason: 'vapi-timeout' });
    expect(requests).toHaveLength(1);
  });

  it('was not asked for where nobody listens', async () => {
    const { url: apiUrl } = server;
    await server.stop();
    expect(await places({}, { apiUrl })).toEqual({ is: 'not-sent', reason: 'vapi-unreachable' });
    server = await serve(() => Promise.resolve());
  });
});
