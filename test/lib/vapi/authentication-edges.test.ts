import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCHEMES, type Scheme, type Verdict, vapiAuthentication } from '../../../lib/vapi/authentication.ts';
import { ANY_UNIT } from '../any-text.ts';

const NOON = 1_795_262_400_000;
const SECONDS = '1795262400';
const BODY = Buffer.from('{"message":{"type":"hang","timestamp":1795262400000}}');
const ADDRESS = 'https://handoff.example.com/prod/webhook/vapi?a=1';

type Delivery = {
  headers: Record<string, string | undefined>;
  body?: Buffer;
  method?: string;
  url?: string;
  secrets?: string[];
  now?: number;
};

const verify = (
  scheme: Scheme,
  options: object,
  { headers, body = BODY, method = 'POST', url = ADDRESS, secrets = ['secret'], now = NOON }: Delivery,
): Verdict => {
  const made = vapiAuthentication(scheme, JSON.stringify(options));
  if (made.is === 'invalid') throw new Error(made.problem);
  return made.verify({ rawBody: body, headers, method, url }, secrets, now);
};

type Digest = { key?: string | Buffer; algorithm?: string; as?: 'hex' | 'base64' };
const sign = (
  payload: string | Buffer,
  { key = 'secret', algorithm = 'sha256', as = 'hex' }: Digest = {},
): string => createHmac(algorithm, key).update(payload).digest(as);
const timed = (time: string, body = BODY) => Buffer.concat([Buffer.from(`${time}.`), body]);

const AUTHENTIC = { is: 'authentic' };
const refused = (reason: string) => ({ is: 'refused', reason });

describe('The time of a signed webhook', () => {
  it.each([
    ['1795262100000', AUTHENTIC],
    ['1795262099999', refused('timestamp-expired')],
    ['1795262700000', AUTHENTIC],
    ['1795262700001', refused('timestamp-expired')],
    ['0', refused('timestamp-malformed')],
    ['1795262400 ', refused('timestamp-malformed')],
    ['1795262400, 1795262400', refused('timestamp-malformed')],
    ['0x6b01c180', refused('timestamp-malformed')],
    ['1.7952624e9', refused('timestamp-malformed')],
    ['2026-11-21T12:00:00Z', refused('timestamp-malformed')],
    ['1795262400000000', refused('timestamp-malformed')],
    ['', refused('timestamp-missing')],
  ])('%j is judged to the millisecond', (time, verdict) => {
    const headers = { 'x-timestamp': time, 'x-signature': sign(timed(time)) };
    expect(verify('hmac', {}, { headers })).toEqual(verdict);
  });

  it('cannot be exchanged for a fresh one', () => {
    const headers = { 'x-timestamp': SECONDS, 'x-signature': sign(timed('1795260000')) };
    expect(verify('hmac', {}, { headers })).toEqual(refused('credential-wrong'));
  });

  it('does not matter where the plan signs none', () => {
    const headers = { 'x-signature': sign(BODY) };
    expect(verify('hmac', { includeTimestamp: false }, { headers })).toEqual(AUTHENTIC);
    expect(
      verify('hmac', { includeTimestamp: false }, { headers: { ...headers, 'x-timestamp': '1' } }),
    ).toEqual(AUTHENTIC);
    expect(verify('hmac', { payloadFormat: '{body}' }, { headers })).toEqual(AUTHENTIC);
    expect(verify('hmac', { includeTimestamp: true }, { headers })).toEqual(refused('timestamp-missing'));
  });

  it('matters to hmac-body too once its format signs one', () => {
    const options = { payloadFormat: '{timestamp}.{body}' };
    const at = (time: string) => ({ 'x-timestamp': time, 'x-vapi-signature': sign(timed(time)) });
    expect(verify('hmac-body', options, { headers: at(SECONDS) })).toEqual(AUTHENTIC);
    expect(verify('hmac-body', options, { headers: at('1795262099') })).toEqual(refused('timestamp-expired'));
  });
});

