import { randomBytes } from 'node:crypto';

export const newSid = (prefix: string): string => `${prefix}${randomBytes(16).toString('hex')}`;

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'canceled' | 'completed';
export type ReservationStatus = 'pending' | 'accepted' | 'rejected' | 'timeout' | 'canceled' | 'completed';
/** What an agent does whose reservation was left to the agent by the callback's answer (`{}`). */
export type AgentBehaviour = 'accepts' | 'declines' | 'ignores';

export type Task = {
  readonly sid: string;
  attributes: string;
  /** The call at Vapi that it was made for, and the department asked for, where its attributes tell. */
  readonly callId?: string;
  readonly department?: string;
  assignmentStatus: TaskStatus;
  reason: string | null;
  priority: number;
  /** Seconds that it may wait to be assigned. */
  readonly timeout: number;
  readonly taskChannel: string;
  /** ms since 1970 */
  readonly createdAt: number;
  updatedAt: number;
  version: number;
  /** ms since 1970; ended tasks are deleted some minutes later. */
  endedAt?: number;
};

export type Worker = {
  readonly sid: string;
  readonly name: string;
  readonly contactUri: string | undefined;
  readonly skills: readonly string[];
  readonly behaviour: AgentBehaviour;
  available: boolean;
  /** The task that takes the worker's capacity, which is 1. */
  task: Task | undefined;
};

export type Reservation = {
  readonly sid: string;
  readonly task: Task;
  readonly worker: Worker;
  status: ReservationStatus;
  version: number;
};

export type Workspace = {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly queueSid: string;
  readonly activities: Readonly<Record<'available' | 'offline' | 'unavailable', string>>;
};

const OPEN: readonly TaskStatus[] = ['pending', 'reserved', 'assigned', 'wrapping'];
export const isOpen = (task: Task): boolean => OPEN.includes(task.assignmentStatus);

/** What routing and onlookers read of the attributes, once. */
export const readAttributes = (attributes: string): { callId?: string; department?: string } => {
  const value: unknown = JSON.parse(attributes);
  if (typeof value !== 'object' || value === null) return {};
  const callId = 'vapi_call_id' in value ? value.vapi_call_id : undefined;
  const department = 'department' in value ? value.department : undefined;
  return {
    ...(typeof callId === 'string' && { callId }),
    ...(typeof department === 'string' && { department }),
  };
};

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** A Task as the REST API shows it. */
export const taskRecord = (task: Task, workspace: Workspace, base: string, hideAttributes = false) => ({
  sid: task.sid,
  account_sid: workspace.accountSid,
  workspace_sid: workspace.workspaceSid,
  workspace_friendly_name: 'Simulated',
  workflow_sid: workspace.workflowSid,
  workflow_friendly_name: 'Handoffs',
  task_queue_sid: workspace.queueSid,
  task_queue_friendly_name: 'Agents',
  task_queue_entered_date: iso(task.createdAt),
  task_channel_sid: null,
  task_channel_unique_name: task.taskChannel,
  attributes: hideAttributes ? null : task.attributes,
  addons: '{}',
  assignment_status: task.assignmentStatus,
  reason: task.reason,
  priority: task.priority,
  timeout: task.timeout,
  age: Math.floor((Date.now() - task.createdAt) / 1000),
  date_created: iso(task.createdAt),
  date_updated: iso(task.updatedAt),
  virtual_start_time: iso(task.createdAt),
  ignore_capacity: false,
  routing_target: null,
  url: `${base}/v1/Workspaces/${workspace.workspaceSid}/Tasks/${task.sid}`,
  links: {},
});

export const reservationRecord = (reservation: Reservation, workspace: Workspace) => ({
  sid: reservation.sid,
  account_sid: workspace.accountSid,
  workspace_sid: workspace.workspaceSid,
  task_sid: reservation.task.sid,
  worker_sid: reservation.worker.sid,
  worker_name: reservation.worker.name,
  reservation_status: reservation.status,
});

const workerAttributes = ({ contactUri, name, skills }: Worker): string =>
  JSON.stringify({ ...(contactUri !== undefined && { contact_uri: contactUri }), full_name: name, skills });

type Form = Record<string, string>;

/** The parameters of an assignment callback (facts on Twilio, section 1). */
export const assignmentForm = ({ sid, task, worker }: Reservation, workspace: Workspace): Form => ({
  Timestamp: String(Math.floor(Date.now() / 1000)),
  AccountSid: workspace.accountSid,
  WorkspaceSid: workspace.workspaceSid,
  WorkflowSid: workspace.workflowSid,
  TaskQueueSid: workspace.queueSid,
  WorkerSid: worker.sid,
  WorkerAttributes: workerAttributes(worker),
  TaskSid: task.sid,
  TaskAttributes: task.attributes,
  TaskAge: String(Math.floor((Date.now() - task.createdAt) / 1000)),
  TaskPriority: String(task.priority),
  ReservationSid: sid,
});

/** The parameters of an event callback (facts on Twilio, section 3). */
export const eventForm = (
  eventType: string,
  task: Task,
  workspace: Workspace,
  reservation?: Reservation,
): Form => {
  const now = Date.now();
  const [resource = 'task'] = eventType.split('.');
  return {
    EventType: eventType,
    EventDescription: `${resource} ${eventType}`,
    ResourceType: resource,
    ResourceSid: reservation?.sid ?? task.sid,
    Sid: newSid('EV'),
    Timestamp: String(Math.floor(now / 1000)),
    TimestampMs: String(now),
    AccountSid: workspace.accountSid,
    WorkspaceSid: workspace.workspaceSid,
    WorkspaceName: 'Simulated',
    WorkflowSid: workspace.workflowSid,
    WorkflowName: 'Handoffs',
    TaskSid: task.sid,
    TaskAttributes: task.attributes,
    TaskAge: String(Math.floor((now - task.createdAt) / 1000)),
    TaskPriority: String(task.priority),
    TaskAssignmentStatus: task.assignmentStatus,
    TaskVersion: String(task.version),
    TaskChannelUniqueName: task.taskChannel,
    TaskQueueSid: workspace.queueSid,
    TaskQueueName: 'Agents',
    ...(task.reason !== null &&
      eventType === 'task.canceled' && { TaskCanceledReason: task.reason, Reason: task.reason }),
    ...(task.reason !== null && eventType === 'task.completed' && { TaskCompletedReason: task.reason }),
    ...(reservation !== undefined && {
      ReservationSid: reservation.sid,
      ReservationVersion: String(reservation.version),
      WorkerSid: reservation.worker.sid,
      WorkerName: reservation.worker.name,
      WorkerAttributes: workerAttributes(reservation.worker),
    }),
  };
};
