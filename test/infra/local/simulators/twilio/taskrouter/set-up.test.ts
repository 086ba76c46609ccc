import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountBench, rowsIn, type SetUp, setUpAccount, startAccount } from '../account-bench.ts';
import { type Bench, REJECT, startBench } from '../bench.ts';

let bench: AccountBench;
/** Only its stand-in for the product. */
let other: Bench;
let account: SetUp;
beforeEach(async () => {
  other = await startBench();
  bench = await startAccount();
  account = await setUpAccount(bench, other.product);
});
afterEach(async () => {
  await bench.stop();
  await other.stop();
});

const taskFor = (department: string, more: Record<string, string> = {}) =>
  bench.make(`${account.home}/Tasks`, {
    WorkflowSid: account.workflowSid,
    Attributes: JSON.stringify({ department, vapi_call_id: 'call-1' }),
    TaskChannel: 'voice',
    ...more,
  });
const task = async (sid: string) => (await bench.get(`${account.home}/Tasks/${sid}`)).body;
const assigned = () =>
  other.received.filter(({ path }) => path === '/assignment').map(({ params }) => params);
const until = (sid: string, status: string) =>
  expect.poll(async () => (await task(sid)).assignment_status).toBe(status);
/** Nobody is there for a call, until somebody is. */
const away = () => bench.twilio.console.setWorker('amara.osei', { activity: 'Offline' });

