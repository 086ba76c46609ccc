import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, readBody, serve } from '../../../infra/local/lambda/http.ts';
import { vapiCalls } from '../../../lib/vapi/calls.ts';

const KEY = 'FAKE-vapi-key';
const ORDER = {
  assistant: { assistantId: 'assistant-1' },
  phoneNumberId: 'number-1',
  customer: '+14155550123',
  firstMessage: 'I am sorry, nobody is free just now.',
  variableValues: { handoffOutcome: 'no_agent' },
  metadata: { handoffCallSid: 'CA1', handoffAccountSid: 'AC1' },
} as const;
const RESPONSE: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../fixtures/vapi/api/POST-call.bypass-response.json', import.meta.url), 'utf8'),
);
const TWIML = '<Response><Connect><Stream url="wss://vapi.example.com/1/transport"/></Connect></Response>';

type Respond = (request: IncomingMessage, response: ServerResponse) => void;
let server: HttpServer;
let seen: { method?: string | undefined; url?: string | undefined; authorization?: string; body: unknown }[];
let respond: Respond;

const status =
  (code: number, body: unknown = RESPONSE, headers: Record<string, string> = {}): Respond =>
  (_request, response) =>
    void response.writeHead(code, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
const cut: Respond = (request) => void request.socket.destroy();
const silent: Respond = () => {};

beforeEach(async () => {
  seen = [];
  respond = status(201);
  server = await serve(async (request, response) => {
    const { method, url, headers } = request;
    const { authorization = '' } = headers;
    seen.push({ method, url, authorization, body: JSON.parse(String(await readBody(request, 100_000))) });
    respond(request, response);
  });
});
afterEach(() => server.stop());

/** Only silence is not waited for: a busy machine may take its time to answer. */
const calls = (apiUrl = `${server.url}/`) =>
  vapiCalls({
    apiUrl,
    apiKey: async () => KEY,
    controlHosts: ['127.0.0.1'],
    clock: Date.now,
    timeoutMs: respond === silent ? 250 : 5_000,
  });

describe('Opening a call of an assistant for a leg that exists', () => {
  it('asks for no telephone to be dialled, and gets what the leg is told next', async () => {
    const details = Object(RESPONSE.phoneCallProviderDetails);
    expect(details.twiml).toContain('<Stream ');
    expect(await calls().open(ORDER)).toEqual({
      is: 'assistant-opened',
      callId: RESPONSE.id,
      twiml: details.twiml,
    });
    const { firstMessage, variableValues, metadata } = ORDER;
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/call',
        authorization: `Bearer ${KEY}`,
        body: {
          phoneCallProviderBypassEnabled: true,
          assistantId: 'assistant-1',
          phoneNumberId: 'number-1',
          customer: { number: '+14155550123' },
          assistantOverrides: { firstMessage, variableValues, metadata },
        },
      },
    ]);
  });

  it('asks for a squad, and names no caller who is not known', async () => {
    const { customer: _nobody, ...order } = ORDER;
    await calls().open({ ...order, assistant: { squadId: 'squad-1' } });
    const { firstMessage, variableValues, metadata } = order;
    expect(seen[0]?.body).toMatchObject({
      squadId: 'squad-1',
      squadOverrides: { firstMessage, variableValues, metadata },
    });
    for (const absent of ['assistantId', 'customer', 'assistantOverrides'])
      expect(seen[0]?.body).not.toHaveProperty(absent);
  });

  it('may be answered with 200 as well', async () => {
    respond = status(200);
    expect(await calls().open(ORDER)).toMatchObject({ is: 'assistant-opened' });
  });

  it.each([
    ['400', status(400), { is: 'refused', reason: 'vapi-400' }],
    ['401', status(401), { is: 'refused', reason: 'vapi-401' }],
    ['402', status(402), { is: 'refused', reason: 'vapi-402' }],
    ['404', status(404), { is: 'refused', reason: 'vapi-404' }],
    ['422', status(422), { is: 'refused', reason: 'vapi-422' }],
    ['a redirect', status(307, {}, { location: '/elsewhere' }), { is: 'refused', reason: 'vapi-307' }],
    [
      '429',
      status(429, {}, { 'retry-after': '3' }),
      { is: 'not-done', reason: 'vapi-429', retryAfterSeconds: 3 },
    ],
    ['500', status(500), { is: 'not-done', reason: 'vapi-500' }],
    ['503', status(503), { is: 'not-done', reason: 'vapi-503' }],
    ['a lost answer', cut, { is: 'not-done', reason: 'vapi-cut' }],
    ['silence', silent, { is: 'not-done', reason: 'vapi-timeout' }],
  ])('knows what %s means for opening it again, and tries once', async (_name, how, result) => {
    respond = how;
    expect(await calls().open(ORDER)).toEqual(result);
    expect(seen).toHaveLength(1);
  });

  it('can be tried again when nobody was reached', async () => {
    const gone = await serve(async () => {});
    await gone.stop();
    expect(await calls(gone.url).open(ORDER)).toEqual({ is: 'not-done', reason: 'vapi-unreachable' });
  });
});

const withTwiml = (twiml: unknown) => ({ id: 'call-2', phoneCallProviderDetails: { twiml } });
const ofLength = (length: number) => withTwiml(TWIML.padEnd(length, ' '));

describe('A call whose TwiML no leg can be given', () => {
  it.each([
    ['no JSON', '<html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['no id', { phoneCallProviderDetails: { twiml: TWIML } }],
    ['an empty id', { ...withTwiml(TWIML), id: '' }],
    ['an id that no webhook could name', { ...withTwiml(TWIML), id: 'c'.repeat(129) }],
    ['no details', { id: 'call-2' }],
    ['no TwiML', { id: 'call-2', phoneCallProviderDetails: {} }],
    ['TwiML that is no text', withTwiml(7)],
    ['TwiML without a stream', withTwiml('<Response><Hangup/></Response>')],
    ['TwiML with something like a stream', withTwiml('<Response><Streams/></Response>')],
    ['more TwiML than Twilio takes', ofLength(4001)],
  ])('is none: %s', async (_what, body) => {
    respond = status(201, body);
    expect(await calls().open(ORDER)).toEqual({ is: 'refused', reason: 'vapi-unreadable' });
  });

  it('is not one with as much of it as Twilio takes', async () => {
    respond = status(201, ofLength(4000));
    expect(await calls().open(ORDER)).toMatchObject({ is: 'assistant-opened', callId: 'call-2' });
  });
});

describe('What is kept of a call that was not opened', () => {
  it('holds no key, number, leg, address or sentence', async () => {
    const echo = JSON.stringify({ ...ORDER, key: KEY, url: server.url });
    const ways = [status(400, echo), status(201, echo), status(500, echo), status(302, echo), cut];
    for (const way of ways) {
      respond = way;
      const kept = JSON.stringify(await calls().open(ORDER));
      for (const secret of [KEY, '127.0.0.1', ORDER.customer, ORDER.firstMessage, 'CA1', 'AC1']) {
        expect(kept).not.toContain(secret);
      }
    }
  });
});
