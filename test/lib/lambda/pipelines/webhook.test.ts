import { describe, expect, it } from 'vitest';
import { OtherVersion, RefusedForGood, Unavailable } from '../../../../lib/base/trouble.ts';
import { jsonBody } from '../../../../lib/lambda/pipelines/bodies.ts';
import { DEAD_LINK, Refusal } from '../../../../lib/lambda/pipelines/refusal.ts';
import { type Answer, type RawRequest, webhook } from '../../../../lib/lambda/pipelines/webhook.ts';
import { breaksInside } from '../breaks-inside.ts';
import * as given from '../given.ts';

type Steps = {
  authenticate?: (request: RawRequest) => Promise<string>;
  parse?: (request: RawRequest, authentic: string) => unknown;
  answer?: (input: unknown) => Promise<Answer>;
};

/** A webhook that takes at most 20 bytes, the steps that it went through, and what it wrote. */
const world = (steps: Steps = {}) => {
  const watched = given.watching();
  const went: string[] = [];
  const requests: RawRequest[] = [];
  const { authenticate = async () => 'somebody', parse = jsonBody } = steps;
  const { answer = async (input) => ({ status: 200, body: { got: input } }) } = steps;
  const handler = webhook({
    maxBytes: 20,
    telemetry: watched.telemetry,
    now: watched.now,
    authenticate: (request) => {
      went.push('authenticate');
      requests.push(request);
      return authenticate(request);
    },
    parse: (request, authentic) => {
      went.push('parse');
      return parse(request, authentic);
    },
    answer: (input) => {
      went.push('answer');
      return answer(input);
    },
  });
  const asks = (request: Parameters<typeof given.request>[0]) =>
    handler(given.request(request), given.context);
  return { asks, went, requests, ...watched };
};

const refusal = (code: string, message: unknown = expect.any(String)) => ({ error: { code, message } });
const bodyOf = ({ body }: { body?: string | undefined }): unknown => JSON.parse(body ?? 'null');

describe('A webhook', () => {
  it('authenticates, parses and answers, in this order', async () => {
    const { asks, went, metrics, logged } = world();
    const result = await asks({ body: '{"a":1}' });
    expect(result).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"got":{"a":1}}',
    });
    expect(went).toEqual(['authenticate', 'parse', 'answer']);
    expect(logged()).toEqual([]);
    expect(metrics()).toEqual({
      answered: 1,
      refused_credential: 0,
      refused_input: 0,
      refused_unavailable: 0,
      refused_internal: 0,
      answer_ms: 5,
    });
  });

  it('answers without a body where there is nothing to say', async () => {
    const { asks } = world({ answer: async () => ({ status: 204 }) });
    expect(await asks({ body: '{}' })).toEqual({
      statusCode: 204,
      headers: { 'content-type': 'application/json' },
    });
  });

  const PRIVATE = {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };

  it('gives a page with its policy, kept by nobody and told to nobody', async () => {
    const policy = "default-src 'none'";
    const { asks } = world({ answer: async () => ({ status: 403, html: '<p>é</p>', policy }) });
    expect(await asks({ body: '{}' })).toEqual({
      statusCode: 403,
      headers: {
        ...PRIVATE,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
      },
      body: '<p>é</p>',
    });
  });

  it('gives a file for a spreadsheet under its name, kept by nobody', async () => {
    const { asks } = world({ answer: async () => ({ status: 200, csv: 'a,b\r\n', fileName: 'cm_1.csv' }) });
    expect(await asks({ body: '{}' })).toEqual({
      statusCode: 200,
      headers: {
        ...PRIVATE,
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="cm_1.csv"',
      },
      body: 'a,b\r\n',
    });
  });

  it('gives the data of such a page as privately, even where they are nothing', async () => {
    for (const data of [{ said: ['é'] }, null, []]) {
      const { asks } = world({ answer: async () => ({ status: 200, data }) });
      expect(await asks({ body: '{}' })).toEqual({
        statusCode: 200,
        headers: {
          ...PRIVATE,
          'content-type': 'application/json',
          etag: expect.stringMatching(/^"[\w-]{22}"$/),
        },
        body: JSON.stringify(data),
      });
    }
  });

  it('does not send the same data again to whoever names them', async () => {
    let said = 'one';
    const { asks } = world({ answer: async () => ({ status: 200, data: { said } }) });
    const { headers = {} } = await asks({ body: '{}' });
    const again = () => asks({ body: '{}', headers: { 'If-None-Match': String(headers.etag) } });
    expect(await again()).toEqual({
      statusCode: 304,
      headers: { ...PRIVATE, 'content-type': 'application/json', etag: headers.etag },
    });
    said = 'two';
    expect(await again()).toMatchObject({ statusCode: 200, body: '{"said":"two"}' });
  });

  it('gives a leg its instructions as XML', async () => {
    const { asks } = world({ answer: async () => ({ status: 200, twiml: '<Response/>' }) });
    expect(await asks({ body: '{}' })).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'text/xml' },
      body: '<Response/>',
    });
  });

  it('reads the bytes that were on the wire, base64 or not', async () => {
    const { asks, requests } = world();
    await asks({ body: '{"a":"é"}' });
    await asks({ body: Buffer.from('{"a":"é"}').toString('base64'), base64: true });
    await asks({ body: Buffer.from([0xff, 0x00, 0x7f]).toString('base64'), base64: true });
    expect(requests.map(({ rawBody }) => rawBody.toString('hex'))).toEqual([
      '7b2261223a22c3a9227d',
      '7b2261223a22c3a9227d',
      'ff007f',
    ]);
  });

  it('sees the route as it is configured, without the stage, and the header names in lower case', async () => {
    const { asks, requests } = world();
    await asks({
      body: '{}',
      rawPath: '/prod/webhook/vapi',
      query: 'a=1&a=%20',
      headers: { 'X-Vapi-Secret': 'Value' },
    });
    expect(requests).toMatchObject([
      {
        method: 'POST',
        path: '/webhook/vapi',
        rawQueryString: 'a=1&a=%20',
        headers: { 'x-vapi-secret': 'Value' },
      },
    ]);
  });

  it('takes the path of the request where the route is the default one', async () => {
    const { asks, requests } = world();
    await asks({ body: '{}', routeKey: '$default', rawPath: '/webhook/vapi' });
    expect(requests).toMatchObject([{ path: '/webhook/vapi' }]);
  });
});

