import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, type AccountBench, rowsIn, startAccount } from '../account-bench.ts';

let bench: AccountBench;
let home: string;
let queue: string;
beforeEach(async () => {
  bench = await startAccount();
  home = `/v1/Workspaces/${await bench.make('/v1/Workspaces', { FriendlyName: 'voice-handoff:dev' })}`;
  queue = await bench.make(`${home}/TaskQueues`, { FriendlyName: 'all' });
});
afterEach(() => bench.stop());

const refused = { status: 400, body: { code: 20001 } };

describe('a task queue of the simulated TaskRouter', () => {
  it('has everybody, one at a time, where nothing else is said', async () => {
    expect((await bench.get(`${home}/TaskQueues/${queue}`)).body).toMatchObject({
      friendly_name: 'all',
      target_workers: '1==1',
      max_reserved_workers: 1,
      task_order: 'FIFO',
      reservation_activity_sid: null,
      assignment_activity_name: null,
    });
  });

  it('is changed in what is given, and only in that', async () => {
    await bench.post(`${home}/TaskQueues/${queue}`, { TargetWorkers: "departments HAS 'support'" });
    await bench.post(`${home}/TaskQueues/${queue}`, { MaxReservedWorkers: '5', TaskOrder: 'LIFO' });
    expect((await bench.get(`${home}/TaskQueues/${queue}`)).body).toMatchObject({
      friendly_name: 'all',
      target_workers: "departments HAS 'support'",
      max_reserved_workers: 5,
      task_order: 'LIFO',
    });
  });

  it('may have an empty expression, and then serves nobody', async () => {
    bench.twilio.console.addWorker({ name: 'amara.osei', attributes: '{}' });
    const eligible = async () =>
      rowsIn(await bench.get(`${home}/Workers`, { TaskQueueSid: queue, PageSize: '1' }), 'workers').length;
    expect(await eligible()).toBe(1);
    expect((await bench.post(`${home}/TaskQueues/${queue}`, { TargetWorkers: '' })).status).toBe(200);
    expect(await eligible()).toBe(0);
    expect((await bench.get(`${home}/TaskQueues/${queue}/RealTimeStatistics`)).body).toMatchObject({
      total_eligible_workers: 0,
      total_available_workers: 0,
    });
  });

  it('says whose name it has when there is one of the name', async () => {
    const workspaceSid = home.split('/').at(-1);
    expect(await bench.post(`${home}/TaskQueues`, { FriendlyName: 'All' })).toMatchObject({
      status: 400,
      body: {
        code: 20001,
        message: `Queue named All already exists for workspace ${workspaceSid} for account ${ACCOUNT}`,
      },
    });
  });

  it.each([
    ['no name', {}],
    ['an expression with a hyphen', { FriendlyName: 'a', TargetWorkers: "contact-uri == 'x'" }],
    ['an expression that breaks off', { FriendlyName: 'a', TargetWorkers: 'departments HAS' }],
    ['nobody to be reserved', { FriendlyName: 'a', MaxReservedWorkers: '0' }],
    ['51 to be reserved', { FriendlyName: 'a', MaxReservedWorkers: '51' }],
    ['an unknown order', { FriendlyName: 'a', TaskOrder: 'NONE' }],
    ['an unknown activity', { FriendlyName: 'a', ReservationActivitySid: `WA${'9'.repeat(32)}` }],
    ['an unknown field', { FriendlyName: 'a', WorkerExpression: '1==1' }],
  ])('is not made with %s', async (_what, form) => {
    expect(await bench.post(`${home}/TaskQueues`, form)).toMatchObject(refused);
    expect(bench.twilio.state().workspaces[0]?.queues).toHaveLength(1);
  });
});

const target = (more: object = {}) => ({ queue, ...more });
const routing = (filters: object[] = [], otherwise: object | undefined = { queue }) =>
  JSON.stringify({ task_routing: { filters, ...(otherwise && { default_filter: otherwise }) } });
const filter = (...targets: object[]) => ({ expression: "department == 'support'", targets });

describe('a workflow of the simulated TaskRouter', () => {
  it('keeps its configuration as the text that it was', async () => {
    const Configuration = `${routing([filter(target({ timeout: '20', priority: 5 }))])} `;
    const sid = await bench.make(`${home}/Workflows`, {
      FriendlyName: 'handoffs',
      Configuration,
      AssignmentCallbackUrl: 'https://handoff.example.com/assignment',
    });
    expect((await bench.get(`${home}/Workflows/${sid}`)).body).toMatchObject({
      configuration: Configuration,
      document_content_type: 'application/json',
      task_reservation_timeout: 120,
      assignment_callback_url: 'https://handoff.example.com/assignment',
      fallback_assignment_callback_url: null,
    });
    await bench.post(`${home}/Workflows/${sid}`, { TaskReservationTimeout: '20' });
    expect((await bench.get(`${home}/Workflows/${sid}`)).body).toMatchObject({
      configuration: Configuration,
      task_reservation_timeout: 20,
      assignment_callback_url: 'https://handoff.example.com/assignment',
    });
  });

  it.each([
    ['text that is no JSON', () => 'task_routing: {}'],
    ['no routing', () => '{}'],
    ['a queue that is not there', () => routing([filter({ queue: `WQ${'9'.repeat(32)}` })])],
    ['a default queue that is not there', () => routing([], { queue: 'WQ1' })],
    ['a filter without targets', () => routing([filter()])],
    ['a first target without a queue', () => routing([filter({ timeout: 5 })])],
    [
      'a filter whose expression has a hyphen',
      () => routing([{ ...filter(target()), expression: 'a-b == 1' }]),
    ],
    [
      'a target whose expression breaks off',
      () => routing([filter(target({ expression: 'worker.level >' }))]),
    ],
    ['a key of another name', () => routing([filter(target({ skipIf: '1==1' }))])],
    ['a negative time-out', () => routing([filter(target({ timeout: -1 }))])],
    ['a known worker by no attribute', () => routing([filter(target({ known_worker_sid: 'WK1' }))])],
  ])('is not made with %s', async (_what, configuration) => {
    const form = { FriendlyName: 'handoffs', Configuration: configuration() };
    expect(await bench.post(`${home}/Workflows`, form)).toMatchObject(refused);
    expect(bench.twilio.state().workspaces[0]?.workflows).toEqual([]);
  });

  it.each([
    ['no name', { FriendlyName: '' }],
    ['a time for an answer of no second', { TaskReservationTimeout: '0' }],
    ['a time for an answer of more than a day', { TaskReservationTimeout: '86401' }],
    ['what is no URL', { AssignmentCallbackUrl: '/assignment' }],
    ['a fallback of nothing', { FallbackAssignmentCallbackUrl: 'https://handoff.example.com/fallback' }],
    ['what only an update takes', { ReEvaluateTasks: 'true' }],
    ['an unknown field', { Priority: '1' }],
  ])('is not made with %s either', async (_what, form) => {
    const given: Record<string, string> = { FriendlyName: 'handoffs', Configuration: routing(), ...form };
    expect(await bench.post(`${home}/Workflows`, given)).toMatchObject(refused);
  });

  it('is not made without a configuration, nor twice under one name', async () => {
    expect(await bench.post(`${home}/Workflows`, { FriendlyName: 'handoffs' })).toMatchObject(refused);
    await bench.make(`${home}/Workflows`, { FriendlyName: 'handoffs', Configuration: routing() });
    const again = { FriendlyName: 'handoffs', Configuration: routing() };
    expect(await bench.post(`${home}/Workflows`, again)).toMatchObject(refused);
  });
});
