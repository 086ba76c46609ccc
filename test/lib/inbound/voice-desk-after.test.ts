import { describe, expect, it } from 'vitest';
import * as given from '../handoff/given.ts';
import {
  ACCOUNT,
  ANSWERED,
  BROKEN,
  CALL,
  CALLER,
  LAST,
  LEG,
  type Looked,
  live,
  opened,
  over,
  T0,
  twimlOf,
  WITHHELD,
  world,
} from './voice-desk-world.ts';

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

  it('knows what the call before knew, where it went on from a broken one itself', async () => {
    const { arrives, asksAfter, orders, memory } = world();
    memory.known.set(CALLER, LAST);
    await arrives();
    memory.known.delete(CALLER);
    await asksAfter('call-1');
    expect(orders[1]?.answeredBy).toEqual({
      assistantId: 'as-billing',
      assistantOverrides: {
        variableValues: {
          resumed: 'yes',
          last_intent: 'billing',
          last_words: 'I was charged twice.',
          customer_name: 'Ada',
        },
        metadata: {
          handoffPreviousCallId: 'call-1',
          customerNameSource: 'assistant',
          handoffCallSid: LEG,
          handoffAccountSid: ACCOUNT,
        },
      },
    });
  });

  it('is whom Vapi shows that the caller was with, where we have not moved them ourselves', async () => {
    const { arrives, asksAfter, it: by, orders } = world();
    await arrives();
    by.looked = {
      is: 'call-seen',
      call: { is: 'over', endedReason: BROKEN, assistantId: 'as-billing', heard: ['Two hundred, not one.'] },
    };
    await asksAfter('call-1');
    expect(orders[1]?.answeredBy).toMatchObject({
      assistantId: 'as-billing',
      assistantOverrides: { variableValues: { resumed: 'yes', last_words: 'Two hundred, not one.' } },
    });
  });

  it.each([
    ['say', /<Say language="de-DE">/],
    ['agents', /<Enqueue/],
  ] as const)('is in the language in which the caller was heard, and the same when it is asked again: %s', async (busy, twiml) => {
    const { arrives, asksAfter, it: by, store } = world({ busy });
    by.answers = [opened('call-1'), { is: 'refused', reason: 'vapi-400' }];
    await arrives();
    const heard = ['Ich habe eine Frage zu meiner letzten Rechnung.'];
    by.looked = { is: 'call-seen', call: { is: 'over', endedReason: BROKEN, heard } };
    const first = await asksAfter('call-1');
    by.looked = { is: 'unsure', reason: 'vapi-timeout' };
    expect(first).toMatch(twiml);
    expect(await asksAfter('call-1')).toBe(first);
    if (busy === 'agents')
      expect(await store.load()).toMatchObject({ handoff: { request: { speech: 'de' } } });
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
