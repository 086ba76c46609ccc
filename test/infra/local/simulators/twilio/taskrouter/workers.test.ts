import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountBench, rowsIn, startAccount } from '../account-bench.ts';

let bench: AccountBench;
let home: string;
beforeEach(async () => {
  bench = await startAccount();
  home = `/v1/Workspaces/${await bench.make('/v1/Workspaces', { FriendlyName: 'voice-handoff:dev' })}`;
});
afterEach(() => bench.stop());

const ATTRIBUTES = JSON.stringify({ contact_uri: '+14155550177', departments: ['support'] });
const refused = { status: 400, body: { code: 20001 } };
const add = (name = 'amara.osei', more: Record<string, string> = {}) =>
  bench.make(`${home}/Workers`, { FriendlyName: name, Attributes: ATTRIBUTES, ...more });
const activitySid = (name: string) =>
  String(bench.twilio.console.workspace().activities.find((one) => one.name === name)?.sid);

describe('a worker of the simulated TaskRouter', () => {
  it('is in the default activity, with no attributes, where nothing is said', async () => {
    const { body } = await bench.post(`${home}/Workers`, { FriendlyName: 'amara.osei' });
    expect(body).toMatchObject({ activity_name: 'Offline', available: false, attributes: '{}' });
  });

  it('shows its attributes alone, and none in a list', async () => {
    const sid = await add();
    expect((await bench.get(`${home}/Workers/${sid}`)).body.attributes).toBe(ATTRIBUTES);
    expect(rowsIn(await bench.get(`${home}/Workers`), 'workers')).toMatchObject([{ sid, attributes: null }]);
  });

  it('is changed in what is given, under the version that was read', async () => {
    const sid = await add();
    const path = `${home}/Workers/${sid}`;
    const etag = (await bench.get(path)).headers.get('etag') ?? '';
    const Attributes = '{"contact_uri":"+14155550178"}';
    expect((await bench.post(path, { Attributes }, { 'if-match': etag })).status).toBe(200);
    expect(await bench.post(path, { Attributes }, { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { code: 20412 },
    });
    expect((await bench.get(path)).body).toMatchObject({
      friendly_name: 'amara.osei',
      attributes: Attributes,
    });
  });

  it.each([
    ['no name', { FriendlyName: '' }],
    ['the name of another one in capitals', { FriendlyName: 'AMARA.OSEI' }],
    ['attributes that are no JSON', { Attributes: '{contact_uri}' }],
    ['attributes that are no object', { Attributes: '["support"]' }],
    ['attributes of more than 4096 characters', { Attributes: JSON.stringify({ a: 'x'.repeat(4096) }) }],
    ['an activity that is not there', { ActivitySid: `WA${'9'.repeat(32)}` }],
    ['an unknown field', { ContactUri: '+14155550177' }],
    ['what only an update takes', { RejectPendingReservations: 'true' }],
  ])('is not made with %s', async (_what, form) => {
    await add();
    const given: Record<string, string> = { FriendlyName: 'lee.park', ...form };
    expect(await bench.post(`${home}/Workers`, given)).toMatchObject(refused);
    expect(bench.twilio.state().workspaces[0]?.workers).toHaveLength(1);
  });

  it('does not take the name of another one, and may keep its own', async () => {
    await add();
    const other = `${home}/Workers/${await add('lee.park')}`;
    expect(await bench.post(other, { FriendlyName: 'Amara.Osei' })).toMatchObject(refused);
    expect((await bench.post(other, { FriendlyName: 'lee.park' })).status).toBe(200);
  });

  it('rejects what it is offered only on its way to an activity that is not available', async () => {
    const path = `${home}/Workers/${await add()}`;
    const reject = (activity: string) =>
      bench.post(path, { ActivitySid: activitySid(activity), RejectPendingReservations: 'true' });
    expect(await bench.post(path, { RejectPendingReservations: 'true' })).toMatchObject(refused);
    expect(await reject('Available')).toMatchObject(refused);
    expect((await reject('Unavailable')).status).toBe(200);
  });

  it('is found by name in any case, by activity, and by a queue that it serves', async () => {
    const support = await bench.make(`${home}/TaskQueues`, {
      FriendlyName: 'support',
      TargetWorkers: "departments HAS 'support'",
    });
    const sid = await add('amara.osei', { ActivitySid: activitySid('Available') });
    await add('lee.park', { Attributes: '{"departments":"support"}' });
    const found = async (params: Record<string, string>) =>
      rowsIn(await bench.get(`${home}/Workers`, params), 'workers').map((one) => one.sid);
    for (const params of [
      { FriendlyName: 'Amara.Osei' },
      { Available: 'true' },
      { ActivityName: 'Available' },
      { TaskQueueSid: support },
      { TaskQueueName: 'support' },
      { TargetWorkersExpression: "departments HAS 'support'" },
    ]) {
      expect([params, await found(params)]).toEqual([params, [sid]]);
    }
    expect(await found({ FriendlyName: 'amara' })).toEqual([]);
    expect(await bench.get(`${home}/Workers`, { Name: 'amara.osei' })).toMatchObject(refused);
    expect(await bench.get(`${home}/Workers`, { TargetWorkersExpression: 'a-b' })).toMatchObject(refused);
  });

  it('is looked for by an expression three times a second and no more', async () => {
    const params = { TargetWorkersExpression: '1==1' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => bench.get(`${home}/Workers`, params)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429]);
  });
});

describe('what a worker of the simulated TaskRouter can have', () => {
  it('is one task of each kind at first, and is set by SID or by the name of the kind', async () => {
    const path = `${home}/Workers/${await add()}/Channels`;
    const channels = rowsIn(await bench.get(path), 'channels');
    expect(channels.map((one) => [one.task_channel_unique_name, one.configured_capacity])).toEqual(
      ['default', 'voice', 'chat', 'sms', 'video'].map((name) => [name, 1]),
    );
    expect((await bench.post(`${path}/voice`, { Capacity: '3' })).body.configured_capacity).toBe(3);
    const voice = channels.find((one) => one.task_channel_unique_name === 'voice');
    await bench.post(`${path}/${voice?.sid}`, { Available: 'false' });
    expect((await bench.get(`${path}/voice`)).body).toMatchObject({
      sid: voice?.sid,
      configured_capacity: 3,
      available: false,
      assigned_tasks: 0,
      available_capacity_percentage: 100,
    });
  });

  it.each([
    [{ Capacity: '-1' }, 400],
    [{ Capacity: 'one' }, 400],
    [{ Available: 'yes' }, 400],
    [{ UniqueName: 'voice' }, 400],
  ])('is not set to %j', async (form, status) => {
    const path = `${home}/Workers/${await add()}/Channels/voice`;
    expect((await bench.post(path, form)).status).toBe(status);
    expect((await bench.get(path)).body).toMatchObject({ configured_capacity: 1, available: true });
  });

  it('is nothing of a kind that is not there', async () => {
    const path = `${home}/Workers/${await add()}/Channels/fax`;
    expect((await bench.get(path)).status).toBe(404);
    expect((await bench.post(path, { Capacity: '1' })).status).toBe(404);
  });
});
