import type { Configuration, Target } from './configuration.ts';

/** When a thing of the account was made, and last changed. */
export type Dated = { readonly dateCreated: Date; dateUpdated: Date };

export type Activity = Dated & {
  readonly sid: string;
  name: string;
  /** For good: it can never be changed. */
  readonly available: boolean;
};

export type TaskQueue = Dated & {
  readonly sid: string;
  name: string;
  /** An expression about workers; with an empty one tasks wait for ever. */
  targetWorkers: string;
  maxReservedWorkers: number;
  taskOrder: 'FIFO' | 'LIFO';
  reservationActivity: Activity | undefined;
  assignmentActivity: Activity | undefined;
};

export type Workflow = Dated & {
  readonly sid: string;
  name: string;
  /** As it was given. */
  configuration: string;
  /** `by-skills`: its tasks go to whoever has their department among the skills, or has none. */
  routes: Configuration | 'by-skills';
  /** Empty where there is none: everything is left to the agents. */
  assignmentCallbackUrl: string;
  fallbackAssignmentCallbackUrl: string;
  reservationTimeoutMs: number;
};

export type TaskChannel = Dated & {
  readonly sid: string;
  name: string;
  readonly uniqueName: string;
  isOptimized: boolean;
};

export type Workspace = Dated & {
  readonly accountSid: string;
  readonly sid: string;
  name: string;
  isMultiTask: boolean;
  prioritizeQueueOrder: 'FIFO' | 'LIFO';
  /** Of new workers. */
  defaultActivity: Activity;
  /** Of workers who let an offer go by. */
  timeoutActivity: Activity;
  /** The only one that there is; empty where there is none. */
  eventCallbackUrl: string;
  /** None: all events. */
  eventsFilter: string | null;
  readonly activities: Activity[];
  readonly queues: TaskQueue[];
  readonly workflows: Workflow[];
  readonly workers: Worker[];
  readonly channels: TaskChannel[];
};

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
  readonly workspace: Workspace;
  readonly workflow: Workflow;
  /** Where it waits, one after the other, and in which of them it is. */
  readonly targets: readonly Target[];
  targetIndex: number;
  queue: TaskQueue;
  /** Its time in this target is over, while somebody is offered it. */
  isLate: boolean;
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
  dateCreated: Date;
  dateUpdated: Date;
  version: number;
  /** ms since 1970; ended tasks are deleted some minutes later. */
  endedAt?: number;
  /** Deleted by request, at once. */
  deleted: boolean;
};

export type ActivityName = 'Available' | 'Unavailable' | 'Offline';

/** What a worker can have of one kind of task. */
export type WorkerChannel = { readonly sid: string; capacity: number; isAvailable: boolean };

export type Worker = {
  readonly sid: string;
  name: string;
  /** JSON, as it was given. */
  attributes: string;
  /** `contact_uri` and `skills` of the attributes. */
  readonly contactUri: string | undefined;
  readonly skills: readonly string[];
  readonly behaviour: AgentBehaviour;
  is: Activity;
  /** The name of the activity. */
  readonly activity: string;
  readonly dateCreated: Date;
  dateUpdated: Date;
  /** Of its activity. */
  dateStatusChanged: Date;
  version: number;
  /** By the unique name of the task channel. */
  readonly channels: Map<string, WorkerChannel>;
  /** The task that takes the worker's capacity, which is 1 here, whatever the channels say. */
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
  dateCreated: Date;
  dateUpdated: Date;
  version: number;
};
