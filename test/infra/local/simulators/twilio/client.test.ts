import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tasks } from '../../../../../lib/handoff/ports/tasks.ts';
import { twilioTasks } from '../../../../../lib/twilio/taskrouter.ts';
import { ACCEPT, ACCOUNT, type Bench, startBench, TOKEN, WORKFLOW, WORKSPACE } from './bench.ts';

let bench: Bench;
let tasks: Tasks;
beforeEach(async () => {
  bench = await startBench();
  tasks = clientWith(TOKEN);
});
afterEach(() => bench.stop());

const clientWith = (token: string): Tasks =>
  twilioTasks({
    taskrouterUrl: bench.twilio.url,
    accountSid: ACCOUNT,
    authToken: async () => token,
    workspaceSid: WORKSPACE,
    workflowSid: WORKFLOW,
    clock: Date.now,
    timeoutMs: 1000,
  });

const order = (handoffId: string) => ({
  handoffId,
  taskNo: 1,
  attributes: JSON.stringify({ handoff_id: handoffId, handoff_try: 1 }),
  timeoutSeconds: 30,
});
const key = (handoffId: string) => ({ handoffId, taskNo: 1, since: Date.now() - 5000 });
const created = async (handoffId: string): Promise<string> => {
  const done = await tasks.create(order(handoffId));
  if (done.is !== 'task-created') throw new Error(done.reason);
  return done.taskSid;
};
const close = (taskSid: string, how: 'cancel' | 'complete' = 'cancel') =>
  tasks.close({ taskSid, how, reason: 'over' });

describe("the product's TaskRouter client at the simulated TaskRouter", () => {
  it('creates a task that the simulator has', async () => {
    const taskSid = await created('ho_1');
    expect(bench.twilio.tasks.get(taskSid)).toMatchObject({ timeout: 30, taskChannel: 'voice' });
  });

  it.each([false, true])('finds its task among others, attributes hidden: %s', async (hidden) => {
    bench.twilio.hideAttributesInLists(hidden);
    const taskSid = await created('ho_1');
    await created('ho_2');
    expect(await tasks.find(key('ho_1'))).toEqual({ is: 'task-created', taskSid });
    expect(await tasks.find(key('ho_3'))).toEqual({ is: 'task-absent' });
  });

  it('finds a task on the second page', async () => {
    const taskSid = await created('ho_1');
    for (let made = 0; made < 60; made += 1) await bench.createTask();
    expect(await tasks.find(key('ho_1'))).toEqual({ is: 'task-created', taskSid });
  });

  it('finds the task whose answer was lost', async () => {
    bench.twilio.faults.next('create-task', { kind: 'lost-answer' });
    expect(await tasks.create(order('ho_1'))).toMatchObject({ is: 'unsure' });
    const [task] = bench.twilio.tasks.values();
    expect(await tasks.find(key('ho_1'))).toEqual({ is: 'task-created', taskSid: task?.sid });
  });

  it('closes a task that waits, and one that is offered', async () => {
    const waiting = await created('ho_1');
    expect(await close(waiting)).toEqual({ is: 'closed' });
    bench.twilio.addWorker({ name: 'amara.osei', behaviour: 'ignores' });
    const offered = await created('ho_2');
    await expect.poll(() => bench.statusOf(offered)).toBe('reserved');
    expect(await close(offered)).toEqual({ is: 'closed' });
    expect([waiting, offered].map(bench.statusOf)).toEqual(['canceled', 'canceled']);
  });

  it.each(['assigned', 'wrapping'])('closes a task that is %s, even by the wrong word', async (status) => {
    bench.replies.assignment.push(ACCEPT);
    bench.twilio.addWorker({ name: 'amara.osei' });
    const taskSid = await created('ho_1');
    await expect.poll(() => bench.statusOf(taskSid)).toBe('assigned');
    if (status === 'wrapping') await bench.rest('POST', `/Tasks/${taskSid}`, { AssignmentStatus: status });
    expect(await close(taskSid, 'cancel')).toEqual({ is: 'closed' });
    expect(bench.statusOf(taskSid)).toBe('completed');
  });

  it('takes a task that is over or gone for closed', async () => {
    const taskSid = await created('ho_1');
    await close(taskSid);
    expect(await close(taskSid)).toEqual({ is: 'closed' });
    expect(await close(`WT${'9'.repeat(32)}`)).toEqual({ is: 'closed' });
  });

  it('is refused with a wrong token', async () => {
    expect(await clientWith('wrong').create(order('ho_1'))).toMatchObject({ is: 'refused' });
    expect(bench.twilio.tasks.size).toBe(0);
  });
});
