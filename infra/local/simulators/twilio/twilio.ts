import { serve } from '../../lambda/http.ts';
import { type Delivery, type Fault, Script } from '../kit/faults.ts';
import { newAccount, numberOf } from './account/model.ts';
import { createNumberOperations } from './account/numbers.ts';
import { createAccountOperations } from './account/rest.ts';
import { createCallbacks } from './callbacks.ts';
import { createConsole } from './console.ts';
import type { Moment, Urls } from './moments.ts';
import { createPaths } from './paths.ts';
import { createRest, type RequestSeen } from './rest.ts';
import type { Alert, TwilioSimulator, TwilioSimulatorOptions } from './simulator.ts';
import { stateOf } from './state.ts';
import { createActivityOperations } from './taskrouter/activities.ts';
import { createChannelOperations } from './taskrouter/channels.ts';
import type { ActivityName, Task, Worker, Workspace } from './taskrouter/model.ts';
import { createTaskRouterPaths } from './taskrouter/paths.ts';
import { createQueueOperations } from './taskrouter/queues.ts';
import { attributesWith, isOpen, newWorker } from './taskrouter/records.ts';
import { createReservationOperations } from './taskrouter/reservations.ts';
import { createRouting, type Routing } from './taskrouter/routing.ts';
import { createSearches } from './taskrouter/searches.ts';
import { createTaskOperations } from './taskrouter/tasks.ts';
import { createWorkerOperations } from './taskrouter/workers.ts';
import { createWorkflowOperations } from './taskrouter/workflows.ts';
import { addSimpleWorkflow, newWorkspace } from './taskrouter/workspace.ts';
import { createWorkspaceOperations } from './taskrouter/workspaces.ts';
import type { Leg } from './voice/leg.ts';
import { createVoice, type Voice } from './voice/voice.ts';

export type { ApiKey } from './account/model.ts';
export type { Console } from './console.ts';
export type { Moment } from './moments.ts';
export type { RequestSeen } from './rest.ts';
export type { Alert, TwilioSimulator, TwilioSimulatorOptions } from './simulator.ts';
export type { ActivityName, AgentBehaviour, Task, Worker } from './taskrouter/model.ts';
export type { Heard, Leg } from './voice/leg.ts';
export type { Caller, NumberSettings } from './voice/numbers.ts';
export type { Phone, PhoneDoes } from './voice/phones.ts';

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
  const account = newAccount(accountSid, authToken);
  for (const number of options.numbers ?? ['+14155550188']) numberOf(account, number);
  const workspaces: Workspace[] = [];
  if (workspaceSid !== undefined && workflowSid !== undefined) {
    const workspace = newWorkspace({ accountSid, sid: workspaceSid, name: 'Simulated' });
    addSimpleWorkflow(workspace, {
      sid: workflowSid,
      name: 'Handoffs',
      queueName: 'Agents',
      reservationTimeoutMs,
    });
    workspaces.push(workspace);
  }
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
  const callbacks = createCallbacks(() => account.authToken, deliveries, stopping.signal);
  const tasksOfCall = (callId: string): Task[] =>
    [...routing.tasks.values()].filter((task) => task.callId === callId);
  const note = (moment: Moment) => {
    const { callId, what, taskSid, at, callSid = '', detail = '' } = moment;
    if (what === 'warning') {
      const code = Number.parseInt(detail, 10);
      alerts.push({ at, callSid, code, text: detail });
      // A callback that was not answered well has no code of its own here.
      const number = Number.isNaN(code) ? 11200 : code;
      console.addAlert({
        code: String(number),
        at: new Date(at),
        text: detail,
        resourceSid: callSid || taskSid,
      });
    }
    if (what === 'task-canceled') voice.taskCanceled(taskSid);
    if (callId !== undefined && what === 'task-created') {
      mostOpen.set(callId, Math.max(mostOpen.get(callId) ?? 0, tasksOfCall(callId).filter(isOpen).length));
    }
    for (const listener of listeners) listener(moment);
  };
  const routing: Routing = createRouting({
    workspaces,
    callbacks,
    assignmentTimeoutMs,
    note,
    voice: () => voice.instructions,
  });
  const voice: Voice = createVoice({
    agentPhones: options.agentPhones ?? (() => 'takes'),
    secondMs: options.secondMs ?? 1000,
    queueSize: options.queueSize ?? 100,
    account,
    callbacks,
    note,
    routing: () => routing,
    statusUrl: () => urls?.statusUrl,
  });
  const console = createConsole(account, workspaces, routing);
  const searches = createSearches();
  const read = createPaths({
    accountSid,
    workspaces,
    taskRouter: createTaskRouterPaths({
      workspaces: createWorkspaceOperations(accountSid, workspaces, base),
      activities: createActivityOperations(base),
      queues: createQueueOperations(routing, base),
      workflows: createWorkflowOperations(base),
      workers: createWorkerOperations({ routing, base, hidesAttributes, searches }),
      channels: createChannelOperations(routing, base),
      tasks: createTaskOperations({ routing, base, hidesAttributes, taskLifetimeMs, searches }),
      reservations: createReservationOperations(routing, base, voice.instructions),
    }),
    account: createAccountOperations(account, base),
    numbers: createNumberOperations(account),
    calls: voice.calls,
    conferences: voice.conferences,
  });
  const rest = createRest({
    account,
    apiKeys: options.apiKeys ?? [],
    read,
    faults,
    seen: (request) => requests.push(request),
    stopping: stopping.signal,
  });
  const activityOf = ({ activities, name: where }: Workspace, wanted: ActivityName) => {
    const activity = activities.find(({ name }) => name === wanted);
    if (activity === undefined) throw new Error(`the workspace ${where} has no activity ${wanted}`);
    return activity;
  };
  const move = (worker: Worker, activity: ActivityName) => {
    const workspace = workspaces.find(({ workers }) => workers.includes(worker));
    // Whoever is gone for good is moved nowhere.
    if (workspace !== undefined) routing.setActivity(worker, activityOf(workspace, activity));
  };
  const legOf = (callSid: string): Leg => {
    const leg = voice.legs.legs.get(callSid);
    if (leg === undefined) throw new Error(`there is no leg ${callSid}`);
    return leg;
  };
  const server = await serve(rest, port);
  url = server.url;

  return {
    url,
    console,
    state: () => stateOf(account, workspaces, url),
    connect(to) {
      urls = to;
      const workspace = workspaces.find(({ sid }) => sid === workspaceSid);
      const workflow = workspace?.workflows.find(({ sid }) => sid === workflowSid);
      if (workspace === undefined || workflow === undefined) return;
      workspace.eventCallbackUrl = to.eventsUrl;
      workflow.assignmentCallbackUrl = to.assignmentUrl;
      workflow.fallbackAssignmentCallbackUrl = to.fallbackUrl;
    },
    addWorker(given) {
      const workspace = console.workspace();
      const { name, behaviour } = given;
      const is = activityOf(workspace, 'Available');
      const worker = newWorker({ name, attributes: attributesWith(given), is, behaviour });
      routing.add(worker, workspace);
      return worker;
    },
    removeWorker: routing.removeWorker,
    setAvailable: (worker, available) => move(worker, available ? 'Available' : 'Unavailable'),
    setActivity: move,
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
