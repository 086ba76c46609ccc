import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, readBody, serve } from '../../../infra/local/lambda/http.ts';
import { vapiCalls } from '../../../lib/vapi/calls.ts';

const ID = '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70';
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vapi/${name}.json`, import.meta.url), 'utf8'));

let server: HttpServer;
let seen: {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: unknown;
}[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  answer = status(200);
  server = await serve(async (request, response) => {
    const { method, url, headers } = request;
    const text = String(await readBody(request, 100_000));
    seen.push({
      method,
      url,
      authorization: headers.authorization,
      body: text === '' ? undefined : JSON.parse(text),
    });
    answer(request, response);
  });
});
afterEach(() => server.stop());

const calls = () =>
  vapiCalls({
    apiUrl: server.url,
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
const cut = (request: IncomingMessage) => void request.socket.destroy();
const silent = () => {};

describe('Silencing the assistant and giving it its voice back', () => {
  it('is one control message each', async () => {
    expect(await calls().mute(to(), true)).toEqual({ is: 'told' });
    expect(await calls().mute(to(), false)).toEqual({ is: 'told' });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: `/${ID}/control`,
        authorization: undefined,
        body: fixture('control/mute-assistant'),
      },
      {
        method: 'POST',
        url: `/${ID}/control`,
        authorization: undefined,
        body: fixture('control/unmute-assistant'),
      },
    ]);
  });

  it.each<[string, typeof answer, object, object]>([
    [
      'a server error',
      status(500),
      { is: 'unsure', reason: 'vapi-500' },
      { is: 'not-done', reason: 'vapi-500' },
    ],
    ['a lost answer', cut, { is: 'unsure', reason: 'vapi-cut' }, { is: 'not-done', reason: 'vapi-cut' }],
    ['silence', silent, { is: 'unsure', reason: 'vapi-timeout' }, { is: 'not-done', reason: 'vapi-timeout' }],
    [
      'a call that is gone',
      status(404),
      { is: 'refused', reason: 'vapi-404' },
      { is: 'refused', reason: 'vapi-404' },
    ],
    [
      'too many requests',
      status(429, { 'retry-after': '1' }),
      { is: 'not-done', reason: 'vapi-429', retryAfterSeconds: 1 },
      { is: 'not-done', reason: 'vapi-429', retryAfterSeconds: 1 },
    ],
  ])('a silence that may have begun is in doubt, a voice can be given back again: %s', async (_name, how, on, off) => {
    answer = how;
    expect(await calls().mute(to(), true)).toEqual(on);
    expect(await calls().mute(to(), false)).toEqual(off);
  });

  it('goes to no other host than the allowed ones, and to no other call', async () => {
    const elsewhere = { callId: ID, controlUrl: `https://elsewhere.example.com/${ID}/control` };
    expect(await calls().mute(elsewhere, true)).toMatchObject({ is: 'refused' });
    const other = { callId: 'another-call', controlUrl: `${server.url}/${ID}/control` };
    expect(await calls().mute(other, false)).toMatchObject({ is: 'refused' });
    expect(seen).toEqual([]);
  });

  it('is refused where nobody listens', async () => {
    const { callId, controlUrl } = to();
    await server.stop();
    expect(await calls().mute({ callId, controlUrl }, true)).toEqual({
      is: 'not-done',
      reason: 'vapi-unreachable',
    });
  });
});

describe("Reading Vapi's record of a call", () => {
  it('gives it whole, as it came', async () => {
    const record = fixture('api/GET-call.ended');
    answer = status(200, {}, JSON.stringify(record));
    expect(await calls().record(ID)).toEqual({ is: 'record', record });
    expect(seen).toMatchObject([{ method: 'GET', url: `/call/${ID}`, authorization: 'Bearer vapi-key' }]);
  });

  it('gives nothing for what is no JSON', async () => {
    answer = status(200, {}, '<html>');
    expect(await calls().record(ID)).toEqual({ is: 'record', record: undefined });
  });

  it.each<[string, typeof answer, object]>([
    ['a call that is unknown', status(404), { is: 'refused', reason: 'vapi-404' }],
    ['a wrong key', status(401), { is: 'refused', reason: 'vapi-401' }],
    [
      'too many requests',
      status(429, { 'retry-after': '90' }),
      { is: 'not-done', reason: 'vapi-429', retryAfterSeconds: 30 },
    ],
    ['a server error', status(503), { is: 'not-done', reason: 'vapi-503' }],
    ['a lost answer', cut, { is: 'not-done', reason: 'vapi-cut' }],
    ['silence', silent, { is: 'not-done', reason: 'vapi-timeout' }],
  ])('says what came of it: %s', async (_name, how, result) => {
    answer = how;
    expect(await calls().record(ID)).toEqual(result);
  });

  it.each(['', '.', '..'])('asks nothing for the id %j, which would vanish from the path', async (id) => {
    expect(await calls().record(id)).toEqual({ is: 'refused', reason: 'call-id' });
    expect(seen).toEqual([]);
  });

  it('asks for an id of any characters under its own path', async () => {
    await calls().record('a/../b?c#d');
    expect(seen).toMatchObject([{ url: '/call/a%2F..%2Fb%3Fc%23d' }]);
  });
});
