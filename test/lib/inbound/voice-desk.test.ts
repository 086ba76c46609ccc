import { afterEach, describe, expect, it, vi } from 'vitest';
import { RefusedForGood, Unavailable } from '../../../lib/base/trouble.ts';
import type { PlaceMessage } from '../../../lib/capacity/place-message.ts';
import type { EndOf } from '../../../lib/capacity/places.ts';
import { type OpeningHours, openingHoursSchema } from '../../../lib/handoff/ask/opening-hours.ts';
import type { CallSeen } from '../../../lib/handoff/ports/calls.ts';
import { voiceLinks } from '../../../lib/handoff/ports/voice-links.ts';
import type { CallbackMessage } from '../../../lib/handoff/record/callback-request.ts';
import { afterLinks } from '../../../lib/inbound/after-link.ts';
import {
  answerAfter,
  answerArrival,
  type VoiceDeskOptions,
  type VoiceDeskPorts,
} from '../../../lib/inbound/voice-desk.ts';
import type { ArrivingCall } from '../../../lib/twilio/voice-callbacks.ts';
import type { LegOpened, LegOrder } from '../../../lib/vapi/open-leg.ts';
import { MemoryCallers } from '../desk/memory-callers.ts';
import { MemoryLegs } from '../desk/memory-legs.ts';
import { MemoryRouting } from '../desk/memory-routing.ts';
import * as given from '../handoff/given.ts';

const { T0 } = given;
const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
const ACCOUNT = 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6';
const CALLER = '+14155550123';
const BROKEN = 'call.in-progress.error-vapifault-worker-died';
const NEVER_OPEN: OpeningHours = openingHoursSchema.parse({ timeZone: 'UTC', week: {}, holidays: [] });
const twimlOf = (callId: string) =>
  `<Response><Connect><Stream url="wss://x.vapi.ai/${callId}"/></Connect></Response>`;
const opened = (callId: string): LegOpened => ({ is: 'opened', callId, twiml: twimlOf(callId) });
const over = (endedReason: string): CallSeen => ({ is: 'over', endedReason });
const live = (status = 'in-progress'): CallSeen => ({
  is: 'live',
  status,
  forwarding: status === 'forwarding',
});

const WITHHELD: ArrivingCall = {
  is: 'arriving-call',
  callSid: LEG,
  callStatus: 'ringing',
  accountSid: ACCOUNT,
  called: '+14155550188',
};
const CALL: ArrivingCall = { ...WITHHELD, caller: CALLER };
const ANSWERED: ArrivingCall = { ...CALL, callStatus: 'in-progress' };

type Looked = Awaited<ReturnType<VoiceDeskPorts['calls']['look']>>;

const world = (options: Partial<VoiceDeskOptions> = {}) => {
  const legs = new MemoryLegs();
  const memory = new MemoryCallers();
  const routing = new MemoryRouting();
  const store = new given.MemoryStore({ is: 'none', version: 0 });
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const orders: LegOrder[] = [];
  const callbacks: CallbackMessage[] = [];
  const looks: PlaceMessage[] = [];
  const places: string[] = [];
  const after = afterLinks('https://handoff.example.com');
  const it = {
    answers: [opened('call-1'), opened('call-2'), opened('call-3')] as LegOpened[],
    looked: { is: 'call-seen', call: over(BROKEN) } as Looked,
    place: 'taken' as 'taken' | 'full',
    followups: undefined as Error | undefined,
  };
  const ports: VoiceDeskPorts = {
    store,
    queue,
    clock: () => T0,
    ...watched,
    memory,
    legs,
    routing,
    places: {
      async take() {
        places.push('take');
        return it.place;
      },
      async free(_holder: string, end?: EndOf) {
        places.push(end === undefined ? 'free' : `free by ${end.of}`);
      },
      async doubt() {
        places.push('doubt');
      },
      async lower() {},
    },
    async openForLeg(order) {
      orders.push(order);
      return it.answers.shift() ?? { is: 'refused', reason: 'none is left' };
    },
    calls: { look: async () => it.looked },
    placeLooks: { send: async (messages) => void looks.push(...messages.map(({ message }) => message)) },
    followups: {
      async send(messages) {
        if (it.followups !== undefined) throw it.followups;
        callbacks.push(...messages.map(({ message }) => message));
      },
    },
    links: voiceLinks('https://handoff.example.com'),
    afterUrl: after.url,
    wait: () => new Promise((go) => setImmediate(go)),
  };
  const all: VoiceDeskOptions = {
    setup: { assistants: { 'front-desk': 'as-desk', billing: 'as-billing' } },
    phoneNumberId: 'pn',
    resumeMinutes: 30,
    busy: 'agents',
    windowSeconds: 30,
    workflowSid: 'WW00000000000000000000000000000001',
    accountSid: ACCOUNT,
    language: 'en',
    ...options,
  };
  return {
    it,
    legs,
    memory,
    routing,
    store,
    queue,
    orders,
    callbacks,
    looks,
    places,
    ...watched,
    arrives: (call = CALL) => answerArrival(call, all, ports),
    asksAfter: (callId: string, call = ANSWERED, looksSoFar = 0) =>
      answerAfter(call, { callId, looks: looksSoFar }, all, ports),
  };
};

