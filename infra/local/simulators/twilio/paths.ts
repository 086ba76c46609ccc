import { GONE, type Params, type Reply } from './replies.ts';
import type { Reservation, Task, Workspace } from './taskrouter/records.ts';
import type { createReservationOperations } from './taskrouter/reservations.ts';
import type { createTaskOperations } from './taskrouter/tasks.ts';
import type { createWorkerOperations } from './taskrouter/workers.ts';
import type { Voice } from './voice/voice.ts';

type Act = (params: Params, ifMatch: string | undefined) => Reply;
/** One request to the API, by the name of its operation and the resource that it is about. */
export type Asked = {
  operation: string;
  sid?: string;
  reply: Act;
  /** Of every answer, whatever it says. */
  headers?: Record<string, string>;
};

const UNKNOWN: Asked = { operation: 'unknown', reply: () => GONE };
const TASKROUTER = /^\/v1\/Workspaces\/(\w+)\/(\w+)(?:\/(\w+)(?:\/(Reservations)\/(\w+))?)?$/;
const ACCOUNT =
  /^\/2010-04-01\/Accounts\/(\w+)\/(Calls|Conferences)(?:\/(\w+)(?:\/(Participants)(?:\/(\w+))?)?)?\.json$/;

/**
 * What every answer of TaskRouter's says of the limits on requests. What `Config` holds is not documented, and the
 * figures are invented.
 */
const RATE = {
  'x-rate-limit-limit': '100',
  'x-rate-limit-remaining': '99',
  'x-rate-limit-config': 'simulated',
};

/** Finds what a method and a path ask for. */
export const createPaths = (options: {
  workspace: Workspace;
  tasks: ReturnType<typeof createTaskOperations>;
  workers: ReturnType<typeof createWorkerOperations>;
  reservations: ReturnType<typeof createReservationOperations>;
  calls: Voice['calls'];
  conferences: Voice['conferences'];
}) => {
  const { workspace, tasks, workers, reservations, calls, conferences } = options;

  const onTask =
    (sid: string, act: (task: Task, ...rest: Parameters<Act>) => Reply): Act =>
    (...rest) => {
      const task = tasks.find(sid);
      return task === undefined ? GONE : act(task, ...rest);
    };
  const onReservation = (
    taskSid: string,
    sid: string,
    act: (reservation: Reservation, ...rest: Parameters<Act>) => Reply,
  ): Act =>
    onTask(taskSid, (task, ...rest) => {
      const reservation = reservations.find(task, sid);
      return reservation === undefined ? GONE : act(reservation, ...rest);
    });

  const inWorkspace = (
    what: string,
    sid: string | undefined,
    inner: string | undefined,
    reservationSid: string | undefined,
  ): Asked | undefined => {
    if (sid === undefined) {
      if (what === 'GET Workers') return { operation: 'list-workers', reply: workers.list };
      if (what === 'GET Activities') return { operation: 'list-activities', reply: workers.activities };
      if (what === 'POST Tasks') return { operation: 'create-task', reply: tasks.create };
      return what === 'GET Tasks' ? { operation: 'list-tasks', reply: tasks.list } : undefined;
    }
    if (inner !== undefined && reservationSid !== undefined) {
      const on = (operation: string, act: Parameters<typeof onReservation>[2]): Asked => ({
        operation,
        sid: reservationSid,
        reply: onReservation(sid, reservationSid, act),
      });
      if (what === 'GET Tasks') return on('fetch-reservation', reservations.fetch);
      return what === 'POST Tasks' ? on('update-reservation', reservations.update) : undefined;
    }
    if (what === 'GET Workers') {
      return { operation: 'fetch-worker', sid, reply: (params) => workers.fetch(sid, params) };
    }
    if (what === 'POST Workers') {
      return { operation: 'update-worker', sid, reply: (...asked) => workers.update(sid, ...asked) };
    }
    if (what === 'GET Tasks') return { operation: 'fetch-task', sid, reply: onTask(sid, tasks.fetch) };
    if (what === 'POST Tasks') return { operation: 'update-task', sid, reply: onTask(sid, tasks.update) };
    if (what === 'DELETE Tasks') return { operation: 'delete-task', sid, reply: onTask(sid, tasks.remove) };
    return undefined;
  };

  const onCalls = (method: string, sid: string | undefined): Asked | undefined => {
    if (sid === undefined) {
      if (method === 'POST') return { operation: 'create-call', reply: calls.create };
      return method === 'GET' ? { operation: 'list-calls', reply: calls.list } : undefined;
    }
    if (method === 'GET')
      return { operation: 'fetch-call', sid, reply: (params) => calls.fetch(sid, params) };
    if (method !== 'POST') return undefined;
    return { operation: 'update-call', sid, reply: (params) => calls.update(sid, params) };
  };

  const onConferences = (sid?: string, inner?: string, callSid?: string): Asked => {
    if (sid === undefined) return { operation: 'list-conferences', reply: conferences.list };
    if (inner === undefined)
      return { operation: 'fetch-conference', sid, reply: (params) => conferences.fetch(sid, params) };
    return callSid === undefined
      ? { operation: 'list-participants', sid, reply: (params) => conferences.listParticipants(sid, params) }
      : {
          operation: 'fetch-participant',
          sid: callSid,
          reply: (params) => conferences.fetchParticipant(sid, callSid, params),
        };
  };

  return (method: string, path: string): Asked => {
    const [, accountSid, what, ofAccount, within, callSid] = ACCOUNT.exec(path) ?? [];
    if (accountSid === workspace.accountSid) {
      if (what === 'Calls') return (within === undefined && onCalls(method, ofAccount)) || UNKNOWN;
      return method === 'GET' ? onConferences(ofAccount, within, callSid) : UNKNOWN;
    }
    const [, workspaceSid, kind, sid, inner, reservationSid] = TASKROUTER.exec(path) ?? [];
    if (workspaceSid !== workspace.workspaceSid) return UNKNOWN;
    const asked = inWorkspace(`${method} ${kind}`, sid, inner, reservationSid) ?? UNKNOWN;
    return { ...asked, headers: RATE };
  };
};
