import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBody, serve } from '../../../infra/local/lambda/http.ts';
import { AwsRefused, awsClient } from '../../../lib/aws/client.ts';

type Seen = { request: IncomingMessage; body: string };
type Answer = (response: ServerResponse, attempt: number) => void;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stop of stops.splice(0)) await stop();
});

/** A service that answers as told, and what it was asked. */
const service = async (answer: Answer): Promise<{ url: string; seen: Seen[] }> => {
  const seen: Seen[] = [];
  const server = await serve(async (request, response) => {
    const body = await readBody(request, 1_000_000);
    seen.push({ request, body: body === 'too-large' ? '' : body.toString('utf8') });
    answer(response, seen.length);
  });
  stops.push(server.stop);
  return { url: server.url, seen };
};

const json =
  (status: number, body: object): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  };
const refusal = (status: number, code: string) =>
  json(status, { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'no' });

/** Answers badly until the given attempt. */
const goodAt =
  (attempt: number, bad: Answer): Answer =>
  (response, now) =>
    now < attempt ? bad(response, now) : json(200, { fine: true })(response, now);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signature Version 4 once more, from AWS's description of it. */
const signatureOf = ({ request, body }: Seen, secret: string): string => {
  const { authorization = '', 'x-amz-date': date } = request.headers;
  const [, scope = '', signed = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const headers = signed.split(';').map((name) => `${name}:${request.headers[name]}\n`);
  const canonical = ['POST', '/', '', headers.join(''), signed, sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const [day = '', region = '', name = '', end = ''] = scope.split('/');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), name), end);
  return hmac(key, toSign).toString('hex');
};

describe('A request to AWS', () => {
  it.each([
    ['dynamodb', 'DynamoDB_20120810.GetItem', 'GetItem'],
    ['sqs', 'AmazonSQS.SendMessageBatch', 'SendMessageBatch'],
    ['secretsmanager', 'secretsmanager.GetSecretValue', 'GetSecretValue'],
  ] as const)('to %s is signed with the credentials of the function', async (name, target, operation) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'example-token');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    const { url, seen } = await service(json(200, { fine: true }));
    expect(await awsClient(name, { endpoint: url }).call(operation, { Text: 'Grüße 人' })).toEqual({
      fine: true,
    });
    const [asked] = seen;
    if (asked === undefined) throw new Error('nothing was asked');
    const { headers } = asked.request;
    expect(JSON.parse(asked.body)).toEqual({ Text: 'Grüße 人' });
    expect(headers['x-amz-target']).toBe(target);
    expect(headers['x-amz-security-token']).toBe('example-token');
    expect(headers.authorization).toContain(`/eu-central-1/${name}/aws4_request`);
    expect(headers.authorization).toMatch(/SignedHeaders=[^,]*x-amz-security-token/);
    expect(headers.authorization).toContain(`Signature=${signatureOf(asked, 'example-secret')}`);
  });

  it('goes to the endpoint in the environment, that of the service before the common one', async () => {
    const [own, common] = [await service(json(200, {})), await service(json(200, {}))];
    vi.stubEnv('AWS_ENDPOINT_URL', common.url);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', own.url);
    await awsClient('dynamodb').call('GetItem', {});
    await awsClient('sqs').call('SendMessageBatch', {});
    expect([own.seen.length, common.seen.length]).toEqual([1, 1]);
  });

  it.each([
    ['a server error', refusal(500, 'InternalServerError')],
    ['no service behind the gateway', json(503, {})],
    ['a throttle', refusal(400, 'ProvisionedThroughputExceededException')],
    ['a cut connection', (response: ServerResponse) => response.destroy()],
    [
      'an answer that is cut off',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"fine":');
        setTimeout(() => response.destroy(), 10);
      },
    ],
    ['no answer within a second', () => undefined],
  ])('is made again after %s', async (_what, bad) => {
    const { url, seen } = await service(goodAt(2, bad));
    expect(await awsClient('dynamodb', { endpoint: url }).call('GetItem', {})).toEqual({ fine: true });
    expect(seen).toHaveLength(2);
  });

  it('is given up after three tries', async () => {
    const { url, seen } = await service(refusal(500, 'InternalServerError'));
    const asked = awsClient('dynamodb', { endpoint: url }).call('GetItem', {});
    await expect(asked).rejects.toMatchObject({ name: 'InternalServerError', status: 500 });
    expect(seen).toHaveLength(3);
  });

  it('that is refused for good is made once, and the error is named', async () => {
    const { url, seen } = await service(refusal(400, 'ConditionalCheckFailedException'));
    const asked = awsClient('dynamodb', { endpoint: url }).call('PutItem', {});
    await expect(asked).rejects.toBeInstanceOf(AwsRefused);
    await expect(asked).rejects.toThrow('ConditionalCheckFailedException (400)');
    expect(seen).toHaveLength(1);
  });

  it('without credentials names what is missing', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    const { url } = await service(json(200, {}));
    const asked = awsClient('sqs', { endpoint: url }).call('SendMessageBatch', {});
    await expect(asked).rejects.toThrow('AWS_SECRET_ACCESS_KEY is not set');
  });
});
