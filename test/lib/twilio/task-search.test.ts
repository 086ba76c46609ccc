import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { twilioTasks } from '../../../lib/twilio/taskrouter.ts';
import { list, problem, scriptedTaskRouter, task, taskSid } from './scripted-taskrouter.ts';

const WORKSPACE = 'WS2f6a0d9b81c34e5fa7d2c06be9481357';
const WORKFLOW = 'WW90c4e7a15b2d4f38861ae3f5d7b0c294';
const TASKS_PATH = `/v1/Workspaces/${WORKSPACE}/Tasks`;

const key = { handoffId: 'ho_1', taskNo: 2, since: Date.parse('2026-11-21T02:00:00Z') };
const mine = JSON.stringify({
  type: 'ai_handoff',
  handoff_id: 'ho_1',
  handoff_try: 2,
  vapi_call_id: 'call-1',
});

let server: Awaited<ReturnType<typeof scriptedTaskRouter>>;
beforeEach(async () => {
  server = await scriptedTaskRouter();
});
afterEach(() => server.stop());

function find(timeoutMs = 4_000) {
  return twilioTasks({
    taskrouterUrl: server.url,
    accountSid: 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6',
    authToken: async () => 'f00dbeef',
    workspaceSid: WORKSPACE,
    workflowSid: WORKFLOW,
    clock: Date.now,
    timeoutMs,
  }).find(key);
}

/** Page after page of tasks, each naming the next. */
function endless(delayMs = 0) {
  server.answers.push(({ query }) => {
    const page = Number(query.get('Page') ?? 0);
    const tasks = Array.from({ length: 50 }, (_, i) => task(page * 50 + i));
    const next = `https://taskrouter.example.com${TASKS_PATH}?Page=${page + 1}&PageToken=P${page + 1}`;
    return list(tasks, next, delayMs);
  });
}

describe('looking for the task of a handoff', () => {
  it('goes through the newest tasks of the workflow, in any status, without a search by attribute', async () => {
    server.answers.push(
      list([task(1), task(2, { attributes: mine, assignment_status: 'canceled' }), task(3)]),
    );
    expect(await find()).toEqual({ is: 'task-created', taskSid: taskSid(2) });
    expect(server.received.map(({ method, path }) => [method, path])).toEqual([['GET', TASKS_PATH]]);
    expect(Object.fromEntries(server.received[0]?.query ?? [])).toEqual({
      WorkflowSid: WORKFLOW,
      Ordering: 'DateCreated:desc',
      PageSize: '50',
    });
  });

  it('takes neither the task of another try nor that of another handoff', async () => {
    const others = [
      { handoff_id: 'ho_1', handoff_try: 1 },
      { handoff_id: 'ho_11', handoff_try: 2 },
      { handoff_id: 'ho_1', handoff_try: '2' },
      { handoff_id: 'ho_1' },
      { name: mine },
    ].map((attributes) => JSON.stringify(attributes));
    const tasks = [...others, 'nonsense', '[]'].map((attributes, i) => task(i, { attributes }));
    server.answers.push(list(tasks));
    expect(await find()).toEqual({ is: 'task-absent' });
  });

  it('turns the page until it is found, and asks no other host than its own', async () => {
    const next = `https://taskrouter.example.com${TASKS_PATH}?PageSize=50&Page=1&PageToken=PT1`;
    server.answers.push(list([task(1)], next), list([task(2, { attributes: mine })]));
    expect(await find()).toEqual({ is: 'task-created', taskSid: taskSid(2) });
    expect(Object.fromEntries(server.received[1]?.query ?? [])).toEqual({
      WorkflowSid: WORKFLOW,
      Ordering: 'DateCreated:desc',
      PageSize: '50',
      Page: '1',
      PageToken: 'PT1',
    });
  });

  it('stops at tasks that are too old to be it, with a minute for clocks that differ', async () => {
    const next = `${server.url}${TASKS_PATH}?Page=1&PageToken=PT1`;
    const inTheMinute = task(1, { date_created: '2026-11-21T01:59:01Z', attributes: mine });
    const tooOld = task(2, { date_created: '2026-11-21T01:58:59Z', attributes: mine });
    server.answers.splice(0, 1, list([inTheMinute, tooOld], next));
    expect(await find()).toEqual({ is: 'task-created', taskSid: taskSid(1) });
    server.answers.splice(0, 1, list([task(3), tooOld, inTheMinute], next));
    expect(await find()).toEqual({ is: 'task-absent' });
    expect(server.received).toHaveLength(2);
  });

  it('goes on past a task whose date cannot be read', async () => {
    const undated = [task(1, { date_created: null }), task(2, { date_created: 'soon' })];
    server.answers.push(list([...undated, task(3, { attributes: mine })]));
    expect(await find()).toEqual({ is: 'task-created', taskSid: taskSid(3) });
  });

  it('looks at ten pages and no more, and then does not claim that there is none', async () => {
    endless();
    expect(await find()).toEqual({ is: 'not-done', reason: 'twilio-too-many-tasks' });
    expect(server.received).toHaveLength(10);
  });
});

