import type { Delivery, Fault, Script } from '../kit/faults.ts';
import type { Legs, StreamServer } from '../kit/media-streams.ts';
import type { ApiKey } from './account/model.ts';
import type { CallbackAnswer } from './callbacks.ts';
import type { Console } from './console.ts';
import type { Moment, Urls } from './moments.ts';
import type { RequestSeen } from './rest.ts';
import type { stateOf } from './state.ts';
import type { ActivityName, AgentBehaviour, Task, Worker } from './taskrouter/model.ts';
import type { Heard, Leg } from './voice/leg.ts';
import type { Caller, NumberSettings } from './voice/numbers.ts';
import type { Phone } from './voice/phones.ts';

export type TwilioSimulatorOptions = {
  accountSid: string;
  authToken: string;
  /** A workspace with one workflow for everybody is there at once, under these SIDs; without them none is. */
  workspaceSid?: string;
  workflowSid?: string;
  apiKeys?: readonly ApiKey[];
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
  /** For TWILIO_TASKROUTER_URL, TWILIO_API_URL, and the URLs of Twilio's other hosts: their paths are different. */
  url: string;
  /** What people change by hand. */
  console: Console;
  /** Workspaces with all that is in them, and numbers, as they are now. */
  state(): ReturnType<typeof stateOf>;
  /**
   * Where the product's callbacks are: those of the workspace that is there at once. Until then it has none, and its
   * agents decide alone.
   */
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
  /**
   * By operation, which is `list-`, `fetch-`, `create-`, `update-` or `delete-` and what it is about: `create-task`,
   * `update-reservation`, `list-workers`, `create-task-queue`, `update-worker-channel`, `update-number` ...; `requests`
   * tells them all. Whatever has no fault of its own takes that of `write`, if it is no GET, or else of `any`; with
   * `slow` by 0 ms it works.
   */
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
