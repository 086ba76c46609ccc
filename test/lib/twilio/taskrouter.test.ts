import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { twilioTasks } from '../../../lib/twilio/taskrouter.ts';
import { problem, scriptedTaskRouter, task, taskSid } from './scripted-taskrouter.ts';

const ACCOUNT = 'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6';
const WORKSPACE = 'WS2f6a0d9b81c34e5fa7d2c06be9481357';
const WORKFLOW = 'WW90c4e7a15b2d4f38861ae3f5d7b0c294';
const TOKEN = 'f00dbeeff00dbeeff00dbeeff00dbeef';
const CREDENTIALS = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
const NOW = Date.parse('2026-11-21T02:06:41Z');
const TASKS_PATH = `/v1/Workspaces/${WORKSPACE}/Tasks`;

const order = {
  handoffId: 'ho_1',
  taskNo: 1,
  attributes: '{"type":"ai_handoff","from":"+14155550123","summary":"Zoë & co = 100%"}',
  timeoutSeconds: 90,
};
const key = { handoffId: 'ho_1', taskNo: 1, since: Date.parse('2026-11-21T02:00:00Z') };
const closing = { taskSid: taskSid(1), how: 'cancel', reason: 'no agent in time' } as const;

let server: Awaited<ReturnType<typeof scriptedTaskRouter>>;
beforeEach(async () => {
  server = await scriptedTaskRouter();
});
afterEach(() => server.stop());

function tasks(changed: Partial<Parameters<typeof twilioTasks>[0]> = {}) {
  return twilioTasks({
    taskrouterUrl: server.url,
    accountSid: ACCOUNT,
    authToken: async () => TOKEN,
    workspaceSid: WORKSPACE,
    workflowSid: WORKFLOW,
    clock: () => NOW,
    timeoutMs: 4_000,
    ...changed,
  });
}

/** An address at which nothing listens any more. */
async function deadUrl(): Promise<string> {
  const gone = await scriptedTaskRouter();
  await gone.stop();
  return gone.url;
}

describe('creating a task', () => {
  it('sends the attributes, the workflow, the time to live and the voice channel, signed in as the account', async () => {
    server.answers.push({ status: 201, json: task(1) });
    expect(await tasks().create(order)).toEqual({ is: 'task-created', taskSid: taskSid(1) });
    const [request] = server.received;
    expect(request?.method).toBe('POST');
    expect(request?.path).toBe(TASKS_PATH);
    expect(request?.headers.authorization).toBe(`Basic ${CREDENTIALS}`);
    expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      Attributes: order.attributes,
      WorkflowSid: WORKFLOW,
      Timeout: '90',
      TaskChannel: 'voice',
    });
  });

  it('asks for the auth token at every request, so that a rotated one is taken up', async () => {
    const tokens = ['first', 'second'];
    const rotating = tasks({ authToken: async () => tokens.shift() ?? '' });
    server.answers.push({ status: 201, json: task(1) });
    await rotating.create(order);
    await rotating.create(order);
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(
      ['first', 'second'].map((token) => `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString('base64')}`),
    );
  });

  it('was not done when there are too many requests, and waits as long as Twilio says, 30 seconds at most', async () => {
    const waits: [string | undefined, number | undefined][] = [
      [undefined, undefined],
      ['0', 0],
      ['7', 7],
      ['3600', 30],
      ['Sat, 21 Nov 2026 02:06:52 GMT', 11],
      ['-1', undefined],
    ];
    for (const [header, seconds] of waits) {
      server.answers.splice(0, 1, problem(429, 20429, header === undefined ? {} : { 'retry-after': header }));
      expect(await tasks().create(order)).toEqual({
        is: 'not-done',
        reason: 'twilio-429-20429',
        ...(seconds !== undefined && { retryAfterSeconds: seconds }),
      });
    }
  });

  it('is refused for good by any other 4xx', async () => {
    const codes: [number, number][] = [
      [400, 20001],
      [401, 20003],
      [403, 20403],
      [404, 20404],
      [422, 20422],
    ];
    for (const [status, code] of codes) {
      server.answers.splice(0, 1, problem(status, code));
      expect(await tasks().create(order)).toEqual({ is: 'refused', reason: `twilio-${status}-${code}` });
    }
    server.answers.splice(0, 1, { status: 400, text: '<html>no</html>' });
    expect(await tasks().create(order)).toEqual({ is: 'refused', reason: 'twilio-400' });
  });

  it('reads the code of a problem in the newer form', async () => {
    const json = { type: 'https://x', title: 'Bad', status: 400, code: 20001, detail: '+14155550123' };
    server.answers.push({ status: 400, json });
    expect(await tasks().create(order)).toEqual({ is: 'refused', reason: 'twilio-400-20001' });
  });

  it('follows no redirect', async () => {
    server.answers.push({ status: 307, headers: { location: `${server.url}/elsewhere` } });
    expect(await tasks().create(order)).toEqual({ is: 'refused', reason: 'twilio-307' });
    expect(server.received).toHaveLength(1);
  });

  it('may have happened when Twilio fails', async () => {
    for (const status of [500, 502, 503, 504]) {
      server.answers.splice(0, 1, { status, text: 'upstream failed' });
      expect(await tasks().create(order)).toEqual({ is: 'unsure', reason: `twilio-${status}` });
    }
  });

  it('may have happened when the answer is lost, cut or late', async () => {
    server.answers.splice(0, 1, 'cut');
    expect(await tasks().create(order)).toEqual({ is: 'unsure', reason: 'twilio-cut' });
    server.answers.splice(0, 1, 'cut-midway');
    expect(await tasks().create(order)).toEqual({ is: 'unsure', reason: 'twilio-cut' });
    server.answers.splice(0, 1, 'silent');
    expect(await tasks({ timeoutMs: 50 }).create(order)).toEqual({ is: 'unsure', reason: 'twilio-timeout' });
    expect(server.received).toHaveLength(3);
  });

  it('may have happened when the answer cannot be read', async () => {
    for (const text of ['', 'ok', 'null', '{}', '{"sid":"CA1"}']) {
      server.answers.splice(0, 1, { status: 201, text });
      expect(await tasks().create(order)).toEqual({ is: 'unsure', reason: 'twilio-unreadable' });
    }
  });

  it('was not done when the name of the host is not known', async () => {
    for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']) {
      const cause = Object.assign(new Error(code), { code });
      vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed', { cause }));
      expect(await tasks().create(order)).toEqual({ is: 'not-done', reason: 'twilio-unreachable' });
    }
  });

  it('keeps the connection for later requests', async () => {
    server.answers.push({ status: 201, json: task(1) });
    for (let i = 0; i < 10; i += 1) await tasks().create(order);
    const connections = new Set(server.received.map(({ port }) => port));
    expect(server.received).toHaveLength(10);
    expect(connections.size).toBeLessThan(10);
  });

  it('was not done when nobody could be reached or no credentials were to be had', async () => {
    for (const taskrouterUrl of [await deadUrl(), 'nonsense']) {
      expect(await tasks({ taskrouterUrl }).create(order)).toEqual({
        is: 'not-done',
        reason: 'twilio-unreachable',
      });
    }
    const authToken = () => Promise.reject(new Error(`secret ${TOKEN}`));
    expect(await tasks({ authToken }).create(order)).toEqual({
      is: 'not-done',
      reason: 'twilio-no-credentials',
    });
    expect(server.received).toHaveLength(0);
  });
});

