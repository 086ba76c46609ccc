import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Leg, Phone, Task, Worker } from '../../../../../../infra/local/simulators/twilio/twilio.ts';
import { WORKFLOW } from '../bench.ts';
import { AGENT, CONFERENCES, OURS, startVoiceBench, type VoiceBench } from './bench.ts';

let bench: VoiceBench;
let phone: Phone;
let worker: Worker;
beforeEach(async () => {
  phone = 'waits';
  bench = await startVoiceBench({ agentPhones: () => phone });
  worker = bench.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
});
afterEach(() => bench.stop());

const instruct = (instruction: object) =>
  bench.replies.assignment.push({ body: JSON.stringify(instruction) });
const queued = async (): Promise<{ leg: Leg; task: Task }> => {
  const leg = await bench.caller(
    `<Enqueue workflowSid="${WORKFLOW}"><Task>{}</Task></Enqueue><Say>Back</Say><Pause/>`,
  );
  await expect.poll(() => bench.twilio.tasks.size).toBe(1);
  const [task] = bench.twilio.tasks.values();
  if (task === undefined) throw new Error('there is no task');
  return { leg, task };
};
const agent = () => [...bench.twilio.calls.values()].find(({ to }) => to === AGENT);

describe('an instruction about a caller who waits', () => {
  it.each([
    { instruction: 'dequeue', from: OURS },
    { instruction: 'conference', from: OURS, end_conference_on_exit: true },
  ])('rings the worker, and accepts once that is answered: %j', async (instruction) => {
    phone = { does: 'waits', answersAfterMs: 80 };
    instruct(instruction);
    const { leg, task } = await queued();
    await expect.poll(() => agent()?.status).toBe('ringing');
    expect(task.assignmentStatus).toBe('reserved');
    await expect.poll(() => task.assignmentStatus).toBe('assigned');
    await expect.poll(() => leg.playing).toBeUndefined();
    bench.twilio.hangUp(String(agent()?.sid));
    await expect.poll(() => leg.heard).toEqual(['Back']);
    expect(task.assignmentStatus).toBe('wrapping');
  });

  it('makes a conference that has the name of the task', async () => {
    instruct({ instruction: 'conference', from: OURS });
    const { task } = await queued();
    await expect.poll(() => task.assignmentStatus).toBe('assigned');
    await bench.twilio.idle();
    const { body } = await bench.rest('GET', `${CONFERENCES}.json`, { FriendlyName: task.sid });
    expect(body.conferences).toMatchObject([{ status: 'in-progress' }]);
  });

  it('sends a worker offline who does not answer', async () => {
    phone = 'busy';
    instruct({ instruction: 'dequeue', from: OURS });
    const { leg, task } = await queued();
    await expect.poll(() => worker.activity).toBe('Offline');
    expect([task.assignmentStatus, leg.status]).toEqual(['pending', 'in-progress']);
  });

  it.each([
    ['without a number of ours', { instruction: 'dequeue', from: '+14155550199' }, '40138'],
    ['with an impossible time', { instruction: 'conference', from: OURS, timeout: 1000 }, '14233'],
  ])('is refused %s', async (_what, instruction, code) => {
    instruct(instruction);
    await queued();
    await expect.poll(bench.warnings).toEqual([expect.stringMatching(new RegExp(`^${code} `))]);
    expect(agent()).toBeUndefined();
  });

  it('is refused for a task that <Enqueue> did not make', async () => {
    instruct({ instruction: 'dequeue', from: OURS });
    await bench.createTask();
    await expect.poll(bench.warnings).toEqual([expect.stringMatching(/^40140 /)]);
  });

  it('can be given by REST, with the same refusals', async () => {
    const { leg, task } = await queued();
    await expect.poll(() => bench.events()).toContain('reservation.created');
    const path = `/Tasks/${task.sid}/Reservations/${bench.event('reservation.created').ReservationSid}`;
    const refused = await bench.rest('POST', path, { Instruction: 'dequeue' });
    expect([refused.status, refused.body.code]).toEqual([400, 40138]);
    const asked = await bench.rest('POST', path, { Instruction: 'conference', From: OURS, To: AGENT });
    expect([asked.status, asked.body.reservation_status]).toEqual([200, 'pending']);
    await expect.poll(() => task.assignmentStatus).toBe('assigned');
    const late = await bench.rest('POST', path, { Instruction: 'dequeue', DequeueFrom: OURS });
    expect([late.status, late.body.code]).toEqual([400, 40135]);
    await expect.poll(() => leg.playing).toBeUndefined();
  });
});

describe('a worker with a telephone', () => {
  it('does nothing about an offer that was left to it: the product rings', async () => {
    await bench.createTask();
    await bench.twilio.idle();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([worker.behaviour, bench.whats()]).toEqual(['ignores', ['task-created', 'agent-offered']]);
  });

  it('gets nothing more after a rejection into an activity without work, until it is available', async () => {
    const { body } = await bench.rest('GET', '/Activities', { Available: 'false' });
    const activities: unknown[] = Array.isArray(body.activities) ? body.activities : [];
    expect(activities.map((one) => Object(one).friendly_name)).toEqual(['Unavailable', 'Offline']);
    const sid = await bench.createTask();
    await expect.poll(() => bench.events()).toContain('reservation.created');
    const path = `/Tasks/${sid}/Reservations/${bench.event('reservation.created').ReservationSid}`;
    const WorkerActivitySid = String(Object(activities[0]).sid);
    await bench.rest('POST', path, { ReservationStatus: 'rejected', WorkerActivitySid });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([worker.activity, bench.statusOf(sid)]).toEqual(['Unavailable', 'pending']);
    bench.twilio.setAvailable(worker, true);
    await expect.poll(() => bench.statusOf(sid)).toBe('reserved');
  });
});
