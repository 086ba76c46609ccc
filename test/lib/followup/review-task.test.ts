import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { callbackIdOf, createCallback } from '../../../lib/followup/callback-task.ts';
import {
  createReview,
  type KeptReview,
  type ReviewMessage,
  reviewAttributes,
  reviewIdOf,
  reviewMessageSchema,
} from '../../../lib/followup/review-task.ts';
import { type OnceTasks, TASK_LEASE_MS } from '../../../lib/followup/task-once.ts';
import { ATTRIBUTES_LIMIT } from '../../../lib/handoff/briefing/task-attributes.ts';
import { isTaskOf, readTaskAttributes } from '../../../lib/twilio/attributes.ts';
import type { TaskLooks } from '../../../lib/twilio/taskrouter.ts';
import { ANY_UNIT } from '../any-text.ts';
import * as given from '../handoff/given.ts';
import { MemoryTable } from '../handoff/memory-table.ts';
import { uncorrected } from './uncorrected.ts';

const { T0, CALL_ID } = given;
const ID = reviewIdOf(CALL_ID);
const PAGE = 'https://voice.example.com/agent/token';

const message = (changed: Partial<ReviewMessage['review']> = {}): ReviewMessage => ({
  callId: CALL_ID,
  review: { missing: ['email'], why: 'required fields are missing', requestedAt: T0, ...changed },
});
const attributesSchema = z.record(z.string(), z.unknown());
const read = (of: ReviewMessage, page?: string) =>
  attributesSchema.parse(JSON.parse(reviewAttributes(of, page)));

describe('The task of a review', () => {
  it('tells the colleague which call it was, what is missing and why, and where to read on', () => {
    const whole = message({
      missing: ['email', 'customer.order_id'],
      summary: 'The caller asks for a refund.',
      customerName: 'Jordan',
      customerId: 'C-1',
      customerNameSource: 'caller',
      customerIdSource: 'team',
      from: '+14155550123',
      handoffId: 'ho_1',
    });
    expect(read(whole, PAGE)).toEqual({
      type: 'review_request',
      handoff_id: ID,
      handoff_try: 1,
      vapi_call_id: CALL_ID,
      name: 'Jordan',
      name_source: 'caller',
      subject: 'Review: email, customer.order_id',
      missing: ['email', 'customer.order_id'],
      missing_count: 2,
      reason: 'required fields are missing',
      summary: 'The caller asks for a refund.',
      from: '+14155550123',
      customer_id: 'C-1',
      customer_id_source: 'team',
      call_handoff_id: 'ho_1',
      requested_at: '2027-01-15T08:00:00.000Z',
      context_url: PAGE,
      conversations: { conversation_id: ID },
    });
  });

  it('is named by the number where there is no name, and has a name and a subject in any case', () => {
    expect(read(message({ from: '+14155550123' }))).toMatchObject({ name: '+14155550123' });
    expect(read(message({ missing: [], why: '' }))).toEqual({
      type: 'review_request',
      handoff_id: ID,
      handoff_try: 1,
      vapi_call_id: CALL_ID,
      name: 'Review',
      subject: 'Review',
      missing: [],
      missing_count: 0,
      requested_at: '2027-01-15T08:00:00.000Z',
      conversations: { conversation_id: ID },
    });
  });

  it('says how many fields are missing when not all of them can be named', () => {
    const missing = Array.from({ length: 60 }, (_, each) => `field_${each}`);
    expect(read(message({ missing }))).toMatchObject({ missing: missing.slice(0, 20), missing_count: 60 });
  });

  it('is known as a review, and found again by an id that is the call’s own', () => {
    const attributes = reviewAttributes(message({ summary: 'asked again' }));
    expect(readTaskAttributes(attributes)).toBe('review');
    expect(ID).toMatch(/^rv_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(isTaskOf(attributes, { handoffId: ID, taskNo: 1 })).toBe(true);
    expect(reviewIdOf('another call')).not.toBe(ID);
    expect(callbackIdOf(CALL_ID).slice(3)).not.toBe(ID.slice(3));
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
      fc.string({ unit: ANY_UNIT, maxLength: 300 }),
      fc.array(unit, { maxLength: 20 }).map((units) => units.join('').repeat(100)),
    );
    const parts = fc.record(
      {
        missing: fc.array(text, { maxLength: 30 }),
        why: text,
        summary: text,
        customerName: text,
        customerId: text,
        from: text,
        handoffId: text,
      },
      { requiredKeys: [] },
    );
    const ids = fc.oneof(
      fc.string({ unit: ANY_UNIT, minLength: 1, maxLength: 64 }),
      fc.constant('\u0001'.repeat(128)),
    );
    const page = fc.option(
      fc.integer({ min: 0, max: 3_000 }).map((more) => `${PAGE}${'x'.repeat(more)}`),
      {
        nil: undefined,
      },
    );
    fc.assert(
      fc.property(parts, ids, page, (known, callId, url) => {
        const json = reviewAttributes({ ...message(known), callId }, url);
        expect(json.length).toBeLessThanOrEqual(ATTRIBUTES_LIMIT);
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(ATTRIBUTES_LIMIT);
        expect(json.isWellFormed()).toBe(true);
        const { context_url, ...rest } = attributesSchema.parse(JSON.parse(json));
        // A link is whole, or it is none.
        expect([url, undefined]).toContain(context_url);
        expect(rest).toMatchObject({ type: 'review_request', vapi_call_id: callId });
      }),
      { numRuns: 600, seed: 11 },
    );
  });

  it('keeps its link at the longest of everything else', () => {
    const long = '人'.repeat(5_000);
    const page = `${PAGE}${'x'.repeat(300)}`;
    const longest = message({
      missing: Array(50).fill(long),
      why: long,
      summary: long,
      customerName: long,
      customerId: long,
      from: long,
      handoffId: long,
    });
    expect(read({ ...longest, callId: '\u0001'.repeat(128) }, page)).toMatchObject({ context_url: page });
  });
});

