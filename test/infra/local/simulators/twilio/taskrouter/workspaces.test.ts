import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, type AccountBench, rowsIn, startAccount } from '../account-bench.ts';

const FOREIGN = `WA${'9'.repeat(32)}`;
let bench: AccountBench;
let home: string;
beforeEach(async () => {
  bench = await startAccount();
  home = `/v1/Workspaces/${await bench.make('/v1/Workspaces', { FriendlyName: 'voice-handoff:dev' })}`;
});
afterEach(() => bench.stop());

const activities = async () => rowsIn(await bench.get(`${home}/Activities`), 'activities');

describe('a workspace of the simulated TaskRouter', () => {
  it('is new with three activities, the channels of every workspace, and nothing else', async () => {
    const { body } = await bench.get(home);
    expect(body).toMatchObject({
      account_sid: ACCOUNT,
      friendly_name: 'voice-handoff:dev',
      multi_task_enabled: true,
      prioritize_queue_order: 'FIFO',
      default_activity_name: 'Offline',
      timeout_activity_name: 'Offline',
      event_callback_url: '',
      events_filter: null,
    });
    expect((await activities()).map((one) => [one.friendly_name, one.available])).toEqual([
      ['Available', true],
      ['Unavailable', false],
      ['Offline', false],
    ]);
    const channels = rowsIn(await bench.get(`${home}/TaskChannels`), 'channels');
    expect(channels.map((one) => one.unique_name)).toEqual(['default', 'voice', 'chat', 'sms', 'video']);
    for (const [path, key] of [
      ['TaskQueues', 'task_queues'],
      ['Workflows', 'workflows'],
      ['Workers', 'workers'],
      ['Tasks', 'tasks'],
    ] as const) {
      expect(await bench.get(`${home}/${path}`)).toMatchObject({ status: 200, body: { [key]: [] } });
    }
  });

  it('has a queue and a workflow from the template FIFO', async () => {
    const sid = await bench.make('/v1/Workspaces', { FriendlyName: 'other', Template: 'FIFO' });
    const queues = rowsIn(await bench.get(`/v1/Workspaces/${sid}/TaskQueues`), 'task_queues');
    expect(queues).toMatchObject([{ friendly_name: 'Sample Queue', target_workers: '1==1' }]);
  });

  it('is found by its exact name, of which there can be two', async () => {
    const twin = await bench.make('/v1/Workspaces', { FriendlyName: 'voice-handoff:dev' });
    await bench.make('/v1/Workspaces', { FriendlyName: 'voice-handoff:dev2' });
    const found = rowsIn(
      await bench.get('/v1/Workspaces', { FriendlyName: 'voice-handoff:dev' }),
      'workspaces',
    );
    expect(found.map(({ sid }) => sid)).toEqual([home.split('/').at(-1), twin]);
  });

  it('has one event callback: a second takes the place of the first', async () => {
    await bench.post(home, { EventCallbackUrl: 'https://flex.example.com/events' });
    await bench.post(home, {
      EventCallbackUrl: 'https://ours.example.com/events',
      EventsFilter: 'task.created',
    });
    expect((await bench.get(home)).body).toMatchObject({
      event_callback_url: 'https://ours.example.com/events',
      events_filter: 'task.created',
    });
  });

  it('is told its time-out activity by SID, and tells its name', async () => {
    const [available] = await activities();
    const { body } = await bench.post(home, { TimeoutActivitySid: String(available?.sid) });
    expect(body).toMatchObject({
      timeout_activity_sid: available?.sid,
      timeout_activity_name: 'Available',
      default_activity_name: 'Offline',
    });
  });

  it.each([
    ['no name', {}],
    ['an empty name', { FriendlyName: ' ' }],
    ['a name of 65 characters', { FriendlyName: 'x'.repeat(65) }],
    ['an unknown field', { FriendlyName: 'a', Tags: 'ours' }],
    ['an activity, which only an update takes', { FriendlyName: 'a', TimeoutActivitySid: FOREIGN }],
    ['an unknown template', { FriendlyName: 'a', Template: 'LIFO' }],
    ['an unknown order', { FriendlyName: 'a', PrioritizeQueueOrder: 'NONE' }],
    ['what is no boolean', { FriendlyName: 'a', MultiTaskEnabled: 'yes' }],
    ['what is no URL', { FriendlyName: 'a', EventCallbackUrl: 'handoff.example.com/events' }],
    [
      'a URL whose host has an underscore',
      { FriendlyName: 'a', EventCallbackUrl: 'https://a_b.example.com' },
    ],
  ])('is not made with %s', async (_what, form) => {
    expect(await bench.post('/v1/Workspaces', form)).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(bench.twilio.state().workspaces).toHaveLength(1);
  });

  it.each([
    ['an unknown activity', { TimeoutActivitySid: FOREIGN }],
    ['an unknown default activity', { DefaultActivitySid: FOREIGN }],
    ['a template', { Template: 'FIFO' }],
    ['one task at a time again', { MultiTaskEnabled: 'false' }],
  ])('does not take %s afterwards', async (_what, form) => {
    const before = bench.twilio.state();
    expect(await bench.post(home, form)).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(bench.twilio.state()).toEqual(before);
  });

  it('is not there under another SID, nor is anything in it', async () => {
    const elsewhere = `/v1/Workspaces/WS${'9'.repeat(32)}`;
    for (const path of [
      elsewhere,
      `${elsewhere}/Workers`,
      `${home}/Workflows/WW1`,
      `${home}/TaskQueues/WQ1`,
    ]) {
      expect([path, await bench.get(path)]).toMatchObject([path, { status: 404, body: { code: 20404 } }]);
    }
  });

  it('is listed a page at a time, with the address of the next one', async () => {
    for (const name of ['b', 'c']) await bench.make('/v1/Workspaces', { FriendlyName: name });
    const first = await bench.get('/v1/Workspaces', { PageSize: '2' });
    expect(first.body.meta).toMatchObject({ key: 'workspaces', page: 0, page_size: 2 });
    const second = await bench.get(String(Object(first.body.meta).next_page_url));
    expect(rowsIn(second, 'workspaces')).toMatchObject([{ friendly_name: 'c' }]);
    expect(second.body.meta).toMatchObject({ next_page_url: null });
  });
});