describe('a list that hides the attributes', () => {
  const hidden = [undefined, null, ''];

  /** Lists these tasks, and shows the attributes of a task by its number where somebody fetches it. */
  const taskRouter = (
    listed: object[],
    attributesOf: (number: number) => string | undefined = () => '{}',
  ) => {
    server.answers.push(list(listed), ({ path }) => {
      const attributes = attributesOf(Number.parseInt(path.replace(/^.*\/WT/, ''), 16));
      return attributes === undefined ? problem(404, 20404) : { status: 200, json: task(1, { attributes }) };
    });
  };
  const fetched = () => server.received.slice(1).map(({ path }) => path.replace(`${TASKS_PATH}/`, ''));
  const seconds = (after: number) => new Date(key.since + after * 1000).toISOString();

  it('has its tasks fetched', async () => {
    for (const attributes of hidden) {
      server.received.length = 0;
      server.answers.length = 0;
      taskRouter([task(1, { attributes }), task(2, { attributes }), task(3, { attributes })], (number) =>
        number === 2 ? mine : '{}',
      );
      expect(await find()).toEqual({ is: 'task-created', taskSid: taskSid(2) });
      expect(fetched().toSorted()).toEqual([taskSid(1), taskSid(2), taskSid(3)]);
    }
  });

  it('has those fetched first that were made nearest to the order, and no more once it is found', async () => {
    const busy = Array.from({ length: 40 }, (_, i) =>
      task(i, { attributes: null, date_created: seconds(40 - i) }),
    );
    const undated = task(40, { attributes: null, date_created: null });
    taskRouter([undated, ...busy], (number) => (number === 39 ? mine : '{}'));
    expect(await find()).toEqual({ is: 'task-created', taskSid: taskSid(39) });
    expect(fetched().toSorted()).toEqual(Array.from({ length: 10 }, (_, i) => taskSid(30 + i)));
  });

  it('is followed through a hundred tasks, ten at a time', async () => {
    const busy = Array.from({ length: 100 }, (_, i) => task(i, { attributes: null }));
    taskRouter(busy);
    expect(await find()).toEqual({ is: 'task-absent' });
    expect(server.received).toHaveLength(101);
  });

  it('proves that there is none when every task that could be it was fetched, or is gone', async () => {
    const old = task(3, { attributes: null, date_created: '2026-11-21T01:00:00Z' });
    taskRouter([task(1, { attributes: null }), task(2, { attributes: null }), old], (number) =>
      number === 1 ? undefined : '{}',
    );
    expect(await find()).toEqual({ is: 'task-absent' });
    expect(fetched().toSorted()).toEqual([taskSid(1), taskSid(2)]);
  });

  it('does not claim that there is none when more than a hundred could be it', async () => {
    taskRouter(Array.from({ length: 101 }, (_, i) => task(i, { attributes: null })));
    expect(await find()).toEqual({ is: 'not-done', reason: 'twilio-too-many-tasks' });
    expect(server.received).toHaveLength(101);
  });
});

describe('a look that fails', () => {
  it('was not done, whatever went wrong', async () => {
    server.answers.splice(0, 1, problem(429, 20429, { 'retry-after': '1' }));
    expect(await find()).toEqual({ is: 'not-done', reason: 'twilio-429-20429', retryAfterSeconds: 1 });
    server.answers.splice(0, 1, problem(401, 20003));
    expect(await find()).toEqual({ is: 'not-done', reason: 'twilio-401-20003' });
    server.answers.splice(0, 1, { status: 500 });
    expect(await find()).toEqual({ is: 'not-done', reason: 'twilio-500' });
    server.answers.splice(0, 1, 'cut');
    expect(await find()).toEqual({ is: 'not-done', reason: 'twilio-cut' });
    server.answers.splice(0, 1, 'silent');
    expect(await find(50)).toEqual({ is: 'not-done', reason: 'twilio-timeout' });
    for (const text of ['', 'null', '{}', '{"tasks":7}']) {
      server.answers.splice(0, 1, { status: 200, text });
      expect(await find()).toEqual({ is: 'not-done', reason: 'twilio-unreadable' });
    }
  });

  it('was not done when a task whose attributes are hidden cannot be fetched', async () => {
    server.answers.push(list([task(1, { attributes: null })]), { status: 503 });
    expect(await find()).toEqual({ is: 'not-done', reason: 'twilio-503' });
  });

  it('takes no more than twice the time of one request, however many pages there are', async () => {
    endless(120);
    expect(await find(200)).toEqual({ is: 'not-done', reason: 'twilio-timeout' });
    expect(server.received.length).toBeLessThan(10);
  });
});
