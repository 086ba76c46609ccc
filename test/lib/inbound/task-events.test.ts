import { describe, expect, it } from 'vitest';
import { taskAttributes } from '../../../lib/handoff/briefing/task-attributes.ts';
import { OUR_REASON } from '../../../lib/handoff/machine/steps.ts';
import { ownWords } from '../../../lib/handoff/record/reason.ts';
import { agentsOwnTaskOver, handoffMessageOf } from '../../../lib/inbound/task-events.ts';
import { parseTaskEvent, type ReservationEvent, type TaskEvent } from '../../../lib/twilio/callbacks.ts';
import accepted from '../../fixtures/twilio/reservation.accepted.json' with { type: 'json' };
import { CALL_ID, handoff, QUEUED } from '../handoff/given.ts';

const ours = { handoffId: 'ho_1', taskNo: 1, callId: CALL_ID };
const ofReservation = (
  eventType: ReservationEvent['eventType'],
  changed: Partial<ReservationEvent> = {},
): ReservationEvent => ({
  is: 'reservation-event',
  eventType,
  taskSid: 'WT1',
  task: ours,
  reservationSid: 'WR1',
  worker: { workerSid: 'WK1', workerName: 'agent-1', contactUri: '+14155550101', agentName: 'Agent 1' },
  ...changed,
});
const ofTask = (eventType: TaskEvent['eventType'], changed: Partial<TaskEvent> = {}): TaskEvent => ({
  is: 'task-event',
  eventType,
  taskSid: 'WT1',
  task: ours,
  ...changed,
});

const TASK = { handoffId: 'ho_1', taskNo: 1, taskSid: 'WT1' };
const message = (event: object) => ({ callId: CALL_ID, handoffId: 'ho_1', event });

describe('An event of TaskRouter', () => {
  const offers: [ReservationEvent['eventType'], string][] = [
    ['reservation.rejected', 'rejected'],
    ['reservation.timeout', 'timeout'],
    ['reservation.canceled', 'canceled'],
    ['reservation.rescinded', 'rescinded'],
    ['reservation.failed', 'failed'],
  ];
  for (const [eventType, why] of offers) {
    it(`${eventType} says that the offer is over`, () => {
      expect(handoffMessageOf(ofReservation(eventType))).toEqual(
        message({ type: 'offer-over', ...TASK, reservationSid: 'WR1', why }),
      );
    });
  }

  for (const eventType of ['task.canceled', 'workflow.timeout', 'workflow.skipped'] as const) {
    it(`${eventType} says that nobody will come`, () => {
      expect(handoffMessageOf(ofTask(eventType))).toEqual(
        message({ type: 'task-gave-up', ...TASK, why: eventType }),
      );
    });
  }

  for (const eventType of ['task.deleted', 'task.system-deleted'] as const) {
    it(`${eventType} says that the task is closed`, () => {
      expect(handoffMessageOf(ofTask(eventType))).toEqual(
        message({ type: 'task-ended', ...TASK, why: eventType }),
      );
    });
  }

  it('task.completed says that the task is closed, and that an agent had it', () => {
    expect(handoffMessageOf(ofTask('task.completed'))).toEqual(
      message({ type: 'task-ended', ...TASK, why: 'task.completed', taken: true }),
    );
  });

  for (const eventType of ['reservation.wrapup', 'reservation.completed'] as const) {
    it(`${eventType} says that this agent has the task, or had it`, () => {
      const agent = { workerSid: 'WK1', name: 'Agent 1', number: '+14155550101' };
      expect(handoffMessageOf(ofReservation(eventType))).toEqual(
        message({ type: 'task-taken', ...TASK, reservation: { sid: 'WR1', agent } }),
      );
    });
  }

  it('task.wrapup says that some agent had the task', () => {
    expect(handoffMessageOf(ofTask('task.wrapup'))).toEqual(message({ type: 'task-taken', ...TASK }));
  });

  it('that we caused says nothing new', () => {
    const reason = `${OUR_REASON}completed: the conference is over`;
    expect(handoffMessageOf(ofReservation('reservation.completed', { reason }))).toBeUndefined();
    expect(handoffMessageOf(ofTask('task.wrapup', { reason }))).toBeUndefined();
  });

  it('gives the reason that TaskRouter gives, without what is secret, and apart from our own word', () => {
    const reason = 'caller paid with 4111 1111 1111 1111';
    const { event } = handoffMessageOf(ofTask('task.canceled', { reason })) ?? {};
    if (event?.type !== 'task-gave-up') throw new Error('no task gave up');
    expect(event.why).toMatch(/^task\.canceled, in their words: caller paid with /);
    expect(event.why).not.toContain('4111');
    expect(ownWords(event.why)).toBe('task.canceled');
  });

  it('reservation.accepted says who took the call and at which number', () => {
    const agent = { workerSid: 'WK1', name: 'Agent 1', number: '+14155550101' };
    expect(handoffMessageOf(ofReservation('reservation.accepted'))).toEqual(
      message({ type: 'agent-accepted', ...TASK, reservationSid: 'WR1', agent }),
    );
  });

  it('reservation.accepted names an agent without a name by the worker’s', () => {
    const worker = { workerSid: 'WK1', workerName: 'agent-1', contactUri: '+14155550101' };
    expect(handoffMessageOf(ofReservation('reservation.accepted', { worker }))).toMatchObject({
      event: { agent: { name: 'agent-1' } },
    });
  });

  const contacts: [contactUri: string | undefined, number: string | undefined][] = [
    ['client:agent', 'client:agent'],
    ['sip:agent@example.com', 'sip:agent@example.com'],
    ['4155550101', undefined],
    [undefined, undefined],
  ];
  for (const [contactUri, number] of contacts) {
    it(`reservation.accepted by an agent at ${contactUri} says who it is, and where our account rings them`, () => {
      const worker = { workerSid: 'WK1', ...(contactUri === undefined ? {} : { contactUri }) };
      const agent = { workerSid: 'WK1', ...(number === undefined ? {} : { number }) };
      expect(handoffMessageOf(ofReservation('reservation.accepted', { worker }))).toEqual(
        message({ type: 'agent-accepted', ...TASK, reservationSid: 'WR1', agent }),
      );
    });
  }

  it.each(['callback', 'review'] as const)('of a %s says nothing: the agents do those without us', (task) => {
    expect(handoffMessageOf(ofReservation('reservation.accepted', { task }))).toBeUndefined();
    expect(handoffMessageOf(ofTask('task.completed', { task }))).toBeUndefined();
  });

  it('reservation.created says nothing new', () => {
    expect(handoffMessageOf(ofReservation('reservation.created'))).toBeUndefined();
  });

  it('of a task that is not ours says nothing', () => {
    expect(handoffMessageOf(ofReservation('reservation.accepted', { task: 'foreign' }))).toBeUndefined();
    expect(handoffMessageOf(ofTask('task.canceled', { task: 'foreign' }))).toBeUndefined();
  });

  it('as Twilio sends it leads to a message of the handoff', () => {
    const attributes = taskAttributes(handoff(QUEUED));
    const worker = JSON.stringify({ contact_uri: '+14155550101', full_name: 'Agent 1' });
    const sent = { ...accepted, TaskAttributes: attributes, WorkerAttributes: worker };
    const parsed = parseTaskEvent(sent);
    if (parsed.is !== 'reservation-event') throw new Error(`parsed as ${parsed.is}`);
    expect(handoffMessageOf(parsed)).toMatchObject({
      callId: CALL_ID,
      handoffId: 'ho_1',
      event: { type: 'agent-accepted', taskSid: accepted.TaskSid, reservationSid: accepted.ReservationSid },
    });
  });
});