describe('an account of the simulated Twilio after its set-up by REST', () => {
  it('offers a task of a department to an agent of its queue, by the callback of the workflow', async () => {
    other.replies.assignment.push({ body: '{"instruction":"accept"}' });
    const sid = await taskFor('support');
    await until(sid, 'assigned');
    await bench.twilio.idle();
    expect(assigned()).toMatchObject([
      {
        WorkspaceSid: account.workspaceSid,
        WorkflowSid: account.workflowSid,
        TaskQueueSid: account.queueSids.support,
        WorkerSid: account.workerSid,
        TaskSid: sid,
      },
    ]);
    expect(other.events()).toEqual(['task.created', 'reservation.created', 'reservation.accepted']);
    expect(other.event('reservation.created')).toMatchObject({
      WorkspaceName: 'voice-handoff:dev',
      WorkflowName: 'voice-handoff:dev:handoffs',
      TaskQueueName: 'voice-handoff:dev:support',
      WorkerName: 'amara.osei',
    });
  });

  it('falls to everybody when the department has had its time', async () => {
    bench.twilio.console.setWorker('amara.osei', { attributes: '{"departments":["billing"]}' });
    const sid = await taskFor('support');
    expect(await task(sid)).toMatchObject({
      assignment_status: 'pending',
      task_queue_sid: account.queueSids.support,
    });
    await expect.poll(() => assigned().length, { timeout: 30_000, interval: 1_000 }).toBe(1);
    expect(assigned()).toMatchObject([{ TaskQueueSid: account.queueSids.all }]);
  });

  it('cancels a task that nobody took in the time of all targets', async () => {
    away();
    const sid = await taskFor('support');
    await expect
      .poll(async () => (await task(sid)).assignment_status, { timeout: 70_000, interval: 1_000 })
      .toBe('canceled');
    await bench.twilio.idle();
    expect(other.events().slice(-2)).toEqual(['workflow.timeout', 'task.canceled']);
    expect(other.event('task.canceled').Reason).toBe('Task canceled on Workflow timeout');
  });

  it('keeps a task that no filter matches in the default queue, for ever', async () => {
    away();
    const sid = await taskFor('legal');
    await bench.twilio.idle();
    expect(await task(sid)).toMatchObject({ task_queue_sid: account.queueSids.all });
  });

  it('sends an agent who lets an offer go by to the time-out activity of the workspace', async () => {
    await taskFor('support');
    const worker = async () => (await bench.get(`${account.home}/Workers/${account.workerSid}`)).body;
    await expect
      .poll(async () => (await worker()).activity_sid, { timeout: 30_000, interval: 1_000 })
      .toBe(account.missedSid);
    expect(await worker()).toMatchObject({ available: false });
  });

  it('skips a target at once when nobody of its queue is there', async () => {
    const { support, all } = account.queueSids;
    const targets = [
      { queue: support, timeout: 600, skip_if: 'workers.available == 0' },
      { queue: all, timeout: 60 },
    ];
    await bench.post(`${account.home}/Workflows/${account.workflowSid}`, {
      Configuration: JSON.stringify({ task_routing: { filters: [{ expression: '1==1', targets }] } }),
    });
    away();
    const sid = await taskFor('support');
    await bench.twilio.idle();
    expect(await task(sid)).toMatchObject({ task_queue_sid: all });
  });

  it('keeps a target for the worker that the task names, and for those that its expression allows', async () => {
    const { all } = account.queueSids;
    const targets = [
      {
        queue: all,
        timeout: 600,
        known_worker_sid: 'task.preferred',
        expression: 'worker.level >= task.level',
      },
    ];
    await bench.post(`${account.home}/Workflows/${account.workflowSid}`, {
      Configuration: JSON.stringify({ task_routing: { filters: [{ expression: '1==1', targets }] } }),
    });
    const preferred = await bench.make(`${account.home}/Workers`, {
      FriendlyName: 'lee.park',
      ActivitySid: bench.twilio.console.workspace().activities.find((one) => one.available)?.sid ?? '',
      Attributes: '{"contact_uri":"+14155550178","level":2}',
    });
    await taskFor('support', { Attributes: JSON.stringify({ preferred, level: 3 }) });
    await bench.twilio.idle();
    expect(assigned()).toEqual([]);
    await taskFor('support', { Attributes: JSON.stringify({ preferred, level: 2 }) });
    await bench.twilio.idle();
    expect(assigned()).toMatchObject([{ WorkerSid: preferred }]);
  });

  it('offers nothing to a worker whose channel is closed, and everything once it is open', async () => {
    const voice = `${account.home}/Workers/${account.workerSid}/Channels/voice`;
    await bench.post(voice, { Capacity: '0' });
    const sid = await taskFor('support');
    await bench.twilio.idle();
    expect([(await task(sid)).assignment_status, assigned()]).toEqual(['pending', []]);
    await bench.post(voice, { Capacity: '1' });
    await until(sid, 'reserved');
  });

  it('tells the events of its filter only, by their exact names', async () => {
    await bench.post(account.home, { EventsFilter: 'task.created, reservation.created' });
    other.replies.assignment.push(REJECT);
    await taskFor('support');
    await bench.twilio.idle();
    expect(other.events()).toEqual(['task.created']);
  });

  it('does not take tasks for the workflow of another workspace', async () => {
    const sid = await bench.make('/v1/Workspaces', { FriendlyName: 'flex' });
    const form = { WorkflowSid: account.workflowSid, Attributes: '{}' };
    expect(await bench.post(`/v1/Workspaces/${sid}/Tasks`, form)).toMatchObject({ status: 400 });
  });

  it('rings the voice URL of its number', async () => {
    other.documents.set('/voice', '<Response><Say>Hello</Say></Response>');
    const leg = bench.twilio.callIn({ to: '+14155550199', from: '+14155550101' });
    await bench.twilio.idle();
    expect(bench.twilio.heardOn(leg.sid)).toMatchObject([{ is: 'said', text: 'Hello' }]);
  });

  it('shows the reservations of an agent by their status', async () => {
    other.replies.assignment.push({ body: '{"instruction":"accept"}' });
    const sid = await taskFor('support');
    await until(sid, 'assigned');
    const path = `${account.home}/Workers/${account.workerSid}/Reservations`;
    const found = async (status: string) =>
      rowsIn(await bench.get(path, { ReservationStatus: status }), 'reservations');
    expect(await found('accepted')).toMatchObject([{ task_sid: sid, reservation_status: 'accepted' }]);
    expect(await found('pending')).toEqual([]);
    expect((await bench.get(path, { ReservationStatus: 'open' })).status).toBe(400);
    expect(
      (await bench.get(`${account.home}/Workers/${account.workerSid}/Channels/voice`)).body,
    ).toMatchObject({
      assigned_tasks: 1,
      available_capacity_percentage: 0,
    });
  });
});