describe('an activity of the simulated TaskRouter', () => {
  it('is made with what can never be changed, and can have another name', async () => {
    const sid = await bench.make(`${home}/Activities`, { FriendlyName: 'away', Available: 'false' });
    const path = `${home}/Activities/${sid}`;
    await bench.post(path, { FriendlyName: 'missed a call' });
    expect((await bench.get(path)).body).toMatchObject({ friendly_name: 'missed a call', available: false });
    expect(await bench.post(path, { Available: 'true' })).toMatchObject({
      status: 400,
      body: { code: 20001 },
    });
    expect((await bench.get(path)).body.available).toBe(false);
  });

  it.each([
    ['no name', { Available: 'true' }],
    ['a name that there is', { FriendlyName: 'offline' }],
    ['what is no boolean', { FriendlyName: 'away', Available: '1' }],
    ['an unknown field', { FriendlyName: 'away', Color: 'red' }],
  ])('is not made with %s', async (_what, form) => {
    expect(await bench.post(`${home}/Activities`, form)).toMatchObject({
      status: 400,
      body: { code: 20001 },
    });
    expect(await activities()).toHaveLength(3);
  });
});

describe('a task channel of the simulated TaskRouter', () => {
  it('is made once under its unique name', async () => {
    const form = { FriendlyName: 'Reviews', UniqueName: 'reviews' };
    await bench.make(`${home}/TaskChannels`, form);
    expect((await bench.get(`${home}/TaskChannels/reviews`)).body).toMatchObject({ unique_name: 'reviews' });
    expect(await bench.post(`${home}/TaskChannels`, form)).toMatchObject({
      status: 400,
      body: { code: 20001 },
    });
    expect((await bench.post(`${home}/TaskChannels`, { ...form, UniqueName: 'voice' })).status).toBe(400);
    expect((await bench.post(`${home}/TaskChannels`, { FriendlyName: 'a' })).status).toBe(400);
  });
});
