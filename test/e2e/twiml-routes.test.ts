import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Leg } from '../../infra/local/simulators/twilio/twilio.ts';
import { voiceLinks } from '../../lib/handoff/ports/voice-links.ts';
import { type Stage, startStage } from './scenarios.ts';
import { FORM, formOf, post, TRACE, twilioHeaders } from './signed.ts';

const ROUTES = ['agent', 'decision', 'caller', 'wait'] as const;
type Route = (typeof ROUTES)[number];
const CALL_SID = `CA${'4'.repeat(32)}`;
const REF = { callId: 'call-nobody-knows', handoffId: 'ho_unknown', reservationSid: `WR${'4'.repeat(32)}` };
const form = (more: Record<string, string> = {}) =>
  formOf({ CallSid: CALL_SID, CallStatus: 'in-progress', ...more });

let stage: Stage;
const lines: string[] = [];

beforeAll(async () => {
  stage = await startStage('conference', { LOG_LEVEL: 'info' });
});
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
});
afterEach(() => stage.reset());
afterAll(() => stage.stop());

const token = () => stage.product.system.env.TWILIO_AUTH_TOKEN ?? '';
const link = (route: Route, ref: Parameters<ReturnType<typeof voiceLinks>['agent']>[0] = REF) =>
  voiceLinks(stage.product.system.url)[route](ref);
const signed = (url: string, body: string) => post(url, body, twilioHeaders(url, body, token()));
const FORBIDDEN = { status: 403, json: { error: { code: 'forbidden' } } };
const HANGS_UP =
  /^<\?xml version="1\.0" encoding="UTF-8"\?><Response><Say language="en-US">[^<]+<\/Say><Hangup\/><\/Response>$/;

