import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { readBody, serve } from '../../../infra/local/lambda/http.ts';
import { crmHook } from '../../../lib/crm/hook.ts';

const ID = 'sum_00000000000000000000000000';
const BODY = JSON.stringify({ type: 'call.summary', summary: 'Grüezi, 人 😀' });
const SECRET = `whsec_${Buffer.from('invented key of the first kind').toString('base64')}`;
const NOW = 1_800_000_000_999;

type Seen = { headers: IncomingMessage['headers']; method: string | undefined; body: string };

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** A server that keeps what it is sent, and answers as it is told. */
const answering = async (answer: (response: ServerResponse, request: IncomingMessage) => unknown) => {
  const seen: Seen[] = [];
  const server = await serve(async (request, response) => {
    const body = await readBody(request, 1_000_000);
    seen.push({ headers: request.headers, method: request.method, body: body.toString() });
    await answer(response, request);
  });
  stops.push(server.stop);
  return { url: `${server.url}/hooks/calls`, seen };
};
const status = (code: number, headers: Record<string, string> = {}) =>
  answering((response) => response.writeHead(code, headers).end('not for us'));
const hookAt = (url: string, secrets = [SECRET], timeoutMs = 2_000) =>
  crmHook({ url, secrets, clock: () => NOW, timeoutMs });

describe('A delivery to the CRM', () => {
  it('is one POST of the body as it is, with the three headers of Standard Webhooks', async () => {
    const { url, seen } = await status(204);
    expect(await hookAt(url).post(ID, BODY)).toEqual({ is: 'delivered', status: 204 });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      body: BODY,
      headers: {
        'content-type': 'application/json',
        'webhook-id': ID,
        'webhook-timestamp': '1800000000',
        'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
      },
    });
  });
});

describe('The answer of the CRM', () => {
  it.each([
    [200, { is: 'delivered', status: 200 }],
    [202, { is: 'delivered', status: 202 }],
    [410, { is: 'gone' }],
    [400, { is: 'refused', reason: 'crm-400' }],
    [401, { is: 'refused', reason: 'crm-401' }],
    [404, { is: 'refused', reason: 'crm-404' }],
    [413, { is: 'refused', reason: 'crm-413' }],
    [304, { is: 'refused', reason: 'crm-304' }],
    [408, { is: 'trouble', reason: 'crm-408' }],
    [425, { is: 'trouble', reason: 'crm-425' }],
    [429, { is: 'trouble', reason: 'crm-429' }],
    [500, { is: 'trouble', reason: 'crm-500' }],
    [503, { is: 'trouble', reason: 'crm-503' }],
  ])('%s means %o', async (code, posted) => {
    const { url, seen } = await status(code);
    expect(await hookAt(url).post(ID, BODY)).toEqual(posted);
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['0', 0],
    ['30', 30],
    ['999999', 3_600],
    [new Date(NOW + 90_000).toUTCString(), 90],
    [new Date(NOW - 90_000).toUTCString(), 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
  ])('may ask to be left alone: retry-after %s', async (text, seconds) => {
    const { url } = await status(429, { 'retry-after': text });
    const posted = await hookAt(url).post(ID, BODY);
    expect(posted).toMatchObject({ is: 'trouble', reason: 'crm-429' });
    expect('retryAfterSeconds' in posted ? posted.retryAfterSeconds : undefined).toBe(seconds);
  });

  it.each([301, 302, 303, 307, 308])('is never followed elsewhere: %s', async (code) => {
    const elsewhere = await status(200);
    const { url } = await status(code, { location: elsewhere.url });
    expect(await hookAt(url).post(ID, BODY)).toEqual({ is: 'refused', reason: `crm-${code}` });
    expect(elsewhere.seen).toEqual([]);
  });

  it('that has an endless body counts from its head', async () => {
    const { url } = await answering(async (response) => {
      response.writeHead(200);
      while (!response.destroyed) {
        response.write('x'.repeat(1_000));
        await sleep(5);
      }
    });
    const began = performance.now();
    expect(await hookAt(url).post(ID, BODY)).toEqual({ is: 'delivered', status: 200 });
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  it('that does not come is given up in time', async () => {
    const { url } = await answering(() => sleep(5_000, undefined, { ref: false }));
    expect(await hookAt(url, [SECRET], 100).post(ID, BODY)).toEqual({ is: 'trouble', reason: 'crm-timeout' });
  });

  it('that is cut off is trouble', async () => {
    const { url } = await answering((_response, request) => request.socket.destroy());
    expect(await hookAt(url).post(ID, BODY)).toEqual({ is: 'trouble', reason: 'crm-cut' });
  });

  it('that is no HTTP is trouble', async () => {
    const server = createServer((socket) => void socket.once('data', () => socket.end('hello')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    expect(await hookAt(`http://127.0.0.1:${address.port}`).post(ID, BODY)).toEqual({
      is: 'trouble',
      reason: 'crm-cut',
    });
  });

  it('of nobody is trouble', async () => {
    const server = await serve(async () => undefined);
    await server.stop();
    expect(await hookAt(server.url).post(ID, BODY)).toEqual({ is: 'trouble', reason: 'crm-unreachable' });
  });
});

describe('A hook', () => {
  it('that cannot be used tells neither its URL nor its secret', () => {
    const tries = [
      () => hookAt('http://crm.example.com/private'),
      () => hookAt('https://x.example', ['whsec_private']),
    ];
    for (const make of tries) {
      expect(make).toThrow(/^(?!.*(private|example)).*CRM hook/);
    }
  });
});