describe('What a signature is made of', () => {
  it.each([
    'sha256',
    'sha512',
    'sha1',
  ] as const)('%s passes in both encodings, and only where the plan says so', (algorithm) => {
    for (const signatureEncoding of ['hex', 'base64'] as const) {
      const signature = sign(timed(SECONDS), { algorithm, as: signatureEncoding });
      const headers = { 'x-timestamp': SECONDS, 'x-signature': signature };
      expect(verify('hmac', { algorithm, signatureEncoding }, { headers })).toEqual(AUTHENTIC);
      const other = algorithm === 'sha256' ? 'sha512' : 'sha256';
      expect(verify('hmac', { algorithm: other, signatureEncoding }, { headers }).is).toBe('refused');
      const otherEncoding = signatureEncoding === 'hex' ? 'base64' : 'hex';
      expect(verify('hmac', { algorithm, signatureEncoding: otherEncoding }, { headers }).is).toBe('refused');
    }
  });

  it.each([
    ['method', '{method}\n{body}', { method: 'PUT' }],
    ['url', '{url}\n{body}', { url: 'https://handoff.example.com/prod/webhook/vapi?a=2' }],
    ['body', '{body}\n{body}', { body: Buffer.from('{}') }],
  ])('holds the %s, which cannot be another', (_name, payloadFormat, other) => {
    const payload = payloadFormat
      .replace('{method}', 'POST')
      .replace('{url}', ADDRESS)
      .replaceAll('{body}', String(BODY));
    const headers = { 'x-signature': sign(payload) };
    expect(verify('hmac', { payloadFormat }, { headers })).toEqual(AUTHENTIC);
    expect(verify('hmac', { payloadFormat }, { headers, ...other })).toEqual(refused('credential-wrong'));
  });

  it('never reads a placeholder that stands in the body, in the time or in the message id', () => {
    const body = Buffer.from('{timestamp}{url}$&{body}');
    const options = { payloadFormat: '{svix-id}|{timestamp}|{body}' };
    const id = '{body}$1';
    const headers = {
      'svix-id': id,
      'x-timestamp': SECONDS,
      'x-signature': sign(`${id}|${SECONDS}|${body}`),
    };
    expect(verify('hmac', options, { headers, body })).toEqual(AUTHENTIC);
  });

  it('must begin with the prefix of the plan', () => {
    const options = { signaturePrefix: 'v1,', signatureEncoding: 'base64' };
    const signature = sign(timed(SECONDS), { as: 'base64' });
    const given = (value: string) => ({ 'x-timestamp': SECONDS, 'x-signature': value });
    expect(verify('hmac', options, { headers: given(`v1,${signature}`) })).toEqual(AUTHENTIC);
    for (const wrong of [signature, `v2,${signature}`, `V1,${signature}`, 'v1,', `v1,v1,${signature}`]) {
      expect(verify('hmac', options, { headers: given(wrong) })).toEqual(refused('credential-wrong'));
    }
  });

  it('is of the bytes: two bodies that read alike as text do not pass for each other', () => {
    const broken = Buffer.from([0x7b, 0xff, 0x7d]);
    const replaced = Buffer.from(String(broken));
    const headers = { 'x-vapi-signature': sign(broken) };
    expect(verify('hmac-body', {}, { headers, body: broken })).toEqual(AUTHENTIC);
    expect(verify('hmac-body', {}, { headers, body: replaced })).toEqual(refused('credential-wrong'));
  });

  it('is of every byte: one that is changed anywhere is noticed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, flip) => {
          const body = Buffer.from(bytes);
          const changed = Buffer.from(bytes);
          const place = at % changed.length;
          changed.writeUInt8(changed.readUInt8(place) ^ flip, place);
          const headers = { 'x-timestamp': SECONDS, 'x-signature': sign(timed(SECONDS, body)) };
          expect(verify('hmac', {}, { headers, body })).toEqual(AUTHENTIC);
          expect(verify('hmac', {}, { headers, body: changed })).toEqual(refused('credential-wrong'));
        },
      ),
      { seed: 17, numRuns: 500 },
    );
  });

  it('is refused, never an error, whatever stands in the headers', () => {
    const anything = fc.option(fc.string({ unit: ANY_UNIT, maxLength: 80 }), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom(...SCHEMES), anything, anything, (scheme, one, two) => {
        const headers = {
          'x-signature': one,
          'x-vapi-signature': one,
          'x-vapi-secret': one,
          authorization: one,
          'x-timestamp': two,
        };
        expect(verify(scheme, {}, { headers, secrets: ['a-secret-nobody-guesses'] }).is).toBe('refused');
      }),
      { seed: 19, numRuns: 2_000 },
    );
  });
});

