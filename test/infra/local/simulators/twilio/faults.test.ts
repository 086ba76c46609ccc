import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCEPT, type Bench, startBench, TOKEN, WORKFLOW } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const order = { WorkflowSid: WORKFLOW, Attributes: '{}' };
const create = () => bench.rest('POST', '/Tasks', order);

describe('a fault of the simulated TaskRouter', () => {
  it('can be a status without an effect', async () => {
    bench.twilio.faults.next('create-task', { kind: 'status', status: 429, headers: { 'retry-after': '2' } });
    const { status, body, headers } = await create();
    expect([status, body.code, headers.get('retry-after')]).toEqual([429, 20429, '2']);
    expect(bench.twilio.tasks.size).toBe(0);
    expect((await create()).status).toBe(201);
  });

  it('can be a status after the effect', async () => {
    bench.twilio.faults.next('create-task', { kind: 'status-after-effect', status: 503 });
    expect((await create()).status).toBe(503);
    expect(bench.twilio.tasks.size).toBe(1);
  });

  it.each([
    ['lost-answer', 1],
    ['cut', 0],
  ] as const)('can be a connection that breaks: %s', async (kind, made) => {
    bench.twilio.faults.next('create-task', { kind });
    await expect(create()).rejects.toThrow();
    expect(bench.twilio.tasks.size).toBe(made);
    expect(bench.twilio.requests.at(-1)).toMatchObject({ operation: 'create-task', status: 'cut' });
  });

  it('can be an answer that comes late, after the effect', async () => {
    bench.twilio.faults.next('create-task', { kind: 'slow', ms: 150 });
    const asked = Date.now();
    const answer = create();
    await expect.poll(() => bench.twilio.tasks.size).toBe(1);
    expect((await answer).status).toBe(201);
    expect(Date.now() - asked).toBeGreaterThanOrEqual(140);
  });

  it('ends with the simulator, however late it would be', async () => {
    bench.twilio.faults.next('create-task', { kind: 'slow', ms: 600_000 });
    const answer = create().catch(() => 'cut');
    await expect.poll(() => bench.twilio.tasks.size).toBe(1);
    await bench.twilio.stop();
    expect(await answer).toBe('cut');
  });

  it('is kept with every other request', async () => {
    const { body } = await create();
    await bench.rest('GET', `/Tasks/${body.sid}`);
    expect(bench.twilio.requests).toMatchObject([
      { operation: 'create-task', params: order, status: 201 },
      { operation: 'fetch-task', sid: body.sid, status: 200 },
    ]);
  });
});

describe('a callback of the simulated TaskRouter', () => {
  it('is signed as Twilio signs', async () => {
    bench.twilio.addWorker({ name: 'amara.osei', contactUri: '+14155550177', behaviour: 'ignores' });
    await bench.createTask({ summary: 'charged twice & wants 10 € back' });
    await expect.poll(() => bench.received.length).toBe(3);
    for (const { url, params, headers } of bench.received) {
      const signature = headers['x-twilio-signature'];
      expect(signature).toBe(getExpectedTwilioSignature(TOKEN, url, params));
      expect(validateRequest(TOKEN, String(signature), url, params)).toBe(true);
      expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    }
  });

  it('can be any form, signed for an address with a query and without its overrides', async () => {
    await bench.createTask();
    await bench.twilio.idle();
    const product = new URL(String(bench.received[0]?.url)).origin;
    const { status } = await bench.twilio.postForm(`${product}/status?handoff=h-1#rc=2`, {
      CallStatus: 'busy',
    });
    expect(status).toBe(204);
    const callback = bench.received.at(-1);
    if (callback === undefined) throw new Error('nothing came');
    const { url, params, headers } = callback;
    expect(url).toBe(`${product}/status?handoff=h-1`);
    expect(validateRequest(TOKEN, String(headers['x-twilio-signature']), url, params)).toBe(true);
  });

  it('can come several times, as the same event', async () => {
    bench.twilio.deliveries.next('task.created', { copies: 3 });
    await bench.createTask();
    await bench.twilio.idle();
    expect(bench.events()).toEqual(['task.created', 'task.created', 'task.created']);
    expect(new Set(bench.received.map(({ params }) => params.Sid)).size).toBe(1);
  });

  it('can come late, so that it is overtaken', async () => {
    bench.twilio.deliveries.next('task.created', { delayMs: 120 });
    bench.replies.assignment.push(ACCEPT);
    bench.twilio.addWorker({ name: 'amara.osei' });
    await bench.createTask();
    await expect.poll(() => bench.events().at(-1)).toBe('task.created');
    expect(bench.events()).toEqual(['reservation.created', 'reservation.accepted', 'task.created']);
    expect(bench.event('task.created').TaskAssignmentStatus).toBe('pending');
  });

  it('can be lost', async () => {
    bench.twilio.deliveries.next('assignment', { drop: true }).next('task.created', { drop: true });
    bench.replies.fallback.push(ACCEPT);
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await expect.poll(() => bench.statusOf(sid)).toBe('assigned');
    await bench.twilio.idle();
    expect(bench.received.map(({ path }) => path)).not.toContain('/assignment');
    expect(bench.events()).not.toContain('task.created');
  });

  it('never comes after the stop', async () => {
    bench.twilio.deliveries.always('reservation.created', { delayMs: 600_000 });
    bench.twilio.addWorker({ name: 'amara.osei' });
    await bench.createTask();
    await bench.twilio.stop();
    const { length } = bench.received;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(bench.received).toHaveLength(length);
  });
});
