import { createHmac } from 'node:crypto';
import { stringify } from 'node:querystring';
import { describe, expect, it } from 'vitest';
import { paramOf, twilioWebhook } from '../../../../lib/lambda/pipelines/twilio-webhook.ts';
import type { Invalid } from '../../../../lib/twilio/callbacks.ts';
import type { FormParams } from '../../../../lib/twilio/signature.ts';
import * as given from '../given.ts';

const TOKEN = 'f00dbeeff00dbeeff00dbeeff00dbeef';
const NEXT_TOKEN = 'cafecafecafecafecafecafecafecafe';
const BASE = 'https://handoff.example.com/prod';
const PATH = '/webhook/twilio/events';
const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';

/** Twilio's rule: the URL and then every name and value, sorted by name. */
const sign = (token: string, url: string, params: Record<string, string>): string =>
  createHmac('sha1', token)
    .update(
      url +
        Object.entries(params)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => name + value)
          .join(''),
    )
    .digest('base64');

type Parsed = { is: 'event'; sid: string } | Invalid;
const parseSid = (params: FormParams): Parsed => {
  const sid = paramOf(params, 'TaskSid');
  return sid === undefined ? { is: 'invalid', field: 'TaskSid', problem: 'missing' } : { is: 'event', sid };
};

const world = () => {
  const watched = given.watching();
  const answered: [sid: string, params: FormParams, query: string][] = [];
  const parsed: FormParams[] = [];
  const handler = twilioWebhook({
    settings: {
      STAGE: 'prod',
      LOG_LEVEL: 'info',
      PUBLIC_BASE_URL: BASE,
      TWILIO_AUTH_TOKEN: [TOKEN, NEXT_TOKEN],
    },
    telemetry: watched.telemetry,
    now: watched.now,
    parse: (params): { is: 'event'; sid: string } | Invalid => {
      parsed.push(params);
      return parseSid(params);
    },
    async answer({ sid }, { params, rawQueryString }) {
      answered.push([sid, params, rawQueryString]);
      return { status: 204 };
    },
  });
  const asks = (
    params: Record<string, string>,
    {
      token = TOKEN,
      url = BASE + PATH,
      type = FORM,
      signature = sign(token, url, params),
      base64 = true,
      query = '',
    } = {},
  ) => {
    const form = stringify(params);
    const request = given.request({
      path: PATH,
      rawPath: `/prod${PATH}`,
      query,
      headers: { 'content-type': type, 'X-Twilio-Signature': signature },
      body: base64 ? Buffer.from(form).toString('base64') : form,
      base64,
    });
    return handler(request, given.context);
  };
  return { asks, answered, parsed, ...watched };
};

const GOOD = { TaskSid: 'WT1', EventType: 'task.canceled', Reason: 'ünder way & more' };

describe('A webhook of Twilio', () => {
  it('takes a signed form, as it comes through API Gateway', async () => {
    const { asks, answered } = world();
    expect(await asks(GOOD)).toEqual({ statusCode: 204, headers: { 'content-type': 'application/json' } });
    expect(await asks(GOOD, { base64: false })).toEqual({
      statusCode: 204,
      headers: { 'content-type': 'application/json' },
    });
    expect(answered).toEqual([
      ['WT1', GOOD, ''],
      ['WT1', GOOD, ''],
    ]);
  });

  it('gives the query of its address, which the signature covers', async () => {
    const { asks, answered } = world();
    const query = 'at=abc-DEF_1';
    await asks(GOOD, { query, url: `${BASE}${PATH}?${query}` });
    expect(answered).toEqual([['WT1', GOOD, query]]);
    expect(await asks(GOOD, { query: 'at=another', url: `${BASE}${PATH}?${query}` })).toMatchObject({
      statusCode: 403,
    });
  });

  it('takes either of two tokens while they are being changed', async () => {
    const { asks } = world();
    expect(await asks(GOOD, { token: NEXT_TOKEN })).toEqual({
      statusCode: 204,
      headers: { 'content-type': 'application/json' },
    });
  });

  const forged: [string, { token?: string; url?: string; signature?: string }][] = [
    ['with another token', { token: '0123456789abcdef0123456789abcdef' }],
    ['with an empty token', { token: ' ' }],
    ['without a signature', { signature: '' }],
    ['of another route', { url: `${BASE}/webhook/twilio/assignment` }],
    ['of the URL without its stage', { url: `https://handoff.example.com${PATH}` }],
  ];
  for (const [what, forgery] of forged) {
    it(`refuses one that is signed ${what}, before it is parsed`, async () => {
      const { asks, parsed, answered, logged } = world();
      const result = await asks(GOOD, forgery);
      expect(result).toMatchObject({ statusCode: 403 });
      expect(JSON.parse(result.body ?? '')).toEqual({
        error: { code: 'forbidden', message: 'The signature is not valid.' },
      });
      expect([parsed, answered]).toEqual([[], []]);
      expect(logged()).toHaveLength(1);
      expect(logged()).toMatchObject([
        { level: 'warn', status: 403, reason: expect.stringMatching(/^signature-/) },
      ]);
    });
  }

  it('refuses another media type, well signed or not', async () => {
    const { asks, parsed } = world();
    expect(await asks(GOOD, { type: 'text/plain' })).toMatchObject({ statusCode: 415 });
    expect(parsed).toEqual([]);
  });

  it('says which field of a signed form is wrong, not what was in it', async () => {
    const { asks, lines } = world();
    const result = await asks({ EventType: 'secret' });
    expect(result).toMatchObject({ statusCode: 422 });
    expect(JSON.parse(result.body ?? '')).toEqual({
      error: { code: 'invalid', message: 'TaskSid is missing.' },
    });
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('refuses a form beyond 128 KB before its signature is checked', async () => {
    const { asks } = world();
    expect(await asks({ TaskSid: 'x'.repeat(131_072) })).toMatchObject({ statusCode: 413 });
    const largest = 'x'.repeat(131_072 - 'TaskSid='.length);
    expect(await asks({ TaskSid: largest })).toEqual({
      statusCode: 204,
      headers: { 'content-type': 'application/json' },
    });
  });
});

describe('A parameter of a form', () => {
  it('is the last one of its name', () => {
    expect(paramOf({ A: ['1', '2'], B: '3' }, 'A')).toBe('2');
    expect(paramOf({ A: ['1', '2'], B: '3' }, 'B')).toBe('3');
    expect(paramOf({ A: [] }, 'A')).toBeUndefined();
    expect(paramOf({}, 'A')).toBeUndefined();
  });
});