describe('closing a task', () => {
  const wrongState = problem(400, 20001);
  const inState = (status: string) => ({ status: 200, json: task(1, { assignment_status: status }) });
  const asked = () =>
    server.received.map(({ method, form }) => (method === 'GET' ? 'look' : form.get('AssignmentStatus')));

  it('cancels or completes it, and says why', async () => {
    server.answers.push({ status: 200, json: task(1) });
    expect(await tasks().close(closing)).toEqual({ is: 'closed' });
    expect(await tasks().close({ ...closing, how: 'complete' })).toEqual({ is: 'closed' });
    expect(asked()).toEqual(['canceled', 'completed']);
    expect(server.received[0]?.path).toBe(`${TASKS_PATH}/${taskSid(1)}`);
    expect(server.received[0]?.form.get('Reason')).toBe('no agent in time');
  });

  it('is over when the task is gone', async () => {
    server.answers.push(problem(404, 20404));
    expect(await tasks().close(closing)).toEqual({ is: 'closed' });
    expect(server.received).toHaveLength(1);
  });

  it('is over when the task was closed already, or is gone by the time one looks', async () => {
    for (const seen of [inState('canceled'), inState('completed'), problem(404, 20404)]) {
      server.received.length = 0;
      server.answers.splice(0, 2, wrongState, seen);
      expect(await tasks().close(closing)).toEqual({ is: 'closed' });
      expect(asked()).toEqual(['canceled', 'look']);
    }
  });

  it('completes what can no longer be canceled, and cancels what cannot be completed', async () => {
    const states = [
      ['assigned', 'cancel', 'completed'],
      ['wrapping', 'cancel', 'completed'],
      ['pending', 'complete', 'canceled'],
      ['reserved', 'complete', 'canceled'],
    ] as const;
    for (const [status, how, then] of states) {
      server.received.length = 0;
      server.answers.splice(0, 3, wrongState, inState(status), { status: 200, json: task(1) });
      expect(await tasks().close({ ...closing, how })).toEqual({ is: 'closed' });
      expect(asked()).toEqual([how === 'cancel' ? 'canceled' : 'completed', 'look', then]);
      expect(server.received[2]?.form.get('Reason')).toBe('no agent in time');
    }
  });

  it('withdraws only a task that no agent has', async () => {
    const withdrawal = { taskSid: closing.taskSid, reason: closing.reason };
    const states = [
      ['assigned', { is: 'task-taken' }],
      ['wrapping', { is: 'task-taken' }],
      ['completed', { is: 'task-taken' }],
      ['canceled', { is: 'closed' }],
      ['reserved', { is: 'not-done', reason: 'twilio-task-state-moved' }],
    ] as const;
    server.answers.push({ status: 200, json: task(1) });
    expect(await tasks().withdraw(withdrawal)).toEqual({ is: 'closed' });
    for (const [status, result] of states) {
      server.received.length = 0;
      server.answers.splice(0, 2, wrongState, inState(status));
      expect(await tasks().withdraw(withdrawal)).toEqual(result);
      expect(asked()).toEqual(['canceled', 'look']);
    }
    server.answers.splice(0, 2, wrongState, problem(404, 20404));
    expect(await tasks().withdraw(withdrawal)).toEqual({ is: 'closed' });
    server.answers.splice(0, 2, { status: 503 });
    expect(await tasks().withdraw(withdrawal)).toEqual({ is: 'not-done', reason: 'twilio-503' });
  });

  it('is tried again later when the state moved once more', async () => {
    server.answers.push(wrongState, inState('reserved'), wrongState);
    expect(await tasks().close(closing)).toEqual({ is: 'not-done', reason: 'twilio-task-state-moved' });
    expect(server.received).toHaveLength(3);
  });

  it('is tried again later when Twilio is busy, fails, is late or cannot be reached', async () => {
    server.answers.splice(0, 1, problem(429, 20429, { 'retry-after': '2' }));
    expect(await tasks().close(closing)).toEqual({
      is: 'not-done',
      reason: 'twilio-429-20429',
      retryAfterSeconds: 2,
    });
    server.answers.splice(0, 1, { status: 503 });
    expect(await tasks().close(closing)).toEqual({ is: 'not-done', reason: 'twilio-503' });
    server.answers.splice(0, 1, 'cut');
    expect(await tasks().close(closing)).toEqual({ is: 'not-done', reason: 'twilio-cut' });
    server.answers.splice(0, 1, 'silent');
    expect(await tasks({ timeoutMs: 50 }).close(closing)).toEqual({
      is: 'not-done',
      reason: 'twilio-timeout',
    });
    server.answers.splice(0, 1, wrongState, { status: 500 });
    expect(await tasks().close(closing)).toEqual({ is: 'not-done', reason: 'twilio-500' });
    expect(await tasks({ taskrouterUrl: await deadUrl() }).close(closing)).toEqual({
      is: 'not-done',
      reason: 'twilio-unreachable',
    });
  });

  it('is refused for good when the credentials are wrong or the request is', async () => {
    for (const [status, code] of [
      [401, 20003],
      [403, 20403],
      [400, 20002],
    ] as const) {
      server.answers.splice(0, 1, problem(status, code));
      expect(await tasks().close(closing)).toEqual({ is: 'refused', reason: `twilio-${status}-${code}` });
    }
  });
});

