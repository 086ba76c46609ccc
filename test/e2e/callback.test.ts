import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sqsClient } from '../../infra/local/aws/aws.ts';
import type { CallOptions } from '../../infra/local/simulators/vapi/call.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { listedFollowups } from '../lib/aws/listed.ts';
import { type Product, startProduct } from './product.ts';
import { twilioFixture } from './signed.ts';

/** One number has three callbacks a day: each test has a caller of its own. */
let callers = 0;
const nextCaller = () => `+14155550${160 + ++callers}`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const resultsSchema = z.object({ results: z.tuple([z.object({ result: z.string() })]) });
const attributesSchema = z.looseObject({ type: z.string() });

let product: Product;
const workers: ReturnType<Product['twilio']['addWorker']>[] = [];

const caller = (more: CallOptions = {}) => product.vapi.startCall({ caller: nextCaller(), ...more });
/** What the assistant reads. */
const callback = async (call: SimulatedCall, args: Record<string, unknown> = {}, toolCallId?: string) => {
  const options = { toolName: 'request_callback', ...(toolCallId === undefined ? {} : { toolCallId }) };
  const { status, body } = await call.askForHuman(args, options);
  expect(status).toBe(200);
  return resultsSchema.parse(body).results[0].result;
};
const tasksOf = (call: SimulatedCall) =>
  product.twilio
    .tasksOfCall(call.id)
    .map((task) => ({ ...task, attributes: attributesSchema.parse(JSON.parse(task.attributes)) }));
/** The only task of the call, a moment after it is there. */
const theTask = async (call: SimulatedCall) => {
  await expect.poll(() => tasksOf(call).length, { timeout: 10_000 }).toBeGreaterThan(0);
  await pause(300);
  expect(tasksOf(call)).toHaveLength(1);
  const [task] = tasksOf(call);
  if (task === undefined) throw new Error('there is no task');
  return task;
};
const noTask = async (call: SimulatedCall) => {
  await pause(300);
  expect(tasksOf(call)).toEqual([]);
};

