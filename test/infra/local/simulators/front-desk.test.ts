import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBody, serve } from '../../../../infra/local/lambda/http.ts';
import { type Simulators, startSimulators } from '../../../../infra/local/simulators/start.ts';
import type { TwilioSimulator } from '../../../../infra/local/simulators/twilio/twilio.ts';
import type { VapiSimulator } from '../../../../infra/local/simulators/vapi/vapi.ts';

const DESK = '+14155550188';
const CALLER = '+14155550123';
const KEY = 'FAKE-vapi-api-key';
const ASSISTANT = 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51';
const BUSY = '<Say>We have more callers than we can take.</Say><Hangup/>';
const NOBODY_CAME = 'phone-call-provider-bypass-enabled-but-no-call-received';

/** A small front desk: it opens a call by bypass within 5 s and once, and knows what to do after it. */
async function startDesk(vapiUrl: () => string) {
  const told: { type: string; status?: string; endedReason?: string; at: number }[] = [];
  const asked: string[] = [];
  const desk = {
    after: '<Say>Sorry, we were cut off.</Say><Hangup/>',
    fetches: true,
    assistantRequest: {},
  };
  const opened = async (from: string): Promise<string | undefined> => {
    const response = await fetch(`${vapiUrl()}/call`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        phoneCallProviderBypassEnabled: true,
        phoneNumberId: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
        assistantId: ASSISTANT,
        customer: { number: from },
      }),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
    const answer: unknown = await response?.json().catch(() => undefined);
    const twiml: unknown = Object(Object(answer).phoneCallProviderDetails).twiml;
    return response?.status === 201 && typeof twiml === 'string' ? twiml : undefined;
  };
  const server = await serve(async (request, response) => {
    const body = (await readBody(request, 1024 * 1024)).toString('utf8');
    const path = request.url ?? '';
    asked.push(path);
    if (path === '/webhook/vapi') {
      const { message } = JSON.parse(body);
      told.push({ ...message, at: Date.now() });
      const answer = message.type === 'assistant-request' ? desk.assistantRequest : {};
      response.writeHead(200).end(JSON.stringify(answer));
      return;
    }
    if (path === '/webhook/twilio/status') return void response.writeHead(204).end();
    const { From = '' } = Object.fromEntries(new URLSearchParams(body));
    const twiml = path === '/webhook/twilio/voice' ? await opened(From) : undefined;
    const inner = path === '/twiml/after' ? desk.after : BUSY;
    const whole =
      twiml === undefined || !desk.fetches
        ? `<Response>${inner}</Response>`
        : twiml.replace('</Response>', '<Redirect method="POST">/twiml/after</Redirect></Response>');
    response.writeHead(200, { 'content-type': 'text/xml' }).end(whole);
  });
  return { ...server, desk, told, asked };
}

let simulators: Simulators;
let desk: Awaited<ReturnType<typeof startDesk>>;
let vapi: VapiSimulator;
let twilio: TwilioSimulator;
beforeEach(async () => {
  desk = await startDesk(() => vapi.url);
  simulators = await startSimulators(
    {
      VAPI_API_KEY: KEY,
      VAPI_SERVER_SECRET: 'FAKE-secret',
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'FAKE-token',
      TWILIO_WORKSPACE_SID: `WS${'2'.repeat(32)}`,
      TWILIO_WORKFLOW_SID: `WW${'3'.repeat(32)}`,
    },
    { vapi: true, twilio: true },
  );
  if (simulators.vapi === undefined || simulators.twilio === undefined) throw new Error('nothing is started');
  ({ vapi, twilio } = { vapi: simulators.vapi, twilio: simulators.twilio });
  simulators.connect(desk.url);
});
afterEach(async () => {
  await simulators.stop();
  await desk.stop();
});

const settled = async () => {
  await twilio.idle();
  await vapi.idle();
  await twilio.idle();
};
const heardOn = (callSid: string) =>
  twilio.heardOn(callSid).map((one) => ('text' in one ? `${one.is}: ${one.text}` : one.is));
