import { createHmac } from 'node:crypto';
import { stringify } from 'node:querystring';
import { describe, expect, it } from 'vitest';
import { RefusedForGood, TooContended, Unavailable } from '../../../../lib/base/trouble.ts';
import { type VoiceRef, voiceLinks } from '../../../../lib/handoff/ports/voice-links.ts';
import { twimlWebhook } from '../../../../lib/lambda/pipelines/twiml-webhook.ts';
import { type CallerCall, parseCallerCall } from '../../../../lib/twilio/voice-callbacks.ts';
import * as given from '../given.ts';

const TOKEN = 'f00dbeeff00dbeeff00dbeeff00dbeef';
const BASE = 'https://handoff.example.com/prod';
const PATH = '/twiml/caller';
const SID = `CA${'0'.repeat(32)}`;
const REF: VoiceRef = { callId: 'call-1', handoffId: 'ho_1' };
const links = voiceLinks(BASE);
const QUERY = new URL(links.caller(REF)).search.slice(1);

const ENV = {
  STAGE: 'local',
  LOG_LEVEL: 'silent',
  PUBLIC_BASE_URL: BASE,
  TWILIO_AUTH_TOKEN: TOKEN,
  TABLE_NAME: 'handoff-dev',
  HANDOFF_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111111111111/handoff',
};

const sign = (url: string, params: Record<string, string>): string =>
  createHmac('sha1', TOKEN)
    .update(
      url +
        Object.entries(params)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => name + value)
          .join(''),
    )
    .digest('base64');

const world = (answer: () => Promise<string> = async () => '<Response/>') => {
  const asked: [ref: VoiceRef, call: CallerCall][] = [];
  const handler = twimlWebhook('test', ENV, {
    parse: parseCallerCall,
    async answer(ref, call, ports) {
      expect(ports.links.caller(ref)).toBe(links.caller(ref));
      asked.push([ref, call]);
      return answer();
    },
    whenDown: (ref, ports) => `<Response><Redirect>${ports.links.caller(ref)}</Redirect></Response>`,
  });
  const asks = async (
    asking: { query?: string; params?: Record<string, string>; signedAs?: string } = {},
  ) => {
    const { query = QUERY, params = { CallSid: SID } } = asking;
    const { signedAs = query } = asking;
    const url = `${BASE}${PATH}${signedAs === '' ? '' : `?${signedAs}`}`;
    const result = await handler(
      given.request({
        path: PATH,
        rawPath: `/prod${PATH}`,
        query,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': sign(url, params),
        },
        body: stringify(params),
      }),
      given.context,
    );
    return result;
  };
  return { asks, asked };
};

describe('A webhook in which a leg at Twilio asks for instructions', () => {
  it('gets what the leg is to do, as TwiML', async () => {
    const { asks, asked } = world();
    expect(await asks()).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': expect.stringMatching(/^text\/xml/) },
      body: '<Response/>',
    });
    expect(asked).toEqual([[REF, { is: 'caller-call', callSid: SID }]]);
  });

  for (const error of [
    new Unavailable('table', 'down'),
    new Unavailable('queue', 'down'),
    new TooContended('lost'),
  ]) {
    it(`gets something to do while the record cannot be reached (${error.message})`, async () => {
      const { asks } = world(async () => {
        throw error;
      });
      expect(await asks()).toMatchObject({
        statusCode: 200,
        body: `<Response><Redirect>${links.caller(REF)}</Redirect></Response>`,
      });
    });
  }

  it('ends the call in words where what it names can never be looked up', async () => {
    const { asks } = world(() => Promise.reject(new RefusedForGood('table', 'Validation', new Error('no'))));
    const result = await asks();
    expect(result).toMatchObject({ statusCode: 200, body: expect.stringContaining('not known any more') });
    expect(result.body).toContain('<Hangup/>');
  });

  it('never looks up a reference that is longer than ours are', async () => {
    const { asks, asked } = world();
    const query = new URL(links.caller({ ...REF, callId: 'x'.repeat(2_100) })).search.slice(1);
    expect(await asks({ query })).toMatchObject({
      statusCode: 200,
      body: expect.stringContaining('<Hangup/>'),
    });
    expect(asked).toEqual([]);
  });

  it('is not told anything for a fault of ours: Twilio tries the fallback', async () => {
    const { asks } = world(async () => {
      throw new Error('a fault');
    });
    expect(await asks()).toMatchObject({ statusCode: 500 });
  });

  const foreign = [
    ['without a reference', ''],
    ['with another parameter', 'x=1'],
    ['with something that is none', 'at=%21%21'],
    ['with too much in it', `at=${Buffer.from('a\nb\nc\nd').toString('base64url')}`],
  ] as const;
  for (const [name, query] of foreign) {
    it(`at an address ${name} is told so and hung up on`, async () => {
      const { asks, asked } = world();
      const result = await asks({ query });
      expect(result).toMatchObject({ statusCode: 200 });
      expect(result.body).toMatch(
        /<Say language="en-US">This request is not known any more\. Goodbye\.<\/Say><Hangup\/>/,
      );
      expect(asked).toEqual([]);
    });
  }

  it('is refused where the signature is of another address, before anything is asked', async () => {
    const { asks, asked } = world();
    const other = new URL(links.caller({ ...REF, callId: 'call-2' })).search.slice(1);
    expect(await asks({ signedAs: other })).toMatchObject({ statusCode: 403 });
    expect(asked).toEqual([]);
  });

  it('is refused without a leg', async () => {
    const { asks, asked } = world();
    expect(await asks({ params: { CallSid: '' } })).toMatchObject({ statusCode: 422 });
    expect(asked).toEqual([]);
  });
});
