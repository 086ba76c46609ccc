import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, it as base, describe, expect, vi } from 'vitest';
import { readBody, serve } from '../../../infra/local/lambda/http.ts';
import { settingsFor } from '../../../lib/aws/client.ts';
import { GetItem, PutItem } from '../../../lib/aws/dynamodb/operations.ts';
import { messageQueue, sqsClient } from '../../../lib/aws/queue.ts';
import { readSecret } from '../../../lib/aws/secret.ts';
import { getItem, table } from '../../../lib/aws/table.ts';
import { dynamoDbAt } from './dynamodb-at.ts';

type Seen = { request: IncomingMessage; body: string };
type Answer = (response: ServerResponse, attempt: number) => void;

afterEach(() => {
  vi.unstubAllEnvs();
});

/** `service` begins a service that answers as told, and gives what it was asked. */
const it = base.extend<{ service(answer: Answer): Promise<{ url: string; seen: Seen[] }> }>({
  // biome-ignore lint/correctness/noEmptyPattern: what a fixture needs of others is read from this pattern
  service: async ({}, use) => {
    const stops: (() => Promise<void>)[] = [];
    await use(async (answer) => {
      const seen: Seen[] = [];
      const server = await serve(async (request, response) => {
        const body = await readBody(request, 1_000_000);
        seen.push({ request, body: body === 'too-large' ? '' : body.toString('utf8') });
        answer(response, seen.length);
      });
      stops.push(server.stop);
      return { url: server.url, seen };
    });
    for (const stop of stops) await stop();
  },
});

const json =
  (status: number, body: object): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  };
const FOUND = { pk: { S: 'Grüße 人' } };
const refusal = (status: number, code: string) =>
  json(status, { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'no' });

/** Sends the head of an answer, and no body. */
const onlyTheHead: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '100' });
  response.flushHeaders();
};
/** Sends a piece of an answer as often as it can, or every so many milliseconds. */
const withoutEnd =
  (everyMs: number): Answer =>
  (response) => {
    const piece = `{"fine":${' '.repeat(everyMs === 0 ? 100_000 : 10)}`;
    const more = setInterval(() => response.write(piece), everyMs);
    response.on('close', () => clearInterval(more));
  };

/** Answers badly until the given attempt. */
const goodAt =
  (attempt: number, bad: Answer): Answer =>
  (response, now) =>
    now < attempt ? bad(response, now) : json(200, { Item: FOUND })(response, now);

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

const KEY = { pk: { S: 'Grüße 人' }, sk: { S: 'CALL' } };
const itemAt = (endpoint: string) => dynamoDbAt(endpoint).send(GetItem, { TableName: 'table', Key: KEY });