describe('A secret', () => {
  it.each(['====', '?!', '-'])('in base64 that decodes to nothing never passes: %j', (secret) => {
    const options = { secretIsBase64: true };
    const headers = { 'x-timestamp': SECONDS, 'x-signature': sign(timed(SECONDS), { key: '' }) };
    if (Buffer.from(secret, 'base64').length > 0) throw new Error('the literal is no example');
    expect(verify('hmac', options, { headers, secrets: [secret] })).toEqual(refused('no-secret'));
  });

  it('is taken as it is unless the plan says that it is base64', () => {
    const text = Buffer.from('a key of bytes \u0000\u0001').toString('base64');
    const asText = { 'x-timestamp': SECONDS, 'x-signature': sign(timed(SECONDS), { key: text }) };
    const asBytes = {
      'x-timestamp': SECONDS,
      'x-signature': sign(timed(SECONDS), { key: Buffer.from(text, 'base64') }),
    };
    expect(verify('hmac', {}, { headers: asText, secrets: [text] })).toEqual(AUTHENTIC);
    expect(verify('hmac', {}, { headers: asBytes, secrets: [text] }).is).toBe('refused');
    const options = { secretIsBase64: true };
    expect(verify('hmac', options, { headers: asBytes, secrets: [text] })).toEqual(AUTHENTIC);
    expect(verify('hmac', options, { headers: asText, secrets: [text] }).is).toBe('refused');
  });

  it.each([
    ['secret', 'x-vapi-secret', ''],
    ['bearer', 'authorization', 'Bearer '],
  ] as const)('of the scheme %s passes beside empty ones, which themselves never do', (scheme, name, prefix) => {
    const secrets = ['', 'next', ' ', 'old'];
    for (const good of ['next', 'old']) {
      expect(verify(scheme, {}, { headers: { [name]: `${prefix}${good}` }, secrets })).toEqual(AUTHENTIC);
    }
    for (const bad of ['', ' ', 'nex', 'next ', 'nextold', 'next,old', 'NEXT', 'next\u0000', 'undefined']) {
      expect(verify(scheme, {}, { headers: { [name]: `${prefix}${bad}` }, secrets }).is).toBe('refused');
    }
  });

  it('that is signed with an empty key does not pass beside a good one', () => {
    const headers = { 'x-vapi-signature': sign(BODY, { key: '' }) };
    expect(verify('hmac-body', {}, { headers, secrets: ['', 'next'] })).toEqual(refused('credential-wrong'));
  });
});

describe('Options that are right', () => {
  it.each([
    ['hmac', '{"includeTimestamp":true}'],
    ['hmac', '{"includeTimestamp":true,"payloadFormat":"{url}.{timestamp}.{body}"}'],
    ['hmac', '{"includeTimestamp":false,"payloadFormat":"{body}"}'],
    ['hmac-body', '{"includeTimestamp":true,"payloadFormat":"{timestamp}.{body}"}'],
    ['hmac-body', '{"includeTimestamp":false}'],
  ] as const)('sign the timestamp that they announce: %s %s', (scheme, json) => {
    expect(vapiAuthentication(scheme, json)).toMatchObject({ is: 'ready' });
  });
});

describe('Options that are wrong', () => {
  it.each([
    ['hmac', '{"signatureEncoding":"base32"}', 'signatureEncoding'],
    ['hmac', '{"includeTimestamp":"no"}', 'includeTimestamp'],
    // A timestamp that is sent and not signed lets an old request pass for ever.
    ['hmac', '{"includeTimestamp":true,"payloadFormat":"{body}"}', 'includeTimestamp'],
    ['hmac', '{"includeTimestamp":true,"payloadFormat":"{method}:{url}:{body}"}', 'includeTimestamp'],
    ['hmac-body', '{"includeTimestamp":true}', 'includeTimestamp'],
    ['hmac-body', '{"includeTimestamp":true,"payloadFormat":"{svix-id}.{body}"}', 'includeTimestamp'],
    ['hmac', '{"secretIsBase64":1}', 'secretIsBase64'],
    ['hmac', '{"signaturePrefix":null}', 'signaturePrefix'],
    ['hmac', '{"timestampHeader":""}', 'timestampHeader'],
    ['hmac', '{"messageIdHeader":"svix_id:"}', 'messageIdHeader'],
    ['hmac', '{"payloadFormat":"{Body}"}', 'payloadFormat'],
    ['hmac', '{"payloadFormat":"{}{body}"}', 'payloadFormat'],
    ['hmac', '{"__proto__":1}', '__proto__'],
    ['hmac-body', '{"secretKey":"in the wrong place"}', 'secretKey'],
    ['bearer', '{"headerName":"a\\nb"}', 'headerName'],
    ['bearer', '{"bearerPrefixEnabled":"yes"}', 'bearerPrefixEnabled'],
    ['secret', '{', 'JSON'],
    ['bearer', 'null', 'not valid'],
  ] as const)('are named: %s %s', (scheme, json, named) => {
    const made = vapiAuthentication(scheme, json);
    expect(made).toMatchObject({ is: 'invalid', problem: expect.stringContaining(named) });
  });

  it('are named all at once, and none of their values is repeated', () => {
    const made = vapiAuthentication(
      'hmac',
      '{"algorithm":"s3cr3t","secretKey":"s3cr3t","signatureHeader":7}',
    );
    if (made.is === 'ready') throw new Error('was taken');
    for (const name of ['algorithm', 'secretKey', 'signatureHeader']) expect(made.problem).toContain(name);
    expect(made.problem).not.toContain('s3cr3t');
  });
});
