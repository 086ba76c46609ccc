import { request } from 'node:http';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { topology } from '../../../../infra/local/functions.ts';
import { type Front, startFront } from '../../../../infra/local/lambda/api-gateway.ts';
import { httpHandlers } from './small-functions.ts';

describe('the event that a function gets for a request', () => {
  let front: Front;
  let seen: { event: APIGatewayProxyEventV2; context: Context }[];
  beforeEach(async () => {
    seen = [];
    front = await startFront({
      topology: {
        ...topology,
        routes: [
          ...topology.routes,
          { method: 'GET', path: '/agent/{token}', function: 'health' },
          { method: 'GET', path: '/agent/list', function: 'twilio-status' },
        ],
      },
    });
    front.open(
      httpHandlers(async (event, context) => {
        seen.push({ event, context });
        return { statusCode: 204 };
      }),
    );
  });
  afterEach(() => front.stop());

  /** Sends headers as they are written, repeated ones too, which fetch cannot. */
  const send = (
    method: string,
    target: string,
    headers: string[],
    body?: Buffer | string,
  ): Promise<APIGatewayProxyEventV2 | undefined> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(front.url);
      const sent = request({ hostname, port, path: target, method, headers }, (response) => {
        response.resume().on('end', () => resolve(seen.at(-1)?.event));
      });
      sent.on('error', reject).end(body);
    });

  const host = ['Host', 'voice.example.test:8443'];

  it('has the fields of payload format 2.0', async () => {
    const event = await send('GET', '/health?a=1&b=x%20y&a=2', [...host, 'User-Agent', 'probe/1']);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /health',
      rawPath: '/health',
      rawQueryString: 'a=1&b=x%20y&a=2',
      queryStringParameters: { a: '1,2', b: 'x y' },
      isBase64Encoded: false,
      requestContext: {
        routeKey: 'GET /health',
        stage: '$default',
        domainName: 'voice.example.test',
        domainPrefix: 'voice',
        http: {
          method: 'GET',
          path: '/health',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'probe/1',
        },
      },
    });
    expect(event).not.toHaveProperty('body');
    expect(event?.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(event?.requestContext.requestId).not.toBe('');
  });

  it('has no query parameters when there is no query', async () => {
    const event = await send('GET', '/health', host);
    expect(event?.rawQueryString).toBe('');
    expect(event).not.toHaveProperty('queryStringParameters');
  });

  it('has header names in lower case, repeated ones joined by commas, and cookies apart', async () => {
    const headers = [
      ...host,
      'X-Sign',
      'one',
      'x-sign',
      'two',
      'Cookie',
      'a=1; b=2',
      'X-Forwarded-For',
      '::9',
    ];
    const event = await send('GET', '/health', headers);
    expect(event?.headers['x-sign']).toBe('one,two');
    expect(event?.cookies).toEqual(['a=1', 'b=2']);
    expect(event?.headers).not.toHaveProperty('cookie');
    expect(event?.headers).not.toHaveProperty('connection');
    expect(event?.headers['x-forwarded-for']).toBe('::9, 127.0.0.1');
    expect(event?.headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/xml',
  ])('has a body of type %s as text', async (type) => {
    const event = await send('POST', '/webhook/vapi', [...host, 'Content-Type', type], '{"naïve": "✓"}');
    expect(event).toMatchObject({ body: '{"naïve": "✓"}', isBase64Encoded: false });
  });

  it.each([
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'multipart/form-data; boundary=x',
  ])('has a body of type %s as base64', async (type) => {
    const event = await send('POST', '/webhook/vapi', [...host, 'Content-Type', type], 'From=%2B14155550123');
    expect(event).toMatchObject({ body: 'RnJvbT0lMkIxNDE1NTU1MDEyMw==', isBase64Encoded: true });
  });

  it('has a body without a type, or one that is not UTF-8, as base64', async () => {
    expect(await send('POST', '/webhook/vapi', host, 'hi')).toMatchObject({
      body: 'aGk=',
      isBase64Encoded: true,
    });
    const bytes = Buffer.from([0xff, 0xfe, 0x00]);
    const event = await send('POST', '/webhook/vapi', [...host, 'Content-Type', 'application/json'], bytes);
    expect(event).toMatchObject({ body: '//4A', isBase64Encoded: true });
  });

  it('has the decoded path parameters, and a route without any goes first', async () => {
    expect(await send('GET', '/agent/a%2Fb', host)).toMatchObject({
      routeKey: 'GET /agent/{token}',
      rawPath: '/agent/a%2Fb',
      pathParameters: { token: 'a/b' },
    });
    expect(await send('GET', '/agent/list', host)).toMatchObject({ routeKey: 'GET /agent/list' });
  });

  it('comes with a context that counts down from the timeout of the function', async () => {
    await send('POST', '/webhook/twilio/assignment', host, '{}');
    const context = seen[0]?.context;
    expect(context?.functionName).toBe('twilio-assignment');
    expect(context?.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    const left = context?.getRemainingTimeInMillis() ?? 0;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5000);
  });
});