describe.each(ROUTES)('The instructions for a leg, %s,', (route) => {
  it('are given to Twilio alone, for the very address that it has signed', async () => {
    const url = link(route);
    const other = link(route, { ...REF, callId: 'another-call' });
    const good = twilioHeaders(url, form(), token());
    const { 'x-twilio-signature': signature = '' } = good;
    const stranger = twilioHeaders(url, form(), 'another-token');
    const answers = await Promise.all([
      post(url, form(), { 'content-type': FORM }),
      post(url, form(), { ...good, 'x-twilio-signature': '' }),
      post(url, form(), {
        ...good,
        'x-twilio-signature': `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      }),
      post(url, form(), stranger),
      post(other, form(), good),
      post(`${url}&at=e30`, form(), good),
      post(url.replace(/\?.*/, ''), form(), good),
      post(url, form({ Digits: '1' }), good),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject(FORBIDDEN);
      expect(answer.text).not.toContain('<Response>');
    }
    expect((await post(url, form(), good)).status).toBe(200);
    expect(lines.join('')).not.toMatch(TRACE);
  });

  it.each<[string, (url: string) => string]>([
    ['without a reference', (url) => url.replace(/\?.*/, '')],
    ['with an empty reference', (url) => url.replace(/at=.*/, 'at=')],
    ['with a reference that is no JSON', (url) => url.replace(/at=.*/, 'at=%25%25')],
    [
      'with a reference that is longer than the table takes as a key',
      (url) =>
        url.replace(
          /at=.*/,
          `at=${Buffer.from(JSON.stringify(['x'.repeat(2_100), 'ho_1', 'WR1'])).toString('base64url')}`,
        ),
    ],
    [
      'with a reference of another shape',
      (url) => url.replace(/at=.*/, `at=${Buffer.from('["a",1,{}]').toString('base64url')}`),
    ],
  ])('%s are a sentence and the end of the call', async (_name, change) => {
    const answer = await signed(change(link(route)), form());
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(HANGS_UP);
  });

  it('are no form, or a broken one: refused, and never an error of ours', async () => {
    const url = link(route);
    const refused = async (body: string) => {
      const answer = await signed(url, body);
      expect(answer).toMatchObject({ status: 422, json: { error: { code: 'invalid' } } });
    };
    await refused('');
    await refused(formOf({ CallStatus: 'in-progress' }));
    await refused(formOf({ CallSid: 'SENTINEL' }));
    await refused(`${form()}&CallSid=SENTINEL`);
    await refused('CallSid=%E0%A4%A');
    const plain = { ...twilioHeaders(url, '', token()), 'content-type': 'text/plain' };
    expect(await post(url, '', plain)).toMatchObject({
      status: 415,
      json: { error: { code: 'unsupported_media_type' } },
    });
    // Words of Twilio that nobody knows yet take nobody's instructions away.
    const odd = form({ CallStatus: 'SENTINEL', QueueResult: 'SENTINEL', Digits: '\u0000#', AnsweredBy: '?' });
    const answer = await signed(url, odd);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<Response>');
    expect(lines.join('')).not.toMatch(TRACE);
    expect(lines.join('')).not.toContain('SENTINEL');
  });
});

describe('The status of a leg', () => {
  it('under a reference that is too long is refused by the name of the parameter, and nothing is retried', async () => {
    const url = voiceLinks(stage.product.system.url).status({ ...REF, callId: 'x'.repeat(2_100) });
    const body = form({ CallStatus: 'completed' });
    expect(await signed(url, body)).toMatchObject({
      status: 422,
      json: { error: { code: 'invalid', message: 'at is longer than 1600 characters.' } },
    });
    expect(lines.join('')).not.toContain('message failed');
  });
});

describe('An offer, a conference or a queue that nobody knows', () => {
  it.each(['agent', 'caller'] as const)('is the end of the call for the leg of the %s', async (route) => {
    const answer = await signed(link(route), form());
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(HANGS_UP);
  });

  it.each(['1', '2'])('is the end of the call for an agent who presses %s', async (digits) => {
    const answer = await signed(link('decision'), form({ Digits: digits }));
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(HANGS_UP);
  });

  it('cannot be made an agent’s by the address of the caller', async () => {
    const { callId, handoffId } = REF;
    for (const route of ['agent', 'decision'] as const) {
      const answer = await signed(link(route, { callId, handoffId }), form({ Digits: '1' }));
      expect(answer.text).toMatch(HANGS_UP);
    }
  });
});

describe('What is said about a caller', () => {
  const REASON = 'The violet lighthouse bill came twice';
  const NAME = 'Ada Example';
  const legs = (is: (leg: Leg) => boolean) => [...stage.product.twilio.calls.values()].filter(is);

  it('only the agent hears, with the question; no log line holds it, nor a number', async () => {
    stage.agents('takes');
    const call = await stage.caller();
    await call.askForHuman({ reason: REASON, customer_name: NAME });
    await stage.talk(call);
    expect((await stage.ended(call)).progress).toMatchObject({ outcome: 'completed' });
    await stage.product.system.idle();

    const [agent] = legs(({ to }) => to === '+14155550170');
    const heard = agent?.heard.join(' ') ?? '';
    expect(heard).toContain(NAME);
    expect(heard).toContain(REASON);
    expect(heard).toContain('Press 1 to take the call, or 2 to decline.');
    const [caller] = legs(({ sid }) => sid === call.callSid);
    const toCaller = [...(caller?.heard ?? []), ...call.said].join(' ');
    for (const hidden of [NAME, REASON, 'Press 1']) expect(toCaller).not.toContain(hidden);

    const all = lines.join('');
    expect(all).toContain('agent decided');
    expect(all).toContain('twiml-agent');
    for (const hidden of [NAME, REASON, 'lighthouse', '5550123', '5550170', '5550188', token()]) {
      expect(all).not.toContain(hidden);
    }
    expect(all).not.toMatch(TRACE);
  });

  it('an offer that is over tells nothing of it any more', async () => {
    stage.agents('takes');
    const call = await stage.caller();
    await call.askForHuman({ reason: REASON, customer_name: NAME });
    const joined = await stage.talk(call);
    await stage.ended(call);
    if (!('reservation' in joined.progress) || joined.progress.reservation === undefined) {
      throw new Error('there is no offer');
    }
    const ref = {
      callId: call.id,
      handoffId: joined.handoffId,
      reservationSid: joined.progress.reservation.sid,
    };
    for (const route of ['agent', 'decision'] as const) {
      const answer = await signed(link(route, ref), form({ Digits: '1' }));
      expect(answer.status).toBe(200);
      expect(answer.text).toMatch(HANGS_UP);
      for (const hidden of [NAME, REASON]) expect(answer.text).not.toContain(hidden);
    }
  });
});
