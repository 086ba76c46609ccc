import { serve } from '../http.ts';
import { type Delivery, type Fault, Script } from './faults.ts';
import { type CallbackAnswer, createCallbacks } from './twilio-callbacks.ts';
import { createCallOperations, type TwilioCall } from './twilio-calls.ts';
import { createPaths } from './twilio-paths.ts';
import {
  type AgentBehaviour,
  isOpen,
  newWorker,
  newWorkspace,
  type Task,
  type Worker,
} from './twilio-records.ts';
import { createReservationOperations } from './twilio-reservations.ts';
import { createRest, type RequestSeen } from './twilio-rest.ts';
import { createRouting, type Moment, type Urls } from './twilio-routing.ts';
import { createTaskOperations } from './twilio-tasks.ts';

export type { AgentBehaviour, Task, Worker } from './twilio-records.ts';
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
  /** Where the product's callbacks are. Until then there are none, and the agents decide alone. */
  connect(urls: Urls): void;
  /** An agent who is there at once; with skills, only for tasks of such a department. */
  addWorker(options: {
    name: string;
    contactUri?: string;
    skills?: string[];
    behaviour?: AgentBehaviour;
  }): Worker;
  /** The agent is gone for good: an offer that still waits is canceled, a task taken stays taken. */
  removeWorker(worker: Worker): void;
  setAvailable(worker: Worker, available: boolean): void;
  /** Deleted ones too. */
  tasks: ReadonlyMap<string, Task>;
  tasksOfCall(callId: string): Task[];
  /** The most tasks of one call that were open at one time. */
  mostOpenOf(callId: string): number;
  /** Legs made through the Voice API. */
  calls: ReadonlyMap<string, TwilioCall>;
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
 * refusals. Nothing takes time that is not asked for.
 */
export const startTwilioSimulator = async (options: TwilioSimulatorOptions): Promise<TwilioSimulator> => {
  const { accountSid, authToken, workspaceSid, workflowSid, port = 0 } = options;
  const { reservationTimeoutMs = 20_000, taskLifetimeMs = 5 * MINUTES } = options;
  const workspace = newWorkspace({ accountSid, workspaceSid, workflowSid });
  const faults = new Script<Fault>();
  const deliveries = new Script<Delivery>();
  const requests: RequestSeen[] = [];
  const listeners: ((moment: Moment) => void)[] = [];
  const mostOpen = new Map<string, number>();
  const stopping = new AbortController();
  let urls: Urls | undefined;
  let url = '';
  let hidden = false;

  const base = () => url;
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
  const routing = createRouting({ workspace, callbacks, reservationTimeoutMs, note, urls: () => urls });
  const calls = createCallOperations(accountSid);
  const read = createPaths({
    workspace,
    routing,
    base,
    tasks: createTaskOperations({ workspace, routing, base, hidesAttributes: () => hidden, taskLifetimeMs }),
    reservations: createReservationOperations(workspace, routing, base),
    calls,
  });
  const rest = createRest({
    accountSid,
    authToken,
    read,
    faults,
    seen: (request) => requests.push(request),
    stopping: stopping.signal,
  });
  const server = await serve(rest, port);
  url = server.url;

  return {
    url,
    connect(to) {
      urls = to;
    },
    addWorker(given) {
      const worker = newWorker(given);
      routing.add(worker);
      return worker;
    },
    removeWorker: routing.removeWorker,
    setAvailable: routing.setAvailable,
    tasks: routing.tasks,
    tasksOfCall,
    mostOpenOf: (callId) => mostOpen.get(callId) ?? 0,
    calls: calls.calls,
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
      await callbacks.idle();
    },
  };
};
