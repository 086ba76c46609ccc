import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import { type AskPorts, askForCall, cancelCall, shownCall } from '../../../../lib/outbound/call/ask.ts';
import type { OutboundMessage } from '../../../../lib/outbound/call/events.ts';
import type { OutboundCall } from '../../../../lib/outbound/call/record.ts';
import { dueAt } from '../../../../lib/outbox/due.ts';

const NUMBER = '+14155550123';
const BODY = { customer: { number: NUMBER }, consent: { kind: 'express' } };
const OTHER = { ...BODY, customer: { number: '+14155550124' } };
const START = 1_000_000;
const HALF_HOUR = 1_800_000;
const HOUR = 3_600_000;
const KEY = 'order-7';

class Died extends Error {}
type Trouble = { what: string; is: 'dies-before' | 'dies-after' | 'away' | 'away-after' };

/** A table and a queue in memory, of which one step goes wrong. */
function desk() {
  let now = START;
  let ids = 0;
  let trouble: Trouble | undefined;
  const calls = new Map<string, { call: OutboundCall; version: number }>();
  const numbers = new Map<string, { id: string; until: number }>();
  const keys = new Map<string, { of: string; id: string }>();
  const sent: { message: OutboundMessage; delaySeconds: number }[] = [];
  const counted: string[] = [];
  const warned: string[] = [];
  const given = { listed: false, hasOwnNumber: true, knows: true, why: '', opening: 0, closed: false };

  const step = async <T>(what: string, does: () => T): Promise<T> => {
    await Promise.resolve();
    const here = trouble?.what === what ? trouble.is : undefined;
    if (here === 'dies-before') throw new Died();
    if (here === 'away') throw new Unavailable(what === 'send' ? 'queue' : 'table', what);
    const done = does();
    if (here === 'dies-after') throw new Died();
    if (here === 'away-after') throw new Unavailable(what === 'send' ? 'queue' : 'table', what);
    return done;
  };

  const ports: AskPorts = {
    store: {
      load: (id) => step('load', () => calls.get(id) ?? { call: undefined, version: 0 }),
      save: (call, expected) =>
        step('save', () => {
          if ((calls.get(call.id)?.version ?? 0) !== expected) return 'lost';
          calls.set(call.id, { call, version: expected + 1 });
          return 'saved';
        }),
    },
    numbers: {
      take: (number, id) =>
        step('take', () => {
          const holder = numbers.get(number);
          if (holder !== undefined && holder.id !== id && holder.until > now) {
            return { is: 'recent', id: holder.id, until: holder.until } as const;
          }
          numbers.set(number, { id, until: now + HALF_HOUR });
          return { is: 'taken' } as const;
        }),
      free: async (number) => void numbers.delete(number),
    },
    idempotency: {
      load: (key) => step('key', () => keys.get(key)),
      keep: (key, of, id) => step('keep', () => void (keys.has(key) || keys.set(key, { of, id }))),
    },
    doNotCall: { entryOf: () => step('list', () => (given.listed ? { at: now, by: 'team' } : undefined)) },
    notCallable: async () => given.why || undefined,
    nextOpening: async (_order, from) => (given.closed ? undefined : Math.max(from, given.opening)),
    get hasOwnNumber() {
      return given.hasOwnNumber;
    },
    knowsAssistant: () => given.knows,
    queue: { send: (messages) => step('send', () => void sent.push(...messages)) },
    clock: () => now,
    newId: () => {
      ids += 1;
      return `oc_new_${ids}`;
    },
    log: { info: () => undefined, warn: (message) => void warned.push(message), error: () => undefined },
    count: (metric) => void counted.push(metric),
  };
  return {
    ...{ ports, given, calls, numbers, keys, sent, counted, warned },
    ask: (body: unknown = BODY, key?: string) => askForCall(body, key, ports),
    troubleAt(next: Trouble | undefined) {
      trouble = next;
    },
    pass(ms: number) {
      now += ms;
    },
  };
}

