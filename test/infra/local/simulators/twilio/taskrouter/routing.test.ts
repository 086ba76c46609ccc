import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCEPT, type Bench, BROKEN, REJECT, startBench } from '../bench.ts';

const fixture = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../../../../fixtures/twilio/${name}.json`, import.meta.url), 'utf8'));

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const until = (sid: string, status: string) => expect.poll(() => bench.statusOf(sid)).toBe(status);
const whats = () => bench.moments.map(({ what }) => what);
const offers = () => bench.moments.flatMap(({ what, detail }) => (what === 'agent-offered' ? [detail] : []));
const paths = () => bench.received.map(({ path }) => path);

describe('routing of the simulated TaskRouter', () => {
  it('offers nothing while nobody is there, and at once when somebody comes', async () => {
    const sid = await bench.createTask();
    await bench.twilio.idle();
    expect([bench.statusOf(sid), bench.events()]).toEqual(['pending', ['task.created']]);
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    await until(sid, 'reserved');
    await bench.twilio.idle();
    expect(bench.events()).toEqual(['task.created', 'reservation.created']);
  });

  it('gives the waiting task of a call up when its workflow has no more time for it', async () => {
    const waits = await bench.createTask({ vapi_call_id: 'call-1' });
    const other = await bench.createTask({ vapi_call_id: 'call-2' });
    bench.twilio.giveUp('call-1');
    await bench.twilio.idle();
    expect([bench.statusOf(waits), bench.statusOf(other)]).toEqual(['canceled', 'pending']);
    expect(bench.event('task.canceled')).toMatchObject({ TaskSid: waits, Reason: 'Workflow timeout' });
  });

  it('says of an offer what the real one says', async () => {
    bench.twilio.addWorker({ name: 'amara.osei', contactUri: '+14155550177', behaviour: 'ignores' });
    const sid = await bench.createTask({ vapi_call_id: 'call-1' });
    await until(sid, 'reserved');
    await bench.twilio.idle();
    const assignment = bench.received.find(({ path }) => path === '/assignment');
    expect(Object.keys(assignment?.params ?? {})).toEqual(Object.keys(fixture('assignment-callback')));
    expect(JSON.parse(assignment?.params.WorkerAttributes ?? '')).toEqual({
      contact_uri: '+14155550177',
      full_name: 'amara.osei',
      skills: [],
    });
    const created = bench.event('reservation.created');
    expect(Object.keys(fixture('reservation.created')).filter((name) => !(name in created))).toEqual([
      'OperatingUnitSid',
    ]);
    expect(created).toMatchObject({
      TaskSid: sid,
      ReservationSid: assignment?.params.ReservationSid,
      ResourceSid: assignment?.params.ReservationSid,
      ResourceType: 'reservation',
      TaskAssignmentStatus: 'reserved',
      TaskVersion: '1',
      ReservationVersion: '0',
      WorkerName: 'amara.osei',
    });
    expect(created.Sid).toMatch(/^EV[0-9a-f]{32}$/);
    expect(bench.moments.at(-1)).toMatchObject({ callId: 'call-1', what: 'agent-offered', taskSid: sid });
  });

  it('gives the agent the task when the callback accepts, whatever the agent would do', async () => {
    bench.replies.assignment.push(ACCEPT);
    const worker = bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'declines' });
    const sid = await bench.createTask();
    await until(sid, 'assigned');
    await bench.twilio.idle();
    expect(worker).toMatchObject({ available: true, busy: true });
    expect(bench.event('reservation.accepted')).toMatchObject({
      TaskAssignmentStatus: 'assigned',
      TaskVersion: '2',
      ReservationVersion: '1',
    });
  });

  it('offers a rejected task to the next agent at once, and to the same one only after a pause', async () => {
    bench.replies.assignment.push(REJECT, REJECT, ACCEPT);
    bench.twilio.addWorker({ name: 'amara.osei' });
    bench.twilio.addWorker({ name: 'jordan.ellis' });
    const sid = await bench.createTask();
    await until(sid, 'assigned');
    expect(offers()).toEqual(['amara.osei', 'jordan.ellis', 'amara.osei']);
    const [first, , third] = bench.moments.filter(({ what }) => what === 'agent-offered');
    expect((third?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(190);
  });

  it('moves an agent to the activity that a rejection names, if there is such a one', async () => {
    const { body } = await bench.rest('GET', '/Activities');
    const activities: unknown[] = Array.isArray(body.activities) ? body.activities : [];
    const unavailable = activities
      .map((one) => Object(one))
      .find((one) => one.friendly_name === 'Unavailable');
    const reject = (activity_sid: unknown) => ({
      body: JSON.stringify({ instruction: 'reject', activity_sid }),
    });
    bench.replies.assignment.push(reject('WA123'));
    const first = bench.twilio.addWorker({ name: 'amara.osei' });
    const sid = await bench.createTask();
    await expect.poll(whats).toContain('warning');
    expect([bench.statusOf(sid), first.activity]).toEqual(['reserved', 'Available']);

    bench.replies.assignment.push(reject(unavailable.sid));
    const second = bench.twilio.addWorker({ name: 'jordan.ellis' });
    await bench.createTask();
    await expect.poll(whats).toContain('agent-rejected');
    expect([second.activity, second.available, second.busy]).toEqual(['Unavailable', false, false]);
  });

  it.each([
    ['accepts', 'assigned', 'agent-accepted'],
    ['declines', 'pending', 'agent-rejected'],
  ] as const)('leaves the answer to an agent who %s', async (behaviour, status, what) => {
    const worker = bench.twilio.addWorker({ name: 'amara.osei', behaviour });
    const sid = await bench.createTask();
    await expect.poll(whats).toContain(what);
    bench.twilio.setAvailable(worker, false);
    expect(bench.statusOf(sid)).toBe(status);
  });

  it('takes an agent offline who lets an offer time out', async () => {
    await bench.stop();
    bench = await startBench({ reservationTimeoutMs: 40 });
    const worker = bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await expect.poll(whats).toContain('offer-timed-out');
    await bench.twilio.idle();
    expect([worker.activity, worker.available, bench.statusOf(sid)]).toEqual(['Offline', false, 'pending']);
    expect(bench.event('reservation.timeout').WorkerActivityName).toBe('Offline');
  });

  it.each([
    ['a status other than 200', BROKEN],
    ['something that is not JSON', { type: 'text/plain' }],
  ])('asks the fallback when the callback answers %s', async (_what, wrong) => {
    bench.replies.assignment.push(wrong);
    bench.replies.fallback.push(ACCEPT);
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await until(sid, 'assigned');
    expect(paths().filter((path) => path !== '/events')).toEqual(['/assignment', '/fallback']);
  });

  it('asks the fallback when the callback has not answered for 5 seconds', async () => {
    bench.replies.assignment.push('silence');
    bench.replies.fallback.push(ACCEPT);
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await expect.poll(() => bench.statusOf(sid), { timeout: 15_000 }).toBe('assigned');
    const offered = bench.moments.find(({ what }) => what === 'agent-offered')?.at ?? 0;
    const accepted = bench.moments.find(({ what }) => what === 'agent-accepted')?.at ?? 0;
    expect(accepted - offered).toBeGreaterThanOrEqual(4_900);
  });

  it('asks the fallback while a callback is late on its way, and does not hear the late answer', async () => {
    bench.twilio.deliveries.next('assignment', { delayMs: 5_300 });
    bench.replies.fallback.push(ACCEPT);
    bench.replies.assignment.push(REJECT);
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await expect.poll(() => bench.statusOf(sid), { timeout: 15_000 }).toBe('assigned');
    await bench.twilio.idle();
    expect(paths().filter((path) => path !== '/events')).toEqual(['/fallback', '/assignment']);
    expect(bench.statusOf(sid)).toBe('assigned');
  });

  it('warns of an instruction for an offer that is over', async () => {
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    bench.twilio.deliveries.next('assignment', { delayMs: 200 });
    bench.replies.assignment.push(ACCEPT);
    const sid = await bench.createTask();
    await until(sid, 'reserved');
    await bench.rest('POST', `/Tasks/${sid}`, { AssignmentStatus: 'canceled', Reason: 'over' });
    await expect.poll(whats).toContain('warning');
    expect(bench.moments.at(-1)?.detail).toMatch(/canceled/);
    expect(bench.statusOf(sid)).toBe('canceled');
  });

  it('cancels the offer when both fail, and makes it again', async () => {
    bench.replies.assignment.push(BROKEN, ACCEPT);
    bench.replies.fallback.push(BROKEN);
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await until(sid, 'assigned');
    await bench.twilio.idle();
    expect(whats().filter((what) => what !== 'warning')).toEqual([
      'task-created',
      'agent-offered',
      'offer-canceled',
      'agent-offered',
      'agent-accepted',
    ]);
    expect(bench.events()).toContain('reservation.canceled');
  });

  it.each([
    '{"instruction":"dance"}',
    'not JSON',
    '{"to":"+14155550177"}',
  ])('warns of the answer %s and leaves the offer open', async (body) => {
    bench.replies.assignment.push({ body });
    bench.twilio.addWorker({ name: 'amara.osei' });
    const sid = await bench.createTask();
    await expect.poll(whats).toContain('warning');
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(bench.statusOf(sid)).toBe('reserved');
  });

  it('offers a task of a department to agents of that skill, and to those who take anything', async () => {
    bench.twilio.addWorker({ name: 'sales', skills: ['sales'], behaviour: 'ignores' });
    const billing = await bench.createTask({ department: 'billing' });
    await bench.twilio.idle();
    expect(bench.statusOf(billing)).toBe('pending');
    bench.twilio.addWorker({ name: 'anything', behaviour: 'ignores' });
    await until(billing, 'reserved');
    expect(offers()).toEqual(['anything']);
  });

  it('gives an agent one task at a time, and the next one when that has ended', async () => {
    bench.replies.assignment.push(ACCEPT, ACCEPT);
    const worker = bench.twilio.addWorker({ name: 'amara.osei' });
    const first = await bench.createTask();
    const second = await bench.createTask();
    await until(first, 'assigned');
    await bench.twilio.idle();
    expect([bench.statusOf(second), worker.busy]).toEqual(['pending', true]);
    await bench.rest('POST', `/Tasks/${first}`, { AssignmentStatus: 'completed', Reason: 'done' });
    await until(second, 'assigned');
  });

  it('offers the task of the highest priority first', async () => {
    const low = await bench.createTask();
    const high = await bench.createTask({}, { Priority: '10' });
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    await until(high, 'reserved');
    expect(bench.statusOf(low)).toBe('pending');
  });

  it('cancels the offer of a canceled task, and frees the agent', async () => {
    const worker = bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await until(sid, 'reserved');
    await bench.rest('POST', `/Tasks/${sid}`, { AssignmentStatus: 'canceled', Reason: 'caller left' });
    await bench.twilio.idle();
    expect(worker).toMatchObject({ available: true, busy: false });
    expect(bench.events()).toEqual(expect.arrayContaining(['reservation.canceled', 'task.canceled']));
  });

  it('cancels a task that nobody has taken in its time', async () => {
    const sid = await bench.createTask({}, { Timeout: '1' });
    await expect.poll(() => bench.statusOf(sid), { timeout: 5_000 }).toBe('canceled');
    await bench.twilio.idle();
    expect(bench.event('task.canceled')).toMatchObject({
      TaskCanceledReason: 'Task TTL Exceeded',
      Reason: 'Task TTL Exceeded',
      TaskAssignmentStatus: 'canceled',
    });
  });

  it('makes a canceled offer to somebody else when an agent is gone for good', async () => {
    const worker = bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await until(sid, 'reserved');
    bench.twilio.addWorker({ name: 'jordan.ellis', behaviour: 'ignores' });
    bench.twilio.removeWorker(worker);
    await expect.poll(offers).toEqual(['amara.osei', 'jordan.ellis']);
  });

  it('lets the agent answer by REST, once', async () => {
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const sid = await bench.createTask();
    await until(sid, 'reserved');
    await bench.twilio.idle();
    const path = `/Tasks/${sid}/Reservations/${bench.event('reservation.created').ReservationSid}`;
    expect((await bench.rest('GET', path)).body).toMatchObject({
      reservation_status: 'pending',
      task_sid: sid,
    });
    expect((await bench.rest('POST', path, { ReservationStatus: 'gone' })).status).toBe(400);
    const accepted = await bench.rest('POST', path, { ReservationStatus: 'accepted' });
    expect(accepted.body.reservation_status).toBe('accepted');
    const again = await bench.rest('POST', path, { ReservationStatus: 'rejected' });
    expect([again.status, again.body.code]).toEqual([400, 20001]);
    expect(bench.statusOf(sid)).toBe('assigned');
    expect((await bench.rest('GET', `/Tasks/${sid}/Reservations/WR${'9'.repeat(32)}`)).status).toBe(404);
  });
});