describe('A callback or a review', () => {
  const KINDS = ['callback', 'review'] as const;

  it.each(
    KINDS,
  )('waits for nobody any more once an agent has accepted the %s, however that is told', (task) => {
    for (const type of ['reservation.accepted', 'reservation.wrapup', 'reservation.completed'] as const) {
      expect(agentsOwnTaskOver(ofReservation(type, { task }))).toBe(task);
    }
  });

  it.each(
    KINDS.flatMap((task) =>
      (['task.canceled', 'task.completed', 'task.deleted', 'task.system-deleted'] as const).map(
        (eventType) => [task, eventType] as const,
      ),
    ),
  )('waits for nobody any more once somebody has closed it: a %s, by %s', (task, eventType) => {
    expect(agentsOwnTaskOver(ofTask(eventType, { task }))).toBe(task);
  });

  it.each([
    'reservation.created',
    'reservation.rejected',
    'reservation.timeout',
    'reservation.canceled',
    'reservation.rescinded',
    'reservation.failed',
  ] as const)('waits on where no agent takes it: %s', (eventType) => {
    expect(agentsOwnTaskOver(ofReservation(eventType, { task: 'callback' }))).toBeUndefined();
  });

  it.each([
    'workflow.timeout',
    'workflow.skipped',
  ] as const)('waits on until TaskRouter cancels it: %s', (type) => {
    expect(agentsOwnTaskOver(ofTask(type, { task: 'review' }))).toBeUndefined();
  });

  it.each([ours, 'foreign'] as const)('is no handoff and no task of somebody else: %o', (task) => {
    expect(agentsOwnTaskOver(ofReservation('reservation.accepted', { task }))).toBeUndefined();
    expect(agentsOwnTaskOver(ofTask('task.completed', { task }))).toBeUndefined();
  });
});
