import { serve } from '../http.ts';
import { type Delivery, type Fault, Script } from './faults.ts';
import { type CallbackAnswer, createCallbacks } from './twilio-callbacks.ts';
import {
  type AgentBehaviour,
  isOpen,
  newSid,
  type Task,
  type Worker,
  type Workspace,
} from './twilio-records.ts';
import { createRest, type RequestSeen } from './twilio-rest.ts';
import { createRouting, type Moment, type Urls } from './twilio-routing.ts';

export type { Task, Worker } from './twilio-records.ts';
export type { Moment } from './twilio-routing.ts';

export type TwilioSimulatorOptions = {
  accountSid: string;
  authToken: string;
  workspaceSid: string;
  workflowSid: string;
  port?: number;
  reservationTimeoutMs?: number;
  /** How long an ended task can still be read. */
  taskLifetimeMs?: number;
};

export type TwilioSimulator = {
  /** For TWILIO_TASKROUTER_URL and TWILIO_API_URL. */
  url: string;
  /** Where the product's callbacks are. Until then nobody hears of anything. */
  connect(urls: Urls): void;
  /** An agent who is there at once; with skills, only for tasks of such a department. */
  addWorker(options: {
    name: string;
    contactUri?: string;
    skills?: string[];
    behaviour?: AgentBehaviour;
  }): Worker;
  setAvailable(worker: Worker, available: boolean): void;
  tasks: ReadonlyMap<string, Task>;
  tasksOfCall(callId: string): Task[];
  /** The most tasks of one call that were open at one time. */
  mostOpenOf(callId: string): number;
  /** By operation: create-task, fetch-task, list-tasks, update-task, update-reservation ... */
  faults: Script<Fault>;
  /** By callback: assignment, assignment-fallback, or the type of an event. */
  deliveries: Script<Delivery>;
  requests: readonly RequestSeen[];
  on(listener: (moment: Moment) => void): void;
  /** Posts a form signed as Twilio signs. */
  postForm(url: string, params: Record<string, string>): Promise<CallbackAnswer>;
  hideAttributesInLists(hide: boolean): void;
  /** Resolves once no callback is on its way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

const MINUTES = 60_000;

/**
 * Twilio TaskRouter on loopback: its REST API, its routing, and its signed callbacks, with the platform's own
 * refusals (facts on Twilio). Nothing takes time that is not asked for.
 */
export const startTwilioSimulator = async (options: TwilioSimulatorOptions): Promise<TwilioSimulator> => {
  const { accountSid, authToken, workspaceSid, workflowSid, port = 0 } = options;
  const workspace: Workspace = {
    accountSid,
    workspaceSid,
    workflowSid,
    queueSid: newSid('WQ'),
    activities: { available: newSid('WA'), offline: newSid('WA'), unavailable: newSid('WA') },
  };
  const faults = new Script<Fault>();
  const deliveries = new Script<Delivery>();
  const requests: RequestSeen[] = [];
  const listeners: ((moment: Moment) => void)[] = [];
  const mostOpen = new Map<string, number>();
  const stopping = new AbortController();
  let urls: Urls | undefined;
  let base = '';
  let hidden = false;

  const callbacks = createCallbacks(authToken, deliveries, stopping.signal);
  const tasksOfCall = (callId: string): Task[] =>
    [...routing.tasks.values()].filter((task) => task.callId === callId);
  const note = (moment: Moment) => {
    const { callId, what } = moment;
    if (callId !== undefined && what === 'task-created') {
      mostOpen.set(callId, Math.max(mostOpen.get(callId) ?? 0, tasksOfCall(callId).filter(isOpen).length));
    }
    for (const listener of listeners) listener(moment);
  };
  const routing = createRouting({
    workspace,
    callbacks,
    reservationTimeoutMs: options.reservationTimeoutMs ?? 20_000,
    note,
    urls: () => urls,
  });
  const rest = createRest({
    workspace,
    authToken,
    routing,
    faults,
    seen: (request) => requests.push(request),
    base: () => base,
    hidesAttributes: () => hidden,
    taskLifetimeMs: options.taskLifetimeMs ?? 5 * MINUTES,
  });
  const server = await serve(rest, port);
  base = server.url;

  return {
    url: server.url,
    connect(to) {
      urls = to;
    },
    addWorker({ name, contactUri, skills = [], behaviour = 'accepts' }) {
      const worker: Worker = {
        sid: newSid('WK'),
        name,
        contactUri,
        skills,
        behaviour,
        available: true,
        task: undefined,
      };
      routing.workers.push(worker);
      routing.routeAll();
      return worker;
    },
    setAvailable(worker, available) {
      worker.available = available;
      routing.routeAll();
    },
    tasks: routing.tasks,
    tasksOfCall,
    mostOpenOf: (callId) => mostOpen.get(callId) ?? 0,
    faults,
    deliveries,
    requests,
    on: (listener) => void listeners.push(listener),
    postForm: callbacks.post,
    hideAttributesInLists(hide) {
      hidden = hide;
    },
    idle: callbacks.idle,
    async stop() {
      stopping.abort();
      routing.stop();
      await server.stop();
    },
  };
};