const FIRST = 'assistant: Thanks for calling Example Energy, how can I help?';
const AFTER = 'said: Sorry, we were cut off.';
async function talking() {
  const leg = twilio.callIn({ to: DESK, from: CALLER });
  await expect.poll(() => vapi.calls().at(-1)?.status).toBe('in-progress');
  const call = vapi.calls().at(-1);
  if (call === undefined) throw new Error('there is no call');
  return { leg, call };
}

describe('a caller at the simulated Twilio whom we bring to the simulated Vapi by bypass', () => {
  it('hears the assistant, and what comes after it', async () => {
    const { leg, call } = await talking();
    await call.callerSays('Hello?');
    await call.assistantSays('How can I help?');
    await call.breaks('assistant-ended-call');
    await settled();
    expect(heardOn(leg.sid)).toEqual([FIRST, 'assistant: How can I help?', AFTER]);
    expect(leg.log).toEqual(['Connect', 'Redirect', 'Say', 'Hangup']);
    expect(desk.asked.filter((path) => path === '/webhook/twilio/status')).toHaveLength(1);
  });

  it.each([
    'call.in-progress.error-vapifault-worker-died',
    'pipeline-error-openai-llm-failed',
    'call.in-progress.error-providerfault-openai-llm-failed',
  ])('is not lost when the call breaks by %s', async (reason) => {
    const { leg, call } = await talking();
    await call.breaks(reason);
    await settled();
    expect(call).toMatchObject({ status: 'ended', endedReason: reason, stream: 'closed' });
    expect(heardOn(leg.sid)).toEqual([FIRST, AFTER]);
    const ends = desk.told.filter(({ endedReason }) => endedReason !== undefined);
    expect(ends).toMatchObject([
      { type: 'status-update', status: 'ended', endedReason: reason },
      { type: 'end-of-call-report', endedReason: reason },
    ]);
    await expect(call.breaks(reason)).rejects.toThrow('ended already');
  });

  it('may be told of its end twice, late or never', async () => {
    const { leg, call } = await talking();
    const began = Date.now();
    const told = { statusUpdate: { copies: 2 }, report: { delayMs: 40_000 } };
    await call.breaks('call.in-progress.error-vapifault-worker-died', told);
    await settled();
    const ends = desk.told.filter(({ endedReason }) => endedReason !== undefined);
    expect(ends.map(({ type }) => type)).toEqual(['status-update', 'status-update', 'end-of-call-report']);
    expect(ends[2]?.at).toBeGreaterThanOrEqual(began + 40_000);
    // Twilio did not wait for any of that.
    expect(leg.endedAt).toBeLessThan(began + 10_000);
    const other = await talking();
    other.call.endIsToldBy({ statusUpdate: { drop: true }, report: { drop: true } });
    await other.call.hangUp();
    await settled();
    expect(other.call.status).toBe('ended');
    expect(desk.told.filter(({ endedReason }) => endedReason !== undefined)).toHaveLength(3);
  });

  it.each([
    ['later than 5 s', { kind: 'slow', ms: 5_500 }, 1],
    ['without an answer, after the effect', { kind: 'lost-answer' }, 1],
    ['with 400', { kind: 'status', status: 400 }, 0],
    ['with 429', { kind: 'status', status: 429 }, 0],
    ['with 429 as a page', { kind: 'status', status: 429, as: 'page' }, 0],
    ['with 500', { kind: 'status', status: 500 }, 0],
    ['with 500 after the effect', { kind: 'status-after-effect', status: 500 }, 1],
    ['with a 201 without TwiML', { kind: 'without', field: 'phoneCallProviderDetails' }, 1],
  ] as const)('hears that we are busy when Vapi answers %s', async (_what, fault, left) => {
    vapi.faults.next('create-bypass-call', fault);
    const leg = twilio.callIn({ to: DESK, from: CALLER });
    await settled();
    expect(heardOn(leg.sid)).toEqual(['said: We have more callers than we can take.']);
    // What was opened in vain ends by itself.
    expect(vapi.calls()).toHaveLength(left);
    for (const call of vapi.calls())
      expect(call).toMatchObject({ status: 'ended', endedReason: NOBODY_CAME });
    const [request] = vapi.requests;
    expect(request?.operation).toBe('create-call');
    const next = await talking();
    expect(heardOn(next.leg.sid)).toEqual([FIRST]);
    await next.call.hangUp();
  });

  it('leaves a call behind whose TwiML nobody fetches, until it ends by itself', async () => {
    desk.desk.fetches = false;
    const leg = twilio.callIn({ to: DESK, from: CALLER });
    await settled();
    expect(leg.status).toBe('completed');
    const [call] = vapi.calls();
    expect(call).toMatchObject({ status: 'ended', endedReason: NOBODY_CAME, said: [] });
    expect((call?.endedAt ?? 0) - (call?.startedAt ?? 0)).toBeGreaterThanOrEqual(15_000);
  });

  it('goes on at once where the call has ended before the stream was there', async () => {
    vapi.limitConcurrency({ limit: 0, beyond: 'ends' });
    const leg = twilio.callIn({ to: DESK, from: CALLER });
    await settled();
    expect(heardOn(leg.sid)).toEqual([AFTER]);
    expect(twilio.alerts).toMatchObject([{ code: 31920 }]);
  });

  it('ends the call at Vapi by putting the phone down', async () => {
    const { leg, call } = await talking();
    twilio.hangUp(leg.sid);
    await settled();
    expect(call).toMatchObject({ status: 'ended', endedReason: 'customer-ended-call' });
    expect([leg.status, desk.asked.includes('/twiml/after')]).toEqual(['completed', false]);
  });
});

