import { describe, expect, it } from 'vitest';
import { parseAssignment, parseTaskEvent } from '../../../lib/twilio/callbacks.ts';
import type { FormParams } from '../../../lib/twilio/signature.ts';
import assignment from '../../fixtures/twilio/assignment-callback.json' with { type: 'json' };
import accepted from '../../fixtures/twilio/reservation.accepted.json' with { type: 'json' };
import created from '../../fixtures/twilio/reservation.created.json' with { type: 'json' };
import rejected from '../../fixtures/twilio/reservation.rejected.json' with { type: 'json' };
import timedOut from '../../fixtures/twilio/reservation.timeout.json' with { type: 'json' };
import canceled from '../../fixtures/twilio/task.canceled.json' with { type: 'json' };
import completed from '../../fixtures/twilio/task.completed.json' with { type: 'json' };

const TASK = 'WT6c0f3a8e57d14b92bd7e9140a5c8f236';
const RESERVATION = 'WR83d5e1f70b9a4c26a4f81c92e6d0375b';
const WORKER = 'WK1e94b6d07fa34c8295c3d8a60b7f52e1';
const ours = {
  handoffId: 'ho_01JD5W3QZ8K7N2R4T6V8X0Y1B3',
  taskNo: 1,
  callId: '0b9c2f6e-7d14-4e5a-9c3b-5a1f8e2d7c60',
};
const agent = {
  workerSid: WORKER,
  contactUri: '+14155550177',
  agentName: 'Amara Osei',
};

/** The fixtures are of a task that does not say which try it is; ours always do. */
function withTry(params: FormParams): FormParams {
  return { ...params, TaskAttributes: attributesOf(params, { handoff_try: 1 }) };
}
function attributesOf(params: FormParams, changed: object): string {
  return JSON.stringify({ ...JSON.parse(String(params.TaskAttributes)), ...changed });
}

describe('an assignment callback', () => {
  it('tells who is reserved for which task of which handoff', () => {
    expect(parseAssignment(withTry(assignment))).toEqual({
      is: 'assignment',
      workspaceSid: 'WS2f6a0d9b81c34e5fa7d2c06be9481357',
      taskSid: TASK,
      reservationSid: RESERVATION,
      task: ours,
      ...agent,
    });
  });

  it('tells the name of the worker where Twilio sends it', () => {
    const read = parseAssignment(withTry({ ...assignment, WorkerName: 'amara.osei' }));
    expect(read).toMatchObject({ is: 'assignment', workerName: 'amara.osei' });
  });

  it('is of a foreign task when the attributes lack what a handoff writes', () => {
    const lacking = [
      '{}',
      assignment.TaskAttributes,
      ...[
        { type: 'other', handoff_try: 1 },
        { handoff_id: '', handoff_try: 1 },
        { handoff_id: 7, handoff_try: 1 },
        { handoff_try: '1' },
        { handoff_try: 0 },
        { handoff_try: 1.5 },
        { vapi_call_id: undefined, handoff_try: 1 },
      ].map((changed) => attributesOf(assignment, changed)),
    ];
    for (const TaskAttributes of lacking) {
      expect(parseAssignment({ ...assignment, TaskAttributes })).toMatchObject({
        is: 'assignment',
        taskSid: TASK,
        task: 'foreign',
      });
    }
  });

  it('is invalid when the task attributes are no JSON object', () => {
    for (const TaskAttributes of ['nonsense', '[]', 'null', '"text"', '{"type":']) {
      expect(parseAssignment({ ...assignment, TaskAttributes })).toEqual({
        is: 'invalid',
        field: 'TaskAttributes',
        problem: 'malformed',
      });
    }
  });

  it('names a required field that is missing, empty or no id of its kind', () => {
    for (const field of ['WorkspaceSid', 'TaskSid', 'ReservationSid', 'WorkerSid', 'TaskAttributes']) {
      const { [field]: _, ...rest } = withTry(assignment);
      expect(parseAssignment(rest)).toEqual({ is: 'invalid', field, problem: 'missing' });
      expect(parseAssignment({ ...rest, [field]: '' })).toEqual({ is: 'invalid', field, problem: 'missing' });
      expect(parseAssignment({ ...rest, [field]: [] })).toEqual({ is: 'invalid', field, problem: 'missing' });
    }
    for (const field of ['WorkspaceSid', 'TaskSid', 'ReservationSid', 'WorkerSid']) {
      for (const sid of [
        'AC7b1c9e04d2f84a6fb3e5a1907c42d8e6',
        'WT123',
        `${TASK}0`,
        ` ${TASK} `,
        `${TASK}\n`,
      ]) {
        const read = parseAssignment({ ...withTry(assignment), [field]: sid });
        expect(read).toEqual({ is: 'invalid', field, problem: 'malformed' });
      }
    }
  });

  it('takes ids in either case', () => {
    const read = parseAssignment({ ...withTry(assignment), TaskSid: `WT${TASK.slice(2).toUpperCase()}` });
    expect(read.is).toBe('assignment');
  });

  it('takes the last value of a repeated parameter', () => {
    const read = parseAssignment({ ...withTry(assignment), TaskSid: ['nonsense', TASK] });
    expect(read).toMatchObject({ is: 'assignment', taskSid: TASK });
  });

  it('has a worker who cannot be rung when the worker attributes tell no address', () => {
    for (const WorkerAttributes of ['nonsense', '[]', '{}', '', '{"contact_uri":"","full_name":7}']) {
      const read = parseAssignment({ ...withTry(assignment), WorkerAttributes });
      expect(read).toMatchObject({ is: 'assignment', workerSid: WORKER });
      expect(read).not.toHaveProperty('contactUri');
      expect(read).not.toHaveProperty('agentName');
    }
  });
});

