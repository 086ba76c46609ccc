import { readFileSync } from 'node:fs';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller, Leg, NumberSettings } from '../../../../../../infra/local/simulators/twilio/twilio.ts';
import { ACCOUNT, TOKEN } from '../bench.ts';
import { CALLER, startVoiceBench, twiml, type VoiceBench } from './bench.ts';

const DESK = '+14155550199';
const SORRY = 'We are sorry, an application error has occurred. Goodbye.';
const fixture = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../../../../fixtures/calling/${name}.json`, import.meta.url), 'utf8'));

let bench: VoiceBench;
beforeEach(async () => {
  bench = await startVoiceBench({ secondMs: 1000, agentPhones: () => 'waits' });
});
afterEach(() => bench.stop());

const set = (settings: Partial<NumberSettings> = {}) =>
  bench.twilio.addNumber({
    number: DESK,
    voiceUrl: `${bench.product}/voice`,
    statusCallback: `${bench.product}/status`,
    ...settings,
  });
/** A call to the number whose voice URL says this; resolves when nothing is on its way. */
async function called(document: string | { status: number }, caller: Partial<Caller> = {}): Promise<Leg> {
  bench.documents.set('/voice', typeof document === 'string' ? twiml(document) : document);
  set();
  const leg = bench.twilio.callIn({ to: DESK, from: CALLER, ...caller });
  await bench.twilio.idle();
  return leg;
}
const heard = (leg: Leg) => bench.twilio.heardOn(leg.sid).map(({ at: _at, ...sound }) => sound);
const said = (text: string) => ({ is: 'said', text });
const asked = (path = '/voice') => bench.at(path).map(({ params }) => params);

describe('a call to a number of ours at the simulated Twilio', () => {
  it('asks the voice URL, signed, with all that is published', async () => {
    const leg = await called('<Say language="de-DE">Guten Tag</Say>', {
      callSid: 'CA950edbacf9ac6738833c788a5822ef7e',
    });
    const [request] = bench.at('/voice');
    expect(Object.keys(request?.params ?? {}).sort()).toEqual(
      Object.keys(fixture('front-desk-inbound')).sort(),
    );
    expect(request?.params).toMatchObject({
      AccountSid: ACCOUNT,
      CallSid: 'CA950edbacf9ac6738833c788a5822ef7e',
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: CALLER,
      Called: DESK,
      FromCountry: 'US',
      StirVerstat: 'TN-Validation-Passed-A',
    });
    const signature = String(request?.headers['x-twilio-signature']);
    expect(validateRequest(TOKEN, signature, request?.url ?? '', request?.params ?? {})).toBe(true);
    expect(heard(leg)).toEqual([{ is: 'said', text: 'Guten Tag', language: 'de-DE' }]);
  });

  it.each([
    ['a withheld word', 'anonymous', 'front-desk-inbound-anonymous'],
    ['the keypad number of a withheld one', '+266696687', 'front-desk-inbound-withheld'],
    ['an empty text', '', 'front-desk-inbound-anonymous'],
  ])('tells %s as it came in, and nowhere as its place', async (_what, from, name) => {
    await called('<Hangup/>', { from });
    const { StirVerstat, ...known } = fixture(name);
    const { StirVerstat: told, CallToken: _token, ...params } = asked()[0] ?? {};
    expect(Object.keys(params).sort()).toEqual(Object.keys(known).sort());
    expect(params).toMatchObject({ From: from, Caller: from, FromCity: '', FromCountry: known.FromCountry });
    expect(told).toBeUndefined();
  });

  it.each(['sip:desk@pbx.example.com', 'client:web_visitor_81'])('knows no place of %s', async (from) => {
    await called('<Hangup/>', { from });
    const [params = {}] = asked();
    expect(params).toMatchObject({ From: from, Caller: from, ToState: 'CA' });
    expect(Object.keys(params).filter((name) => /^(From|Caller)./.test(name))).toEqual([]);
    expect('SipDomain' in params).toBe(from.startsWith('sip:'));
    expect('StirVerstat' in params || 'CallToken' in params).toBe(false);
  });

  it('may come without any word of who calls', async () => {
    const leg = await called('<Redirect>/after</Redirect>');
    const silent = bench.twilio.callIn({ to: DESK });
    bench.documents.set('/after', twiml('<Say>Bye</Say>'));
    await bench.twilio.idle();
    const all = [...asked(), ...asked('/after'), ...asked('/status')].filter(
      ({ CallSid }) => CallSid === silent.sid,
    );
    expect(all).toHaveLength(3);
    for (const params of all) {
      expect(Object.keys(params).filter((name) => /^(From|Caller)/.test(name))).toEqual([]);
      expect(params.To).toBe(DESK);
    }
    expect(leg.sid).not.toBe(silent.sid);
  });

  it('tells of attestation, token and a number that forwards in the first request only', async () => {
    bench.documents.set('/after', twiml('<Say>Bye</Say>'));
    await called('<Redirect>/after</Redirect>', {
      stirVerstat: 'TN-Validation-Passed-B-Diverted',
      params: { ForwardedFrom: '+14155550101' },
    });
    expect(asked()[0]).toMatchObject({
      StirVerstat: 'TN-Validation-Passed-B-Diverted',
      ForwardedFrom: '+14155550101',
      CallToken: fixture('front-desk-inbound').CallToken,
    });
    expect(asked('/after')[0]).toMatchObject({ From: CALLER, FromCity: 'SAN FRANCISCO' });
    for (const name of ['StirVerstat', 'CallToken', 'ForwardedFrom'])
      expect(asked('/after')[0]).not.toHaveProperty(name);
  });

  it('needs a number that has a voice URL, and one call for a CallSid', async () => {
    expect(() => bench.twilio.callIn({ to: '+14155550150', from: CALLER })).toThrow('no number');
    const leg = await called('<Hangup/>');
    expect(() => bench.twilio.callIn({ to: DESK, from: CALLER, callSid: leg.sid })).toThrow('already');
  });
});

describe('what the caller meets', () => {
  it('rings through a redirect and a pause, and is answered by the first word', async () => {
    bench.documents.set('/after', twiml('<Pause length="3"/><Say>Hello</Say><Pause length="60"/>'));
    const began = Date.now();
    bench.documents.set('/voice', twiml('<Redirect method="POST">/after</Redirect>'));
    set();
    const leg = bench.twilio.callIn({ to: DESK, from: CALLER });
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(leg.status).toBe('in-progress');
    expect(leg.answeredAt).toBeGreaterThanOrEqual(began + 3_000);
    expect(asked('/after')[0]).toMatchObject({ CallStatus: 'ringing' });
    expect(heard(leg)).toEqual([said('Hello')]);
    bench.twilio.hangUp(leg.sid);
  });

  it.each([
    ['<Reject reason="busy"/>', 'busy', 'busy'],
    ['<Reject/>', 'no-answer', 'not-in-service'],
    ['<Reject reason="rejected"/><Say>never</Say>', 'no-answer', 'not-in-service'],
    ['<Pause length="2"/><Reject reason="busy"/>', 'busy', 'busy'],
  ])('is turned away unanswered by %s', async (document, status, of) => {
    const leg = await called(document);
    expect(leg).toMatchObject({ status, answeredAt: undefined });
    expect(heard(leg)).toEqual([{ is: 'tone', of }]);
    expect(bench.statuses(leg)).toEqual([status]);
    expect(asked('/status')[0]).not.toHaveProperty('CallDuration');
  });

  it('is billed when it is rejected after a word', async () => {
    const leg = await called('<Say>We have more callers than we can take.</Say><Reject reason="busy"/>');
    expect(leg).toMatchObject({ status: 'completed', answeredAt: expect.any(Number) });
    expect(heard(leg)).toEqual([said('We have more callers than we can take.')]);
    expect(bench.statuses(leg)).toEqual(['completed']);
  });

  it.each(['<Hangup/>', ''])('is answered and over with "%s"', async (document) => {
    const leg = await called(document);
    expect(leg).toMatchObject({ status: 'completed', answeredAt: expect.any(Number) });
    expect(heard(leg)).toEqual([]);
    expect(asked('/status')).toMatchObject([{ CallStatus: 'completed', CallDuration: '0', From: CALLER }]);
  });

  it('can put the phone down while it rings', async () => {
    bench.documents.set('/voice', 'silence');
    set();
    const leg = bench.twilio.callIn({ to: DESK, from: CALLER });
    await expect.poll(() => bench.at('/voice').length).toBe(1);
    bench.twilio.hangUp(leg.sid);
    await bench.twilio.idle();
    expect(leg).toMatchObject({ status: 'canceled', answeredAt: undefined });
    expect([heard(leg), bench.statuses(leg)]).toEqual([[], ['canceled']]);
  });

  it('cannot be moved before it is answered', async () => {
    bench.documents.set('/voice', 'silence');
    set();
    const leg = bench.twilio.callIn({ to: DESK, from: CALLER });
    expect(await bench.redirect(leg, '<Say>Moved</Say>')).toMatchObject({
      status: 400,
      body: { code: 21220 },
    });
  });

  it('hears what plays, in its order, and the music of a queue', async () => {
    const leg = await called('<Play>/jingle.mp3</Play><Say>Hello</Say><Play loop="2">/jingle.mp3</Play>');
    const jingle = { is: 'played', url: `${bench.product}/jingle.mp3` };
    expect(heard(leg)).toEqual([jingle, said('Hello'), jingle, jingle]);
  });

  it('waits for an agent in the queue of the workflow', async () => {
    bench.documents.set('/voice', twiml(`<Enqueue workflowSid="WW${'3'.repeat(32)}"/>`));
    set();
    const leg = bench.twilio.callIn({ to: DESK, from: 'anonymous' });
    await expect.poll(() => bench.twilio.tasks.size).toBe(1);
    const [task] = bench.twilio.tasks.values();
    expect(JSON.parse(task?.attributes ?? '')).toMatchObject({ call_sid: leg.sid, from: 'anonymous' });
    expect([leg.status, heard(leg)]).toMatchObject(['in-progress', [{ is: 'played' }]]);
  });

  it('rings on under answerOnBridge until the other side answers', async () => {
    const dial = '<Dial answerOnBridge="true" timeout="20"><Sip>sip:front-desk@sip.vapi.ai</Sip></Dial>';
    await bench.stop();
    bench = await startVoiceBench({
      secondMs: 1000,
      agentPhones: () => ({ does: 'waits', answersAfterMs: 4_000 }),
    });
    bench.documents.set('/voice', twiml(dial));
    set();
    const leg = bench.twilio.callIn({ to: DESK, from: CALLER });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(leg.status).toBe('ringing');
    await expect.poll(() => leg.status).toBe('in-progress');
    bench.twilio.hangUp(leg.sid);
  });
});

describe('the stream of an inbound call', () => {
  const STREAM = 'wss://vapi.example.com/call-1/transport';

  it('carries what the assistant says, and is followed by the next verb of the document', async () => {
    bench.twilio.connectStreams({ opened: (url) => url === STREAM, closed: () => undefined });
    bench.documents.set('/after', twiml('<Say>Sorry about that.</Say><Hangup/>'));
    bench.documents.set(
      '/voice',
      twiml(`<Connect><Stream url="${STREAM}"/></Connect><Redirect method="POST">/after</Redirect>`),
    );
    set();
    const leg = bench.twilio.callIn({ to: DESK, from: CALLER });
    await expect.poll(() => leg.log).toEqual(['Connect']);
    expect(leg.status).toBe('in-progress');
    bench.twilio.legs.spoken(leg.sid, 'How can I help?');
    bench.twilio.legs.closeStream(STREAM);
    await bench.twilio.idle();
    expect(heard(leg)).toEqual([{ is: 'assistant', text: 'How can I help?' }, said('Sorry about that.')]);
    expect(asked('/after')[0]).toMatchObject({ CallStatus: 'in-progress', CallSid: leg.sid });
    expect(leg.status).toBe('completed');
  });
});

describe('a voice URL that fails', () => {
  const big = `<Response><Say>${'a'.repeat(64 * 1024)}</Say></Response>`;

  it.each([
    ['a failure', { status: 500 }, 11200],
    ['no answer within 15 s', 'silence' as const, 11200],
    ['JSON', { body: '{"error":{}}', type: 'application/json' }, 12300],
    ['no XML', '<Response>', 12100],
    ['an unknown verb', '<Response><Speak/></Response>', 12200],
    ['more than 64 kB', big, 11750],
  ])('with %s leads to the fallback URL, which is told why', async (_what, document, code) => {
    bench.documents.set('/voice', document);
    bench.documents.set('/rescue', twiml('<Say>Please hold.</Say>'));
    set({ fallbackUrl: `${bench.product}/rescue` });
    const began = Date.now();
    const leg = bench.twilio.callIn({ to: DESK, from: CALLER });
    await bench.twilio.idle();
    const [params = {}] = asked('/rescue');
    expect(Object.keys(params).sort()).toEqual(Object.keys(fixture('front-desk-fallback')).sort());
    expect(params).toMatchObject({ ErrorCode: String(code), ErrorUrl: `${bench.product}/voice` });
    expect(bench.twilio.alerts).toMatchObject([{ callSid: leg.sid, code }]);
    expect(heard(leg)).toEqual([said('Please hold.')]);
    if (document === 'silence') expect(leg.answeredAt).toBeGreaterThanOrEqual(began + 15_000);
  });

  it('takes 64 kB', async () => {
    const text = 'a'.repeat(64 * 1024 - '<Response><Say></Say></Response>'.length);
    const leg = await called(`<Say>${text}</Say>`);
    expect(heard(leg)).toEqual([said(text)]);
  });

  it('without a fallback URL, or with one that fails too, has the caller hear an error and no more', async () => {
    const leg = await called({ status: 503 });
    expect(heard(leg)).toEqual([{ is: 'error', text: SORRY }]);
    expect(leg).toMatchObject({ status: 'completed', answeredAt: expect.any(Number) });
    bench.documents.set('/rescue', { status: 500 });
    set({ fallbackUrl: `${bench.product}/rescue` });
    const other = bench.twilio.callIn({ to: DESK, from: CALLER });
    await bench.twilio.idle();
    expect(heard(other)).toEqual([{ is: 'error', text: SORRY }]);
    expect(bench.twilio.alerts.map(({ code }) => code)).toEqual([11200, 11200, 11200]);
  });
});

describe('the webhook of a voice URL', () => {
  it('comes twice at one time when it is told to', async () => {
    bench.twilio.deliveries.next('voice-url', { copies: 2 });
    const leg = await called('<Say>Hello</Say>');
    const [first, second] = bench.at('/voice');
    expect([second?.params, second?.headers['x-twilio-signature']]).toEqual([
      first?.params,
      first?.headers['x-twilio-signature'],
    ]);
    expect(bench.at('/voice')).toHaveLength(2);
    expect(heard(leg)).toEqual([said('Hello')]);
  });

  it('is repeated while the first one waits, and afterwards', async () => {
    bench.documents.set('/voice', 'silence');
    set();
    const leg = bench.twilio.callIn({ to: DESK, from: CALLER });
    await expect.poll(() => bench.at('/voice').length).toBe(1);
    bench.documents.set('/voice', twiml('<Say>Second</Say>'));
    expect(await bench.twilio.repeatRequest(leg.sid)).toMatchObject({ status: 200 });
    await bench.twilio.idle();
    expect((await bench.twilio.repeatRequest(leg.sid, 0)).body).toContain('Second');
    const [first, ...repeated] = asked();
    expect(repeated).toEqual([first, first]);
    // What the second one was answered runs nowhere.
    expect(heard(leg)).toEqual([{ is: 'error', text: SORRY }]);
  });

  it('is lost on its way, or late, when it is told to', async () => {
    bench.twilio.deliveries.next('voice-url', { drop: true }).next('voice-url', { delayMs: 5_000 });
    const lost = await called('<Say>Hello</Say>');
    expect([bench.at('/voice'), heard(lost)]).toMatchObject([[], [{ is: 'error' }]]);
    const began = Date.now();
    const late = await called('<Say>Hello</Say>');
    expect(late.answeredAt).toBeGreaterThanOrEqual(began + 5_000);
  });

  it('follows GET where the number says so', async () => {
    bench.documents.set('/voice', twiml('<Hangup/>'));
    set({ voiceMethod: 'GET', statusMethod: 'GET' });
    bench.twilio.callIn({ to: DESK, from: CALLER });
    await bench.twilio.idle();
    const [request] = bench.at('/voice');
    expect(request?.path).toContain('?ApiVersion=');
    expect(request?.params).toMatchObject({ CallStatus: 'ringing', From: CALLER });
  });
});