describe('A request to AWS', () => {
  it.for([
    ['dynamodb', 'DynamoDB_20120810.GetItem', () => getItem(table('table'), KEY)],
    ['sqs', 'AmazonSQS.SendMessageBatch', () => messageQueue(sqsClient(), 'http://queue.test/q').send([])],
    ['secretsmanager', 'secretsmanager.GetSecretValue', () => readSecret('Grüße 人')],
  ] as const)('to %s is signed with the credentials of the function', async ([name, target, ask], {
    service,
  }) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'example-token');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    const { url, seen } = await service(json(200, { SecretString: '{}' }));
    vi.stubEnv('AWS_ENDPOINT_URL', url);
    await ask();
    const [asked] = seen;
    if (asked === undefined) throw new Error('nothing was asked');
    const { headers } = asked.request;
    expect(headers['x-amz-target']).toBe(target);
    expect(headers['x-amz-security-token']).toBe('example-token');
    expect(headers.authorization).toContain(`/eu-central-1/${name}/aws4_request`);
    expect(headers.authorization).toMatch(/SignedHeaders=[^,]*x-amz-security-token/);
    expect(headers.authorization).toContain(`Signature=${signatureOf(asked, 'example-secret')}`);
  });

  it('carries what is asked as it is, in any script, and brings back what is answered', async ({
    service,
  }) => {
    const { url, seen } = await service(json(200, { Item: FOUND }));
    expect(await itemAt(url)).toMatchObject({ Item: FOUND });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ TableName: 'table', Key: KEY });
  });

  it('goes to the endpoint in the environment, that of the service before the common one', async ({
    service,
  }) => {
    const [own, common] = [await service(json(200, {})), await service(json(200, {}))];
    vi.stubEnv('AWS_ENDPOINT_URL', common.url);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', own.url);
    await getItem(table('table'), KEY);
    await messageQueue(sqsClient(), `${common.url}/queue`).send([]);
    expect([own.seen.length, common.seen.length]).toEqual([1, 1]);
  });

  it.each([
    ['dynamodb', () => getItem(table('table'), KEY)],
    ['sqs', () => messageQueue(sqsClient(), 'https://sqs.us-west-2.amazonaws.com/0/queue').send([])],
    ['secretsmanager', () => readSecret('secret')],
  ] as const)('to %s goes to AWS where every endpoint is declared empty', async (name, ask) => {
    for (const of of ['', '_DYNAMODB', '_SQS', '_SECRETS_MANAGER']) vi.stubEnv(`AWS_ENDPOINT_URL${of}`, '');
    const sent = vi.spyOn(NodeHttpHandler.prototype, 'handle').mockRejectedValue(new Error('far enough'));
    await expect(ask()).rejects.toThrow();
    expect(sent.mock.calls.map(([{ protocol, hostname }]) => [protocol, hostname])).toEqual([
      ['https:', `${name}.us-west-2.amazonaws.com`],
    ]);
  });

  it('is made by the one client of its service', async () => {
    expect(sqsClient()).toBe(sqsClient());
  });

  it.concurrent.for<[string, Answer]>([
    ['a server error', refusal(500, 'InternalServerError')],
    ['no service behind the gateway', json(503, {})],
    ['a throttle', refusal(400, 'ProvisionedThroughputExceededException')],
    ['a cut connection', (response: ServerResponse) => response.destroy()],
    [
      'a pause that is asked for, if it is short',
      (response: ServerResponse) => response.writeHead(503, { 'x-amz-retry-after': '100' }).end('{}'),
    ],
    [
      'an answer that is cut off',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"fine":');
        setTimeout(() => response.destroy(), 10);
      },
    ],
    ['no answer within a second', () => undefined],
    ['the head of an answer, and no body within a second', onlyTheHead],
    ['an answer that has not ended within a second', withoutEnd(20)],
  ])('is made again after %s', async ([_what, bad], { service }) => {
    const { url, seen } = await service(goodAt(2, bad));
    expect(await itemAt(url)).toMatchObject({ Item: FOUND });
    expect(seen).toHaveLength(2);
  });

  it.concurrent.for<[string, Answer, { name: string }]>([
    ['refused', refusal(500, 'InternalServerError'), { name: 'InternalServerError' }],
    ['not answered to the end', onlyTheHead, { name: 'TimeoutError' }],
  ])('is given up after three tries that were %s', async ([_what, bad, error], { service }) => {
    const { url, seen } = await service(bad);
    await expect(itemAt(url)).rejects.toMatchObject(error);
    expect(seen).toHaveLength(3);
  });

  it('is not given up because this process stood still for longer than an attempt may take', async ({
    service,
  }) => {
    const { url, seen } = await service((response) => {
      // Without turning: the thread sleeps, and no event is seen.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_300);
      json(200, { Item: FOUND })(response, 1);
    });
    expect(await itemAt(url)).toMatchObject({ Item: FOUND });
    expect(seen).toHaveLength(1);
  });

  it('is not made again by a service that asks for a pause for which nobody has the time', async ({
    service,
  }) => {
    const { url, seen } = await service((response) => {
      response.writeHead(503, { 'retry-after': '60' }).end('{}');
    });
    await expect(itemAt(url)).rejects.toMatchObject({ $metadata: { httpStatusCode: 503, attempts: 1 } });
    expect(seen).toHaveLength(1);
  });

  it('that is refused for good is made once, and the error is named', async ({ service }) => {
    const { url, seen } = await service(refusal(400, 'ConditionalCheckFailedException'));
    const asked = dynamoDbAt(url).send(PutItem, { TableName: 'table', Item: KEY });
    await expect(asked).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
    expect(seen).toHaveLength(1);
  });

  it('reads no more of an answer than AWS would ever send', async ({ service }) => {
    const { url, seen } = await service(withoutEnd(0));
    await expect(itemAt(url)).rejects.toThrow('an answer of more than 4000000 bytes');
    expect(seen).toHaveLength(1);
  });

  it('without credentials names what is missing', async ({ service }) => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    const { url } = await service(json(200, {}));
    const sqs = new SQSClient(settingsFor(url));
    const asked = sqs.send(new GetQueueAttributesCommand({ QueueUrl: `${url}/queue` }));
    await expect(asked).rejects.toThrow('AWS_SECRET_ACCESS_KEY is not set');
  });
});
