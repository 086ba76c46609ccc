import { isObject, parsedJson } from '../../../../../lib/base/json.ts';
import { isNumber } from '../party.ts';
import { newSid } from '../sid.ts';
import type {
  Activity,
  AgentBehaviour,
  Reservation,
  Task,
  TaskStatus,
  Worker,
  WorkerChannel,
} from './model.ts';

const OPEN: readonly TaskStatus[] = ['pending', 'reserved', 'assigned', 'wrapping'];

export const isOpen = (task: Task): boolean => OPEN.includes(task.assignmentStatus);

/** What a console can set, and REST refuses, is no JSON. */
const attributesOf = (worker: Pick<Worker, 'attributes'>): Record<string, unknown> => {
  const value = parsedJson(worker.attributes);
  return isObject(value) ? value : {};
};
const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

export const newWorker = (given: {
  name: string;
  attributes: string;
  is: Activity;
  behaviour?: AgentBehaviour | undefined;
}): Worker => ({
  sid: newSid('WK'),
  name: given.name,
  attributes: given.attributes,
  get contactUri() {
    const { contact_uri: uri } = attributesOf(this);
    return typeof uri === 'string' ? uri : undefined;
  },
  get skills() {
    return textsIn(attributesOf(this).skills);
  },
  get behaviour() {
    return given.behaviour ?? (isNumber(this.contactUri ?? '') ? 'ignores' : 'accepts');
  },
  is: given.is,
  get activity() {
    return this.is.name;
  },
  dateCreated: new Date(),
  dateUpdated: new Date(),
  dateStatusChanged: new Date(),
  version: 0,
  channels: new Map(),
  task: undefined,
  get available() {
    return this.is.available;
  },
  get busy() {
    return this.task !== undefined;
  },
});

/** What the worker can have of this kind of task: one at a time, until it is set to something else. */
export function channelOf({ channels }: Worker, uniqueName: string): WorkerChannel {
  const channel = channels.get(uniqueName) ?? { sid: newSid('WC'), capacity: 1, isAvailable: true };
  channels.set(uniqueName, channel);
  return channel;
}

/** The attributes of somebody whom a test, or the page of agents, has called to work. */
export const attributesWith = (given: { name: string; contactUri?: string; skills?: string[] }): string => {
  const { name, contactUri, skills = [] } = given;
  return JSON.stringify({
    ...(contactUri !== undefined && { contact_uri: contactUri }),
    full_name: name,
    skills,
  });
};

export type NewTask = Pick<
  Task,
  'workspace' | 'workflow' | 'attributes' | 'timeout' | 'priority' | 'taskChannel'
>;

export const newTask = (given: NewTask & Pick<Task, 'targets' | 'queue'>): Task => {
  const now = new Date();
  return {
    ...given,
    targetIndex: 0,
    isLate: false,
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
  const value = parsedJson(attributes);
  if (!isObject(value)) return {};
  const { vapi_call_id: callId, department } = value;
  return {
    ...(typeof callId === 'string' && { callId }),
    ...(typeof department === 'string' && { department }),
  };
};

/** Seconds. */
export const ageOf = (task: Task): number => Math.floor((Date.now() - task.dateCreated.getTime()) / 1000);
