import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scheme, type Verdict, vapiAuthentication } from '../../../lib/vapi/authentication.ts';

const NOON = 1_795_262_400_000;
const BODY = '{"message":{"type":"hang","timestamp":1795262400000}}';
const URL = 'https://handoff.example.com/prod/webhook/vapi';

type Request = { headers: Record<string, string | undefined>; body?: string | Buffer; method?: string };

const verify = (
  scheme: Scheme,
  options: object | undefined,
  { headers, body = BODY, method = 'POST' }: Request,
  secrets: string[] = ['secret'],
  now = NOON,
): Verdict => {
  const made = vapiAuthentication(scheme, options === undefined ? undefined : JSON.stringify(options));
  if (made.is === 'invalid') throw new Error(made.problem);
  return made.verify({ rawBody: Buffer.from(body), headers, method, url: URL }, secrets, now);
};

const signed = (payload: string | Buffer, secret: string | Buffer = 'secret', algorithm = 'sha256') =>
  createHmac(algorithm, secret).update(payload).digest('hex');
const stamped = (timestamp: string, secret = 'secret', body = BODY) => ({
  'x-timestamp': timestamp,
  'x-signature': signed(`${timestamp}.${body}`, secret),
});
const AUTHENTIC = { is: 'authentic' };
const refused = (reason: string) => ({ is: 'refused', reason });

