import { serve } from '../../lambda/http.ts';
import { type Delivery, type Fault, Script } from '../kit/faults.ts';
import type { Legs, StreamServer } from '../kit/media-streams.ts';
import { type CallbackAnswer, createCallbacks } from './callbacks.ts';
import type { Moment, Urls } from './moments.ts';
import { createPaths } from './paths.ts';
import { createRest, type RequestSeen } from './rest.ts';
import {
  type ActivityName,
  type AgentBehaviour,
  isOpen,
  newWorker,
  newWorkspace,
  type Task,
  type Worker,
} from './taskrouter/records.ts';
import { createReservationOperations } from './taskrouter/reservations.ts';
import { createRouting, type Routing } from './taskrouter/routing.ts';
import { createTaskOperations } from './taskrouter/tasks.ts';
import { createWorkerOperations } from './taskrouter/workers.ts';
import type { Heard, Leg } from './voice/leg.ts';
import type { Caller, NumberSettings } from './voice/numbers.ts';
import type { Phone } from './voice/phones.ts';
import { createVoice, type Voice } from './voice/voice.ts';

export type { Moment } from './moments.ts';
export type { ActivityName, AgentBehaviour, Task, Worker } from './taskrouter/records.ts';
export type { Heard, Leg } from './voice/leg.ts';
export type { Caller, NumberSettings } from './voice/numbers.ts';
export type { Phone, PhoneDoes } from './voice/phones.ts';

