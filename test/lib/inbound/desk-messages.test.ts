import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { EndOf } from '../../../lib/capacity/places.ts';
import type { CutOff } from '../../../lib/desk/memory.ts';
import { answerServerMessage, type ServerMessageOptions } from '../../../lib/inbound/vapi-messages.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';
import { MemoryCallers } from '../desk/memory-callers.ts';
import { MemoryRouting } from '../desk/memory-routing.ts';
import * as given from '../handoff/given.ts';
import { KEEPS, OPTIONS } from './tools/options.ts';

const { T0 } = given;
const CALLER = '+14155550123';
const CALL_ID = '0199a3c4-7e21-7bb3-9c55-2f6d1e8a4b70';
const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
const assistants = { 'front-desk': 'as-desk', billing: 'as-billing', support: 'as-support' };
const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vapi/${name}.json`, import.meta.url), 'utf8')).message;

const world = (
  desk: Partial<ServerMessageOptions['desk']> = {},
  more: Partial<ServerMessageOptions> = {},
) => {
  const memory = new MemoryCallers();
  const routing = new MemoryRouting();
  const watched = given.watching();
  const places = {
    done: [] as string[],
    asked: [] as string[],
    answer: 'taken' as 'taken' | 'full',
    down: false,
  };
  const over = new Set<string>();
  const ask = (what: string) => {
    places.done.push(what);
    if (places.down) throw new Unavailable('table', 'down');
  };
  const ports = {
    ...KEEPS,
    store: new given.MemoryStore({ is: 'none', version: 0 }),
    queue: new given.MemoryQueue(),
    followups: { send: async () => {} },
    outbound: { send: async () => {} },
    routing,
    clock: () => T0,
    conversation: {
      events: { send: async () => {} },
      keepEvent: async () => {},
      markLive: async () => {},
      markOver: async (callId: string) => {
        await Promise.resolve();
        places.done.push('over');
        over.add(callId);
      },
      saveReport: async () => 'saved' as const,
      afterCall: false,
      clock: () => T0,
    },
    desk: {
      memory,
      places: {
        take: async (holder: string) => {
          ask(`take ${holder}`);
          return places.answer;
        },
        free: async (holder: string, end?: EndOf) =>
          ask(`free ${holder}${end?.of === 'call' ? ` of ${end.callId}` : ''}`),
      },
      isOver: async (callId: string) => {
        places.asked.push(callId);
        return over.has(callId);
      },
    },
    ...watched,
  };
  const options: ServerMessageOptions = {
    ...OPTIONS,
    transferMode: 'blind-transfer',
    desk: { setup: { squadId: 'sq', assistants }, resumeMinutes: 30, ...desk },
    ...more,
  };
  const told = async (message: Record<string, unknown>) => {
    const parsed = parseServerMessage({ message });
    if (parsed.is !== 'message') throw new Error(`${parsed.field} ${parsed.problem}`);
    return answerServerMessage(parsed.message, options, ports);
  };
  return { told, memory, routing, places, ...watched };
};

const LAST: CutOff = {
  callId: 'call-before',
  endedAt: T0 - 60_000,
  specialist: 'billing',
  intent: 'billing',
  summary: 'Invoice 4471 was charged twice.',
  words: 'I was charged twice.',
  name: 'Ada',
  nameSource: 'assistant',
};

describe('Vapi asks who answers a call', () => {
  it('and gets the squad', async () => {
    const { told, counts } = world();
    expect(await told(fixture('assistant-request'))).toEqual({ squadId: 'sq' });
    expect(counts).toEqual(expect.arrayContaining(['assistant_request_answered', 'arrival_assistant']));
  });

  it.each([
    ['the router', { setup: { assistants } }, { assistantId: 'as-desk' }],
    ['the one assistant', { setup: { assistants: {}, assistantId: 'as-one' } }, { assistantId: 'as-one' }],
  ])('and gets %s where there is no squad', async (_, desk, answer) => {
    expect(await world(desk).told(fixture('assistant-request'))).toEqual(answer);
  });

  it('and gets a sentence where nobody is set up, which is logged and counted', async () => {
    const { told, counts, lines } = world({ setup: { assistants: {} } });
    expect(await told(fixture('assistant-request'))).toEqual({
      error: expect.stringContaining('nobody can take your call'),
    });
    expect(counts).toEqual(expect.arrayContaining(['assistant_request_nobody', 'arrival_busy']));
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'no assistant' }));
  });

  it('for a caller who was cut off, and gets whom they were with, who knows what was said', async () => {
    const { told, memory } = world();
    memory.known.set(CALLER, LAST);
    expect(await told(fixture('assistant-request'))).toEqual({
      assistantId: 'as-billing',
      assistantOverrides: {
        variableValues: {
          resumed: 'yes',
          last_intent: 'billing',
          last_summary: 'Invoice 4471 was charged twice.',
          last_words: 'I was charged twice.',
          customer_name: 'Ada',
        },
        // What the assistant took down in the call before does not become the team's word.
        metadata: { handoffPreviousCallId: 'call-before', customerNameSource: 'assistant' },
      },
    });
  });

  it('for a caller who was cut off while with the router, and gets the router again', async () => {
    const { told, memory } = world();
    memory.known.set(CALLER, { callId: 'call-before', endedAt: T0 - 60_000 });
    expect(await told(fixture('assistant-request'))).toEqual({
      squadId: 'sq',
      squadOverrides: {
        variableValues: { resumed: 'yes' },
        metadata: { handoffPreviousCallId: 'call-before' },
      },
    });
  });

  it.each([
    ['too long ago', { ...LAST, endedAt: T0 - 1_800_000 }, 30],
    ['but resuming is switched off', LAST, 0],
  ])('for a caller who was cut off %s, and gets a fresh start', async (_, last, resumeMinutes) => {
    const { told, memory } = world({ resumeMinutes });
    memory.known.set(CALLER, last);
    expect(await told(fixture('assistant-request'))).toEqual({ squadId: 'sq' });
  });

  it('while the table is away, which costs the resuming and not the answer', async () => {
    const { told, memory, places } = world();
    memory.down = true;
    places.down = true;
    expect(await told(fixture('assistant-request'))).toEqual({ squadId: 'sq' });
  });

  it('while the table is silent, and gets an answer within a second', async () => {
    const { told, memory } = world();
    memory.load = () => new Promise(() => {});
    const begun = performance.now();
    expect(await told(fixture('assistant-request'))).toEqual({ squadId: 'sq' });
    expect(performance.now() - begun).toBeGreaterThan(500);
  });

  it('for a withheld caller, of whom nothing is looked for', async () => {
    const { told, memory } = world();
    const { call, customer: _known, ...message } = fixture('assistant-request');
    const withheld = { ...Object(call), customer: { number: '+266696687' } };
    expect(await told({ ...message, call: withheld })).toEqual({ squadId: 'sq' });
    expect(memory.done).toEqual([]);
  });

  it.each([
    ['by its transport', { transport: { provider: 'vapi.sip' } }, {}],
    ['by its kind of transport', { phoneCallTransport: 'sip' }, {}],
    ['by its caller’s address', {}, { sipUri: 'sip:4155550123@example.com' }],
  ])('for a call by SIP, with a number of its caller’s choice, and looks for nothing: %s', async (_, more, whom) => {
    const { told, memory } = world();
    memory.known.set(CALLER, LAST);
    const { call, ...message } = fixture('assistant-request');
    const bySip = { ...message, customer: { number: CALLER, ...whom }, call: { ...Object(call), ...more } };
    expect(await told(bySip)).toEqual({ squadId: 'sq' });
    expect(memory.done).toEqual([]);
  });

  it('for a chat, and gets the same assistant, with no place and nothing resumed', async () => {
    const { told, memory, places } = world();
    memory.known.set(CALLER, LAST);
    const chat = { type: 'assistant-request', chat: { id: 'chat-1' }, customer: { number: CALLER } };
    expect(await told(chat)).toEqual({ squadId: 'sq' });
    expect([memory.done, places.done]).toEqual([[], []]);
  });

  it('beyond the limit, and gets the fallback number, or else a sentence', async () => {
    const full = world();
    full.places.answer = 'full';
    expect(await full.told(fixture('assistant-request'))).toEqual({
      error: expect.stringContaining('more calls than we can answer'),
    });
    const withNumber = world({}, { fallbackNumber: '+14155550111' });
    withNumber.places.answer = 'full';
    expect(await withNumber.told(fixture('assistant-request'))).toMatchObject({
      destination: { type: 'number', number: '+14155550111' },
    });
  });
});

describe('An assistant asks to whom it hands a caller over', () => {
  const asks = (parameters: unknown, timestamp = T0) => ({
    ...fixture('handoff-destination-request'),
    parameters,
    timestamp,
  });

  it('and gets whom the caller wants, by id where it is known', async () => {
    const { told } = world();
    expect(await told(asks({ intent: 'billing' }))).toEqual({
      destination: {
        type: 'assistant',
        assistantId: 'as-billing',
        contextEngineeringPlan: { type: 'all' },
      },
    });
    expect(await told(asks({ department: 'sales' }, T0 + 1))).toMatchObject({
      destination: { type: 'assistant', assistantName: 'sales' },
    });
  });

  it('and gets a question twice for what is unclear, then support; the model’s own count is no evidence', async () => {
    const { told } = world();
    const unclear = (n: number) => asks({ intent: 'unsure', clarifyingQuestionsAsked: 9 }, T0 + n);
    expect(await told(unclear(1))).toEqual({ destination: {}, error: expect.stringMatching(/^ASK /) });
    // The same message once more.
    expect(await told(unclear(1))).toEqual({ destination: {}, error: expect.stringMatching(/^ASK /) });
    expect(await told(unclear(2))).toEqual({ destination: {}, error: expect.stringMatching(/^ASK /) });
    expect(await told(unclear(3))).toMatchObject({ destination: { assistantId: 'as-support' } });
  });

  it('with arguments as text, or none, and gets an answer', async () => {
    const { told } = world();
    expect(await told(asks('{"intent":"billing"}'))).toMatchObject({
      destination: { assistantId: 'as-billing' },
    });
    expect(await told(asks(undefined, T0 + 1))).toMatchObject({ destination: {}, error: expect.any(String) });
  });
});

describe('The end of a call at the desk', () => {
  const ended = (endedReason: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
    ...fixture('status-update.ended'),
    endedReason,
    ...more,
  });

  it('that was cut off is remembered with whom the caller was with and what they said', async () => {
    const { told, memory } = world();
    const toolCall = { id: 'call_1', function: { name: 'route_call', arguments: { intent: 'billing' } } };
    await told({ ...fixture('tool-calls'), toolCallList: [toolCall] });
    await told(ended('call.in-progress.error-vapifault-worker-died'));
    expect(memory.known.get(CALLER)).toMatchObject({
      callId: CALL_ID,
      specialist: 'billing',
      intent: 'billing',
      words: expect.stringContaining('Okay, thanks.'),
    });
    await told({
      ...fixture('end-of-call-report'),
      endedReason: 'call.in-progress.error-vapifault-worker-died',
    });
    expect(memory.known.get(CALLER)).toMatchObject({ summary: expect.any(String), specialist: 'billing' });
  });

  it('that was cut off without a word of ours is remembered by the assistant who spoke last', async () => {
    const { told, memory } = world();
    const artifact = {
      messages: [
        { role: 'bot', message: 'Hello.', assistantId: 'as-desk' },
        { role: 'user', message: 'My card 4111 1111 1111 1111 was charged.' },
        { role: 'bot', message: 'I see.', assistantId: 'as-billing' },
      ],
    };
    await told(ended('pipeline-error-openai-llm-failed', { artifact }));
    const last = memory.known.get(CALLER);
    expect(last).toMatchObject({ specialist: 'billing' });
    expect(last?.words).not.toContain('4111');
  });

  it.each([
    'customer-ended-call',
    'silence-timed-out',
    'exceeded-max-duration',
    'assistant-forwarded-call',
  ])('that was not cut off leaves nothing to pick up: %s', async (reason) => {
    const { told, memory } = world();
    memory.known.set(CALLER, LAST);
    await told(ended(reason));
    expect(memory.known.get(CALLER)).toBeUndefined();
  });

  it.each([
    ['nobody is set up', { setup: { assistants: {} } }],
    ['resuming is switched off', { resumeMinutes: 0 }],
  ])('asks the table for nothing where %s', async (_, desk) => {
    const { told, memory, routing } = world(desk);
    await told(ended('call.in-progress.error-vapifault-worker-died'));
    expect([memory.done, routing.asked]).toEqual([[], []]);
  });

  it('of an outbound call or of a withheld caller is not remembered', async () => {
    const { told, memory } = world();
    const { call, customer: _known, ...message } = ended('pipeline-error-openai-llm-failed');
    await told({
      ...message,
      customer: { number: CALLER },
      call: { ...Object(call), type: 'outboundPhoneCall' },
    });
    await told({ ...message, call: { ...Object(call), customer: { number: 'anonymous' } } });
    expect(memory.done).toEqual([]);
  });

  it('of a caller by SIP is not kept under the number that they chose', async () => {
    const { told, memory } = world();
    const { call, ...message } = ended('pipeline-error-openai-llm-failed');
    await told({
      ...message,
      customer: { number: CALLER },
      call: { ...Object(call), transport: { provider: 'vapi.sip' } },
    });
    expect(memory.done).toEqual([]);
  });

  it('that was opened for a leg of ours is remembered, whichever way Vapi says that it went', async () => {
    const { told, memory } = world();
    const { call, ...message } = ended('pipeline-error-openai-llm-failed');
    const ofLeg = { type: 'outboundPhoneCall', assistantOverrides: { metadata: { handoffCallSid: LEG } } };
    await told({ ...message, customer: { number: CALLER }, call: { ...Object(call), ...ofLeg } });
    expect(memory.known.get(CALLER)).toMatchObject({ callId: CALL_ID });
  });

  it('gives its place back, under either of its names, and an early empty report none', async () => {
    const { told, places } = world();
    const { call } = fixture('end-of-call-report');
    const early = {
      type: 'end-of-call-report',
      call,
      endedReason: 'call.in-progress.twilio-completed-call',
    };
    await told(early);
    expect(places.done).toEqual([]);
    await told(ended('customer-ended-call'));
    // What comes late looks there, so it is kept first.
    expect(places.done).toEqual(['over', `free ${LEG} of ${CALL_ID}`, `free ${CALL_ID} of ${CALL_ID}`]);
  });

  it('is not held up by places that cannot be reached', async () => {
    const { told, places } = world();
    places.down = true;
    await expect(told(ended('customer-ended-call'))).resolves.toEqual({});
  });
});

describe('A call that nobody announced', () => {
  const begins = (status: string, type = 'inboundPhoneCall') => {
    const { call, artifact: _later, ...message } = fixture('status-update');
    return { ...message, status, call: { ...Object(call), type } };
  };

  it.each([
    'queued',
    'ringing',
    'in-progress',
  ])('has a place from the first that is heard of it: %s', async (status) => {
    const { told, places } = world();
    await told(begins(status));
    expect(places.done).toEqual([`take ${LEG}`]);
  });

  it('has one by its first ring, of which Vapi tells no talk', async () => {
    const { told, places } = world();
    await told(fixture('status-update.ringing'));
    expect(places.done).toEqual([`take ${LEG}`]);
  });

  it.each(['outboundPhoneCall', 'webCall'])('has one whichever way it goes: %s', async (type) => {
    const { told, places } = world();
    await told(begins('in-progress', type));
    expect(places.done).toHaveLength(1);
  });

  it.each(['scheduled', 'forwarding', 'something-new'])('has none by %s', async (status) => {
    const { told, places } = world();
    await told(begins(status));
    expect(places.done).toEqual([]);
  });

  it.each([
    'queued',
    'ringing',
    'in-progress',
  ])('gives it back at once where its end was told before: %s', async (status) => {
    const { told, places } = world();
    await told(fixture('status-update.ended'));
    places.done.length = 0;
    await told(begins(status));
    expect(places.done).toEqual([
      `take ${LEG}`,
      `free ${LEG} of ${CALL_ID}`,
      `free ${CALL_ID} of ${CALL_ID}`,
    ]);
  });

  it('is none of those that we asked for: the table is not asked whether one is over', async () => {
    const { told, places } = world();
    const { call, ...message } = begins('in-progress', 'outboundPhoneCall');
    const ofOurs = { ...Object(call), assistantOverrides: { metadata: { attemptId: 'oc_1' } } };
    await told({ ...message, call: ofOurs });
    expect([places.done, places.asked]).toEqual([[], []]);
  });

  it('goes on where places cannot be counted, or are all taken', async () => {
    const { told, places } = world();
    places.down = true;
    await expect(told(begins('in-progress'))).resolves.toEqual({});
    places.down = false;
    places.answer = 'full';
    await expect(told(begins('in-progress'))).resolves.toEqual({});
  });
});
