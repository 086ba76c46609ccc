import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from '../http.ts';
import type { Fault, Script } from './faults.ts';
import { isOpen, reservationRecord, type Task, taskRecord, type Workspace } from './twilio-records.ts';
import type { Routing } from './twilio-routing.ts';
import { attributesProblem, CREATE, RESERVATION, UPDATE, unknownIn } from './twilio-rules.ts';

export type RequestSeen = {
  operation: string;
  sid: string | undefined;
  /** ms since 1970 */
  at: number;
  params: Record<string, string>;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
type Params = Record<string, string>;

const refuse = (status: number, code: number, message: string): Reply => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
const GONE = refuse(404, 20404, 'The requested resource was not found');
const invalid = (message: string): Reply => refuse(400, 20001, message);

const MAX_BODY_BYTES = 1024 * 1024;

/** TaskRouter's REST API, as far as a handoff uses it, with its refusals (facts on Twilio, section 2). */
export const createRest = (options: {
  workspace: Workspace;
  authToken: string;
  routing: Routing;
  faults: Script<Fault>;
  seen: (request: RequestSeen) => void;
  base: () => string;
  hidesAttributes: () => boolean;
  taskLifetimeMs: number;
}) => {
  const { workspace, authToken, routing, faults, seen, base, hidesAttributes, taskLifetimeMs } = options;
  const { tasks, reservations } = routing;
  const credentials = `Basic ${Buffer.from(`${workspace.accountSid}:${authToken}`).toString('base64')}`;
  let searches: number[] = [];

  const live = (sid: string): Task | undefined => {
    const task = tasks.get(sid);
    const deleted = task?.endedAt !== undefined && Date.now() - task.endedAt >= taskLifetimeMs;
    return deleted ? undefined : task;
  };
  const shown = (task: Task, status = 200): Reply => ({
    status,
    body: taskRecord(task, workspace, base()),
    headers: { etag: `"${task.version}"` },
  });

  const createTask = (params: Params): Reply => {
    const stranger = unknownIn(params, CREATE);
    if (stranger !== undefined) return invalid(`Unknown parameter ${stranger}`);
    if (params.WorkflowSid === undefined) return invalid('WorkflowSid field is required');
    if (params.WorkflowSid !== workspace.workflowSid) return GONE;
    const attributes = params.Attributes ?? '{}';
    const problem = attributesProblem(attributes);
    if (problem !== undefined) return invalid(problem);
    const timeout = Number(params.Timeout ?? 86_400);
    if (!Number.isInteger(timeout) || timeout < 1 || timeout > 1_209_600)
      return invalid('Timeout is invalid');
    const priority = Number(params.Priority ?? 0);
    return shown(
      routing.create({ attributes, timeout, priority, taskChannel: params.TaskChannel ?? 'default' }),
      201,
    );
  };

  const listTasks = (params: Params): Reply => {
    if (params.EvaluateTaskAttributes !== undefined) {
      searches = [...searches.filter((at) => Date.now() - at < 1000), Date.now()];
      if (searches.length > 3) return refuse(429, 20429, 'Too Many Requests');
    }
    const statuses = params.AssignmentStatus?.split(',');
    const newestFirst = params.Ordering === 'DateCreated:desc';
    const all = [...tasks.values()].filter(
      (task) =>
        live(task.sid) !== undefined &&
        (params.WorkflowSid === undefined || params.WorkflowSid === workspace.workflowSid) &&
        (statuses === undefined || statuses.includes(task.assignmentStatus)),
    );
    if (newestFirst) all.reverse();
    const size = Math.min(1000, Number(params.PageSize ?? 50));
    const page = Number(params.Page ?? 0);
    const url = `${base()}/v1/Workspaces/${workspace.workspaceSid}/Tasks`;
    const more = (page + 1) * size < all.length;
    const next = new URLSearchParams({
      ...params,
      PageSize: String(size),
      Page: String(page + 1),
      PageToken: `PT${page + 1}`,
    });
    return {
      status: 200,
      body: {
        tasks: all
          .slice(page * size, (page + 1) * size)
          .map((task) => taskRecord(task, workspace, base(), hidesAttributes())),
        meta: {
          page,
          page_size: size,
          key: 'tasks',
          url,
          first_page_url: url,
          previous_page_url: null,
          next_page_url: more ? `${url}?${next}` : null,
        },
      },
    };
  };

  const updateTask = (task: Task, params: Params, ifMatch: string | undefined): Reply => {
    const stranger = unknownIn(params, UPDATE);
    if (stranger !== undefined) return invalid(`Unknown parameter ${stranger}`);
    if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(task.version)) {
      return refuse(412, 20412, 'Precondition failed');
    }
    const { Attributes: attributes, AssignmentStatus: status, Reason: reason } = params;
    if (attributes !== undefined) {
      const problem = attributesProblem(attributes);
      if (problem !== undefined) return invalid(problem);
      task.attributes = attributes;
      task.version += 1;
    }
    if (status === undefined) return shown(task);
    if (!['canceled', 'completed', 'wrapping'].includes(status))
      return invalid('AssignmentStatus is invalid');
    if (status !== 'wrapping' && !reason) return invalid('Reason is required');
    const waiting = task.assignmentStatus === 'pending' || task.assignmentStatus === 'reserved';
    const taken = task.assignmentStatus === 'assigned' || task.assignmentStatus === 'wrapping';
    if (status === 'canceled' && waiting) routing.end(task, 'canceled', reason ?? '');
    else if (status === 'completed' && taken) routing.end(task, 'completed', reason ?? '');
    else if (status === 'wrapping' && task.assignmentStatus === 'assigned')
      task.assignmentStatus = 'wrapping';
    else return invalid(`Cannot move the task from ${task.assignmentStatus} to ${status}`);
    return shown(task);
  };

  const updateReservation = (sid: string, params: Params): Reply => {
    const reservation = reservations.get(sid);
    if (reservation === undefined) return GONE;
    const stranger = unknownIn(params, RESERVATION);
    if (stranger !== undefined) return invalid(`Unknown parameter ${stranger}`);
    const { ReservationStatus: status } = params;
    const done =
      status === 'accepted'
        ? routing.accept(reservation)
        : status === 'rejected'
          ? routing.reject(reservation)
          : false;
    if (status !== undefined && !done) return invalid(`Cannot move the reservation to ${status}`);
    return { status: 200, body: reservationRecord(reservation, workspace) };
  };

  type Asked = { operation: string; sid?: string; reply: (params: Params) => Reply };

  const read = (method: string, path: string, ifMatch: string | undefined): Asked => {
    const unknown: Asked = { operation: 'unknown', reply: () => GONE };
    const [, workspaceSid, kind, sid, inner, innerSid] =
      /^\/v1\/Workspaces\/([^/]+)\/(Tasks|Workers|Activities)(?:\/([^/]+))?(?:\/(Reservations)\/([^/]+))?$/.exec(
        path,
      ) ?? [];
    if (workspaceSid !== workspace.workspaceSid) return unknown;
    if (kind === 'Workers' && method === 'GET') {
      const list = routing.workers.map((worker) => ({
        sid: worker.sid,
        friendly_name: worker.name,
        available: worker.available,
      }));
      return {
        operation: 'list-workers',
        reply: () => ({
          status: 200,
          body: { workers: list, meta: { key: 'workers', next_page_url: null } },
        }),
      };
    }
    if (kind === 'Activities' && method === 'GET') {
      const list = Object.entries(workspace.activities).map(([name, one]) => ({
        sid: one,
        friendly_name: name,
        available: name === 'available',
      }));
      return {
        operation: 'list-activities',
        reply: () => ({
          status: 200,
          body: { activities: list, meta: { key: 'activities', next_page_url: null } },
        }),
      };
    }
    if (kind !== 'Tasks') return unknown;
    if (sid === undefined) {
      if (method === 'POST') return { operation: 'create-task', reply: createTask };
      return method === 'GET' ? { operation: 'list-tasks', reply: listTasks } : unknown;
    }
    const onTask = (act: (task: Task, params: Params) => Reply) => (params: Params) => {
      const task = live(sid);
      return task === undefined ? GONE : act(task, params);
    };
    if (inner !== undefined && innerSid !== undefined) {
      const operation = method === 'POST' ? 'update-reservation' : 'fetch-reservation';
      return {
        operation,
        sid: innerSid,
        reply: onTask((_task, params) => updateReservation(innerSid, params)),
      };
    }
    if (method === 'GET') return { operation: 'fetch-task', sid, reply: onTask((task) => shown(task)) };
    if (method === 'POST') {
      return {
        operation: 'update-task',
        sid,
        reply: onTask((task, params) => updateTask(task, params, ifMatch)),
      };
    }
    if (method !== 'DELETE') return unknown;
    const remove = onTask((task) => {
      if (isOpen(task)) routing.end(task, 'canceled', 'deleted');
      tasks.delete(sid);
      return { status: 204 };
    });
    return { operation: 'delete-task', sid, reply: remove };
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = Date.now();
    const { method = 'GET', url = '/', headers } = request;
    const target = new URL(url, 'http://twilio');
    const raw = await readBody(request, MAX_BODY_BYTES);
    const form = new URLSearchParams(raw === 'too-large' ? '' : raw.toString('utf8'));
    const params = Object.fromEntries([...target.searchParams, ...form]);
    const ifMatch = typeof headers['if-match'] === 'string' ? headers['if-match'] : undefined;
    const asked = read(method, target.pathname, ifMatch);
    const authorized = headers.authorization === credentials;
    const reply = () => (authorized ? asked.reply(params) : refuse(401, 20003, 'Authenticate'));

    const note = (status: number | 'cut') =>
      seen({ operation: asked.operation, sid: asked.sid, at, params, status });
    const answer = ({ status, body, headers: more }: Reply) => {
      note(status);
      response.writeHead(status, { 'content-type': 'application/json', ...more });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const fault = faults.take(asked.operation);
    switch (fault?.kind) {
      case undefined:
        return answer(reply());
      case 'status':
        return answer({
          ...refuse(fault.status, 20500, 'fault'),
          ...(fault.headers && { headers: fault.headers }),
        });
      case 'status-after-effect':
        reply();
        return answer(refuse(fault.status, 20500, 'fault'));
      case 'slow': {
        const late = reply();
        await sleep(fault.ms);
        return response.destroyed ? note('cut') : answer(late);
      }
      case 'lost-answer':
        reply();
        note('cut');
        return void response.destroy();
      case 'cut':
        note('cut');
        return void response.destroy();
    }
  };
};
