import * as z from 'zod/mini';
import { E164 } from '../base/e164.ts';
import {
  type AgentsOwnTask,
  type HandoffTaskAttributes,
  readTaskAttributes,
  readWorkerAttributes,
  sid,
} from './attributes.ts';
import { type Invalid, readFields, wholeNumber } from './form-fields.ts';
import type { FormParams } from './signature.ts';

export type { Invalid } from './form-fields.ts';

/** The agent of an offer. `workerName` is TaskRouter's unique name, `agentName` the one to show. */
export type Worker = { workerSid: string; workerName?: string; contactUri?: string; agentName?: string };

type Task = HandoffTaskAttributes | AgentsOwnTask | 'foreign';

export type Assignment = Worker & {
  is: 'assignment';
  workspaceSid: string;
  taskSid: string;
  reservationSid: string;
  task: Task;
};

const RESERVATION_EVENTS = [
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.failed',
  'reservation.wrapup',
  'reservation.completed',
] as const;

const TASK_EVENTS = [
  'task.canceled',
  'task.wrapup',
  'task.completed',
  'task.deleted',
  'task.system-deleted',
  'workflow.timeout',
  'workflow.skipped',
] as const;

type EventFacts = {
  taskSid: string;
  task: Task;
  /** Free text of Twilio's: match loosely. */
  reason?: string;
  /** The same for every delivery of one event. */
  eventSid?: string;
  /** When it happened; events arrive in any order. */
  timestampMs?: number;
};

export type ReservationEvent = EventFacts & {
  is: 'reservation-event';
  eventType: (typeof RESERVATION_EVENTS)[number];
  reservationSid: string;
  worker: Worker;
};
export type TaskEvent = EventFacts & { is: 'task-event'; eventType: (typeof TASK_EVENTS)[number] };

