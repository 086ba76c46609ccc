import { describe, expect, it } from 'vitest';
import { shownCall } from '../../../../lib/outbound/call/ask.ts';
import type { OutboundCall } from '../../../../lib/outbound/call/record.ts';
import { dueAt } from '../../../../lib/outbox/due.ts';
import { accepted, BODY, desk, HOUR, KEY, NUMBER, START } from './desk.ts';

describe('Asking for a call', () => {
  it('keeps it, due at once, and wakes who dials', async () => {
    const { ask, calls, sent, counted, keys } = desk();
    const call = await accepted(ask());
    expect(call).toMatchObject({ id: 'oc_new_1', requestedAt: START, order: { number: NUMBER } });
    expect([...calls.values()]).toEqual([{ call, version: 1 }]);
    expect(dueAt(call)).toBe(START);
    expect(sent).toEqual([{ message: { id: call.id }, delaySeconds: 0 }]);
    expect(counted).toEqual(['outbound_asked']);
    expect(keys.size).toBe(0);
    expect(shownCall(call)).toEqual({ id: call.id, status: 'queued', attempts: 0 });
  });

  it('outside the hours keeps when it is due, and wakes as late as a queue can', async () => {
    const { ask, given, sent } = desk();
    given.opening = START + HOUR;
    const call = await accepted(ask());
    expect(call.progress).toEqual({ state: 'waiting', dueAt: START + HOUR });
    expect(dueAt(call)).toBe(START + HOUR);
    expect(sent[0]?.delaySeconds).toBe(900);
    expect(shownCall(call)).toMatchObject({
      status: 'scheduled',
      dueAt: new Date(START + HOUR).toISOString(),
    });
  });

  it('for later asks when the hours are open then', async () => {
    const { ask, sent } = desk();
    const call = await accepted(ask({ ...BODY, notBefore: new Date(START + 90_500).toISOString() }));
    expect(call.progress).toEqual({ state: 'waiting', dueAt: START + 90_500 });
    expect(sent[0]?.delaySeconds).toBe(91);
    const past = desk();
    expect(dueAt(await accepted(past.ask({ ...BODY, notBefore: new Date(0).toISOString() })))).toBe(START);
  });

  it.each([
    ['a body that is none', {}, 'nothing', { code: 'invalid', field: 'body' }],
    [
      'a call from no number',
      { hasOwnNumber: false },
      BODY,
      { code: 'not_set_up', field: 'VAPI_PHONE_NUMBER_ID' },
    ],
    ['an assistant that is not set up', { knows: false }, BODY, { code: 'invalid', field: 'assistant' }],
    [
      'a number that cannot be called',
      { why: 'is a premium number' },
      BODY,
      { code: 'number_not_callable', message: 'customer.number is a premium number.' },
    ],
    [
      'a number on the do-not-call list',
      { listed: true },
      BODY,
      { code: 'do_not_call', field: 'customer.number' },
    ],
    [
      'a number whose hours never open',
      { closed: true },
      BODY,
      { code: 'number_not_callable', field: 'customer.number' },
    ],
  ])('with %s is refused, and nothing is kept', async (_name, has, body, refusal) => {
    const { ask, given, calls, numbers, keys, sent } = desk();
    Object.assign(given, has);
    expect(await ask(body, KEY)).toMatchObject({ is: 'refused', ...refusal });
    expect([calls.size, numbers.size, keys.size, sent.length]).toEqual([0, 0, 0, 0]);
  });

  it('with a body that nobody can have meant is refused like any other', async () => {
    const { ask } = desk();
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(await ask(deep, KEY)).toMatchObject({ is: 'refused', code: 'invalid', field: 'body' });
    const inside = { ...BODY, metadata: { deep } };
    expect(await ask(inside)).toMatchObject({ is: 'refused', code: 'invalid', field: 'metadata.deep' });
  });

  it('for more than 60 days ahead is refused: nothing is kept as long', async () => {
    const { ask, calls, given } = desk();
    const in60 = START + 60 * 24 * HOUR;
    const later = { is: 'refused', code: 'invalid', field: 'notBefore' };
    expect(await ask({ ...BODY, notBefore: new Date(in60 + 1).toISOString() })).toMatchObject(later);
    given.opening = in60 + 1;
    expect(await ask({ ...BODY, notBefore: new Date(in60).toISOString() })).toMatchObject(later);
    expect(calls.size).toBe(0);
    given.opening = 0;
    expect(dueAt(await accepted(ask({ ...BODY, notBefore: new Date(in60).toISOString() })))).toBe(in60);
  });

  it('while the queue is away is no refusal: the sweeper finds the call', async () => {
    const { ask, calls, sent, troubleAt, warned } = desk();
    troubleAt({ what: 'send', is: 'away' });
    const { id } = await accepted(ask());
    expect(sent).toEqual([]);
    expect(warned).toEqual(['queue away']);
    const held = calls.get(id)?.call;
    expect(held && dueAt(held)).toBe(START);
  });
});

describe('A call as it is shown', () => {
  const shown = (progress: OutboundCall['progress']) =>
    shownCall({
      ...{
        id: 'oc_1',
        order: { number: NUMBER, consent: { kind: 'express' } },
        requestedAt: START,
        progress,
      },
      ...{ deferrals: 0, attempts: 1, effects: [] },
    });

  it('tells where it is, and Vapi’s id as soon as there is one, and never the number', () => {
    const at = START;
    expect(shown({ state: 'dialing', at })).toEqual({ id: 'oc_1', status: 'dialing', attempts: 1 });
    expect(shown({ state: 'dialing', at, callId: 'c' })).toMatchObject({
      status: 'dialing',
      vapiCallId: 'c',
    });
    expect(shown({ state: 'talking', at, callId: 'c' })).toMatchObject({
      status: 'talking',
      vapiCallId: 'c',
    });
    expect(shown({ state: 'ended', at, outcome: 'canceled' })).toEqual({
      ...{ id: 'oc_1', status: 'ended', outcome: 'canceled', attempts: 1 },
    });
    expect(shown({ state: 'ended', at, outcome: 'busy', endedReason: 'customer-busy', callId: 'c' })).toEqual(
      {
        ...{ id: 'oc_1', status: 'ended', outcome: 'busy', attempts: 1 },
        ...{ endedReason: 'customer-busy', vapiCallId: 'c' },
      },
    );
  });
});
