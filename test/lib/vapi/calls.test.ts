import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, readBody, serve } from '../../../infra/local/lambda/http.ts';
import { vapiCalls } from '../../../lib/vapi/calls.ts';

const ID = '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70';
const BRIEFING = 'The assistant has A. Caller on the line, for billing. Wants a refund.';
const AGENT = { number: '+14155550177', mode: 'warm-transfer-experimental', briefing: BRIEFING } as const;
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vapi/${name}.json`, import.meta.url), 'utf8'));

type Seen = {
  method?: string | undefined;
  url?: string | undefined;
  authorization?: string | undefined;
  body: unknown;
  port?: number | undefined;
};

let server: HttpServer;
let seen: Seen[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  answer = (_request, response) => void response.end('{}');
  server = await serve(async (request, response) => {
    const { method, url, headers, socket } = request;
    const text = String(await readBody(request, 100_000));
    seen.push({
      method,
      url,
      authorization: headers.authorization,
      body: text === '' ? undefined : JSON.parse(text),
      port: socket.remotePort,
    });
    answer(request, response);
  });
});
afterEach(() => server.stop());

/** Only silence is not waited for: a busy machine may take its time to answer. */
const calls = () =>
  vapiCalls({
    apiUrl: `${server.url}/`,
    apiKey: async () => 'vapi-key',
    controlHosts: ['127.0.0.1'],
    clock: Date.now,
    timeoutMs: answer === silent ? 250 : 5_000,
  });
const to = () => ({ callId: ID, controlUrl: `${server.url}/${ID}/control` });
const status =
  (code: number, headers: Record<string, string> = {}, body = '{}') =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code, headers).end(body);
const json = (value: unknown) => status(200, {}, JSON.stringify(value));
const cut = (request: IncomingMessage) => void request.socket.destroy();
const silent = () => {};

describe('Reading a call', () => {
  it('sees a live call, one that is being forwarded, and one that is over', async () => {
    answer = json(fixture('api/GET-call.in-progress'));
    expect(await calls().look(ID)).toMatchObject({
      is: 'call-seen',
      call: { is: 'live', status: 'in-progress', forwarding: false },
    });
    expect(seen[0]).toMatchObject({ method: 'GET', url: `/call/${ID}`, authorization: 'Bearer vapi-key' });
    answer = json({
      status: 'forwarding',
      destination: { type: 'number', number: AGENT.number },
      monitor: null,
      artifact: null,
    });
    expect(await calls().look(ID)).toMatchObject({
      call: { is: 'live', forwarding: true, destination: AGENT.number },
    });
    answer = json(fixture('api/GET-call.ended'));
    expect(await calls().look(ID)).toMatchObject({ call: { is: 'over', endedReason: expect.any(String) } });
  });

  it('sees what the assistant said, where the call tells', async () => {
    answer = json({
      status: 'in-progress',
      artifact: {
        messages: [
          { role: 'bot', message: 'Hello' },
          { role: 'user', message: 'Hi' },
        ],
      },
    });
    expect(await calls().look(ID)).toMatchObject({ call: { said: ['Hello'] } });
    answer = json({ status: 'in-progress' });
    const looked = await calls().look(ID);
    expect(looked.is === 'call-seen' && looked.call.is === 'live' && 'said' in looked.call).toBe(false);
  });

  it.each([
    [404, { is: 'call-seen', call: { is: 'missing' } }],
    [401, { is: 'refused', reason: 'vapi-401' }],
    [403, { is: 'refused', reason: 'vapi-403' }],
    [302, { is: 'refused', reason: 'vapi-302' }],
    [429, { is: 'not-done', reason: 'vapi-429' }],
    [500, { is: 'not-done', reason: 'vapi-500' }],
    [503, { is: 'not-done', reason: 'vapi-503' }],
  ])('takes %i for what it is', async (code, result) => {
    answer = status(code, { location: 'https://elsewhere.example.com/' });
    expect(await calls().look(ID)).toEqual(result);
    expect(seen).toHaveLength(1);
  });

  it('waits as long as a 429 says, but no longer than half a minute', async () => {
    answer = status(429, { 'retry-after': '2' });
    expect(await calls().look(ID)).toMatchObject({ retryAfterSeconds: 2 });
    answer = status(429, { 'retry-after': '3600' });
    expect(await calls().look(ID)).toMatchObject({ retryAfterSeconds: 30 });
  });

  it.each([
    ['cut', cut, 'vapi-cut'],
    ['never answered', silent, 'vapi-timeout'],
    ['answered with something else than JSON', status(200, {}, '<html>'), 'vapi-unreadable'],
    ['answered with another shape', status(200, {}, '{"state":1}'), 'vapi-unreadable'],
  ])('may be tried again when it is %s', async (_name, how, reason) => {
    answer = how;
    expect(await calls().look(ID)).toEqual({ is: 'not-done', reason });
  });
});

describe('Speaking into a call', () => {
  it('cuts what the assistant is saying', async () => {
    expect(await calls().say(to(), 'A colleague will be with you shortly.')).toEqual({ is: 'told' });
    expect(seen[0]).toMatchObject({ method: 'POST', url: `/${ID}/control`, body: fixture('control/say') });
  });

  it('waits for the end of what the assistant is saying where nobody is to be cut', async () => {
    const spoken = await calls().say(to(), 'Still looking for a colleague.', { interrupt: false });
    expect(spoken).toEqual({ is: 'told' });
    expect(seen[0]?.body).toEqual({
      type: 'say',
      content: 'Still looking for a colleague.',
      interruptAssistantEnabled: false,
      interruptionsEnabled: false,
      endCallAfterSpoken: false,
    });
  });

  it.each([
    ['a server error', status(500), { is: 'not-done', reason: 'vapi-500' }],
    ['a lost answer', cut, { is: 'unsure', reason: 'vapi-cut' }],
    ['silence', silent, { is: 'unsure', reason: 'vapi-timeout' }],
    ['a refusal', status(404), { is: 'refused', reason: 'vapi-404' }],
  ])('knows what %s means for saying it again', async (_name, how, result) => {
    answer = how;
    expect(await calls().say(to(), 'Hello')).toEqual(result);
  });
});

describe('Telling the assistant what happened', () => {
  it('adds a message to its instructions, to which it answers nothing', async () => {
    expect(await calls().inform(to(), 'Nobody is free. Offer a callback.')).toEqual({ is: 'told' });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: `/${ID}/control`,
        authorization: undefined,
        body: {
          ...Object(fixture('control/add-message')),
          message: { role: 'system', content: 'Nobody is free. Offer a callback.' },
          triggerResponseEnabled: false,
        },
      },
    ]);
  });

  it.each([
    ['a server error', status(502), { is: 'not-done', reason: 'vapi-502' }],
    ['a lost answer', cut, { is: 'not-done', reason: 'vapi-cut' }],
    ['silence', silent, { is: 'not-done', reason: 'vapi-timeout' }],
    [
      '429',
      status(429, { 'retry-after': '1' }),
      { is: 'not-done', reason: 'vapi-429', retryAfterSeconds: 1 },
    ],
    ['a refusal', status(400), { is: 'refused', reason: 'vapi-400' }],
    ['a call that is over', status(404), { is: 'refused', reason: 'vapi-404' }],
  ])('does no harm twice, so that %s is tried again or given up, and never unsure', async (_name, how, result) => {
    answer = how;
    expect(await calls().inform(to(), 'Nobody is free.')).toEqual(result);
    expect(seen).toHaveLength(1);
  });

  it('goes to no control URL of another call', async () => {
    const controlUrl = `${server.url}/another-call/control`;
    const told = await calls().inform({ callId: ID, controlUrl }, 'Nobody is free.');
    expect(told).toEqual({ is: 'refused', reason: 'control-url-call-id' });
    expect(seen).toEqual([]);
  });
});

describe('Asking for a transfer', () => {
  it('goes out warm, with a way back to the assistant and a word for the agent alone', async () => {
    expect(await calls().transfer(to(), AGENT)).toEqual({ is: 'transfer-asked' });
    expect(seen[0]?.body).toMatchObject({
      type: 'transfer',
      destination: {
        type: 'number',
        number: AGENT.number,
        numberE164CheckEnabled: true,
        message: '',
        transferPlan: {
          mode: 'warm-transfer-experimental',
          message: BRIEFING,
          fallbackPlan: { endCallEnabled: false },
        },
      },
    });
  });

  it('goes out blind where that is asked for, and then tells nobody who is calling', async () => {
    await calls().transfer(to(), { ...AGENT, mode: 'blind-transfer' });
    expect(seen[0]?.body).toMatchObject({ destination: { transferPlan: { mode: 'blind-transfer' } } });
    expect(JSON.stringify(seen[0]?.body)).not.toContain(BRIEFING);
  });

  it.each([
    ['400', status(400), { is: 'plan-refused', reason: 'vapi-400' }],
    ['422', status(422), { is: 'plan-refused', reason: 'vapi-422' }],
    ['403', status(403), { is: 'refused', reason: 'vapi-403' }],
    ['404', status(404), { is: 'refused', reason: 'vapi-404' }],
    ['409', status(409), { is: 'refused', reason: 'vapi-409' }],
    [
      'a redirect',
      status(307, { location: 'https://elsewhere.example.com/' }),
      { is: 'refused', reason: 'vapi-307' },
    ],
    [
      '429',
      status(429, { 'retry-after': '1' }),
      { is: 'not-done', reason: 'vapi-429', retryAfterSeconds: 1 },
    ],
    ['500', status(500), { is: 'unsure', reason: 'vapi-500' }],
    ['a lost answer', cut, { is: 'unsure', reason: 'vapi-cut' }],
    ['silence', silent, { is: 'unsure', reason: 'vapi-timeout' }],
  ])('knows what %s means for asking again', async (_name, how, result) => {
    answer = how;
    expect(await calls().transfer(to(), AGENT)).toEqual(result);
    expect(seen).toHaveLength(1);
  });

  it('knows that nobody was reached when the connection is refused', async () => {
    const stopped = await serve(async () => {});
    await stopped.stop();
    const nobody = { callId: ID, controlUrl: `${stopped.url}/${ID}/control` };
    expect(await calls().transfer(nobody, AGENT)).toEqual({ is: 'unreachable', reason: 'vapi-unreachable' });
  });

  it('never goes to a control URL that is not of this call or of these hosts', async () => {
    const elsewhere = [
      `${server.url}/another-call/control`,
      `https://evil.example.com/${ID}/control`,
      'nonsense',
    ];
    for (const controlUrl of elsewhere) {
      const asked = await calls().transfer({ callId: ID, controlUrl }, AGENT);
      expect(asked).toMatchObject({ is: 'refused', reason: expect.stringMatching(/^control-url-/) });
      expect(JSON.stringify(asked)).not.toContain('http');
    }
    expect(seen).toEqual([]);
  });

  it('uses one connection for one request after the other', async () => {
    const vapi = calls();
    answer = json({ status: 'in-progress' });
    for (let round = 0; round < 4; round += 1) await vapi.look(ID);
    expect(new Set(seen.map(({ port }) => port)).size).toBeLessThanOrEqual(2);
  });
});
