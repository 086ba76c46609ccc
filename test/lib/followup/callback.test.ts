import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { callbackRequestOf } from '../../../lib/followup/callback.ts';
import { callbackAttributes, callbackIdOf, createCallback } from '../../../lib/followup/callback-task.ts';
import { type OnceTasks, TASK_LEASE_MS, TASK_WAIT_SECONDS } from '../../../lib/followup/task-once.ts';
import { ATTRIBUTES_LIMIT } from '../../../lib/handoff/briefing/task-attributes.ts';
import { type CallbackMessage, callbackMessageSchema } from '../../../lib/handoff/record/callback-request.ts';
import { isTaskOf } from '../../../lib/twilio/attributes.ts';
import { ANY_UNIT } from '../any-text.ts';
import * as given from '../handoff/given.ts';
import { MemoryTable } from '../handoff/memory-table.ts';
import { uncorrected } from './uncorrected.ts';

const { T0, CALL_ID } = given;
const CALLER = '+14155550199';
/** The team's own number is American. */
const RULES = { teamNumber: '+14155550188' };
const call = { callId: CALL_ID, caller: CALLER, messages: [] };
const asked = async (
  values: Record<string, unknown>,
  of: typeof call | Omit<typeof call, 'caller'> = call,
) => {
  const read = await callbackRequestOf(values, of, T0, RULES);
  return read.is === 'request' ? read.request : read.is;
};
const message = (changed: Partial<CallbackMessage['callback']> = {}): CallbackMessage => ({
  callId: CALL_ID,
  callback: { number: '+14155550123', requestedAt: T0, requestedBy: 'tool-call', ...changed },
});

describe('What the assistant tells about a callback', () => {
  it('is the number, the time and the reason, under any of their usual names', async () => {
    const request = {
      number: '+14155550123',
      caller: CALLER,
      when: 'tomorrow after nine',
      why: 'a refund',
      customerName: 'Jordan',
      customerId: 'C-1',
      customerNameSource: 'assistant',
      customerIdSource: 'assistant',
      department: 'billing',
      language: 'en',
      requestedAt: T0,
      requestedBy: 'tool-call',
    };
    const rest = { customerName: 'Jordan', customerId: 'C-1', department: 'billing', language: 'en' };
    const time = 'tomorrow after nine';
    expect(await asked({ number: '(415) 555-0123', when: time, why: 'a refund', ...rest })).toEqual(request);
    expect(await asked({ phone_number: 4155550123, time, reason: 'a refund', ...rest })).toEqual(request);
    expect(
      await asked({ phone: '415 555 0123', preferred_time: time, summary: 'a refund', ...rest }),
    ).toEqual(request);
  });

  it.each([
    {},
    { number: '' },
    { number: null, phone: ' ' },
    { number: {} },
  ])('is the caller’s own number where none is said: %o', async (values) => {
    expect(await asked(values)).toEqual({
      number: CALLER,
      caller: CALLER,
      requestedAt: T0,
      requestedBy: 'tool-call',
    });
  });

  it('never becomes a call to the caller’s number when another was said that cannot be one', async () => {
    expect(await asked({ number: '555 0123' })).toBe('bad-number');
    expect(await asked({ number: 'my office' })).toBe('bad-number');
  });

  it('needs a number from somewhere', async () => {
    expect(await asked({ why: 'a refund' }, { callId: CALL_ID, messages: [] })).toBe('no-number');
    expect(await asked({}, { callId: CALL_ID, messages: [] })).toBe('no-number');
    expect(await asked({ number: '+14155550123' }, { callId: CALL_ID, messages: [] })).toMatchObject({
      number: '+14155550123',
    });
  });

  it.each([
    ['premium', '+19005550100'],
    ['premium at home', '900 555 0100'],
    ['a satellite', '+870773111111'],
    ['a satellite of another network', '+88213123456'],
    ['international premium', '+979123456789'],
  ])('is refused for a number that costs more than a call: %s', async (_kind, number) => {
    expect(await asked({ number })).toBe('costly');
  });

  it.each([
    ['+449098790000', 'GB'],
    ['+448712345678', 'GB'],
    ['+447012345678', 'GB'],
    ['+491805123456', 'DE'],
    ['+499001234567', 'DE'],
    ['+4911833', 'DE'],
    ['+33899123456', 'FR'],
  ])('is refused for it in a country that the team has named, too: %s', async (number, country) => {
    const read = await callbackRequestOf({ number }, call, T0, { countries: [country] });
    expect(read.is).toBe('costly');
  });

  it('goes to the countries of the caller and of the team, or to those that the team has named', async () => {
    const german = { ...call, caller: '+4915112345678' };
    const number = '+4930123456';
    expect(await asked({ number })).toBe('abroad');
    expect(await asked({ number: '+18765550123' })).toBe('abroad');
    expect(await asked({ number }, german)).toMatchObject({ number, caller: german.caller });
    expect(await asked({ number: '+14155550123' }, german)).toMatchObject({ number: '+14155550123' });
    const named = { countries: ['DE'] };
    expect((await callbackRequestOf({ number }, call, T0, named)).is).toBe('request');
    expect((await callbackRequestOf({}, call, T0, named)).is).toBe('abroad');
  });

  it('goes to the country of the number that was called where the team has told none of its own', async () => {
    const called = { callId: CALL_ID, called: '+4930123456', messages: [] };
    const read = (of: Omit<typeof called, 'called'>) =>
      callbackRequestOf({ number: '+4915112345678' }, of, T0, {});
    expect((await read(called)).is).toBe('request');
    expect((await read({ callId: CALL_ID, messages: [] })).is).toBe('abroad');
  });

  it('passes the queue whatever the model sends, and stays small', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom('number', 'when', 'why', 'time', 'reason', 'name', 'department', 'customerId'),
          fc.oneof(fc.jsonValue(), fc.string({ unit: ANY_UNIT, maxLength: 3_000 })),
        ),
        async (values) => {
          const read = await callbackRequestOf(values, call, T0, RULES);
          if (read.is !== 'request') return;
          const sent = JSON.stringify({ callId: CALL_ID, callback: read.request });
          expect(Buffer.byteLength(sent)).toBeLessThan(3_000);
          expect(callbackMessageSchema.parse(JSON.parse(sent)).callback).toEqual(read.request);
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });
});

