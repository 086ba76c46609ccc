import { isNumber } from '../party.ts';
import { newSid } from '../sid.ts';

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'canceled' | 'completed';

export type ReservationStatus =
  | 'pending'
  | 'accepted'
  | 'rejected'
  | 'timeout'
  | 'canceled'
  | 'wrapping'
  | 'completed';

/**
 * What an agent does whose reservation was left to the agent by the callback's answer (`{}`). Whoever has only a
 * telephone cannot see an offer: the product rings it.
 */
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
  taskChannel: string;
  readonly dateCreated: Date;
  dateUpdated: Date;
  version: number;
  /** ms since 1970; ended tasks are deleted some minutes later. */
  endedAt?: number;
  /** Deleted by request, at once. */
  deleted: boolean;
};

export type ActivityName = 'Available' | 'Unavailable' | 'Offline';

export type Worker = {
  readonly sid: string;
  readonly name: string;
  readonly contactUri: string | undefined;
  readonly skills: readonly string[];
  readonly behaviour: AgentBehaviour;
  activity: ActivityName;
  readonly dateCreated: Date;
  /** Of its activity. */
  dateStatusChanged: Date;
  version: number;
  /** The task that takes the worker's capacity, which is 1. */
  task: Task | undefined;
  /** By its activity; a busy worker stays available. */
  readonly available: boolean;
  readonly busy: boolean;
};

export type Reservation = {
  readonly sid: string;
  readonly task: Task;
  readonly worker: Worker;
  status: ReservationStatus;
  readonly dateCreated: Date;
  dateUpdated: Date;
  version: number;
};

export type Workspace = {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly queueSid: string;
  readonly channelSid: string;
  readonly activities: Readonly<Record<ActivityName, string>>;
  readonly dateCreated: Date;
};

export const NAMES = { workspace: 'Simulated', workflow: 'Handoffs', queue: 'Agents' } as const;

export const ACTIVITY_NAMES: readonly ActivityName[] = ['Available', 'Unavailable', 'Offline'];

const OPEN: readonly TaskStatus[] = ['pending', 'reserved', 'assigned', 'wrapping'];

export const isOpen = (task: Task): boolean => OPEN.includes(task.assignmentStatus);

export const newWorkspace = (account: Pick<Workspace, 'accountSid' | 'workspaceSid' | 'workflowSid'>) => ({
  ...account,
  queueSid: newSid('WQ'),
  channelSid: newSid('TC'),
  activities: { Available: newSid('WA'), Unavailable: newSid('WA'), Offline: newSid('WA') },
  dateCreated: new Date(),
});

export const newWorker = (given: {
  name: string;
  contactUri?: string;
  skills?: string[];
  behaviour?: AgentBehaviour;
}): Worker => ({
  sid: newSid('WK'),
  name: given.name,
  contactUri: given.contactUri,
  skills: given.skills ?? [],
  behaviour: given.behaviour ?? (isNumber(given.contactUri ?? '') ? 'ignores' : 'accepts'),
  activity: 'Available',
  dateCreated: new Date(),
  dateStatusChanged: new Date(),
  version: 0,
  task: undefined,
  get available() {
    return this.activity === 'Available';
  },
  get busy() {
    return this.task !== undefined;
  },
});

export const newTask = (given: Pick<Task, 'attributes' | 'timeout' | 'priority' | 'taskChannel'>): Task => {
  const now = new Date();
  return {
    ...given,
    ...readAttributes(given.attributes),
    sid: newSid('WT'),
    assignmentStatus: 'pending',
    reason: null,
    dateCreated: now,
    dateUpdated: now,
    version: 0,
    deleted: false,
  };
};

export const newReservation = (task: Task, worker: Worker): Reservation => {
  const now = new Date();
  return {
    sid: newSid('WR'),
    task,
    worker,
    status: 'pending',
    dateCreated: now,
    dateUpdated: now,
    version: 0,
  };
};

/** What routing and onlookers read of the attributes, once. */
const readAttributes = (attributes: string): { callId?: string; department?: string } => {
  const value: unknown = JSON.parse(attributes);
  if (typeof value !== 'object' || value === null) return {};
  const callId = 'vapi_call_id' in value ? value.vapi_call_id : undefined;
  const department = 'department' in value ? value.department : undefined;
  return {
    ...(typeof callId === 'string' && { callId }),
    ...(typeof department === 'string' && { department }),
  };
};

/** Seconds. */
export const ageOf = (task: Task): number => Math.floor((Date.now() - task.dateCreated.getTime()) / 1000);

export const workerAttributes = ({ contactUri, name, skills }: Worker): string =>
  JSON.stringify({ ...(contactUri !== undefined && { contact_uri: contactUri }), full_name: name, skills });