export const CALL_STATUSES = [
  'initiated',
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export type VoiceStatus = {
  is: 'voice-status';
  callSid: string;
  callStatus: CallStatus;
  parentCallSid?: string;
  /** From 0; statuses arrive in any order. */
  sequenceNumber?: number;
  durationSeconds?: number;
  answeredBy?: string;
};

const text = z.optional(z.string());

const taskAttributes = z.pipe(
  z.string(),
  z.transform((json: string, context): Task => {
    const task = readTaskAttributes(json);
    if (task !== 'not-an-object') return task;
    context.issues.push({ code: 'custom', input: json });
    return z.NEVER;
  }),
);

const taskFields = { TaskSid: sid('WT'), TaskAttributes: taskAttributes };
const offerFields = {
  ...taskFields,
  ReservationSid: sid('WR'),
  WorkerSid: sid('WK'),
  WorkerName: text,
  WorkerAttributes: text,
};
const eventFields = {
  Sid: text,
  Timestamp: text,
  TimestampMs: text,
  Reason: text,
  TaskCanceledReason: text,
  TaskCompletedReason: text,
};

const assignmentSchema = z.object({ WorkspaceSid: sid('WS'), ...offerFields });
const eventTypeSchema = z.object({ EventType: z.string() });
const reservationEventSchema = z.object({ ...offerFields, ...eventFields });
const taskEventSchema = z.object({ ...taskFields, ...eventFields });
const voiceStatusSchema = z.object({
  CallSid: sid('CA'),
  CallStatus: z.enum(CALL_STATUSES),
  ParentCallSid: text,
  SequenceNumber: text,
  CallDuration: text,
  AnsweredBy: text,
});

/** A TaskRouter assignment callback: this worker is reserved for this task. */
export function parseAssignment(params: FormParams): Assignment | Invalid {
  const read = readFields(assignmentSchema, params);
  if (read.is === 'invalid') return read;
  return {
    is: 'assignment',
    workspaceSid: read.fields.WorkspaceSid,
    taskSid: read.fields.TaskSid,
    reservationSid: read.fields.ReservationSid,
    task: read.fields.TaskAttributes,
    ...workerOf(read.fields),
  };
}

/** A TaskRouter event callback; `other` for the event types that a handoff does not follow. */
export function parseTaskEvent(
  params: FormParams,
): ReservationEvent | TaskEvent | { is: 'other'; eventType: string } | Invalid {
  const type = readFields(eventTypeSchema, params);
  if (type.is === 'invalid') return type;
  const { EventType } = type.fields;

  const ofReservation = RESERVATION_EVENTS.find((known) => known === EventType);
  if (ofReservation) {
    const read = readFields(reservationEventSchema, params);
    if (read.is === 'invalid') return read;
    return {
      is: 'reservation-event',
      eventType: ofReservation,
      reservationSid: read.fields.ReservationSid,
      worker: workerOf(read.fields),
      ...eventFacts(read.fields),
    };
  }

  const ofTask = TASK_EVENTS.find((known) => known === EventType);
  if (ofTask) {
    const read = readFields(taskEventSchema, params);
    if (read.is === 'invalid') return read;
    return { is: 'task-event', eventType: ofTask, ...eventFacts(read.fields) };
  }
  return { is: 'other', eventType: EventType };
}

/** A Voice status callback. The phone numbers in it are left behind. */
export function parseVoiceStatus(params: FormParams): VoiceStatus | Invalid {
  const read = readFields(voiceStatusSchema, params);
  if (read.is === 'invalid') return read;
  const sequenceNumber = wholeNumber(read.fields.SequenceNumber);
  const durationSeconds = wholeNumber(read.fields.CallDuration);
  return {
    is: 'voice-status',
    callSid: read.fields.CallSid,
    callStatus: read.fields.CallStatus,
    ...(read.fields.ParentCallSid !== undefined && { parentCallSid: read.fields.ParentCallSid }),
    ...(sequenceNumber !== undefined && { sequenceNumber }),
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(read.fields.AnsweredBy !== undefined && { answeredBy: read.fields.AnsweredBy }),
  };
}

export type Ringable =
  | { is: 'ringable'; number: string }
  | { is: 'not-ringable'; reason: 'missing' | 'sip' | 'client' | 'not-e164' };

/** Whether Vapi can move a caller to this worker: only to a phone number in E.164. */
export function ringable(contactUri: string | undefined): Ringable {
  if (!contactUri) return { is: 'not-ringable', reason: 'missing' };
  if (/^sips?:/i.test(contactUri)) return { is: 'not-ringable', reason: 'sip' };
  if (/^client:/i.test(contactUri)) return { is: 'not-ringable', reason: 'client' };
  if (!E164.test(contactUri)) return { is: 'not-ringable', reason: 'not-e164' };
  return { is: 'ringable', number: contactUri };
}

const SIP_ADDRESS = /^sips?:[^\s@]+@[^\s@]+$/i;
const CLIENT_ADDRESS = /^client:\S+$/i;

/**
 * Whether our own account can ring this worker: at a phone number in E.164, a SIP address or a client (Twilio
 * Voice: calls, parameter To). A `reason` of `sip` or `client` says that such an address is incomplete.
 */
export function ringableByTwilio(contactUri: string | undefined): Ringable {
  const complete = contactUri && (SIP_ADDRESS.test(contactUri) || CLIENT_ADDRESS.test(contactUri));
  return complete ? { is: 'ringable', number: contactUri } : ringable(contactUri);
}

function workerOf(fields: {
  WorkerSid: string;
  WorkerName?: string | undefined;
  WorkerAttributes?: string | undefined;
}): Worker {
  return {
    workerSid: fields.WorkerSid,
    ...(fields.WorkerName !== undefined && { workerName: fields.WorkerName }),
    ...readWorkerAttributes(fields.WorkerAttributes),
  };
}

function eventFacts(fields: z.infer<typeof taskEventSchema>): EventFacts {
  const reason = fields.TaskCanceledReason ?? fields.TaskCompletedReason ?? fields.Reason;
  const seconds = wholeNumber(fields.Timestamp);
  const timestampMs = wholeNumber(fields.TimestampMs) ?? (seconds === undefined ? undefined : seconds * 1000);
  return {
    taskSid: fields.TaskSid,
    task: fields.TaskAttributes,
    ...(reason !== undefined && { reason }),
    ...(fields.Sid !== undefined && { eventSid: fields.Sid }),
    ...(timestampMs !== undefined && { timestampMs }),
  };
}
