import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Leg, Task } from '../../../../../../infra/local/simulators/twilio/twilio.ts';
import { ACCOUNT, WORKFLOW } from '../bench.ts';
import { AGENT, CALLER, OURS, startVoiceBench, twiml, type VoiceBench } from './bench.ts';

let bench: VoiceBench;
beforeEach(async () => {
  bench = await startVoiceBench({ agentPhones: () => 'waits', queueSize: 2 });
  bench.documents.set('/queued', ({ QueueResult }) =>
    twiml(`<Say>${QueueResult}</Say><Pause length="500"/>`),
  );
});
afterEach(() => bench.stop());

const enqueue = (more = '', task = '<Task>{"vapi_call_id":"call-1"}</Task>') =>
  `<Enqueue workflowSid="${WORKFLOW}" action="${bench.product}/queued" ${more}>${task}</Enqueue>`;
const results = () => bench.at('/queued').map(({ params }) => params.QueueResult);
const taskOf = (leg: Leg): Task => {
  const found = [...bench.twilio.tasks.values()].find(({ attributes }) => attributes.includes(leg.sid));
  if (found === undefined) throw new Error('there is no task of this leg');
  return found;
};
const queued = async (more?: string, task?: string): Promise<{ leg: Leg; task: Task }> => {
  const leg = await bench.caller(enqueue(more, task));
  await expect
    .poll(() => [...bench.twilio.tasks.values()].some(({ attributes }) => attributes.includes(leg.sid)))
    .toBe(true);
  return { leg, task: taskOf(leg) };
};
const close = (task: Task) =>
  bench.rest('POST', `/Tasks/${task.sid}`, { AssignmentStatus: 'canceled', Reason: 'over' });

describe('the queue of the simulated Twilio', () => {
  it('makes a task with the attributes of the call, and cancels it when the caller hangs up', async () => {
    const { leg, task } = await queued(
      '',
      '<Task priority="7" timeout="90">{"vapi_call_id":"call-1"}</Task>',
    );
    expect(task).toMatchObject({ taskChannel: 'voice', priority: 7, timeout: 90, callId: 'call-1' });
    expect(JSON.parse(task.attributes)).toEqual({
      vapi_call_id: 'call-1',
      from: CALLER,
      to: OURS,
      caller: CALLER,
      called: OURS,
      call_sid: leg.sid,
      account_sid: ACCOUNT,
      direction: 'inbound',
      call_status: 'in-progress',
      api_version: '2010-04-01',
      ...Object.fromEntries(
        ['from', 'to', 'caller', 'called'].flatMap((who) => [
          [`${who}_city`, 'SAN FRANCISCO'],
          [`${who}_state`, 'CA'],
          [`${who}_zip`, '94105'],
          [`${who}_country`, 'US'],
        ]),
      ),
    });
    expect(leg.playing).toBe("Twilio's hold music");
    bench.twilio.legs.hangUp(leg.sid);
    await bench.twilio.idle();
    expect([task.assignmentStatus, task.reason, results()]).toEqual(['canceled', 'hangup', ['hangup']]);
    expect(bench.at('/queued')[0]?.params).toMatchObject({
      CallStatus: 'completed',
      QueueSid: expect.stringMatching(/^QU[0-9a-f]{32}$/),
      QueueTime: expect.stringMatching(/^\d+$/),
    });
    const seen = bench.moments.filter(({ what }) => what.startsWith('caller-'));
    expect(seen).toMatchObject([
      { what: 'caller-moved', callSid: leg.sid },
      { what: 'caller-queued', callSid: leg.sid, taskSid: task.sid, callId: 'call-1' },
      { what: 'caller-dequeued', detail: 'hangup', callId: 'call-1' },
    ]);
  });

  it('loops the document of the wait, and tells it the place in the queue', async () => {
    bench.documents.set('/wait', ({ QueuePosition }) => twiml(`<Say>You are number ${QueuePosition}</Say>`));
    await queued();
    const { leg } = await queued(`waitUrl="${bench.product}/wait"`);
    await expect.poll(() => leg.heard.length).toBeGreaterThan(2);
    expect(new Set(leg.heard)).toEqual(new Set(['You are number 2']));
    expect(bench.at('/wait')[0]?.params).toMatchObject({
      CallSid: leg.sid,
      QueuePosition: '2',
      CurrentQueueSize: '2',
      QueueTime: expect.stringMatching(/^\d+$/),
      AvgQueueTime: '0',
      QueueSid: expect.stringMatching(/^QU/),
    });
    await bench.twilio.idle();
    expect(leg.status).toBe('in-progress');
  });

  it('is left by a caller who presses a key in it', async () => {
    bench.documents.set('/leave', twiml('<Leave/>'));
    bench.documents.set('/wait', twiml(`<Gather numDigits="1" action="${bench.product}/leave"/>`));
    const { leg, task } = await queued(`waitUrl="${bench.product}/wait" waitUrlMethod="GET"`);
    await expect.poll(() => bench.twilio.press(leg.sid, '0')).toBe(true);
    await expect.poll(() => leg.heard).toEqual(['leave']);
    expect([task.assignmentStatus, task.reason]).toEqual(['canceled', 'leave']);
  });

  it('is left by a caller whose wait ends in <Hangup>', async () => {
    bench.documents.set('/wait', twiml('<Say>Call back tomorrow</Say><Hangup/>'));
    const { leg, task } = await queued(`waitUrl="${bench.product}/wait"`);
    await expect.poll(() => leg.status).toBe('completed');
    expect(task.assignmentStatus).toBe('canceled');
  });

  it('lets a caller go who is redirected, and asks no action', async () => {
    const { leg, task } = await queued();
    await bench.redirect(leg, '<Say>Elsewhere</Say>');
    expect([task.assignmentStatus, task.reason]).toEqual(['canceled', 'redirected']);
    await bench.twilio.idle();
    expect([leg.heard, results()]).toEqual([['Elsewhere'], []]);
  });

  it('is full with as many as it holds', async () => {
    await queued();
    await queued();
    const third = await bench.caller(enqueue());
    await expect.poll(() => third.heard).toEqual(['queue-full']);
    expect([bench.twilio.tasks.size, bench.at('/queued')[0]?.params.QueueTime]).toEqual([2, '0']);
  });

  it.each([
    ['words', '<Task>Hello</Task>'],
    ['more than 4096 characters with those of Twilio', `<Task>{"summary":"${'a'.repeat(3800)}"}</Task>`],
  ])('refuses a task whose attributes are %s', async (_what, task) => {
    bench.documents.set('/long', twiml(enqueue('', task)));
    const leg = await bench.caller(`<Redirect>${bench.product}/long</Redirect>`);
    await expect.poll(() => leg.heard).toEqual(['error']);
    expect(bench.warnings()).toEqual([expect.stringMatching(/^14222 /)]);
    expect(bench.twilio.tasks.size).toBe(0);
  });

  it.each([
    ['canceled', (task: Task) => void close(task)],
    ['too old', () => undefined],
  ])('lets a caller go whose task is %s', async (_what, end) => {
    const { leg, task } = await queued('', '<Task timeout="1">{}</Task>');
    end(task);
    await expect.poll(() => leg.heard, { timeout: 3000 }).toEqual(['leave']);
    expect(task.assignmentStatus).toBe('canceled');
  });
});