const attributesSchema = z.record(z.string(), z.unknown());
const read = (of: CallbackMessage) => attributesSchema.parse(JSON.parse(callbackAttributes(of)));

describe('The task of a callback', () => {
  it('tells the colleague whom to call, when and why', () => {
    const id = callbackIdOf(CALL_ID);
    const full = message({
      when: 'tomorrow after nine',
      why: 'a refund',
      customerName: 'Jordan',
      customerId: 'C-1',
      customerNameSource: 'assistant',
      customerIdSource: 'team',
      department: 'billing',
      language: 'en',
    });
    expect(read(full)).toEqual({
      type: 'callback_request',
      handoff_id: id,
      handoff_try: 1,
      vapi_call_id: CALL_ID,
      name: 'Jordan',
      name_source: 'assistant',
      subject: 'Callback: a refund',
      callback_number: '+14155550123',
      from: '+14155550123',
      direction: 'outbound',
      when: 'tomorrow after nine',
      reason: 'a refund',
      requested_at: '2027-01-15T08:00:00.000Z',
      customer_id: 'C-1',
      customer_id_source: 'team',
      department: 'billing',
      language: 'en',
      conversations: { conversation_id: id, communication_channel: 'Call' },
    });
  });

  it('shows the number that the caller called from, with a mark where the callback goes elsewhere', () => {
    const same = { caller_number: '+14155550123', other_number: false };
    expect(read(message({ caller: '+14155550123' }))).toMatchObject(same);
    const other = { callback_number: '+14155550123', caller_number: CALLER, other_number: true };
    expect(read(message({ caller: CALLER }))).toMatchObject(other);
    expect(read(message())).not.toHaveProperty('other_number');
  });

  it('is named by the number where there is no name, and leaves out what is not known', () => {
    expect(read(message())).toMatchObject({ name: '+14155550123', subject: 'Callback' });
    expect(read(message({ why: ' ', when: '' }))).toEqual(read(message()));
  });

  it('is found again by its id, which is the call’s own and none of its handoffs’', () => {
    const id = callbackIdOf(CALL_ID);
    expect(id).toMatch(/^cb_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(callbackIdOf('another call')).not.toBe(id);
    expect(isTaskOf(callbackAttributes(message({ why: 'asked again' })), { handoffId: id, taskNo: 1 })).toBe(
      true,
    );
  });

  it('stays within TaskRouter’s limit and well-formed, in any script and at any length', () => {
    const unit = fc.constantFrom(
      'a',
      '"',
      '\\',
      '\u0001',
      'ß',
      'Ж',
      '人',
      'ع',
      '😀',
      '👩‍👩‍👧‍👦',
      '\ud800',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ unit: ANY_UNIT, maxLength: 500 }),
      fc.array(unit, { maxLength: 40 }).map((units) => units.join('').repeat(50)),
    );
    const some = fc.option(text, { nil: undefined });
    const parts = fc.record({
      when: some,
      why: some,
      customerName: some,
      customerId: some,
      department: some,
    });
    const ids = fc.oneof(
      fc.string({ unit: ANY_UNIT, minLength: 1, maxLength: 64 }),
      fc.constant('\u0001'.repeat(128)),
    );
    fc.assert(
      fc.property(parts, some, ids, (known, language, callId) => {
        const all = Object.fromEntries(
          Object.entries({ ...known, language }).filter(([, value]) => value !== undefined),
        );
        const json = callbackAttributes({ ...message({ ...all, caller: '+491234567890123' }), callId });
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(ATTRIBUTES_LIMIT);
        expect(json.isWellFormed()).toBe(true);
        expect(JSON.parse(json)).toMatchObject({ vapi_call_id: callId, callback_number: '+14155550123' });
      }),
      { numRuns: 1_000, seed: 11 },
    );
  });
});