const LAST = {
  callId: 'call-before',
  endedAt: T0 - 60_000,
  specialist: 'billing',
  intent: 'billing',
  words: 'I was charged twice.',
  name: 'Ada',
  nameSource: 'assistant' as const,
};

describe('A call at our own number', () => {
  it('is given to the router, and asks what comes next when that call is over', async () => {
    const { arrives, orders, legs } = world();
    const twiml = await arrives();
    expect(twiml).toBe(
      twimlOf('call-1').replace(
        '</Response>',
        '<Redirect method="POST">https://handoff.example.com/twiml/after?call=call-1&amp;looks=0</Redirect></Response>',
      ),
    );
    expect(orders).toEqual([
      {
        answeredBy: {
          assistantId: 'as-desk',
          assistantOverrides: { metadata: { handoffCallSid: LEG, handoffAccountSid: ACCOUNT } },
        },
        phoneNumberId: 'pn',
        customer: CALLER,
      },
    ]);
    expect(legs.tied).toEqual([[LEG, 'call-1']]);
  });

  it('notes how far the network vouches for the caller’s number, in the fresh call after a break as well', async () => {
    const { arrives, asksAfter, orders } = world();
    const attestation = 'TN-Validation-Passed-B';
    await arrives({ ...CALL, attestation });
    await asksAfter('call-1', { ...ANSWERED, attestation });
    expect(orders.map(({ answeredBy }) => answeredBy)).toMatchObject([
      { assistantOverrides: { metadata: { callerAttestation: attestation } } },
      { assistantOverrides: { metadata: { callerAttestation: attestation } } },
    ]);
  });

  it('names no customer to Vapi where the number is withheld, and remembers nobody', async () => {
    const { arrives, orders, memory } = world();
    await arrives(WITHHELD);
    expect(orders[0]?.customer).toBeUndefined();
    expect(memory.done).toEqual([]);
  });

  it('of somebody who was cut off goes on with whom they were with, and whose word the name is', async () => {
    const { arrives, orders, memory } = world();
    memory.known.set(CALLER, LAST);
    await arrives();
    expect(orders[0]?.answeredBy).toEqual({
      assistantId: 'as-billing',
      assistantOverrides: {
        variableValues: {
          resumed: 'yes',
          last_intent: 'billing',
          last_words: 'I was charged twice.',
          customer_name: 'Ada',
        },
        metadata: {
          handoffPreviousCallId: 'call-before',
          customerNameSource: 'assistant',
          handoffCallSid: LEG,
          handoffAccountSid: ACCOUNT,
        },
      },
    });
  });

  it.each([
    ['is long over', { endedAt: T0 - 30 * 60_000 }, {}],
    ['may be resumed never', {}, { resumeMinutes: 0 }],
  ])('is new again where the last one %s', async (_, last, options) => {
    const { arrives, orders, memory } = world(options);
    memory.known.set(CALLER, { ...LAST, ...last });
    await arrives();
    expect(JSON.stringify(orders[0])).not.toContain('resumed');
    expect(JSON.stringify(orders[0])).not.toContain('handoffPreviousCallId');
  });

  it('is taken though nobody can say whether the last one was cut off', async () => {
    const { arrives, memory } = world();
    memory.down = true;
    expect(await arrives()).toContain('<Stream');
  });

  it.each([
    ['no number at Vapi is set', { phoneNumberId: undefined }],
    ['no assistant is set', { setup: { assistants: {} } }],
    ['only a specialist is set', { setup: { assistants: { billing: 'as-billing' } } }],
  ])('goes to agents where %s, which is logged and counted, and holds no place', async (_, options) => {
    const { arrives, orders, places, counts, lines } = world(options as Partial<VoiceDeskOptions>);
    expect(await arrives()).toContain('<Enqueue');
    expect(orders).toEqual([]);
    expect(places).toEqual(['take', 'free']);
    expect(counts).toContain('leg_answer_agents');
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'no call opened' }));
  });

  it('hears the sentence outside the opening hours, and is called back', async () => {
    const { arrives, it: by, callbacks } = world({ openingHours: NEVER_OPEN });
    by.place = 'full';
    const twiml = await arrives();
    expect(twiml).toMatch(/<Say[^>]*>I am sorry, we are getting more calls.*<\/Say><Hangup\/>/);
    expect(callbacks).toEqual([
      { callId: LEG, callback: { number: CALLER, caller: CALLER, requestedAt: T0, requestedBy: 'handoff' } },
    ]);
  });

  it.each([
    ['agents', /^.*<Enqueue workflowSid="WW/],
    ['say', /<Say.*<Hangup\/>/],
    ['reject', /<Response><Reject reason="busy"\/><\/Response>$/],
  ] as const)('gets what the team wants where there is no place: %s', async (busy, twiml) => {
    const { arrives, it: by, orders } = world({ busy });
    by.place = 'full';
    expect(await arrives()).toMatch(twiml);
    expect(orders).toEqual([]);
  });

  it('gets the same answer when the webhook is repeated, one call, and one handoff', async () => {
    const { arrives, it: by, orders, store } = world();
    by.answers = [{ is: 'refused', reason: 'vapi-400' }];
    const answers = await Promise.all([arrives(), arrives(), arrives()]);
    expect(new Set(answers).size).toBe(1);
    expect(orders).toHaveLength(1);
    expect(store.saves).toHaveLength(1);
  });

  it('goes to agents when the table is away: two deliveries could open two calls; without a record for agents it is told', async () => {
    const { arrives, legs, store, orders } = world();
    legs.down = true;
    expect(await arrives()).toContain('<Enqueue');
    store.down = true;
    expect(await arrives()).toMatch(/<Say.*<Hangup\/>/);
    expect(orders).toEqual([]);
  });

  it.each([
    ['is away', new Unavailable('queue', 'down')],
    ['refuses for good', new RefusedForGood('queue', 'AccessDenied', undefined)],
  ])('is promised no callback where the queue %s, and hears a sentence all the same', async (_, error) => {
    const { arrives, it: by, store } = world({ busy: 'say' });
    by.place = 'full';
    by.followups = error;
    store.down = true;
    expect(await arrives()).toContain('Please call again a little later.');
  });

  it('has somebody look at its place where Vapi’s answer was lost', async () => {
    const { arrives, it: by, looks, places } = world();
    by.answers = [{ is: 'unsure', reason: 'vapi-timeout' }];
    expect(await arrives()).toContain('<Enqueue');
    expect(places).toEqual(['take', 'doubt']);
    expect(looks).toEqual([{ place: { holder: LEG, phoneNumberId: 'pn', askedAt: T0, looks: 0 } }]);
  });
});