describe('A webhook that Vapi signs', () => {
  const file = new globalThis.URL('../../fixtures/vapi/hmac-vectors.json', import.meta.url);
  type Vector = {
    name: string;
    plan: Record<string, unknown>;
    secretKey: string;
    headers: Record<string, string>;
    body: string;
  };
  const { vectors }: { vectors: Vector[] } = JSON.parse(readFileSync(file, 'utf8'));

  it.each(vectors)('passes as in the vector $name', (vector) => {
    const { plan, secretKey, headers, body } = vector;
    const { type: _type, ...options } = plan;
    const now = Number(headers['x-timestamp'] ?? 0) * 1000;
    expect(verify('hmac', options, { headers, body }, [secretKey], now)).toEqual(AUTHENTIC);
    expect(verify('hmac', options, { headers, body: `${body} ` }, [secretKey], now)).toEqual(
      refused('credential-wrong'),
    );
  });

  it('passes with a timestamp in seconds or in milliseconds', () => {
    expect(verify('hmac', undefined, { headers: stamped('1795262400') })).toEqual(AUTHENTIC);
    expect(verify('hmac', undefined, { headers: stamped('1795262400000') })).toEqual(AUTHENTIC);
  });

  it.each([
    ['just within five minutes', '1795262100', AUTHENTIC],
    ['older than five minutes', '1795262099', refused('timestamp-expired')],
    ['five minutes ahead', '1795262700', AUTHENTIC],
    ['further ahead', '1795262701', refused('timestamp-expired')],
    ['not a number', 'yesterday', refused('timestamp-malformed')],
    ['negative', '-1795262400', refused('timestamp-malformed')],
    ['with a fraction', '1795262400.5', refused('timestamp-malformed')],
  ])('is judged by its timestamp: %s', (_name, timestamp, verdict) => {
    expect(verify('hmac', undefined, { headers: stamped(timestamp) })).toEqual(verdict);
  });

  it('is refused without a timestamp, without a signature, and with a wrong one', () => {
    const { 'x-signature': signature, 'x-timestamp': timestamp } = stamped('1795262400');
    expect(verify('hmac', undefined, { headers: { 'x-signature': signature } })).toEqual(
      refused('timestamp-missing'),
    );
    expect(verify('hmac', undefined, { headers: { 'x-timestamp': timestamp } })).toEqual(
      refused('credential-missing'),
    );
    for (const wrong of [
      '00',
      'zz',
      signature.slice(2),
      `${signature}00`,
      `${signature}, ${signature}`,
      '\u0000',
    ]) {
      const headers = { 'x-timestamp': timestamp, 'x-signature': wrong };
      expect(verify('hmac', undefined, { headers })).toEqual(refused('credential-wrong'));
    }
  });

  it('passes in upper-case hex, and with either secret while they rotate', () => {
    const headers = stamped('1795262400', 'old');
    expect(verify('hmac', undefined, { headers }, ['new', 'old'])).toEqual(AUTHENTIC);
    expect(verify('hmac', undefined, { headers }, ['new'])).toEqual(refused('credential-wrong'));
    const upper = { ...headers, 'x-signature': headers['x-signature'].toUpperCase() };
    expect(verify('hmac', undefined, { headers: upper }, ['old'])).toEqual(AUTHENTIC);
  });

  it.each([
    ['another algorithm', { algorithm: 'sha512' }, signed(`1795262400.${BODY}`, 'secret', 'sha512')],
    ['a prefix', { signaturePrefix: 'sha256=' }, `sha256=${signed(`1795262400.${BODY}`)}`],
    [
      'base64',
      { signatureEncoding: 'base64' },
      Buffer.from(signed(`1795262400.${BODY}`), 'hex').toString('base64'),
    ],
    [
      'method and URL signed',
      { payloadFormat: '{method}:{url}:{timestamp}:{body}' },
      signed(`POST:${URL}:1795262400:${BODY}`),
    ],
    [
      'a secret in base64',
      { secretIsBase64: true },
      signed(`1795262400.${BODY}`, Buffer.from('secret', 'base64')),
    ],
  ])('passes with %s', (_name, options, signature) => {
    const headers = { 'x-timestamp': '1795262400', 'x-signature': signature };
    expect(verify('hmac', options, { headers })).toEqual(AUTHENTIC);
  });

  it('passes with names of its own for the headers, and a message id that is signed', () => {
    const options = {
      signatureHeader: 'X-My-Signature',
      timestampHeader: 'X-My-Time',
      messageIdHeader: 'X-My-Id',
      payloadFormat: '{svix-id}.{timestamp}.{body}',
    };
    const headers = {
      'x-my-time': '1795262400',
      'x-my-id': 'msg_1',
      'x-my-signature': signed(`msg_1.1795262400.${BODY}`),
    };
    expect(verify('hmac', options, { headers })).toEqual(AUTHENTIC);
    expect(verify('hmac', options, { headers: { ...headers, 'x-my-id': 'msg_2' } })).toEqual(
      refused('credential-wrong'),
    );
    expect(verify('hmac', options, { headers: { ...headers, 'x-my-id': undefined } })).toEqual(
      refused('message-id-missing'),
    );
  });

  it('is judged by its bytes, also when they are no text', () => {
    const body = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    const payload = Buffer.concat([Buffer.from('1795262400.'), body]);
    const headers = { 'x-timestamp': '1795262400', 'x-signature': signed(payload) };
    expect(verify('hmac', undefined, { headers, body })).toEqual(AUTHENTIC);
  });

  it('passes only with the very body that was signed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (body, other) => {
        fc.pre(body !== other);
        const headers = { 'x-timestamp': '1795262400', 'x-signature': signed(`1795262400.${body}`) };
        expect(verify('hmac', undefined, { headers, body })).toEqual(AUTHENTIC);
        expect(verify('hmac', undefined, { headers, body: other }).is).toBe('refused');
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('The other schemes', () => {
  it('hmac-body takes the signature of the bare body from either of two headers', () => {
    for (const name of ['x-vapi-signature', 'vapi-signature']) {
      expect(verify('hmac-body', undefined, { headers: { [name]: signed(BODY) } })).toEqual(AUTHENTIC);
    }
    expect(verify('hmac-body', undefined, { headers: { 'x-signature': signed(BODY) } })).toEqual(
      refused('credential-missing'),
    );
    const prefixed = { 'x-vapi-signature': `sha256=${signed(BODY)}` };
    expect(verify('hmac-body', { signaturePrefix: 'sha256=' }, { headers: prefixed })).toEqual(AUTHENTIC);
  });

  it('secret compares X-Vapi-Secret as it is', () => {
    expect(verify('secret', undefined, { headers: { 'x-vapi-secret': 'secret' } })).toEqual(AUTHENTIC);
    expect(verify('secret', undefined, { headers: { 'x-vapi-secret': 'next' } }, ['secret', 'next'])).toEqual(
      AUTHENTIC,
    );
    expect(verify('secret', undefined, { headers: { 'x-vapi-secret': 'Secret' } })).toEqual(
      refused('credential-wrong'),
    );
    expect(verify('secret', undefined, { headers: { 'x-vapi-secret': 'secret, secret' } })).toEqual(
      refused('credential-wrong'),
    );
    expect(verify('secret', undefined, { headers: {} })).toEqual(refused('credential-missing'));
  });

  it('bearer takes the token from Authorization, or from the header and in the form of the plan', () => {
    expect(verify('bearer', undefined, { headers: { authorization: 'Bearer secret' } })).toEqual(AUTHENTIC);
    expect(verify('bearer', undefined, { headers: { authorization: 'bearer secret' } })).toEqual(AUTHENTIC);
    expect(verify('bearer', undefined, { headers: { authorization: 'secret' } }).is).toBe('refused');
    expect(verify('bearer', undefined, { headers: { authorization: 'Bearer ' } }).is).toBe('refused');
    const plan = { headerName: 'X-Vapi-Secret', bearerPrefixEnabled: false };
    expect(verify('bearer', plan, { headers: { 'x-vapi-secret': 'secret' } })).toEqual(AUTHENTIC);
  });

  it.each([
    'hmac',
    'hmac-body',
    'secret',
    'bearer',
  ] as const)('%s never passes with an empty secret', (scheme) => {
    const headers = {
      'x-timestamp': '1795262400',
      'x-signature': signed(`1795262400.${BODY}`, ''),
      'x-vapi-signature': signed(BODY, ''),
      'x-vapi-secret': '',
      authorization: 'Bearer ',
    };
    for (const secrets of [[], [''], ['  ', '']]) {
      expect(verify(scheme, undefined, { headers }, secrets)).toEqual(refused('no-secret'));
    }
  });
});

describe('Options of the authentication', () => {
  it.each([
    ['hmac', '{"algoritm":"sha256"}', 'algoritm'],
    ['hmac', '{"algorithm":"md5"}', 'algorithm'],
    ['hmac', '{"payloadFormat":"{time}.{body}"}', 'payloadFormat'],
    ['hmac', '{"payloadFormat":"{timestamp}"}', '{body}'],
    ['hmac', '{"signatureHeader":"a b"}', 'signatureHeader'],
    ['bearer', '{"algorithm":"sha256"}', 'algorithm'],
    ['secret', '{"headerName":"x"}', 'headerName'],
    ['hmac', 'not json', 'JSON'],
    ['hmac', '[]', 'not valid'],
  ] as const)('that are wrong are named: %s %s', (scheme, json, named) => {
    const made = vapiAuthentication(scheme, json);
    expect(made).toMatchObject({ is: 'invalid', problem: expect.stringContaining(named) });
  });
});