export type TwilioSimulatorOptions = {
  accountSid: string;
  authToken: string;
  workspaceSid: string;
  workflowSid: string;
  port?: number;
  reservationTimeoutMs?: number;
  /** How long the answer to an assignment callback is waited for: 5 s, as Twilio does. */
  assignmentTimeoutMs?: number;
  /** How long an ended task can still be read. */
  taskLifetimeMs?: number;
  /** The numbers of the account, besides those that callers have dialled. */
  numbers?: readonly string[];
  /** What the phone of an agent does; by default it `takes` the call. */
  agentPhones?: (number: string) => Phone;
  /** How long a second takes where TwiML, or a ringing phone, counts in seconds. */
  secondMs?: number;
  /** How many callers the queue holds. */
  queueSize?: number;
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
  setActivity(worker: Worker, activity: ActivityName): void;
  /** The agent who is offered a task for which nobody waits on a line takes it, and has done it. */
  workOff(task: Task): void;
  /** The workflow's own time for the tasks of a call that wait is over. */
  giveUp(callId: string): void;
  /** Deleted ones too. */
  tasks: ReadonlyMap<string, Task>;
  tasksOfCall(callId: string): Task[];
  /** The most tasks of one call that were open at one time. */
  mostOpenOf(callId: string): number;
  /** Every leg, over or not, by its CallSid. */
  calls: ReadonlyMap<string, Leg>;
  /** A number of the account as it is set now. */
  addNumber(settings: NumberSettings): void;
  /** Somebody calls such a number: it rings until the TwiML of its voice URL answers or ends it. */
  callIn(caller: Caller): Leg;
  /** One of the leg's requests for TwiML again, the last where no other is named; gives the answer to it. */
  repeatRequest(callSid: string, index?: number): Promise<CallbackAnswer>;
  /** All that was heard on a leg, in its order: what TwiML says and plays, assistants, tones, errors. */
  heardOn(callSid: string): readonly Heard[];
  /** What Twilio's debugger has to say, in its order. */
  alerts: readonly Alert[];
  /** The callers' legs, for Vapi. */
  legs: Legs;
  /** Who is at the other end of a `<Connect><Stream>`. */
  connectStreams(server: StreamServer): void;
  /** Somebody on the phone presses a key; false where none is asked for. */
  press(callSid: string, digit: string): boolean;
  /** Somebody on the phone puts it down, or does not take a call that rings. */
  hangUp(callSid: string): void;
  /** By operation: create-task, fetch-task, list-tasks, update-task, update-reservation, create-call ... */
  faults: Script<Fault>;
  /**
   * By callback: assignment, assignment-fallback, the type of an event, `voice-status:<CallStatus>` or else
   * voice-status, `conference:<StatusCallbackEvent>` or else conference; by request for TwiML: voice-url,
   * voice-fallback, twiml.
   */
  deliveries: Script<Delivery>;
  requests: readonly RequestSeen[];
  on(listener: (moment: Moment) => void): void;
  /** Posts a form signed as Twilio signs. */
  postForm(url: string, params: Record<string, string>): Promise<CallbackAnswer>;
  /** As Twilio's reference says, and not as one field report does: until it is switched off. */
  hideAttributesInLists(hide: boolean): void;
  /** Resolves once no callback is on its way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/** One alert of Twilio's debugger; `at` in ms since 1970. */
export type Alert = { at: number; callSid: string; code: number; text: string };

const MINUTES = 60_000;

/**
 * Twilio on loopback, TaskRouter and Voice: their REST API, routing, legs that run TwiML, and signed callbacks,
 * with the platform's own refusals. Nothing takes time that is not asked for.
 */
export const startTwilioSimulator = async (options: TwilioSimulatorOptions): Promise<TwilioSimulator> => {
  const { accountSid, authToken, workspaceSid, workflowSid, port = 0 } = options;
  const {
    reservationTimeoutMs = 20_000,
    assignmentTimeoutMs = 5_000,
    taskLifetimeMs = 5 * MINUTES,
  } = options;
  const workspace = newWorkspace({ accountSid, workspaceSid, workflowSid });
  const faults = new Script<Fault>();
  const deliveries = new Script<Delivery>();
  const requests: RequestSeen[] = [];
  const listeners: ((moment: Moment) => void)[] = [];
  const alerts: Alert[] = [];
  const mostOpen = new Map<string, number>();
  const stopping = new AbortController();
  let urls: Urls | undefined;
  let url = '';
  let hidden = true;

  const base = () => url;
  const hidesAttributes = () => hidden;
  const callbacks = createCallbacks(authToken, deliveries, stopping.signal);
  const tasksOfCall = (callId: string): Task[] =>
    [...routing.tasks.values()].filter((task) => task.callId === callId);
  const note = (moment: Moment) => {
    const { callId, what, taskSid, at, callSid = '', detail = '' } = moment;
    if (what === 'warning') alerts.push({ at, callSid, code: Number.parseInt(detail, 10), text: detail });
    if (what === 'task-canceled') voice.taskCanceled(taskSid);
    if (callId !== undefined && what === 'task-created') {
      mostOpen.set(callId, Math.max(mostOpen.get(callId) ?? 0, tasksOfCall(callId).filter(isOpen).length));
    }
    for (const listener of listeners) listener(moment);
  };
  const routing: Routing = createRouting({
    workspace,
    callbacks,
    reservationTimeoutMs,
    assignmentTimeoutMs,
    note,
    urls: () => urls,
    voice: () => voice.instructions,
  });
  const voice: Voice = createVoice({
    numbers: options.numbers ?? ['+14155550188'],
    agentPhones: options.agentPhones ?? (() => 'takes'),
    secondMs: options.secondMs ?? 1000,
    queueSize: options.queueSize ?? 100,
    workspace,
    callbacks,
    note,
    routing: () => routing,
    statusUrl: () => urls?.statusUrl,
  });
  const read = createPaths({
    workspace,
    tasks: createTaskOperations({ workspace, routing, base, hidesAttributes, taskLifetimeMs }),
    workers: createWorkerOperations({ workspace, routing, base, hidesAttributes }),
    reservations: createReservationOperations(workspace, routing, base, voice.instructions),
    calls: voice.calls,
    conferences: voice.conferences,
  });
  const rest = createRest({
    accountSid,
    authToken,
    read,
    faults,
    seen: (request) => requests.push(request),
    stopping: stopping.signal,
  });
  const legOf = (callSid: string): Leg => {
    const leg = voice.legs.legs.get(callSid);
    if (leg === undefined) throw new Error(`there is no leg ${callSid}`);
    return leg;
  };
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
    setActivity: routing.setActivity,
    workOff(task) {
      const offers = [...routing.reservations.values()].filter((one) => one.task === task);
      if (offers.some(routing.accept)) routing.end(task, 'completed', 'Done');
    },
    giveUp(callId) {
      for (const task of tasksOfCall(callId)) routing.end(task, 'canceled', 'Workflow timeout');
    },
    tasks: routing.tasks,
    tasksOfCall,
    mostOpenOf: (callId) => mostOpen.get(callId) ?? 0,
    calls: voice.legs.legs,
    addNumber: voice.inbound.add,
    callIn: voice.inbound.callIn,
    repeatRequest(callSid, index = -1) {
      const asked = legOf(callSid).requests.at(index);
      if (asked === undefined) throw new Error(`no TwiML was asked for on the leg ${callSid}`);
      return callbacks.repeat(asked);
    },
    heardOn: (callSid) => legOf(callSid).hearing,
    alerts,
    legs: voice.forVapi,
    connectStreams: voice.connectStreams,
    press: voice.legs.press,
    hangUp: voice.legs.hangUp,
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
      voice.legs.stop();
      await server.stop();
      await callbacks.idle();
    },
  };
};