type Answer<K extends keyof OnceTasks> = Awaited<ReturnType<OnceTasks[K]>>;
type Stands = Awaited<ReturnType<TaskLooks['standing']>>;
const TASK = { is: 'task-created', taskSid: 'WT1' } as const;
const UNSURE = { is: 'unsure', reason: 'twilio-timeout' } as const;
const LATER = { is: 'not-done', reason: 'twilio-429' } as const;

/** One worker after the other, over one table; TaskRouter answers what it is told to. */
const world = (stands: Stands = { is: 'waits' }) => {
  const { client } = new MemoryTable();
  let now = T0;
  let owners = 0;
  const orders: { handoffId: string; timeoutSeconds: number; attributes: string }[] = [];
  const found: string[] = [];
  const looked: string[] = [];
  const written: string[] = [];
  let kept: KeptReview | undefined;
  const { log, count, counts, lines } = given.watching();
  const once = onceStore({ client, name: 'table' }, () => now);
  const ports = (create: Answer<'create'>, find: Answer<'find'> = { is: 'task-absent' }) => {
    owners += 1;
    const owner = `owner-${owners}`;
    const tasks: OnceTasks & TaskLooks = {
      create: async (order) => {
        orders.push(order);
        return create;
      },
      find: async ({ handoffId, since }) => {
        found.push(`${handoffId} ${since - T0}`);
        return find;
      },
      standing: async (taskSid) => {
        looked.push(taskSid);
        return stands;
      },
    };
    return {
      ...{ once, tasks, clock: () => now, newOwner: () => owner, log, count },
      keepReview: async ({ review }: ReviewMessage) => {
        kept ??= { review, taskSid: undefined };
        return kept;
      },
      settleReview: async (_callId: string, taskSid: string | undefined) => {
        written.push(`waits ${taskSid}`);
        if (kept !== undefined && taskSid !== undefined) kept = { ...kept, taskSid };
      },
      takeReview: async () => {
        written.push('taken');
      },
    };
  };
  const later = (ms: number) => {
    now += ms;
  };
  return { ports, later, once, orders, found, looked, written, counts, lines };
};

describe('A request for a review at the worker', () => {
  it('becomes a task that waits a week, and is known from then on', async () => {
    const { ports, later, orders, found, counts } = world();
    expect(await createReview(message(), ports(TASK))).toBe('created');
    expect(await createReview(message(), ports(TASK))).toBe('known');
    later(4 * 86_400_000);
    expect(await createReview(message(), ports(TASK))).toBe('known');
    expect(orders).toMatchObject([{ handoffId: ID, timeoutSeconds: 604_800 }]);
    expect(found).toEqual([]);
    expect(counts).toEqual(['review_created', 'review_known', 'review_known']);
  });

  it('becomes one task when two deliveries come at once; the other comes back later', async () => {
    const { ports, orders } = world();
    const both = await Promise.allSettled([
      createReview(message(), ports(TASK)),
      createReview(message(), ports(TASK)),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(orders).toHaveLength(1);
  });

  it('whose worker died is taken up after the lease, and its task is looked for first', async () => {
    const { ports, later, once, orders, found } = world();
    await once.begin(`review#${CALL_ID}`, 'dead', TASK_LEASE_MS);
    later(TASK_LEASE_MS - 1);
    await expect(createReview(message(), ports(TASK))).rejects.toThrow('held');
    later(1);
    expect(await createReview(message(), ports(LATER, TASK))).toBe('created');
    expect(found).toEqual([`${ID} 0`]);
    expect(orders).toEqual([]);
  });

  it('that failed comes again, with an error of its own', async () => {
    const { ports, later, counts } = world();
    await expect(createReview(message(), ports(LATER))).rejects.toMatchObject({
      name: 'ReviewFailed',
      message: 'twilio-429',
    });
    await expect(createReview(message(), ports(UNSURE))).rejects.toMatchObject({
      name: 'ReviewFailed',
      message: 'twilio-timeout',
    });
    later(60_000);
    expect(await createReview(message(), ports(TASK))).toBe('created');
    expect(counts).toEqual(['review_failed', 'review_failed', 'review_created']);
  });

  it('has nothing to do with a callback of the same call: there are two tasks then', async () => {
    const { ports, orders } = world();
    const callback = { number: '+14155550123', requestedAt: T0, requestedBy: 'tool-call' } as const;
    expect(
      await createCallback(
        { callId: CALL_ID, callback },
        { ...ports(TASK), ...uncorrected(ports(TASK).tasks) },
      ),
    ).toBe('created');
    expect(await createReview(message(), ports(TASK))).toBe('created');
    expect(orders.map(({ handoffId }) => handoffId)).toEqual([callbackIdOf(CALL_ID), ID]);
  });

  it.each([
    ['there was a handoff', { handoffId: 'ho_1' }, `${PAGE}/ho_1/${T0}`],
    ['there was none', {}, undefined],
  ])('has a link to the agent page where %s', async (_when, known, link) => {
    const { ports, orders } = world();
    const agentPage = ({ handoffId, now }: { handoffId: string; now: number }) =>
      `${PAGE}/${handoffId}/${now}`;
    await createReview(message(known), { ...ports(TASK), agentPage });
    const attributes = attributesSchema.parse(JSON.parse(orders[0]?.attributes ?? ''));
    expect(attributes.context_url).toBe(link);
  });

  it('leaves no number and no word of the caller in the log', async () => {
    const { ports, lines } = world();
    const told = message({ from: '+14155550123', summary: 'A refund.', customerName: 'Jordan' });
    await expect(createReview(told, ports(UNSURE))).rejects.toThrow();
    await expect(createReview(told, ports(TASK))).rejects.toThrow();
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'review',
        fields: { callId: CALL_ID, handoffId: ID, event: 'failed', reason: 'twilio-timeout' },
      },
      { level: 'info', message: 'review', fields: { callId: CALL_ID, handoffId: ID, event: 'held' } },
    ]);
  });
});