describe('a TaskRouter event', () => {
  it('of a reservation tells the agent, the task and when it happened', () => {
    for (const params of [created, accepted, rejected, timedOut]) {
      expect(parseTaskEvent(withTry(params))).toEqual({
        is: 'reservation-event',
        eventType: params.EventType,
        taskSid: TASK,
        reservationSid: RESERVATION,
        task: ours,
        worker: { ...agent, workerName: 'amara.osei' },
        eventSid: params.Sid,
        timestampMs: Number(params.TimestampMs),
      });
    }
  });

  it('of a task tells why it ended', () => {
    expect(parseTaskEvent(withTry(canceled))).toEqual({
      is: 'task-event',
      eventType: 'task.canceled',
      taskSid: TASK,
      task: ours,
      reason: 'Task TTL Exceeded',
      eventSid: canceled.Sid,
      timestampMs: 1795226520009,
    });
    expect(parseTaskEvent(withTry(completed))).toMatchObject({
      eventType: 'task.completed',
      reason: 'call bridged and ended',
    });
  });

  it('takes the reason from wherever Twilio put it', () => {
    const { TaskCanceledReason: _, ...rest } = canceled;
    expect(parseTaskEvent({ ...withTry(rest), Reason: 'hangup' })).toMatchObject({ reason: 'hangup' });
    const both = { ...withTry(canceled), TaskCanceledReason: 'first', Reason: 'second' };
    expect(parseTaskEvent(both)).toMatchObject({ reason: 'first' });
  });

  it('is followed for every type that moves a handoff', () => {
    for (const status of [
      'created',
      'accepted',
      'rejected',
      'timeout',
      'canceled',
      'rescinded',
      'failed',
      'completed',
    ]) {
      const read = parseTaskEvent({ ...created, EventType: `reservation.${status}` });
      expect(read).toMatchObject({ is: 'reservation-event', eventType: `reservation.${status}` });
    }
    for (const EventType of [
      'task.canceled',
      'task.completed',
      'task.deleted',
      'task.system-deleted',
      'workflow.timeout',
      'workflow.skipped',
    ]) {
      expect(parseTaskEvent({ ...canceled, EventType })).toMatchObject({
        is: 'task-event',
        eventType: EventType,
      });
    }
  });

  it('is another one when a handoff does not follow it, whatever else it carries', () => {
    for (const eventType of ['worker.activity.update', 'task.created', 'reservation.unknown', 'new']) {
      expect(parseTaskEvent({ EventType: eventType })).toEqual({ is: 'other', eventType });
    }
  });

  it('is read without an event id, and with the time in seconds only', () => {
    const { Sid: _, TimestampMs: __, ...rest } = withTry(created);
    const read = parseTaskEvent(rest);
    expect(read).toMatchObject({ is: 'reservation-event', timestampMs: 1795226401000 });
    expect(read).not.toHaveProperty('eventSid');
    const timeless = parseTaskEvent({ ...rest, Timestamp: 'yesterday' });
    expect(timeless.is).toBe('reservation-event');
    expect(timeless).not.toHaveProperty('timestampMs');
  });

  it('of a foreign task says so', () => {
    expect(parseTaskEvent({ ...canceled, TaskAttributes: '{"queue":"other"}' })).toMatchObject({
      is: 'task-event',
      task: 'foreign',
    });
  });

  it('is invalid with the name of the field at fault', () => {
    expect(parseTaskEvent({})).toEqual({ is: 'invalid', field: 'EventType', problem: 'missing' });
    const { ReservationSid: _, ...rest } = withTry(created);
    expect(parseTaskEvent(rest)).toEqual({ is: 'invalid', field: 'ReservationSid', problem: 'missing' });
    expect(parseTaskEvent({ ...canceled, TaskSid: 'x' })).toEqual({
      is: 'invalid',
      field: 'TaskSid',
      problem: 'malformed',
    });
    expect(parseTaskEvent({ ...canceled, TaskAttributes: 'x' })).toEqual({
      is: 'invalid',
      field: 'TaskAttributes',
      problem: 'malformed',
    });
  });
});
