import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCEPT, ACCOUNT, type Bench, basic, startBench, TOKEN, WORKFLOW, WORKSPACE } from '../bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const order = (more: Record<string, string> = {}) => ({ WorkflowSid: WORKFLOW, Attributes: '{}', ...more });
const assigned = async () => {
  bench.replies.assignment.push(ACCEPT);
  bench.twilio.addWorker({ name: 'amara.osei' });
  const sid = await bench.createTask();
  await expect.poll(() => bench.statusOf(sid)).toBe('assigned');
  await bench.twilio.idle();
  return sid;
};

describe('Tasks of the simulated TaskRouter', () => {
  it('shows a new task in the shape of the real one', async () => {
    const { status, body, headers } = await bench.rest('POST', '/Tasks', {
      WorkflowSid: WORKFLOW,
      Attributes: '{"vapi_call_id":"call-1"}',
      Timeout: '30',
      Priority: '7',
      TaskChannel: 'voice',
    });
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"0"');
    expect(body).toMatchObject({
      sid: expect.stringMatching(/^WT[0-9a-f]{32}$/),
      account_sid: ACCOUNT,
      workspace_sid: WORKSPACE,
      workflow_sid: WORKFLOW,
      task_queue_sid: expect.stringMatching(/^WQ[0-9a-f]{32}$/),
      task_channel_unique_name: 'voice',
      attributes: '{"vapi_call_id":"call-1"}',
      assignment_status: 'pending',
      reason: null,
      priority: 7,
      timeout: 30,
      date_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      url: `${bench.twilio.url}/v1/Workspaces/${WORKSPACE}/Tasks/${body.sid}`,
      links: { reservations: expect.stringMatching(/\/Reservations$/) },
    });
    expect(bench.twilio.tasksOfCall('call-1').map(({ sid }) => sid)).toEqual([body.sid]);
  });

  it.each([
    ['no workflow', { Attributes: '{}' }, /WorkflowSid/],
    ['a workflow of somebody else', order({ WorkflowSid: `WW${'9'.repeat(32)}` }), /WorkflowSid/],
    ['a parameter that does not exist', order({ attributes: '{}' }), /attributes/],
    ['attributes that are not JSON', order({ Attributes: '{' }), /JSON/],
    ['attributes that are not an object', order({ Attributes: '[]' }), /object/],
    ['4097 characters of attributes', order({ Attributes: `{"a":"${'x'.repeat(4089)}"}` }), /4096/],
    ['4098 bytes of attributes', order({ Attributes: `{"a":"${'é'.repeat(2045)}"}` }), /4096/],
    ['no time to wait', order({ Timeout: '0' }), /Timeout/],
    ['more than two weeks to wait', order({ Timeout: '1209601' }), /Timeout/],
    ['a priority below zero', order({ Priority: '-1' }), /Priority/],
    ['a channel that no workspace has', order({ TaskChannel: 'fax' }), /TaskChannel/],
    ['what would have no effect here', order({ RoutingTarget: `WK${'9'.repeat(32)}` }), /RoutingTarget/],
  ])('refuses %s', async (_what, params, message) => {
    const { status, body } = await bench.rest('POST', '/Tasks', params);
    expect([status, body.code, body.status]).toEqual([400, 20001, 400]);
    expect(body.message).toMatch(message);
    expect(body.more_info).toContain('20001');
    expect(bench.twilio.tasks.size).toBe(0);
  });

  it('takes attributes of 4096 characters', async () => {
    const Attributes = `{"a":"${'x'.repeat(4088)}"}`;
    expect((await bench.rest('POST', '/Tasks', order({ Attributes }))).status).toBe(201);
  });

  it('lets nobody in without the credentials of the account', async () => {
    for (const authorization of ['', basic(ACCOUNT, 'wrong'), basic('wrong', TOKEN)]) {
      const { status, body } = await bench.rest('GET', '/Tasks', {}, { authorization });
      expect([status, body.code]).toEqual([401, 20003]);
    }
  });

  it('knows neither another workspace nor a task that was never made', async () => {
    const headers = { authorization: basic(ACCOUNT, TOKEN) };
    const elsewhere = await fetch(`${bench.twilio.url}/v1/Workspaces/WS${'9'.repeat(32)}/Tasks`, { headers });
    expect(elsewhere.status).toBe(404);
    for (const sid of [`WT${'9'.repeat(32)}`, 'nonsense']) {
      const { status, body } = await bench.rest('GET', `/Tasks/${sid}`);
      expect([status, body.code]).toEqual([404, 20404]);
    }
  });

  it('takes forms only, and no parameters in the address of a POST', async () => {
    const json = await bench.rest('POST', '/Tasks', order(), { 'content-type': 'application/json' });
    expect(json.status).toBe(415);
    expect((await bench.rest('POST', '/Tasks?Priority=1', order())).status).toBe(400);
    expect(bench.twilio.tasks.size).toBe(0);
  });

  it('cancels a task that waits, with a reason, and once', async () => {
    const sid = await bench.createTask();
    const cancel = { AssignmentStatus: 'canceled', Reason: 'caller left' };
    expect((await bench.rest('POST', `/Tasks/${sid}`, { AssignmentStatus: 'canceled' })).status).toBe(400);
    const early = await bench.rest('POST', `/Tasks/${sid}`, {
      AssignmentStatus: 'completed',
      Reason: 'done',
    });
    expect([early.status, early.body.code]).toEqual([400, 20001]);
    const done = await bench.rest('POST', `/Tasks/${sid}`, cancel);
    expect(done.body).toMatchObject({ assignment_status: 'canceled', reason: 'caller left' });
    expect(done.headers.get('etag')).toBe('"1"');
    const again = await bench.rest('POST', `/Tasks/${sid}`, cancel);
    expect([again.status, again.body.code]).toEqual([400, 20001]);
    await bench.twilio.idle();
    expect(bench.event('task.canceled')).toMatchObject({
      TaskCanceledReason: 'caller left',
      Reason: 'caller left',
      TaskVersion: '1',
    });
  });

  it('completes a task that an agent has, and never cancels it', async () => {
    const sid = await assigned();
    const cancel = await bench.rest('POST', `/Tasks/${sid}`, { AssignmentStatus: 'canceled', Reason: 'no' });
    expect([cancel.status, cancel.body.code]).toEqual([400, 20001]);
    const complete = await bench.rest('POST', `/Tasks/${sid}`, {
      AssignmentStatus: 'completed',
      Reason: 'ok',
    });
    expect(complete.body).toMatchObject({ assignment_status: 'completed', reason: 'ok' });
    await bench.twilio.idle();
    expect(bench.event('task.completed')).toMatchObject({ TaskCompletedReason: 'ok' });
    expect(bench.events()).toContain('reservation.completed');
  });

  it('completes a task that is being wrapped up', async () => {
    const sid = await assigned();
    expect((await bench.rest('POST', `/Tasks/${sid}`, { AssignmentStatus: 'wrapping' })).status).toBe(200);
    expect(bench.statusOf(sid)).toBe('wrapping');
    const done = await bench.rest('POST', `/Tasks/${sid}`, { AssignmentStatus: 'completed', Reason: 'ok' });
    expect(done.status).toBe(200);
    await bench.twilio.idle();
    expect(bench.events()).toEqual(expect.arrayContaining(['task.wrapup', 'reservation.wrapup']));
  });

  it('replaces attributes whole, for who knows the version', async () => {
    const sid = await bench.createTask({ a: 1 });
    const change = { Attributes: '{"b":2}' };
    const stale = await bench.rest('POST', `/Tasks/${sid}`, change, { 'if-match': '"7"' });
    expect(stale.status).toBe(412);
    const { body, headers } = await bench.rest('POST', `/Tasks/${sid}`, change, { 'if-match': '"0"' });
    expect([body.attributes, headers.get('etag')]).toEqual(['{"b":2}', '"1"']);
  });

  it('changes nothing of a task when any part of the change is refused', async () => {
    const sid = await bench.createTask({ a: 1 });
    const change = { Attributes: '{"b":2}', AssignmentStatus: 'completed', Reason: 'done' };
    expect((await bench.rest('POST', `/Tasks/${sid}`, change)).status).toBe(400);
    expect(bench.twilio.tasks.get(sid)).toMatchObject({ attributes: '{"a":1}', version: 0 });
  });

  it('takes attributes along with a cancel, and tells of them, but only if the cancel is possible', async () => {
    const sid = await bench.createTask({ a: 1 });
    const change = { AssignmentStatus: 'canceled', Reason: 'over' };
    await bench.rest('POST', `/Tasks/${sid}`, { ...change, Attributes: '{"b":2}' });
    await bench.twilio.idle();
    expect(bench.event('task.canceled').TaskAttributes).toBe('{"b":2}');
    expect((await bench.rest('POST', `/Tasks/${sid}`, { ...change, Attributes: '{"c":3}' })).status).toBe(
      400,
    );
    expect(bench.twilio.tasks.get(sid)?.attributes).toBe('{"b":2}');
  });

  it('deletes a task at once when asked to', async () => {
    const sid = await bench.createTask();
    expect((await bench.rest('DELETE', `/Tasks/${sid}`)).status).toBe(204);
    expect((await bench.rest('GET', `/Tasks/${sid}`)).status).toBe(404);
    expect((await bench.rest('GET', '/Tasks')).body.tasks).toEqual([]);
  });

  it('counts the most tasks of one call that were open at one time', async () => {
    const attributes = { vapi_call_id: 'call-1' };
    const first = await bench.createTask(attributes);
    await bench.rest('POST', `/Tasks/${first}`, { AssignmentStatus: 'canceled', Reason: 'over' });
    await bench.createTask(attributes);
    expect(bench.twilio.mostOpenOf('call-1')).toBe(1);
    await bench.createTask(attributes);
    expect(bench.twilio.mostOpenOf('call-1')).toBe(2);
    expect(bench.twilio.tasksOfCall('call-1')).toHaveLength(3);
  });
});

describe('an ended task', () => {
  it('is gone when its time is over', async () => {
    await bench.stop();
    bench = await startBench({ taskLifetimeMs: 0 });
    const sid = await bench.createTask();
    await bench.rest('POST', `/Tasks/${sid}`, { AssignmentStatus: 'canceled', Reason: 'over' });
    for (const method of ['GET', 'POST', 'DELETE']) {
      const { status, body } = await bench.rest(method, `/Tasks/${sid}`);
      expect([status, body.code]).toEqual([404, 20404]);
    }
  });

  it('can be read until then', async () => {
    const sid = await bench.createTask();
    await bench.rest('POST', `/Tasks/${sid}`, { AssignmentStatus: 'canceled', Reason: 'over' });
    expect((await bench.rest('GET', `/Tasks/${sid}`)).body.assignment_status).toBe('canceled');
  });
});