describe('A webhook refuses', () => {
  it('a body that is too large, before anybody is authenticated', async () => {
    const { asks, went, logged, metrics } = world();
    const result = await asks({ body: 'x'.repeat(21) });
    expect(result).toMatchObject({ statusCode: 413 });
    expect(bodyOf(result)).toEqual(refusal('too_large'));
    expect(went).toEqual([]);
    expect(logged()).toMatchObject([{ level: 'warn', message: 'refused', status: 413, bytes: 21 }]);
    expect(metrics()).toMatchObject({ refused_input: 1, answered: 0, answer_ms: expect.any(Number) });
  });

  it('a platform without a credential as such, and a page whose link has expired as something else', async () => {
    const by = (refusal: Refusal) =>
      world({
        authenticate: async () => {
          throw refusal;
        },
      });
    const stranger = by(new Refusal('forbidden', 'The signature is not valid.', 'signature-wrong'));
    await stranger.asks({ body: '{}' });
    expect(stranger.metrics()).toMatchObject({ refused_credential: 1, refused_input: 0 });
    const leftOpen = by(new Refusal('forbidden', 'The link has expired.', DEAD_LINK));
    expect(await leftOpen.asks({ body: '{}' })).toMatchObject({ statusCode: 403 });
    expect(leftOpen.metrics()).toMatchObject({ refused_credential: 0, refused_input: 1 });
  });

  it('by the bytes of the body, not by its characters or its base64', async () => {
    const { asks } = world({ parse: () => 'read' });
    expect(await asks({ body: 'é'.repeat(10) })).toMatchObject({ statusCode: 200 });
    expect(await asks({ body: 'é'.repeat(11) })).toMatchObject({ statusCode: 413 });
    const base64 = (bytes: number) => Buffer.alloc(bytes).toString('base64');
    expect(await asks({ body: base64(20), base64: true })).toMatchObject({ statusCode: 200 });
    expect(await asks({ body: base64(21), base64: true })).toMatchObject({ statusCode: 413 });
  });

  it('a bad credential, before the body is parsed', async () => {
    const { asks, went, logged } = world({
      authenticate: async () => {
        throw new Refusal('unauthorized', 'The credential is not valid.', 'signature-wrong');
      },
    });
    const result = await asks({ body: 'not json' });
    expect(result).toMatchObject({ statusCode: 401 });
    expect(bodyOf(result)).toEqual(refusal('unauthorized', 'The credential is not valid.'));
    expect(went).toEqual(['authenticate']);
    expect(logged()).toMatchObject([{ level: 'warn', status: 401, reason: 'signature-wrong', bytes: 8 }]);
  });

  it('another media type and what is not JSON', async () => {
    const { asks, went } = world();
    const typed = { body: '{}', headers: { 'content-type': 'text/plain' } };
    expect(await asks(typed)).toMatchObject({ statusCode: 415 });
    expect(await asks({ body: '{' })).toMatchObject({ statusCode: 400 });
    expect(await asks({})).toMatchObject({ statusCode: 400 });
    expect(went).not.toContain('answer');
  });

  it('work that could not be queued, so that the sender sends it again', async () => {
    for (const dependency of ['queue', 'table'] as const) {
      const { asks, logged } = world({
        answer: async () => {
          throw new Unavailable(dependency, new Error('secret of the queue'));
        },
      });
      const result = await asks({ body: '{}' });
      expect(result).toMatchObject({ statusCode: 503 });
      expect(bodyOf(result)).toEqual(refusal('unavailable'));
      expect(logged()).toMatchObject([{ level: 'error', status: 503, reason: dependency }]);
    }
  });

  it('what another version of the functions has to take, so that the sender brings it to that one', async () => {
    const { asks, logged } = world({ answer: () => Promise.reject(new OtherVersion('record')) });
    expect(await asks({ body: '{}' })).toMatchObject({ statusCode: 503 });
    expect(logged()).toMatchObject([{ level: 'error', status: 503, reason: 'OtherVersion' }]);
  });

  it('what can never be stored, as the sender’s fault, so that it is not sent again', async () => {
    const { asks, logged, metrics } = world({
      answer: () => Promise.reject(new RefusedForGood('table', 'Validation', new Error('secret'))),
    });
    const result = await asks({ body: '{}' });
    expect(result).toMatchObject({ statusCode: 422 });
    expect(bodyOf(result)).toEqual(refusal('invalid', 'The request holds something that cannot be stored.'));
    expect(logged()).toMatchObject([{ level: 'warn', status: 422, reason: 'table-Validation' }]);
    expect(metrics()).toMatchObject({ refused_input: 1, refused_unavailable: 0 });
  });

  const unknown: [string, unknown, string][] = [
    ['an error', new TypeError('secret of a number'), 'TypeError'],
    [
      'an error whose words look like a place',
      new TypeError('secret\n    at /lib/secret.ts:1:1'),
      'TypeError',
    ],
    ['something that is no error', 'secret', 'unknown'],
  ];
  for (const [what, thrown, reason] of unknown) {
    it(`nothing of what went wrong inside is told: ${what}`, async () => {
      const { asks, lines, logged, metrics } = world({ answer: () => Promise.reject(thrown) });
      const result = await asks({ body: '{}' });
      expect(result).toMatchObject({ statusCode: 500 });
      expect(bodyOf(result)).toEqual(refusal('internal', 'Something went wrong.'));
      expect(logged()).toMatchObject([{ level: 'error', status: 500, reason }]);
      expect(logged()).toHaveLength(1);
      expect(JSON.stringify(lines)).not.toMatch(/secret|stack|\.ts:/);
      expect(metrics()).toMatchObject({ refused_internal: 1, answered: 0 });
    });
  }

  it('what went wrong inside is named by its place in our own files', async () => {
    const { asks, logged } = world({ answer: async () => ({ status: 200, body: breaksInside() }) });
    expect(await asks({ body: '{}' })).toMatchObject({ statusCode: 500 });
    expect(logged()).toMatchObject([{ at: expect.stringMatching(/^lib\/settings\/read\.ts:\d+ < /) }]);
  });
});

describe('The refusals', () => {
  const statuses = {
    unreadable: 400,
    unauthorized: 401,
    forbidden: 403,
    not_found: 404,
    too_large: 413,
    unsupported_media_type: 415,
    invalid: 422,
    internal: 500,
    unavailable: 503,
  } as const;
  for (const code of [
    'unreadable',
    'unauthorized',
    'forbidden',
    'not_found',
    'too_large',
    'unsupported_media_type',
    'invalid',
    'internal',
    'unavailable',
  ] as const) {
    it(`${code} is answered with ${statuses[code]}`, async () => {
      const { asks } = world({
        answer: async () => {
          throw new Refusal(code, 'A message.');
        },
      });
      const result = await asks({ body: '{}' });
      expect(result).toMatchObject({ statusCode: statuses[code] });
      expect(bodyOf(result)).toEqual(refusal(code, 'A message.'));
    });
  }
});