describe('an agent and a caller who waits at the simulated Twilio', () => {
  const offered = async (worker: { contactUri?: string; behaviour?: 'ignores' }) => {
    bench.twilio.addWorker({ name: 'amara.osei', ...worker });
    const { leg, task } = await queued();
    await expect.poll(() => bench.events()).toContain('reservation.created');
    return { leg, task, reservation: String(bench.event('reservation.created').ReservationSid) };
  };
  const dialQueue = (reservation: string) =>
    `<Dial><Queue reservationSid="${reservation}"/></Dial><Say>Over</Say><Pause length="500"/>`;

  it('are joined by <Queue>, which accepts the reservation', async () => {
    const { leg, task, reservation } = await offered({ contactUri: AGENT });
    const agent = await bench.dial(dialQueue(reservation));
    await expect.poll(() => task.assignmentStatus).toBe('assigned');
    expect([leg.playing, bench.event('task.created').TaskSid]).toEqual([undefined, task.sid]);
    bench.twilio.hangUp(agent.sid);
    await expect.poll(() => leg.heard).toEqual(['bridged']);
    expect(task.assignmentStatus).toBe('wrapping');
  });

  it('part when the caller hangs up, and the leg of the agent goes on', async () => {
    const { leg, task, reservation } = await offered({ contactUri: AGENT });
    const agent = await bench.dial(dialQueue(reservation));
    await expect.poll(() => task.assignmentStatus).toBe('assigned');
    bench.twilio.legs.hangUp(leg.sid);
    await expect.poll(() => agent.heard).toEqual(['Over']);
    await expect.poll(results).toEqual(['bridged']);
  });

  it.each([
    [
      'is accepted already',
      async (path: string) => bench.rest('POST', path, { ReservationStatus: 'accepted' }),
    ],
    ['is over', async (path: string) => bench.rest('POST', path, { ReservationStatus: 'rejected' })],
  ])('are not joined where the reservation %s', async (_what, before) => {
    const { task, reservation } = await offered({ contactUri: AGENT });
    await before(`/Tasks/${task.sid}/Reservations/${reservation}`);
    const agent = await bench.dial(dialQueue(reservation));
    await expect.poll(() => agent.heard).toEqual(['Over']);
    expect(bench.warnings()).toEqual([expect.stringMatching(/^14215 /)]);
  });

  it('are not joined where nobody waits for the task', async () => {
    bench.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
    await bench.createTask();
    await expect.poll(() => bench.events()).toContain('reservation.created');
    const agent = await bench.dial(dialQueue(String(bench.event('reservation.created').ReservationSid)));
    await expect.poll(() => agent.heard).toEqual(['Over']);
    expect(bench.warnings()).toEqual([expect.stringMatching(/^14217 /)]);
  });

  it('are joined at once where the agent works in the browser', async () => {
    const { leg, task } = await offered({});
    await expect.poll(() => task.assignmentStatus).toBe('assigned');
    const agent = [...bench.twilio.calls.values()].at(-1);
    expect(agent).toMatchObject({ to: 'client:amara.osei', status: 'in-progress' });
    bench.twilio.hangUp(String(agent?.sid));
    await expect.poll(() => leg.heard).toEqual(['bridged']);
    expect(task.assignmentStatus).toBe('completed');
  });
});