const accepted = async (asking: ReturnType<typeof askForCall>): Promise<OutboundCall> => {
  const asked = await asking;
  if (asked.is !== 'accepted') throw new Error(`it is ${asked.is}`);
  return asked.call;
};

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

  it('for a number again within half an hour is refused, and told the call that has it', async () => {
    const { ask, pass, calls } = desk();
    const { id } = await accepted(ask());
    pass(HALF_HOUR - 1);
    expect(await ask()).toEqual({ is: 'recent', id });
    expect(await ask(BODY, KEY)).toEqual({ is: 'recent', id });
    expect(calls.size).toBe(1);
    await accepted(ask(OTHER));
    pass(1);
    expect((await accepted(ask())).id).not.toBe(id);
  });

  it('again with its key gets the call as it is by then', async () => {
    const { ask, calls, sent, pass, given } = desk();
    const { id } = await accepted(ask(BODY, KEY));
    pass(HOUR);
    given.listed = true;
    const canceled = { outcome: 'canceled', state: 'ended', at: START } as const;
    const held = calls.get(id);
    if (held === undefined) throw new Error('nothing is kept');
    calls.set(id, { call: { ...held.call, progress: canceled }, version: 2 });
    expect(await accepted(ask(BODY, KEY))).toMatchObject({ id, progress: canceled });
    expect(calls.size).toBe(1);
    expect(sent).toHaveLength(1);
  });

  it('for something else with a key that was used is a conflict', async () => {
    const { ask, calls } = desk();
    await accepted(ask(BODY, KEY));
    expect(await ask(OTHER, KEY)).toEqual({ is: 'conflict' });
    expect((await accepted(ask(OTHER, 'order-8'))).id).not.toBe([...calls.keys()][0]);
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

  it.each([
    'key',
    'list',
    'take',
    'save',
  ])('while the table is away at "%s" throws, and no call is kept', async (what) => {
    const { ask, calls, keys, sent, counted, troubleAt } = desk();
    troubleAt({ what, is: 'away' });
    await expect(ask(BODY, KEY)).rejects.toThrow(Unavailable);
    expect([calls.size, keys.size, sent.length, counted.length]).toEqual([0, 0, 0, 0]);
  });

  it.each(
    ['key', 'list', 'take', 'save', 'keep', 'send'].flatMap((what) =>
      (['dies-before', 'dies-after', 'away', 'away-after'] as const).map((is) => ({ what, is })),
    ),
  )('that fails ($is) at "$what" goes on when it is repeated with its key: one call, one id', async (trouble) => {
    const { ask, calls, numbers, troubleAt, pass } = desk();
    const undisturbed = await accepted(desk().ask(BODY, KEY));
    troubleAt(trouble);
    await ask(BODY, KEY).catch((error: unknown) => {
      if (!(error instanceof Died || error instanceof Unavailable)) throw error;
    });
    troubleAt(undefined);
    pass(5_000);
    const { id } = await accepted(ask(BODY, KEY));
    expect(id).toBe(undisturbed.id);
    expect(id).toMatch(/^oc_[0-9a-f]{27}$/);
    expect([...calls.keys()]).toEqual([id]);
    expect(numbers.get(NUMBER)?.id).toBe(id);
    // And it is the one that was made first, if it was.
    expect(calls.get(id)?.version).toBe(1);
    expect(await ask(OTHER, KEY)).toEqual({ is: 'conflict' });
  });
});

describe('Taking a call back', () => {
  it('that waits ends it, and wakes who frees its number', async () => {
    const { ask, ports, calls, sent, given } = desk();
    given.opening = START + HOUR;
    const { id } = await accepted(ask());
    const canceling = await cancelCall(id, ports);
    expect(canceling).toMatchObject({ is: 'canceled', call: { progress: { outcome: 'canceled' } } });
    expect(calls.get(id)?.call.effects.map(({ id: owed }) => owed)).toEqual(['free-place', 'free-number']);
    expect(sent.at(-1)).toEqual({ message: { id }, delaySeconds: 0 });
    // Twice is as once.
    expect(await cancelCall(id, ports)).toMatchObject({ is: 'canceled', call: { id } });
    expect(calls.get(id)?.version).toBe(2);
  });

  it('that was dialled is too late', async () => {
    const { ask, ports, calls, sent } = desk();
    const call = await accepted(ask());
    const dialing = { ...call, progress: { state: 'dialing' as const, at: START }, effects: [] };
    calls.set(call.id, { call: dialing, version: 2 });
    expect(await cancelCall(call.id, ports)).toEqual({ is: 'too-late', call: dialing });
    expect(sent).toHaveLength(1);
  });

  it('that nobody asked for finds none', async () => {
    const { ports, sent } = desk();
    expect(await cancelCall('oc_none', ports)).toEqual({ is: 'none' });
    expect(sent).toEqual([]);
  });

  it.each([
    ['table', 'load'],
    ['table', 'save'],
  ])('while the %s is away at "%s" throws, and the call goes on', async (_what, what) => {
    const { ask, ports, calls, troubleAt } = desk();
    const { id } = await accepted(ask());
    troubleAt({ what, is: 'away' });
    await expect(cancelCall(id, ports)).rejects.toThrow(Unavailable);
    expect(calls.get(id)?.call.progress.state).toBe('waiting');
  });

  it('while the queue is away takes it back: the sweeper finds what it owes', async () => {
    const { ask, ports, calls, troubleAt } = desk();
    const { id } = await accepted(ask());
    troubleAt({ what: 'send', is: 'away' });
    expect(await cancelCall(id, ports)).toMatchObject({ is: 'canceled' });
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
