import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountBench, rowsIn, type SetUp, setUpAccount, startAccount } from './account-bench.ts';

let bench: AccountBench;
let account: SetUp;
beforeEach(async () => {
  bench = await startAccount();
  account = await setUpAccount(bench, 'https://handoff.example.com');
});
afterEach(() => bench.stop());

const at = (path = '') => bench.get(`${account.home}${path}`);

describe('the console of the simulated Twilio', () => {
  it('renames and removes whatever has a SID', async () => {
    const { console } = bench.twilio;
    console.rename(account.queueSids.support, 'renamed');
    expect((await at(`/TaskQueues/${account.queueSids.support}`)).body.friendly_name).toBe('renamed');
    for (const [path, sid] of [
      ['/TaskQueues', account.queueSids.all],
      ['/Workflows', account.workflowSid],
      ['/Activities', account.missedSid],
      ['/Workers', account.workerSid],
      ['', account.workspaceSid],
    ] as const) {
      console.remove(sid);
      expect([path, (await at(path === '' ? '' : `${path}/${sid}`)).status]).toEqual([path, 404]);
    }
    expect(() => console.remove(account.workflowSid)).toThrow('the account has no WW');
  });

  it('sets what the API refuses: attributes that are no JSON, a configuration of a queue that is gone', async () => {
    const { console } = bench.twilio;
    console.setWorker('amara.osei', { attributes: '{broken' });
    console.setWorkflow('voice-handoff:dev:handoffs', { configuration: '{"task_routing":{}}' });
    console.setQueue('voice-handoff:dev:all', { targetWorkers: 'a-b ==', maxReservedWorkers: 9 });
    expect((await at(`/Workers/${account.workerSid}`)).body.attributes).toBe('{broken');
    expect((await at(`/Workflows/${account.workflowSid}`)).body.configuration).toBe('{"task_routing":{}}');
    expect((await at(`/TaskQueues/${account.queueSids.all}`)).body).toMatchObject({
      max_reserved_workers: 9,
    });
    expect(
      rowsIn(await bench.get(`${account.home}/Workers`, { TaskQueueSid: account.queueSids.all }), 'workers'),
    ).toEqual([]);
  });

  it('makes an agent who is stuck since then, and one who was made by hand', async () => {
    const { console } = bench.twilio;
    const statusChangedAt = new Date(Date.now() - 3_600_000);
    console.setWorker('amara.osei', { activity: 'voice-handoff:dev:missed a call', statusChangedAt });
    expect((await at(`/Workers/${account.workerSid}`)).body).toMatchObject({
      activity_sid: account.missedSid,
      date_status_changed: statusChangedAt.toISOString().replace(/\.\d+/, ''),
    });
    console.addWorker({ name: 'lee.park', attributes: '{}', activity: 'Unavailable' });
    expect(rowsIn(await at('/Workers'), 'workers')).toMatchObject([{}, { activity_name: 'Unavailable' }]);
  });

  it('leaves an agent with a task of long ago that takes the capacity', async () => {
    const since = new Date(Date.now() - 2 * 3_600_000);
    const { sid } = bench.twilio.console.leakCapacity('amara.osei', { since });
    expect((await at(`/Workers/${account.workerSid}/Channels/voice`)).body).toMatchObject({
      assigned_tasks: 1,
    });
    expect(
      rowsIn(
        await bench.get(`${account.home}/Workers/${account.workerSid}/Reservations`, {
          ReservationStatus: 'accepted',
        }),
        'reservations',
      ),
    ).toMatchObject([{ task_sid: sid }]);
    const stuck = await bench.get(`${account.home}/Tasks`, { AssignmentStatus: 'assigned,wrapping' });
    expect(rowsIn(stuck, 'tasks')).toMatchObject([{ sid, age: 7_200 }]);
  });

  it('gives the workspace to another system', async () => {
    const { console } = bench.twilio;
    console.setWorkspace({ eventCallbackUrl: 'https://flex.example.net/events', isMultiTask: false });
    console.setTimeoutActivity('Available');
    console.setChannel('amara.osei', 'voice', { capacity: 3 });
    expect((await at()).body).toMatchObject({
      event_callback_url: 'https://flex.example.net/events',
      multi_task_enabled: false,
      timeout_activity_name: 'Available',
    });
    expect((await at(`/Workers/${account.workerSid}/Channels/voice`)).body.configured_capacity).toBe(3);
  });

  it('gives the account another token, which requests need from then on', async () => {
    bench.twilio.console.setAccount({ authToken: 'FAKE-rotated' });
    expect((await bench.get('/v1/Workspaces')).status).toBe(401);
  });
});

describe('the state of the simulated Twilio', () => {
  it('holds all that set-up writes, and does not change afterwards', async () => {
    const before = bench.twilio.state();
    expect(before).toMatchObject({
      workspaces: [
        {
          friendly_name: 'voice-handoff:dev',
          queues: [
            { friendly_name: 'voice-handoff:dev:support' },
            { friendly_name: 'voice-handoff:dev:all' },
          ],
          workflows: [{}, {}],
          workers: [{ friendly_name: 'amara.osei', attributes: expect.stringContaining('managed_by') }],
        },
      ],
      numbers: [{ voice_url: 'https://handoff.example.com/voice' }],
    });
    expect(bench.twilio.state()).toEqual(before);
    await bench.post(`${account.home}/Workers/${account.workerSid}/Channels/voice`, { Capacity: '2' });
    expect(bench.twilio.state()).not.toEqual(before);
    expect(before.workspaces[0]?.workers[0]?.channels[1]?.configured_capacity).toBe(1);
  });
});
