import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountBench, setUpAccount, startAccount } from './account-bench.ts';

let bench: AccountBench;
beforeEach(async () => {
  bench = await startAccount();
});
afterEach(() => bench.stop());

const create = () => bench.post('/v1/Workspaces', { FriendlyName: 'voice-handoff:dev' });
const made = () => bench.twilio.state().workspaces.length;

describe('a create at the simulated Twilio that goes wrong', () => {
  it.each([
    ['too many requests', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, 0],
    ['a failure before it', { kind: 'status', status: 503 }, 0],
    ['a failure after it', { kind: 'status-after-effect', status: 500 }, 1],
  ] as const)('for %s is answered so', async (_what, fault, workspaces) => {
    bench.twilio.faults.next('create-workspace', fault);
    const { status, body } = await create();
    expect([status, body.status, made()]).toEqual([fault.status, fault.status, workspaces]);
    expect((await create()).status).toBe(201);
  });

  it('may be answered by a page of whatever stands before it', async () => {
    bench.twilio.faults.next('create-workspace', { kind: 'status', status: 502, as: 'page' });
    await expect(create()).rejects.toThrow('JSON');
    expect(made()).toBe(0);
  });

  it.each([
    ['before it', { kind: 'cut' }, 0],
    ['after it', { kind: 'lost-answer' }, 1],
  ] as const)('may be cut %s', async (_when, fault, workspaces) => {
    bench.twilio.faults.next('create-workspace', fault);
    await expect(create()).rejects.toThrow();
    expect(made()).toBe(workspaces);
  });

  it('may be answered late', async () => {
    bench.twilio.faults.next('create-workspace', { kind: 'slow', ms: 5_000 });
    const at = Date.now();
    expect((await create()).status).toBe(201);
    expect(Date.now() - at).toBeGreaterThanOrEqual(5_000);
  });

  it('may be any of those that write, after some that work', async () => {
    bench.twilio.faults.next('write', { kind: 'slow', ms: 0 }, 3).next('write', { kind: 'lost-answer' });
    await expect(setUpAccount(bench, 'https://handoff.example.com')).rejects.toThrow();
    const [workspace] = bench.twilio.state().workspaces;
    expect([workspace?.activities.length, workspace?.queues.length, workspace?.workflows.length]).toEqual([
      4, 2, 0,
    ]);
  });

  it('may be whatever is asked for, reading too', async () => {
    bench.twilio.faults.always('any', { kind: 'status', status: 503 });
    expect((await bench.get('/v1/Workspaces')).status).toBe(503);
    bench.twilio.faults.clear();
    expect((await bench.get('/v1/Workspaces')).status).toBe(200);
  });
});

it('the simulated Twilio tells every request by its operation and method', async () => {
  await setUpAccount(bench, 'https://handoff.example.com');
  await bench.get('/v1/Workspaces');
  expect(bench.twilio.requests.map(({ method, operation }) => `${method} ${operation}`)).toEqual([
    'POST create-workspace',
    'POST create-activity',
    'POST create-task-queue',
    'POST create-task-queue',
    'POST create-workflow',
    'POST create-workflow',
    'POST create-worker',
    'POST update-worker-channel',
    'POST update-workspace',
    'POST update-number',
    'GET list-workspaces',
  ]);
});
