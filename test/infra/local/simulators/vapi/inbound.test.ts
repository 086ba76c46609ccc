import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CALL,
  complaints,
  SERVER_MESSAGE,
} from '../../../../../infra/local/simulators/vapi/published/published.ts';
import { type PhoneNumber, startVapiSimulator } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { connectTestLegs } from './legs.ts';
import { type Bench, getCall, type Reply, SECRET, startBench, startReceiver } from './receiver.ts';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/${name}.json`, import.meta.url), 'utf8'));
const DESK = '+14155550199';
const CALLER = '+14155550123';
const ASSISTANT = 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51';
const NOBODY =
  "Couldn't get assistant, either set the assistant ID on the phone number or check the debugging artifacts.";
const FALLBACK = { type: 'number', number: '+14155550177', message: 'One moment.' } as const;

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const answers = (body: unknown, more: Partial<Exclude<Reply, 'cut'>> = {}) =>
  bench.receiver.replies.push({ status: 200, body, ...more });
/** A call to the number whose server answers this, and what came of it. */
async function called(reply: Reply | unknown, number: Partial<PhoneNumber> = {}, from = CALLER) {
  bench.vapi.saveNumber({ number: DESK, ...number });
  if (reply === 'cut') bench.receiver.replies.push('cut');
  else answers(reply);
  const call = await bench.vapi.callIn({ to: DESK, from });
  await bench.vapi.idle();
  return call;
}
const told = () => bench.receiver.received.map(({ message }) => message);
const keysOf = (value: unknown): string[] => Object.keys(Object(value)).sort();

describe('a call to a number at the simulated Vapi that has no assistant', () => {
  it('asks the server who talks, in the shape of a capture, signed', async () => {
    await called({ assistantId: ASSISTANT }, { name: 'Main line', server: { url: bench.receiver.url } });
    const [request] = bench.receiver.received;
    const captured = Object(fixture('vapi/assistant-request').message);
    const message = Object(request?.message);
    expect(keysOf(message)).toEqual(keysOf(captured));
    expect(keysOf(message.call)).toEqual(keysOf(captured.call));
    expect(keysOf(message.phoneNumber)).toEqual(keysOf(captured.phoneNumber));
    expect(message).toMatchObject({
      type: 'assistant-request',
      call: { type: 'inboundPhoneCall', status: 'ringing', transport: { provider: 'twilio' } },
      phoneNumber: { number: DESK },
      customer: { number: CALLER },
      assistantVersion: null,
    });
    const headers = bench.vapi.sign(request?.raw ?? '', Number(request?.headers['x-timestamp']) * 1000);
    expect(request?.headers).toMatchObject(headers);
    expect(SECRET).not.toBe('');
  });

  it.each([
    ['anonymous', {}],
    ['', undefined],
    ['client:web_visitor_81', {}],
    ['sip:desk@pbx.example.com', { sipUri: 'sip:desk@pbx.example.com' }],
    ['+266696687', { number: '+266696687' }],
  ])('has no number of a caller "%s" who has none', async (from, customer) => {
    await called({ assistantId: ASSISTANT }, {}, from);
    const [message = {}] = told();
    expect(Object(message).customer).toEqual(customer);
    expect(Object(Object(message).call).customer).toEqual(customer);
  });

  it('asks the server of the number before that of the organisation', async () => {
    const other = await startReceiver();
    bench.vapi.saveNumber({ number: DESK, server: { url: other.url } });
    other.replies.push({ status: 200, body: { assistantId: ASSISTANT } });
    await bench.vapi.callIn({ to: DESK, from: CALLER });
    expect(other.names()).toEqual(['assistant-request', 'status-update:in-progress']);
    expect(bench.receiver.received).toEqual([]);
    await other.stop();
  });

  it('does not ask where the number has somebody', async () => {
    bench.vapi.saveNumber({ number: DESK, assistantId: ASSISTANT });
    const call = await bench.vapi.callIn({ to: DESK, from: CALLER });
    expect(bench.receiver.names()).toEqual(['status-update:in-progress']);
    expect(told()[0]).toMatchObject({ call: { assistantId: ASSISTANT } });
    expect(call.status).toBe('in-progress');
  });

  it('ends where the number has somebody who is not there', async () => {
    bench.vapi.saveAssistant({ name: 'Another' });
    bench.vapi.saveNumber({ number: DESK, assistantId: ASSISTANT, fallbackDestination: FALLBACK });
    const call = await bench.vapi.callIn({ to: DESK, from: CALLER });
    expect(call).toMatchObject({ status: 'ended', endedReason: 'assistant-not-found', said: [NOBODY] });
    expect(bench.receiver.names()).toEqual(['status-update:ended']);
  });

  it('needs a number that Vapi has', async () => {
    await expect(bench.vapi.callIn({ to: DESK, from: CALLER })).rejects.toThrow('no number');
    expect(() => bench.vapi.saveNumber({ number: DESK, assistantId: 'a', squadId: 's' })).toThrow();
  });
});

describe('the answer to an assistant-request', () => {
  it('names a saved assistant, whose overrides its messages carry', async () => {
    const answer = fixture('vapi-2/assistant-request.response.assistant-overrides');
    const call = await called(answer);
    expect(call.said).toEqual(['Welcome back, Sam. How can I help?']);
    await call.askForHuman();
    const last = told().at(-1);
    expect(last).toMatchObject({
      type: 'tool-calls',
      call: answer,
      artifact: { variableValues: { callerName: 'Sam', knownCustomer: true } },
    });
    expect((await getCall(bench.vapi, call.id)).body).toMatchObject({ status: 'in-progress', ...answer });
    await call.hangUp();
    expect(bench.receiver.names()).toEqual([
      'assistant-request',
      'status-update:in-progress',
      'tool-calls',
      'status-update:ended',
      'end-of-call-report',
    ]);
  });

  it('names a squad, which its messages carry instead of an assistant', async () => {
    const answer = fixture('vapi-2/assistant-request.response.squad-overrides');
    const call = await called(answer);
    await call.askForHuman();
    expect(told().at(-1)).toMatchObject({
      call: answer,
      artifact: { variableValues: { callerName: 'Sam', attempt: 0 } },
    });
    expect(Object(told().at(-1)?.call)).not.toHaveProperty('assistantId');
  });

  it('holds a whole assistant of its own', async () => {
    const { assistant: given } = fixture('vapi-2/assistant-request.response.transient');
    // Its messages go to its own server, which is not on this machine: to the one that is connected.
    const call = await called({ assistant: given });
    expect(call.said).toEqual(['Thanks for calling Example Energy. How can I help?']);
    expect(call.metadata).toMatchObject({ managedBy: 'voice-handoff' });
    expect(told().at(-1)).toMatchObject({
      type: 'status-update',
      assistant: { voice: { voiceId: 'Elliot' } },
    });
    await call.callerSays('Hello?');
    // It is subscribed to no speech.
    expect(bench.receiver.names()).toEqual(['assistant-request', 'status-update:in-progress']);
  });

  it('forwards the caller without an assistant', async () => {
    const { destination } = fixture('vapi-2/assistant-request.response.destination-sip');
    const call = await called({ destination });
    expect(call).toMatchObject({
      status: 'ended',
      endedReason: 'assistant-request-returned-forwarding-phone-number',
      said: ['One moment please.'],
      destination,
    });
    expect(bench.receiver.names()).toEqual(['assistant-request', 'status-update:ended']);
  });

  it('is spoken when it is an error, whatever else it holds', async () => {
    const call = await called({
      error: 'Sorry, we are closed.',
      assistantId: ASSISTANT,
      destination: FALLBACK,
    });
    expect(call).toMatchObject({
      said: ['Sorry, we are closed.'],
      endedReason: 'assistant-request-returned-error',
    });
  });

  it('takes the first in its order: a destination before an assistant before a squad', async () => {
    const call = await called({ destination: FALLBACK, assistantId: ASSISTANT });
    expect(call.endedReason).toBe('assistant-request-returned-forwarding-phone-number');
    const talks = await called({ assistantId: ASSISTANT, squadId: 'squad-1' });
    expect(told().at(-1)).toMatchObject({ call: { assistantId: ASSISTANT } });
    expect(Object(told().at(-1)?.call)).not.toHaveProperty('squadId');
    expect(talks.status).toBe('in-progress');
  });

  const unspeakable = 'assistant-request-returned-unspeakable-error';
  const invalid = 'assistant-request-returned-invalid-assistant';
  const nobody = 'assistant-request-returned-no-assistant';
  const { assistant: transient } = fixture('vapi-2/assistant-request.response.transient');
  it.each([
    ['an empty error', { error: '' }, unspeakable],
    ['an error without a word', { error: ' ...' }, unspeakable],
    ['an error that is no text', { error: { message: 'x' } }, unspeakable],
    ['nothing', {}, nobody],
    ['only what nobody knows', { message: 'hello' }, nobody],
    ['nulls', { assistantId: null, error: null }, nobody],
    ['an empty id', { assistantId: '' }, invalid],
    ['a key that is unknown', { assistantId: ASSISTANT, variableValues: {} }, invalid],
    [
      'a partial model',
      { assistantId: ASSISTANT, assistantOverrides: { model: { temperature: 0 } } },
      invalid,
    ],
    ['an override that is unknown', { assistantId: ASSISTANT, assistantOverrides: { first: 'x' } }, invalid],
    [
      'overrides of the other kind',
      { squadId: 'squad-1', assistantOverrides: { variableValues: {} } },
      invalid,
    ],
    ['overrides of a squad', { assistantId: ASSISTANT, squadOverrides: { variableValues: {} } }, invalid],
    [
      'a key too many deep inside',
      { assistant: { ...Object(transient), silenceTimeoutSeconds: 30 } },
      invalid,
    ],
    ['a squad of nobody', { squad: { members: [] } }, invalid],
    ['a destination that cannot be dialled', { destination: { type: 'number', number: '911' } }, invalid],
    ['a destination inside the call', { destination: { type: 'assistant', assistantName: 'x' } }, invalid],
    ['a workflow', { workflowId: 'workflow-1' }, invalid],
  ])('with %s is no answer', async (_what, body, endedReason) => {
    const call = await called(body, { fallbackDestination: FALLBACK });
    expect(call).toMatchObject({ status: 'ended', endedReason, said: [NOBODY] });
    const [, update, ...more] = told();
    expect([update, more]).toMatchObject([
      {
        type: 'status-update',
        status: 'ended',
        endedReason,
        inboundPhoneCallDebuggingArtifacts: { error: NOBODY, assistantRequestResponse: body },
      },
      [],
    ]);
    const [captured] = [fixture('vapi-2/status-update.ended.assistant-request-returned-invalid-assistant')];
    const wanted = keysOf(captured?.message).filter((key) => key !== 'endedReason');
    expect(keysOf(update)).toEqual(expect.arrayContaining(wanted));
  });

  it('is invalid where nobody has saved whom it names, once anybody is saved', async () => {
    bench.vapi.saveAssistant({ id: ASSISTANT, name: 'Router', firstMessage: 'Hello {{callerName}}!' });
    expect((await called({ assistantId: 'another' })).endedReason).toBe(invalid);
    expect((await called({ squadId: 'another' })).endedReason).toBe(invalid);
    const assistantOverrides = { variableValues: { callerName: 'Sam' } };
    const call = await called({ assistantId: ASSISTANT, assistantOverrides });
    expect([call.said, call.talking.name]).toEqual([['Hello Sam!'], 'Router']);
  });
});

describe('a server that does not say who talks', () => {
  it('has 7.5 s, whatever time-out is set, and one chance', async () => {
    bench.vapi.saveNumber({ number: DESK, server: { url: bench.receiver.url, timeoutSeconds: 20 } });
    answers({ assistantId: ASSISTANT }, { afterMs: 7_600 });
    const began = Date.now();
    const call = await bench.vapi.callIn({ to: DESK, from: CALLER });
    expect((call.endedAt ?? 0) - began).toBeGreaterThanOrEqual(7_500);
    expect((call.endedAt ?? 0) - began).toBeLessThan(7_600);
    await bench.vapi.idle();
    expect(bench.receiver.names()).toEqual(['assistant-request', 'status-update:ended']);
    const captured = Object(fixture('vapi-2/status-update.ended.assistant-request-failed').message);
    const update = Object(told()[1]);
    expect(keysOf(update)).toEqual(keysOf(captured));
    expect(update.inboundPhoneCallDebuggingArtifacts).toEqual(captured.inboundPhoneCallDebuggingArtifacts);
    expect(call.said).toEqual([captured.inboundPhoneCallDebuggingArtifacts.error]);
  });

  it('is in time at 7.4 s', async () => {
    bench.vapi.saveNumber({ number: DESK });
    answers({ assistantId: ASSISTANT }, { afterMs: 7_400 });
    expect((await bench.vapi.callIn({ to: DESK, from: CALLER })).status).toBe('in-progress');
  });

  it.each([
    ['503', { status: 503, body: { assistantId: ASSISTANT } } as Reply],
    ['401', { status: 401, body: {} } as Reply],
    ['a list', { status: 200, body: [] } as Reply],
    ['a text', { status: 200, body: 'assistant' } as Reply],
    ['a cut connection', 'cut' as Reply],
  ])('with %s has failed, and the caller is told so', async (_what, reply) => {
    bench.vapi.saveNumber({ number: DESK });
    bench.receiver.replies.push(reply);
    const call = await bench.vapi.callIn({ to: DESK, from: CALLER });
    expect(call).toMatchObject({
      status: 'ended',
      endedReason: 'assistant-request-failed',
      said: [expect.stringContaining("Couldn't get assistant")],
    });
    expect(told().at(-1)).toMatchObject({
      inboundPhoneCallDebuggingArtifacts: { assistantRequestError: expect.any(String) },
    });
    expect((await getCall(bench.vapi, call.id)).body).toMatchObject({ status: 'ended' });
  });

  it('is spared the caller who is forwarded to the fallback', async () => {
    bench.vapi.saveNumber({ number: DESK, fallbackDestination: FALLBACK });
    bench.receiver.replies.push({ status: 500, body: {} });
    const call = await bench.vapi.callIn({ to: DESK, from: CALLER });
    expect(call).toMatchObject({
      endedReason: 'assistant-request-failed',
      destination: FALLBACK,
      said: ['One moment.'],
    });
    expect(told().at(-1)).toMatchObject({
      inboundPhoneCallDebuggingArtifacts: { error: expect.any(String) },
    });
  });
});

describe('an inbound call beyond what the account may have', () => {
  it.each([
    'refused',
    'too-many',
    'ends',
  ] as const)('ends at once where such a call is %s', async (beyond) => {
    bench.vapi.limitConcurrency({ limit: 1, beyond });
    await bench.vapi.startCall();
    const call = await called({ assistantId: ASSISTANT });
    const endedReason = 'call.start.error-subscription-concurrency-limit-reached';
    expect(call).toMatchObject({ status: 'ended', endedReason, said: [] });
    expect(bench.receiver.names()).not.toContain('assistant-request');
  });

  it('waits for a place, and asks for its assistant then', async () => {
    bench.vapi.limitConcurrency({ limit: 1, beyond: 'waits' });
    const first = await bench.vapi.startCall();
    bench.vapi.saveNumber({ number: DESK });
    const calling = bench.vapi.callIn({ to: DESK, from: CALLER });
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    expect(bench.receiver.names()).not.toContain('assistant-request');
    bench.receiver.always.set('assistant-request', { status: 200, body: { assistantId: ASSISTANT } });
    await first.hangUp();
    expect(await calling).toMatchObject({ status: 'in-progress' });
  });

  it('may leave while it waits, and takes no place then', async () => {
    bench.vapi.limitConcurrency({ limit: 1, beyond: 'waits' });
    const first = await bench.vapi.startCall();
    bench.vapi.saveNumber({ number: DESK });
    const calling = bench.vapi.callIn({ to: DESK, from: CALLER });
    await bench.vapi.calls().at(-1)?.hangUp();
    expect(await calling).toMatchObject({ status: 'ended', endedReason: 'customer-ended-call' });
    await first.hangUp();
    expect(bench.receiver.names()).not.toContain('assistant-request');
  });

  it('counts from its first ring', async () => {
    bench.vapi.limitConcurrency({ limit: 1, beyond: 'refused' });
    bench.vapi.saveNumber({ number: DESK });
    const body = { assistantId: ASSISTANT };
    bench.receiver.always.set('assistant-request', { status: 200, body, afterMs: 1_000 });
    const first = bench.vapi.callIn({ to: DESK, from: CALLER });
    expect((await bench.vapi.callIn({ to: DESK, from: '+14155550124' })).status).toBe('ended');
    expect((await first).status).toBe('in-progress');
  });
});

describe('the voice URL of a number that was imported into the simulated Vapi', () => {
  const CALL_SID = `CA${'5'.repeat(32)}`;
  const ring = async (more: Record<string, string> = {}) => {
    const form = {
      CallSid: CALL_SID,
      AccountSid: `AC${'7'.repeat(32)}`,
      From: CALLER,
      To: DESK,
      CallStatus: 'ringing',
    };
    const response = await fetch(bench.vapi.inboundUrl, {
      method: 'POST',
      body: new URLSearchParams({ ...form, ...more }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };

  it('has the leg connect to the assistant that the server names', async () => {
    const legs = connectTestLegs(bench.vapi);
    bench.vapi.saveNumber({ number: DESK });
    answers({ assistantId: ASSISTANT });
    const { status, type, text } = await ring();
    const [call] = bench.vapi.calls();
    const streamUrl = call?.listenUrl.replace(/listen$/, 'transport') ?? '';
    expect([status, type]).toEqual([200, 'text/xml']);
    expect(text).toContain(`<Connect><Stream url="${streamUrl}"/></Connect>`);
    expect(call).toMatchObject({ status: 'ringing', callSid: CALL_SID });
    expect(legs.join(streamUrl, CALL_SID)).toBe(true);
    await bench.vapi.idle();
    expect(call).toMatchObject({ status: 'in-progress' });
    expect(legs.heard).toEqual([[CALL_SID, 'Thanks for calling Example Energy, how can I help?']]);
  });

  it.each([
    [{ error: 'We are closed & sorry.' }, '<Say>We are closed &amp; sorry.</Say><Hangup/>'],
    [{}, `<Say>${NOBODY}</Say><Hangup/>`],
    [{ destination: FALLBACK }, '<Say>One moment.</Say><Dial><Number>+14155550177</Number></Dial>'],
    [
      fixture('vapi-2/assistant-request.response.destination-sip'),
      '<Say>One moment please.</Say><Dial><Sip>sip:frontdesk-fallback@example-tenant.sip.twilio.com</Sip></Dial>',
    ],
  ])('answers %j with TwiML', async (body, inner) => {
    bench.vapi.saveNumber({ number: DESK });
    answers(body);
    expect((await ring()).text).toContain(`<Response>${inner}</Response>`);
  });

  it('refuses a call that was answered before, and a number that Vapi has not', async () => {
    expect((await ring()).status).toBe(404);
    bench.vapi.saveNumber({ number: DESK });
    expect((await ring({ CallStatus: 'in-progress' })).status).toBe(400);
    expect(bench.vapi.calls()).toEqual([]);
  });

  it('lets a call end whose leg never comes', async () => {
    bench.vapi.saveNumber({ number: DESK });
    answers({ assistantId: ASSISTANT });
    await ring();
    await bench.vapi.idle();
    expect(bench.vapi.calls()).toMatchObject([{ status: 'ended', endedReason: 'customer-ended-call' }]);
  });
});

describe('what is sent about inbound calls', () => {
  it('holds against what Vapi has published', async () => {
    bench.vapi.saveAssistant({ id: ASSISTANT, name: 'Router', firstMessage: 'Hello' });
    await called({ assistantId: ASSISTANT, assistantOverrides: { variableValues: { a: 1 } } });
    await called({});
    await called({ destination: FALLBACK });
    for (const { id } of bench.vapi.calls()) {
      expect(complaints((await getCall(bench.vapi, id)).body, CALL)).toEqual([]);
    }
    for (const message of told()) {
      const wrong = complaints({ message }, SERVER_MESSAGE).filter(
        (one) =>
          !/\.(assistant|phoneNumber)\.property (id|orgId|createdAt|updatedAt|status) should not exist$/.test(
            one,
          ),
      );
      expect([message.type, wrong]).toEqual([message.type, []]);
    }
  });

  it('does not hold up a simulator that stops', async () => {
    const vapi = await startVapiSimulator({ apiKey: 'FAKE', secret: SECRET });
    vapi.limitConcurrency({ limit: 0, beyond: 'waits' });
    vapi.saveNumber({ number: DESK });
    const calling = vapi.callIn({ to: DESK, from: CALLER });
    await vapi.stop();
    expect((await calling).status).toBe('ringing');
  });
});