describe('looking at a task', () => {
  it.each([
    ['pending', 'waits'],
    ['reserved', 'waits'],
    ['assigned', 'taken'],
    ['wrapping', 'taken'],
    ['completed', 'gone'],
    ['canceled', 'gone'],
  ])('%s: it %s, by one request', async (status, is) => {
    server.answers.push({ status: 200, json: task(1, { assignment_status: status }) });
    expect(await tasks().standing(taskSid(1))).toEqual({ is });
    expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${TASKS_PATH}/${taskSid(1)}`,
    ]);
  });

  it('finds that it is gone where TaskRouter has deleted it', async () => {
    server.answers.push(problem(404, 20404));
    expect(await tasks().standing(taskSid(1))).toEqual({ is: 'gone' });
  });

  it.each([
    [{ status: 503 }, 'twilio-503'],
    [problem(429, 20429), 'twilio-429-20429'],
    [problem(401, 20003), 'twilio-401-20003'],
    ['cut', 'twilio-cut'],
    [{ status: 200, json: task(1, { assignment_status: 'dreaming' }) }, 'twilio-unreadable'],
  ] as const)('tells nothing where TaskRouter answers %o', async (answer, reason) => {
    server.answers.push(answer);
    expect(await tasks().standing(taskSid(1))).toEqual({ is: 'not-done', reason });
  });
});

describe('what comes back from TaskRouter', () => {
  it('never holds credentials, attributes, numbers or addresses', async () => {
    const results: unknown[] = [];
    const answers = [
      problem(400, 20001),
      problem(401, 20003),
      problem(429, 20429),
      problem(500, 20500),
      'cut',
    ] as const;
    for (const answer of answers) {
      server.answers.splice(0, 1, answer);
      results.push(await tasks().create(order), await tasks().find(key), await tasks().close(closing));
    }
    const lost = { taskrouterUrl: `http://user:${TOKEN}@127.0.0.1:1` };
    results.push(
      await tasks(lost).create(order),
      await tasks(lost).find(key),
      await tasks(lost).close(closing),
    );
    expect(results).toHaveLength(18);
    const said = JSON.stringify(results);
    for (const secret of [TOKEN, CREDENTIALS, ACCOUNT, '+1415', 'ai_handoff', 'http', '127.0.0.1']) {
      expect(said).not.toContain(secret);
    }
  });
});
