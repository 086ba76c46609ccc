import { afterEach, describe, expect, it, vi } from 'vitest';
import { RefusedForGood, Unavailable } from '../../../lib/base/trouble.ts';
import type { VoiceDeskOptions } from '../../../lib/inbound/voice-desk.ts';
import {
  ACCOUNT,
  ANSWERED,
  CALL,
  CALLER,
  LAST,
  LEG,
  NEVER_OPEN,
  T0,
  twimlOf,
  WITHHELD,
  world,
} from './voice-desk-world.ts';

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
