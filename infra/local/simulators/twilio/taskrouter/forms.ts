import { newSid } from '../sid.ts';
import { ageOf, NAMES, type Reservation, type Task, type Workspace, workerAttributes } from './records.ts';

type Form = Record<string, string>;

const seconds = (ms: number): string => String(Math.floor(ms / 1000));

/** The parameters of an assignment callback (TaskRouter: assignment callbacks). */
export const assignmentForm = ({ sid, task, worker }: Reservation, workspace: Workspace): Form => ({
  Timestamp: seconds(Date.now()),
  AccountSid: workspace.accountSid,
  WorkspaceSid: workspace.workspaceSid,
  WorkflowSid: workspace.workflowSid,
  TaskQueueSid: workspace.queueSid,
  WorkerSid: worker.sid,
  WorkerAttributes: workerAttributes(worker),
  TaskSid: task.sid,
  TaskAttributes: task.attributes,
  TaskAge: String(ageOf(task)),
  TaskPriority: String(task.priority),
  ReservationSid: sid,
});

/** The parameters of an event callback, as things stand now (TaskRouter: events). */
export const eventForm = (
  eventType: string,
  task: Task,
  workspace: Workspace,
  reservation?: Reservation,
): Form => {
  const now = Date.now();
  const [resource = 'task', what = ''] = eventType.split('.');
  const sid = reservation?.sid ?? task.sid;
  const created = seconds(task.dateCreated.getTime());
  return {
    EventType: eventType,
    EventDescription: `${resource === 'task' ? 'Task' : 'Reservation'} ${sid} ${what}`,
    ResourceType: resource,
    ResourceSid: sid,
    Sid: newSid('EV'),
    Timestamp: seconds(now),
    TimestampMs: String(now),
    AccountSid: workspace.accountSid,
    WorkspaceSid: workspace.workspaceSid,
    WorkspaceName: NAMES.workspace,
    TaskSid: task.sid,
    TaskAttributes: task.attributes,
    TaskAge: String(ageOf(task)),
    TaskPriority: String(task.priority),
    TaskAssignmentStatus: task.assignmentStatus,
    TaskVersion: String(task.version),
    TaskDateCreated: created,
    TaskVirtualStartTime: created,
    TaskIgnoreCapacity: 'false',
    TaskChannelSid: workspace.channelSid,
    TaskChannelUniqueName: task.taskChannel,
    WorkflowSid: workspace.workflowSid,
    WorkflowName: NAMES.workflow,
    TaskQueueSid: workspace.queueSid,
    TaskQueueName: NAMES.queue,
    TaskQueueTargetExpression: '1==1',
    TaskQueueEnteredDate: created,
    ...(task.reason !== null && reasonOf(eventType, task.reason)),
    ...(reservation !== undefined && reservationPart(reservation, workspace)),
  };
};

const reasonOf = (eventType: string, reason: string): Form => {
  if (eventType === 'task.canceled') return { TaskCanceledReason: reason, Reason: reason };
  if (eventType === 'task.completed') return { TaskCompletedReason: reason, Reason: reason };
  return {};
};

const reservationPart = ({ sid, version, worker }: Reservation, workspace: Workspace): Form => ({
  WorkerSid: worker.sid,
  WorkerName: worker.name,
  WorkerAttributes: workerAttributes(worker),
  WorkerActivitySid: workspace.activities[worker.activity],
  WorkerActivityName: worker.activity,
  WorkerVersion: String(worker.version),
  WorkerChannelCapacity: '1',
  WorkerChannelConsumedCapacity: worker.busy ? '100' : '0',
  ReservationSid: sid,
  ReservationVersion: String(version),
});
