import type { createCallOperations } from './twilio-calls.ts';
import type { Reservation, Task, Workspace } from './twilio-records.ts';
import { GONE, type Params, type Reply } from './twilio-replies.ts';
import type { createReservationOperations } from './twilio-reservations.ts';
import { activityResources, workerResource } from './twilio-resources.ts';
import type { Routing } from './twilio-routing.ts';
import type { createTaskOperations } from './twilio-tasks.ts';

type Act = (params: Params, ifMatch: string | undefined) => Reply;
/** One request to the API, by the name of its operation and the resource that it is about. */
export type Asked = { operation: string; sid?: string; reply: Act };

const UNKNOWN: Asked = { operation: 'unknown', reply: () => GONE };
const TASKROUTER = /^\/v1\/Workspaces\/(\w+)\/(\w+)(?:\/(\w+)(?:\/(Reservations)\/(\w+))?)?$/;
const CALLS = /^\/2010-04-01\/Accounts\/(\w+)\/Calls(?:\/(\w+))?\.json$/;

const list = (key: string, all: object[]): Reply => ({
  status: 200,
  body: { [key]: all, meta: { page: 0, page_size: 50, key, next_page_url: null } },
});

/** Finds what a method and a path ask for. */
export const createPaths = (options: {
  workspace: Workspace;
  routing: Routing;
  base: () => string;
  tasks: ReturnType<typeof createTaskOperations>;
  reservations: ReturnType<typeof createReservationOperations>;
  calls: ReturnType<typeof createCallOperations>;
}) => {
  const { workspace, routing, base, tasks, reservations, calls } = options;

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
    if (what === 'GET Workers' && sid === undefined) {
      const workers = () => routing.workers.map((worker) => workerResource(worker, workspace, base()));
      return { operation: 'list-workers', reply: () => list('workers', workers()) };
    }
    if (what === 'GET Activities' && sid === undefined) {
      const reply = () => list('activities', activityResources(workspace, base()));
      return { operation: 'list-activities', reply };
    }
    if (sid === undefined) {
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
    if (what === 'GET Tasks') return { operation: 'fetch-task', sid, reply: onTask(sid, tasks.fetch) };
    if (what === 'POST Tasks') return { operation: 'update-task', sid, reply: onTask(sid, tasks.update) };
    if (what === 'DELETE Tasks') return { operation: 'delete-task', sid, reply: onTask(sid, tasks.remove) };
    return undefined;
  };

  const inAccount = (method: string, sid: string | undefined): Asked | undefined => {
    if (sid === undefined) {
      return method === 'POST' ? { operation: 'create-call', reply: calls.create } : undefined;
    }
    if (method === 'GET') return { operation: 'fetch-call', sid, reply: () => calls.fetch(sid) };
    if (method !== 'POST') return undefined;
    return { operation: 'update-call', sid, reply: (params) => calls.update(sid, params) };
  };

  return (method: string, path: string): Asked => {
    const [, accountSid, callSid] = CALLS.exec(path) ?? [];
    if (accountSid === workspace.accountSid) return inAccount(method, callSid) ?? UNKNOWN;
    const [, workspaceSid, kind, sid, inner, reservationSid] = TASKROUTER.exec(path) ?? [];
    if (workspaceSid !== workspace.workspaceSid) return UNKNOWN;
    return inWorkspace(`${method} ${kind}`, sid, inner, reservationSid) ?? UNKNOWN;
  };
};