describe('An answer that takes too long', () => {
  const never = new Promise<never>(() => {});
  const slow = (options: Partial<VoiceDeskOptions> = {}) => {
    const made = world(options);
    made.legs.load = () => never;
    return made;
  };
  afterEach(() => {
    vi.useRealTimers();
  });
  const late = async (answer: Promise<string>) => {
    await vi.advanceTimersByTimeAsync(11_000);
    return answer;
  };

  it.each([
    ['agents', /<Say.*call again a little later.*<Hangup\/>/],
    ['say', /<Say.*call again a little later.*<Hangup\/>/],
    ['reject', /<Response><Reject reason="busy"\/>/],
  ] as const)('is one for which nothing is needed: %s', async (busy, twiml) => {
    vi.useFakeTimers();
    const { arrives, counts, lines } = slow({ busy });
    expect(await late(arrives())).toMatch(twiml);
    expect(counts).toEqual(['leg_answer_late', 'arrival_busy']);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'answer too late' }));
  });

  it('is a sentence where the call is answered already', async () => {
    vi.useFakeTimers();
    const { asksAfter } = slow({ busy: 'reject' });
    expect(await late(asksAfter('call-1'))).toMatch(/<Say.*<Hangup\/>/);
  });
});

describe('What comes after a call at Vapi', () => {
  it.each([
    'customer-ended-call',
    'assistant-ended-call',
    'silence-timed-out',
    'exceeded-max-duration',
    'unknown',
  ])('is the end after %s', async (endedReason) => {
    const { arrives, asksAfter, it: by, orders } = world();
    await arrives();
    by.looked = { is: 'call-seen', call: over(endedReason) };
    expect(await asksAfter('call-1')).toMatch(/<Response><Hangup\/><\/Response>$/);
    expect(orders).toHaveLength(1);
  });

  it.each([
    ['it broke', { is: 'call-seen', call: over(BROKEN) }],
    [
      'a provider failed',
      { is: 'call-seen', call: over('pipeline-error-openai-503-server-overloaded-error') },
    ],
    ['it is unknown to Vapi', { is: 'call-seen', call: { is: 'missing' } }],
    ['Vapi does not answer', { is: 'unsure', reason: 'vapi-timeout' }],
    ['Vapi’s answer cannot be read', { is: 'not-done', reason: 'vapi-unreadable' }],
    ['the key is wrong', { is: 'refused', reason: 'vapi-401' }],
  ] as [string, Looked][])('is a fresh assistant who knows where %s', async (_, looked) => {
    const { arrives, asksAfter, it: by, orders, memory } = world();
    await arrives();
    by.looked = looked;
    memory.known.set(CALLER, { ...LAST, callId: 'call-1', endedAt: T0 });
    const twiml = await asksAfter('call-1');
    expect(twiml).toContain(twimlOf('call-2').slice(10, 60));
    expect(twiml).toContain('/twiml/after?call=call-2&amp;looks=0');
    expect(orders[1]?.answeredBy).toMatchObject({
      assistantId: 'as-billing',
      assistantOverrides: {
        variableValues: { resumed: 'yes', last_words: 'I was charged twice.' },
        metadata: { handoffPreviousCallId: 'call-1', handoffCallSid: LEG },
      },
    });
  });

  it('is the same fresh assistant, however often the leg asks', async () => {
    const { arrives, asksAfter, orders } = world();
    await arrives();
    const answers = await Promise.all([asksAfter('call-1'), asksAfter('call-1')]);
    answers.push(await asksAfter('call-1'), await asksAfter('call-1', ANSWERED, 2));
    expect(new Set(answers).size).toBe(1);
    expect(orders).toHaveLength(2);
  });

  it('knows a withheld caller by the leg: whom they were with, and what they wanted', async () => {
    const { arrives, asksAfter, orders, routing, memory } = world();
    await arrives(WITHHELD);
    await routing.save('call-1', { asked: 0, answers: [], specialist: 'billing', intent: 'billing' }, 0);
    await asksAfter('call-1', { ...WITHHELD, callStatus: 'in-progress' });
    expect(orders[1]).toMatchObject({
      answeredBy: {
        assistantId: 'as-billing',
        assistantOverrides: { variableValues: { resumed: 'yes', last_intent: 'billing' } },
      },
    });
    expect(orders[1]?.customer).toBeUndefined();
    expect(memory.done).toEqual([]);
  });

  it('knows the caller’s last words from the call itself where no message has told them yet, without card numbers', async () => {
    const { arrives, asksAfter, it: by, orders } = world();
    await arrives();
    const heard = ['Hello.', 'I was charged twice.', 'My card is 4111 1111 1111 1111.'];
    by.looked = { is: 'call-seen', call: { is: 'over', endedReason: BROKEN, heard } };
    await asksAfter('call-1');
    const told = Object(orders[1]?.answeredBy).assistantOverrides.variableValues;
    expect(told.last_words).toMatch(/^I was charged twice\. My card is /);
    expect(told.last_words).not.toContain('1111');
  });

  it('takes nothing over from another call of the same caller', async () => {
    const { arrives, asksAfter, orders, memory } = world();
    await arrives();
    memory.known.set(CALLER, { ...LAST, callId: 'call-elsewhere' });
    await asksAfter('call-1');
    expect(orders[1]?.answeredBy).toEqual({
      assistantId: 'as-desk',
      assistantOverrides: {
        variableValues: { resumed: 'yes' },
        metadata: { handoffPreviousCallId: 'call-1', handoffCallSid: LEG, handoffAccountSid: ACCOUNT },
      },
    });
  });

  it.each([
    'call.start.error-subscription-concurrency-limit-reached',
    'call.start.error-subscription-insufficient-credits',
    'assistant-not-found',
  ])('is agents at once, and no other call, where nobody could talk: %s', async (endedReason) => {
    const { arrives, asksAfter, it: by, orders } = world();
    await arrives();
    by.looked = { is: 'call-seen', call: over(endedReason) };
    const twiml = await asksAfter('call-1');
    expect(twiml).toContain('<Enqueue');
    expect(await asksAfter('call-1')).toBe(twiml);
    expect(orders).toHaveLength(1);
  });

  it('is agents after a second break, and none more at Vapi', async () => {
    const { arrives, asksAfter, orders } = world();
    await arrives();
    await asksAfter('call-1');
    const twiml = await asksAfter('call-2');
    expect(twiml).toContain('<Enqueue');
    expect(await asksAfter('call-2')).toBe(twiml);
    expect(orders).toHaveLength(2);
  });

  it.each([
    ['after a second break', ['call-1', 'call-2']],
    ['where no fresh one can be had', ['call-1']],
  ])('is the sentence and never the busy tone %s: the call is answered', async (_, broken) => {
    const { arrives, asksAfter, it: by, callbacks } = world({ busy: 'reject' });
    if (broken.length === 1) by.answers = [opened('call-1'), { is: 'refused', reason: 'vapi-400' }];
    await arrives();
    const answers: string[] = [];
    for (const call of broken) answers.push(await asksAfter(call));
    expect(answers.at(-1)).toMatch(/<Say.*<Hangup\/>/);
    expect(await asksAfter(broken.at(-1) ?? '')).toBe(answers.at(-1));
    expect(callbacks.map(({ callId }) => callId)).toContain(LEG);
  });

  it.each([
    ['shows it as live', live()],
    ['shows it on its way to somebody else', live('forwarding')],
  ])('waits a second where Vapi %s, three times, and then counts it as broken', async (_, call) => {
    const { arrives, asksAfter, it: by, orders } = world();
    await arrives();
    by.looked = { is: 'call-seen', call };
    for (const looks of [0, 1, 2]) {
      expect(await asksAfter('call-1', ANSWERED, looks)).toMatch(
        new RegExp(
          `<Pause length="1"/><Redirect method="POST">[^<]*call=call-1&amp;looks=${looks + 1}</Redirect>`,
        ),
      );
    }
    expect(orders).toHaveLength(1);
    expect(await asksAfter('call-1', ANSWERED, 3)).toContain('<Stream');
  });

  it.each([
    'completed',
    'busy',
    'failed',
    'no-answer',
    'canceled',
  ] as const)('is nothing for a caller who is gone (%s)', async (callStatus) => {
    const { arrives, asksAfter, orders } = world();
    await arrives();
    expect(await asksAfter('call-1', { ...CALL, callStatus })).toMatch(/<Hangup\/><\/Response>$/);
    expect(orders).toHaveLength(1);
  });

  it.each([
    over(BROKEN),
    over('assistant-ended-call'),
    live(),
  ])('never tears a caller from the agent who is being joined with them: %j', async (call) => {
    const { arrives, asksAfter, it: by, orders, store } = world();
    await arrives();
    by.looked = { is: 'call-seen', call };
    store.write(given.handoff(given.BRIDGING));
    for (const looks of [0, 7, 19]) {
      expect(await asksAfter('call-1', ANSWERED, looks)).toContain(`looks=${looks + 1}`);
    }
    expect(orders).toHaveLength(1);
    // The agent did not come after all.
    store.write(given.handoff(given.QUEUED));
    expect(await asksAfter('call-1', ANSWERED, 8)).not.toContain('looks=9');
  });

  it('is a sentence and a callback while the table is away, and the end where the call ended well', async () => {
    const { arrives, asksAfter, it: by, legs, callbacks, orders } = world();
    await arrives();
    legs.down = true;
    expect(await asksAfter('call-1')).toMatch(/<Say.*noted your number.*<Hangup\/>/);
    expect(callbacks).toHaveLength(1);
    by.looked = { is: 'call-seen', call: over('assistant-ended-call') };
    expect(await asksAfter('call-1')).toMatch(/<Response><Hangup\/>/);
    expect(orders).toHaveLength(1);
  });

  it('is a fresh assistant though nothing of the first talk can be read', async () => {
    const { arrives, asksAfter, memory, routing, store } = world();
    await arrives();
    memory.down = true;
    routing.down = true;
    store.down = true;
    expect(await asksAfter('call-1')).toContain(twimlOf('call-2').slice(10, 60));
  });
});