describe('a number that Vapi answers itself', () => {
  beforeEach(() => {
    vapi.saveNumber({ number: DESK });
    twilio.addNumber({ number: DESK, voiceUrl: vapi.inboundUrl });
  });

  it('connects the leg at Twilio to whom the server names', async () => {
    desk.desk.assistantRequest = { assistantId: ASSISTANT };
    const { leg, call } = await talking();
    expect([call.callSid, heardOn(leg.sid)]).toEqual([leg.sid, [FIRST]]);
    expect(leg.status).toBe('in-progress');
    await call.hangUp();
    expect(leg.status).toBe('completed');
  });

  it('tells the caller what the server says instead', async () => {
    desk.desk.assistantRequest = { error: 'Sorry, we are closed.' };
    const leg = twilio.callIn({ to: DESK, from: CALLER });
    await settled();
    expect([heardOn(leg.sid), leg.status]).toEqual([['said: Sorry, we are closed.'], 'completed']);
  });

  it('rings whoever the server forwards to', async () => {
    desk.desk.assistantRequest = { destination: { type: 'number', number: '+14155550177' } };
    const leg = twilio.callIn({ to: DESK, from: CALLER });
    await expect.poll(() => [...twilio.calls.values()].map(({ to }) => to)).toEqual([DESK, '+14155550177']);
    twilio.hangUp(leg.sid);
  });

  it('can be the fallback of a number that we answer', async () => {
    desk.desk.assistantRequest = { assistantId: ASSISTANT };
    twilio.addNumber({ number: DESK, voiceUrl: `${desk.url}/gone`, fallbackUrl: vapi.inboundUrl });
    twilio.deliveries.next('voice-url', { drop: true });
    const leg = twilio.callIn({ to: DESK, from: CALLER });
    await new Promise((resolve) => setTimeout(resolve, 16_000));
    expect(heardOn(leg.sid)).toEqual([FIRST]);
    expect(twilio.alerts).toMatchObject([{ code: 11200 }]);
  });
});
