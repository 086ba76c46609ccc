import { newSid } from '../sid.ts';
import type { Reservation, Task } from './model.ts';
import { ageOf } from './records.ts';

type Form = Record<string, string>;

const seconds = (ms: number): string => String(Math.floor(ms / 1000));

/** The parameters of an assignment callback (TaskRouter: assignment callbacks). */
export const assignmentForm = ({ sid, task, worker }: Reservation): Form => ({
  Timestamp: seconds(Date.now()),
  AccountSid: task.workspace.accountSid,
  WorkspaceSid: task.workspace.sid,
  WorkflowSid: task.workflow.sid,
  TaskQueueSid: task.queue.sid,
  WorkerSid: worker.sid,
  WorkerAttributes: worker.attributes,
  TaskSid: task.sid,
  TaskAttributes: task.attributes,
  TaskAge: String(ageOf(task)),
  TaskPriority: String(task.priority),
  ReservationSid: sid,
});

/** The parameters of an event callback, as things stand now (TaskRouter: events). */
export const eventForm = (eventType: string, task: Task, reservation?: Reservation): Form => {
  const { workspace, workflow, queue } = task;
  const now = Date.now();
  const [resource = 'task', what = ''] = eventType.split('.');
  const sid = reservation?.sid ?? (resource === 'workflow' ? workflow.sid : task.sid);
  const created = seconds(task.dateCreated.getTime());
  return {
    EventType: eventType,
    EventDescription: `${resource.charAt(0).toUpperCase()}${resource.slice(1)} ${sid} ${what}`,
    ResourceType: resource,
    ResourceSid: sid,
    Sid: newSid('EV'),
    Timestamp: seconds(now),
    TimestampMs: String(now),
    AccountSid: workspace.accountSid,
    WorkspaceSid: workspace.sid,
    WorkspaceName: workspace.name,
    TaskSid: task.sid,
    TaskAttributes: task.attributes,
    TaskAge: String(ageOf(task)),
    TaskPriority: String(task.priority),
    TaskAssignmentStatus: task.assignmentStatus,
    TaskVersion: String(task.version),
    TaskDateCreated: created,
    TaskVirtualStartTime: created,
    TaskIgnoreCapacity: 'false',
    TaskChannelSid: workspace.channels.find(({ uniqueName }) => uniqueName === task.taskChannel)?.sid ?? '',
    TaskChannelUniqueName: task.taskChannel,
    WorkflowSid: workflow.sid,
    WorkflowName: workflow.name,
    TaskQueueSid: queue.sid,
    TaskQueueName: queue.name,
    TaskQueueTargetExpression: queue.targetWorkers,
    TaskQueueEnteredDate: created,
    ...(task.reason !== null && reasonOf(eventType, task.reason)),
    ...(reservation !== undefined && reservationPart(reservation)),
  };
};

const reasonOf = (eventType: string, reason: string): Form => {
  if (eventType === 'task.canceled') return { TaskCanceledReason: reason, Reason: reason };
  if (eventType === 'task.completed') return { TaskCompletedReason: reason, Reason: reason };
  return {};
};

const reservationPart = ({ sid, version, worker }: Reservation): Form => ({
  WorkerSid: worker.sid,
  WorkerName: worker.name,
  WorkerAttributes: worker.attributes,
  WorkerActivitySid: worker.is.sid,
  WorkerActivityName: worker.activity,
  WorkerVersion: String(worker.version),
  WorkerChannelCapacity: '1',
  WorkerChannelConsumedCapacity: worker.busy ? '100' : '0',
  ReservationSid: sid,
  ReservationVersion: String(version),
});