type Answer<K extends keyof OnceTasks> = Awaited<ReturnType<OnceTasks[K]>>;
const TASK = { is: 'task-created', taskSid: 'WT1' } as const;
const UNSURE = { is: 'unsure', reason: 'twilio-timeout' } as const;
const LATER = { is: 'not-done', reason: 'twilio-429' } as const;

/** One worker after the other, over one table; TaskRouter answers what it is told to, in order. */
const world = () => {
  const { client } = new MemoryTable();
  let now = T0;
  let owners = 0;
  const orders: string[] = [];
  const found: string[] = [];
  const { log, count, counts, lines } = given.watching();
  const once = onceStore({ client, name: 'table' }, () => now);
  const work = (create: Answer<'create'>, find: Answer<'find'> = { is: 'task-absent' }, at = once) => {
    owners += 1;
    const owner = `owner-${owners}`;
    const tasks: OnceTasks = {
      create: async (order) => {
        orders.push(`${order.handoffId} ${order.taskNo} ${order.timeoutSeconds}`);
        return create;
      },
      find: async ({ handoffId, since }) => {
        found.push(`${handoffId} ${since - T0}`);
        return find;
      },
    };
    return createCallback(message(), {
      once: at,
      ...uncorrected(tasks),
      clock: () => now,
      newOwner: () => owner,
      log,
      count,
    });
  };
  const later = (ms: number) => {
    now += ms;
  };
  return { work, later, once, orders, found, counts, lines };
};
const ID = callbackIdOf(CALL_ID);

describe('A callback request at the worker', () => {
  it('becomes a task that waits a week, and is known from then on', async () => {
    const { work, later, orders, found, counts } = world();
    expect(await work(TASK)).toBe('created');
    expect(await work(TASK)).toBe('known');
    later(4 * 86_400_000);
    expect(await work(TASK)).toBe('known');
    expect(orders).toEqual([`${ID} 1 ${TASK_WAIT_SECONDS}`]);
    expect(TASK_WAIT_SECONDS).toBe(604_800);
    expect(found).toEqual([]);
    expect(counts).toEqual(['callback_created', 'callback_known', 'callback_known']);
  });

  it('becomes one task when two deliveries come at once; the other comes back later', async () => {
    const { work, orders } = world();
    const both = await Promise.allSettled([work(TASK), work(TASK)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(orders).toHaveLength(1);
    expect(await work(TASK)).toBe('known');
  });

  it('whose worker died is taken up after the lease, and its task is looked for first', async () => {
    const { work, later, once, orders, found } = world();
    expect(await once.begin(`callback#${CALL_ID}`, 'dead', TASK_LEASE_MS)).toMatchObject({ is: 'first' });
    later(TASK_LEASE_MS - 1);
    await expect(work(TASK)).rejects.toThrow('held');
    later(1);
    expect(await work(LATER, TASK)).toBe('created');
    expect(found).toEqual([`${ID} 0`]);
    expect(orders).toEqual([]);
  });

  it('whose answer was lost is looked for as long as it is in doubt, since its first attempt', async () => {
    const { work, later, orders, found, counts } = world();
    await expect(work(UNSURE)).rejects.toThrow('twilio-timeout');
    later(60_000);
    await expect(work(TASK, LATER)).rejects.toThrow('twilio-429');
    later(60_000);
    await expect(work(LATER)).rejects.toThrow('twilio-429');
    later(60_000);
    expect(await work(TASK)).toBe('created');
    expect(found).toEqual([`${ID} 0`, `${ID} 0`, `${ID} 0`]);
    expect(orders).toHaveLength(3);
    expect(counts.filter((each) => each === 'callback_failed')).toHaveLength(3);
  });

  it.each([
    LATER,
    { is: 'refused', reason: 'twilio-400-20001' } as const,
  ])('that TaskRouter did not take may be tried again at once, without a look: %o', async (trouble) => {
    const { work, found } = world();
    await expect(work(trouble)).rejects.toThrow(trouble.reason);
    expect(await work(TASK)).toBe('created');
    expect(found).toEqual([]);
  });

  it('comes again when its task was made and that could not be written down', async () => {
    const { work, later, once, orders } = world();
    const forgetful = { ...once, done: () => Promise.reject(new Error('the table is down')) };
    await expect(work(TASK, undefined, forgetful)).rejects.toThrow('the table is down');
    later(60_000);
    expect(await work(TASK, TASK)).toBe('created');
    expect(orders).toHaveLength(1);
  });

  it('leaves no number and no word of the caller in the log', async () => {
    const { work, lines } = world();
    await expect(work(UNSURE)).rejects.toThrow();
    await expect(work(TASK)).rejects.toThrow();
    expect(lines.map(({ fields }) => fields)).toEqual([
      { callId: CALL_ID, handoffId: ID, event: 'failed', reason: 'twilio-timeout' },
      { callId: CALL_ID, handoffId: ID, event: 'held' },
    ]);
  });
});