describe('A callback', () => {
  beforeAll(async () => {
    product = await startProduct({ HANDOFF_WINDOW_SECONDS: '3', TWILIO_NUMBER: '+14155550188' });
  });
  afterEach(() => {
    product.vapi.deliveries.clear();
    for (const worker of workers.splice(0)) product.twilio.removeWorker(worker);
  });
  afterAll(() => product.stop());

  it('is one task that takes no voice line, with what the colleague needs', async () => {
    const call = await caller();
    const result = await callback(call, {
      number: '+1 415 555 0141',
      when: 'tomorrow after nine',
      reason: 'Was charged twice.',
      customer_name: 'Ada Example',
      department: 'billing',
    });
    expect(result).toContain('number ending in 0 1 4 1');
    expect(result).toContain('tomorrow after nine');
    expect(result).not.toContain('415');
    expect(await theTask(call)).toMatchObject({
      taskChannel: 'default',
      assignmentStatus: 'pending',
      attributes: {
        type: 'callback_request',
        vapi_call_id: call.id,
        callback_number: '+14155550141',
        when: 'tomorrow after nine',
        reason: 'Was charged twice.',
        name: 'Ada Example',
        department: 'billing',
      },
    });
    expect(await product.record(call.id)).toBeUndefined();
  });

  it('stays one however often it is asked for, and however often that is delivered', async () => {
    const call = await caller();
    product.vapi.deliveries.next('tool-calls', { copies: 3 });
    await callback(call, {}, 'call_first');
    await theTask(call);
    await callback(call, {}, 'call_first');
    const again = await callback(call, { number: '+14155550151' }, 'call_second');
    expect(again).toContain('number ending in 0 1 5 1');
    await theTask(call);
    // What the caller heard last is what the colleague sees.
    const number = () => tasksOf(call)[0]?.attributes.callback_number;
    await expect.poll(number, { timeout: 10_000 }).toBe('+14155550151');
  });

  it('that waits in the handoff queue, from before there was one for callbacks, becomes its task too', async () => {
    const call = await caller();
    const { sqsUrl, queueUrls } = product.system.emulators;
    const client = sqsClient(sqsUrl);
    const callback = { number: '+14155550152', requestedAt: Date.now(), requestedBy: 'tool-call' };
    const MessageBody = JSON.stringify({ callId: call.id, callback });
    await client.send(new SendMessageCommand({ QueueUrl: queueUrls.handoff, MessageBody }));
    client.destroy();
    expect((await theTask(call)).attributes).toMatchObject({ callback_number: '+14155550152' });
  });

  it('of one call is none of another', async () => {
    const [one, other] = [await caller(), await caller()];
    await Promise.all([callback(one), callback(other)]);
    expect((await theTask(one)).sid).not.toBe((await theTask(other)).sid);
  });

  it.each([
    ['415 555 0142', '0142'],
    ['(415) 555-0143', '0143'],
    ['plus 1 415 555 0144', '0144'],
    ['4 1 5, 5 5 5, 0 1 4 5', '0145'],
    ['011 1 415 555 0146', '0146'],
  ])('goes to %s, as people say it', async (number, end) => {
    const call = await caller();
    expect(await callback(call, { number })).toContain([...end].join(' '));
    expect((await theTask(call)).attributes).toMatchObject({ callback_number: `+1415555${end}` });
  });

  it('goes to the number of the caller where none is said', async () => {
    const number = nextCaller();
    const call = await caller({ caller: number });
    expect(await callback(call, { when: '  ' })).toContain([...number.slice(-4)].join(' '));
    const { attributes } = await theTask(call);
    expect(attributes).toMatchObject({ callback_number: number });
    expect(attributes).not.toHaveProperty('when');
  });

  it('asks for the number where nobody knows one, and takes it then', async () => {
    const call = await product.vapi.startCall({ type: 'webCall' });
    expect(await callback(call)).toMatch(/^I do not have a number .*country code\?$/);
    await noTask(call);
    expect(await callback(call, { number: '+14155550153' })).toContain('I have noted');
    expect((await theTask(call)).attributes).toMatchObject({ callback_number: '+14155550153' });
  });

  it.each([
    '12',
    'my office',
    '+1415555014',
    '+141555501535555555',
  ])('asks again for a number like %s, and never takes the caller’s own instead', async (number) => {
    const call = await caller();
    expect(await callback(call, { number })).toMatch(/^That does not seem to be a whole phone number/);
    await noTask(call);
  });

  it('is left to an agent who takes it: no telephone rings, and nobody answers for the agent', async () => {
    const call = await caller();
    await callback(call);
    const { sid, attributes } = await theTask(call);
    const answer = await product.twilio.postForm(`${product.system.url}/webhook/twilio/assignment`, {
      ...twilioFixture('assignment-callback'),
      WorkspaceSid: product.system.env.TWILIO_WORKSPACE_SID ?? '',
      TaskSid: sid,
      TaskAttributes: JSON.stringify(attributes),
    });
    expect(answer).toMatchObject({ status: 200, body: '{}' });
    const worker = { name: 'amara.osei', contactUri: '+14155550177', behaviour: 'accepts' } as const;
    // One for each callback that waits, the older ones first.
    const waiting = [...product.twilio.tasks.values()].filter((task) => task.assignmentStatus === 'pending');
    for (const _ of waiting) workers.push(product.twilio.addWorker(worker));
    await expect.poll(() => tasksOf(call)[0]?.assignmentStatus, { timeout: 5_000 }).toBe('assigned');
    const touched = product.twilio.requests.filter(({ operation, sid: of }) => {
      return (
        ['create-call', 'update-reservation'].includes(operation) ||
        (of === sid && operation !== 'fetch-task')
      );
    });
    expect(touched).toEqual([]);
    expect(call.transfers).toEqual([]);
    // The event of the acceptance may take a moment.
    const stands = /^A colleague has taken the callback already, and it stays as it was/;
    const corrects = () => callback(call, { number: '+14155550154' }, `call_${Math.random()}`);
    await expect.poll(corrects, { timeout: 5_000, interval: 200 }).toMatch(stands);
  });

  it('is on the list of those who wait, with its age, until an agent accepts it or somebody closes it', async () => {
    const listed = () => listedFollowups(product.records);
    const of = (call: SimulatedCall) => ({ what: `CALLBACK of ${call.id}` });
    for (const { id } of product.vapi.calls()) product.twilio.giveUp(id);
    await expect.poll(listed, { timeout: 5_000 }).toEqual([]);
    const [call, other] = [await caller(), await caller()];
    await callback(call, { number: '+14155550156', when: 'after nine', reason: 'Was charged twice.' });
    const { attributes } = await theTask(call);
    await product.system.idle();
    const [shown, ...more] = await listed();
    expect(more).toEqual([]);
    expect(shown).toMatchObject({
      ...of(call),
      facts: { caller: '+14155550156', when: 'after nine', reason: 'Was charged twice.' },
    });
    const since = shown?.facts.requestedAt ?? 0;
    expect(new Date(since).toJSON()).toBe(attributes.requested_at);
    // Its task is made: what is due next is a look at it.
    expect((shown?.at ?? 0) - since).toBeGreaterThanOrEqual(30 * 60_000);

    let declined = 0;
    product.twilio.on(({ callId, what }) => {
      if (callId === call.id && what === 'agent-rejected') declined += 1;
    });
    const declines = product.twilio.addWorker({ name: 'declines', behaviour: 'declines' });
    await expect.poll(() => declined, { timeout: 5_000 }).toBeGreaterThan(0);
    product.twilio.removeWorker(declines);
    await product.system.idle();
    expect(await listed()).toMatchObject([of(call)]);
    workers.push(product.twilio.addWorker({ name: 'amara.osei', behaviour: 'accepts' }));
    await expect.poll(listed, { timeout: 5_000 }).toEqual([]);
    expect(tasksOf(call)[0]?.assignmentStatus).toBe('assigned');

    await callback(other);
    await theTask(other);
    expect(await listed()).toMatchObject([of(other)]);
    product.twilio.giveUp(other.id);
    await expect.poll(listed, { timeout: 5_000 }).toEqual([]);
  });

  it('is noted three times for one number in a day; the next caller hears that they stand', async () => {
    const number = '+14155550155';
    for (let calls = 0; calls < 3; calls += 1) {
      const call = await caller();
      expect(await callback(call, { number })).toContain('I have noted');
      await theTask(call);
      // The same call again is no further one.
      expect(await callback(call, { number, when: 'at nine' }, 'call_again')).toContain('I have noted');
    }
    const fourth = await caller();
    expect(await callback(fourth, { number })).toMatch(/ending in 0 1 5 5 are noted already/);
    await noTask(fourth);
    expect(await callback(fourth, {}, 'call_other')).toContain('I have noted');
  });

  it('can follow a handoff for which nobody was there, and is no part of it', async () => {
    const call = await caller();
    await call.askForHuman({ reason: 'wants a person' });
    expect((await product.ended(call.id)).progress).toMatchObject({ outcome: 'no_agent' });
    await callback(call);
    const open = () => tasksOf(call).filter(({ assignmentStatus }) => assignmentStatus === 'pending');
    await expect.poll(open, { timeout: 5_000 }).toHaveLength(1);
    expect(open()[0]?.attributes.type).toBe('callback_request');
    expect((await product.record(call.id))?.progress).toMatchObject({ outcome: 'no_agent' });
    await call.hangUp();
    await pause(300);
    // The caller who asked for it hangs up: that is no reason to forget them.
    expect(open()).toHaveLength(1);
  });
});

describe('Outside the opening hours', () => {
  beforeAll(async () => {
    const never = { timeZone: 'America/Los_Angeles', week: {} };
    product = await startProduct({ OPENING_HOURS: JSON.stringify(never) });
  });
  afterAll(() => product.stop());

  it('a callback is offered, and then is a task all the same', async () => {
    const call = await caller();
    const { body } = await call.askForHuman();
    expect(resultsSchema.parse(body).results[0].result).toMatch(/note a callback for you\.$/);
    await noTask(call);
    expect(await callback(call)).toContain('I have noted');
    expect((await theTask(call)).attributes).toMatchObject({ type: 'callback_request' });
  });
});
