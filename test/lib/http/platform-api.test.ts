import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { platformApi } from '../../../lib/http/platform-api.ts';

type Asked = { method: string | undefined; url: string | undefined; type: string | undefined; body: string };

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A platform that answers one request after the other like this; beyond these with 200. */
async function platform(...answers: ((response: ServerResponse) => void)[]) {
  const asked: Asked[] = [];
  const waits: number[] = [];
  let [inFlight, most] = [0, 0];
  const server = createServer(async (request, response) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method, url, headers } = request;
    asked.push({ method, url, type: headers['content-type'], body });
    await new Promise((resolve) => setTimeout(resolve, 5));
    inFlight -= 1;
    const answer = answers.shift();
    if (answer === undefined) response.end('{"a":1}');
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const api = platformApi({
    ...{ platform: 'vapi', headers: { authorization: 'Bearer key' }, clock: () => 0 },
    wait: async (ms) => void waits.push(ms),
    ...{ timeoutMs: 2_000, atOnce: 3, repeats: 2 },
  });
  return { api, url: `http://127.0.0.1:${port}/x`, asked, waits, most: () => most };
}
const status =
  (code: number, body = '', headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end(body);

describe('A platform that is asked', () => {
  it('gets forms or JSON, and its answer is read', async () => {
    const { api, url, asked } = await platform();
    expect(await api({ method: 'GET', url })).toEqual({ is: 'ok', status: 200, body: { a: 1 } });
    await api({ method: 'POST', url, form: { Name: 'a b' } });
    await api({ method: 'PATCH', url, json: { name: 'a' } });
    expect(asked.map(({ method, type, body }) => [method, type, body])).toEqual([
      ['GET', undefined, ''],
      ['POST', 'application/x-www-form-urlencoded;charset=UTF-8', 'Name=a+b'],
      ['PATCH', 'application/json', '{"name":"a"}'],
    ]);
  });

  it('says no in words, or in a page that is none', async () => {
    const { api, url } = await platform(status(400, '{"message":"no"}'), status(404, '<html>'));
    expect(await api({ method: 'GET', url })).toEqual({
      is: 'refused',
      status: 400,
      body: { message: 'no' },
    });
    expect(await api({ method: 'GET', url })).toEqual({ is: 'refused', status: 404, body: undefined });
  });

  it('for too much at a time is asked again, after what it says or after pauses that double', async () => {
    const told = await platform(status(429, '', { 'retry-after': '7' }), status(429, '<html>'));
    expect(await told.api({ method: 'POST', url: told.url, json: {} })).toMatchObject({ is: 'ok' });
    expect(told.waits).toEqual([7_000, 2_000]);
    const always = await platform(status(429), status(429), status(429));
    expect(await always.api({ method: 'GET', url: always.url })).toMatchObject({
      is: 'refused',
      status: 429,
    });
    expect(always.asked).toHaveLength(3);
  });

  it('too early is asked again, and is not where it gave up waiting: it may have done it', async () => {
    const early = await platform(status(425), status(408));
    expect(await early.api({ method: 'POST', url: early.url, json: {} })).toEqual({
      ...{ is: 'lost', reason: 'vapi-408', wasSent: true },
    });
    expect(early.asked).toHaveLength(2);
  });

  it('and fails is never asked again by itself: it may have done it', async () => {
    const { api, url, asked } = await platform(status(503, '<html>'), (response) => void response.destroy());
    expect(await api({ method: 'POST', url, json: {} })).toEqual({
      ...{ is: 'lost', reason: 'vapi-503', wasSent: true },
    });
    expect(await api({ method: 'POST', url, json: {} })).toMatchObject({ is: 'lost', wasSent: true });
    expect(asked).toHaveLength(2);
    const gone = await platform();
    for (const stop of stops.splice(-1)) stop();
    const nowhere = await api({ method: 'POST', url: gone.url, json: {} });
    expect(nowhere).toMatchObject({ is: 'lost', wasSent: false });
  });

  it('has no more than so many questions at one time', async () => {
    const { api, url, most, asked } = await platform();
    await Promise.all(Array.from({ length: 20 }, () => api({ method: 'GET', url })));
    expect([asked.length, most()]).toEqual([20, 3]);
  });
});