describe('A review whose task is made', () => {
  const again = async (stands: Stands, find?: Answer<'find'>) => {
    const { ports, looked, written, found, lines, counts } = world(stands);
    await createReview(message(), ports(TASK));
    expect(await createReview(message(), ports(LATER, find))).toBe('known');
    return { looked, written, found, last: lines.at(-1), counts };
  };

  it('is looked at by the task’s own id, and waits on where no agent has it', async () => {
    const { looked, written, found, last } = await again({ is: 'waits' });
    expect([looked, found]).toEqual([['WT1'], []]);
    expect(written).toEqual(['waits WT1', 'waits WT1']);
    expect(last?.fields).toEqual({ callId: CALL_ID, handoffId: ID, taskSid: 'WT1', event: 'waits' });
  });

  it.each([
    { is: 'taken' },
    { is: 'gone' },
  ] as const)('waits for nobody any more where it is %o', async (is) => {
    const { written, last } = await again(is);
    expect(written).toEqual(['waits WT1', 'taken']);
    expect(last?.fields).toMatchObject({ event: is.is });
  });

  it('waits on where nobody can tell, and is no failure: there is a next look', async () => {
    const { written, last, counts } = await again(LATER);
    expect(written).toEqual(['waits WT1', 'waits WT1']);
    expect(last).toMatchObject({ level: 'warn', fields: { event: 'not-seen', reason: 'twilio-429' } });
    expect(counts).toEqual(['review_created', 'review_known']);
  });

  it.each([
    ['is looked up', TASK, 'waits WT1'],
    ['is over where there is none', { is: 'task-absent' } as const, 'taken'],
    ['stays where that cannot be done', LATER, 'waits undefined'],
  ])('and whose worker died before it could write that down %s', async (_what, find, becomes) => {
    const { ports, once, written, found } = world();
    const key = `review#${CALL_ID}`;
    await once.begin(key, 'dead', TASK_LEASE_MS);
    await once.done(key, 'dead', 'WT1');
    expect(await createReview(message(), ports(LATER, find))).toBe('known');
    expect(found).toEqual([`${ID} 0`]);
    expect(written).toEqual([becomes]);
  });

  it('says what was kept first, whichever message comes to it', async () => {
    const { ports, orders } = world();
    await expect(createReview(message({ missing: ['first'] }), ports(LATER))).rejects.toThrow();
    await createReview(message({ missing: ['second'] }), ports(TASK));
    expect(orders.at(-1)?.attributes).toContain('["first"]');
  });
});

describe('A message about a review', () => {
  it('is read as it was sent', () => {
    const sent = message({ summary: 'A refund.', handoffId: 'ho_1' });
    expect(reviewMessageSchema.parse(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  });

  it.each([
    { callId: '', review: message().review },
    { callId: 'x'.repeat(129), review: message().review },
    { callId: CALL_ID },
    { callId: CALL_ID, review: { ...message().review, requestedAt: -1 } },
    { callId: CALL_ID, review: { ...message().review, requestedAt: 9e15 } },
  ])('is refused when it names no call or no moment: %#', (sent) => {
    expect(reviewMessageSchema.safeParse(sent).success).toBe(false);
  });
});
