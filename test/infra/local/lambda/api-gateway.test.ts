import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpHandler, topology } from '../../../../infra/local/functions.ts';
import { type Front, type RequestSeen, startFront } from '../../../../infra/local/lambda/api-gateway.ts';
import { httpHandlers } from './small-functions.ts';

describe('the HTTP front', () => {
  let front: Front;
  let seen: RequestSeen[];
  let handler: HttpHandler;
  beforeEach(async () => {
    seen = [];
    front = await startFront({
      topology: {
        ...topology,
        maxBodyBytes: 1000,
        functions: { ...topology.functions, health: { timeoutSeconds: 0.05 } },
      },
      onRequest: (request) => seen.push(request),
    });
    front.open(httpHandlers((event, context) => handler(event, context)));
  });
  afterEach(() => front.stop());

  const answers = (result: unknown) => {
    handler = async () => result;
    return fetch(`${front.url}/health`);
  };

  it('answers 404 for an unknown path, a wrong method and a trailing slash, without running anything', async () => {
    handler = async () => expect.unreachable();
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['GET', '/webhook/vapi'],
      ['GET', '/health/'],
    ] as const) {
      const response = await fetch(front.url + path, { method });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
    }
    expect(seen.map((request) => request.outcome)).toEqual(['not-found', 'not-found', 'not-found']);
  });

  it('answers 429 beyond the limit of a route, without running anything, and lets the other routes through', async () => {
    let ran = 0;
    handler = async () => {
      ran += 1;
      return { statusCode: 200, body: 'ok' };
    };
    const answered = await Promise.all(Array.from({ length: 40 }, () => fetch(`${front.url}/health`)));
    const refused = answered.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(ran).toBe(40 - refused.length);
    expect(await refused[0]?.json()).toEqual({ message: 'Too Many Requests' });
    expect(seen.filter(({ outcome }) => outcome === 'throttled')).toHaveLength(refused.length);
    const assignment = await fetch(`${front.url}/webhook/twilio/assignment`, { method: 'POST', body: '' });
    expect(assignment.status).toBe(200);
  });

  it('answers 413 for a body over the limit and takes one at the limit', async () => {
    handler = async (event) => ({ statusCode: 200, body: String(event.body?.length) });
    const post = (size: number) =>
      fetch(`${front.url}/webhook/vapi`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(size),
      });
    expect(await (await post(1000)).text()).toBe('1000');
    const refused = await post(1001);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({
      error: { code: 'too_large', message: 'The body is larger than an HTTP API takes.' },
    });
  });

  it('hands on status, headers, cookies and body of a result', async () => {
    const response = await answers({
      statusCode: 201,
      headers: { 'Content-Type': 'text/xml', 'X-Count': 3 },
      cookies: ['a=1', 'b=2'],
      body: '<Response/>',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('text/xml');
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('<Response/>');
  });

  it('decodes a base64 body', async () => {
    const response = await answers({ statusCode: 200, body: '/wA=', isBase64Encoded: true });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xff, 0]);
  });

  it('takes a result without a status code as the JSON body of a 200', async () => {
    const response = await answers({ status: 'healthy' });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ status: 'healthy' });
    expect(await (await answers('plain')).text()).toBe('plain');
  });

  it('says that a body is plain text when the function does not say, and sends none with a 204', async () => {
    const response = await answers({ statusCode: 200, body: 'hi' });
    expect(response.headers.get('content-type')).toBe('text/plain;charset=utf-8');
    const empty = await answers({ statusCode: 204 });
    expect([empty.status, empty.headers.get('content-type'), await empty.text()]).toEqual([204, null, '']);
  });

  it('answers 500 for a throw, a timeout and a result of the wrong shape', async () => {
    const failures: [HttpHandler, RequestSeen['outcome']][] = [
      [async () => Promise.reject(new Error('broken')), 'threw'],
      [() => new Promise(() => {}), 'timed-out'],
      [async () => ({ statusCode: 200, body: { not: 'a string' } }), 'malformed'],
    ];
    for (const [failing, outcome] of failures) {
      handler = failing;
      const response = await fetch(`${front.url}/health`);
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({ message: 'Internal Server Error' });
      expect(seen.at(-1)).toMatchObject({ outcome, routeKey: 'GET /health', status: 500 });
    }
  });

  it('asks the local system for what no route takes, and answers 404 where that has nothing either', async () => {
    const asked: unknown[] = [];
    const beside = await startFront({
      async unrouted({ method, rawPath, body }) {
        asked.push([method, rawPath, body.toString()]);
        return rawPath === '/' ? { status: 200, headers: {}, body: Buffer.from('ours') } : undefined;
      },
    });
    beside.open(httpHandlers(async () => ({ of: 'the product' })));
    expect(await (await fetch(beside.url)).text()).toBe('ours');
    expect((await fetch(`${beside.url}/nowhere?a=1`, { method: 'POST', body: 'b' })).status).toBe(404);
    expect(await (await fetch(`${beside.url}/health`)).json()).toEqual({ of: 'the product' });
    expect(asked).toEqual([
      ['GET', '/', ''],
      ['POST', '/nowhere', 'b'],
    ]);
    await beside.stop();
  });

  it('lets a request wait until the functions are there', async () => {
    const early = await startFront();
    const response = fetch(`${early.url}/health`);
    early.open(httpHandlers(async () => ({ late: false })));
    expect(await (await response).json()).toEqual({ late: false });
    await early.stop();
  });
});
