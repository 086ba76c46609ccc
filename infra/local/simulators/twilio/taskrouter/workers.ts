import { badName, firstOf, missingIn, notBoolean } from '../fields.ts';
import { PAGE, taskRouterPage } from '../pages.ts';
import { invalid, type Params, type Reply, refuse, staleMatch, strangerIn } from '../replies.ts';
import { attributesProblem } from '../rules.ts';
import { parseExpression } from './expression.ts';
import type { Worker, Workspace } from './model.ts';
import { isTaken, taken } from './names.ts';
import { newWorker } from './records.ts';
import { reservationResource, workerResource, workspaceUrl } from './resources.ts';
import { isServedBy, matchesWorker } from './routes.ts';
import type { Routing } from './routing.ts';
import type { Searches } from './searches.ts';

const CREATE = ['FriendlyName', 'ActivitySid', 'Attributes'];
const UPDATE = [...CREATE, 'RejectPendingReservations'];
const LIST = [
  'FriendlyName',
  'ActivitySid',
  'ActivityName',
  'Available',
  'TaskQueueSid',
  'TaskQueueName',
  'TargetWorkersExpression',
  'Ordering',
  ...PAGE,
];
const RESERVATION_STATUSES = [
  'pending',
  'accepted',
  'rejected',
  'timeout',
  'canceled',
  'wrapping',
  'completed',
];

const isAsked = (wanted: string | undefined, has: string | boolean): boolean =>
  wanted === undefined || wanted.toLowerCase() === String(has).toLowerCase();

/** Workers by REST (TaskRouter: workers). */
export const createWorkerOperations = (options: {
  routing: Routing;
  base: () => string;
  hidesAttributes: () => boolean;
  searches: Searches;
}) => {
  const { routing, base, hidesAttributes, searches } = options;
  const shown = (worker: Worker, workspace: Workspace, status = 200): Reply => ({
    status,
    body: workerResource(worker, workspace, base()),
    headers: { etag: `"${worker.version}"` },
  });

  const problemOf = (params: Params, workspace: Workspace, own?: Worker): Reply | undefined => {
    const { FriendlyName: name, ActivitySid: sid, Attributes: attributes } = params;
    const problem = attributes === undefined ? undefined : attributesProblem(attributes);
    return firstOf(
      badName(params),
      notBoolean(params, 'RejectPendingReservations'),
      problem === undefined ? undefined : invalid(problem),
      sid === undefined || workspace.activities.some((one) => one.sid === sid)
        ? undefined
        : invalid('ActivitySid is unknown'),
      name !== undefined && isTaken(workspace.workers, name, own)
        ? taken('Worker', name, workspace)
        : undefined,
    );
  };

  /** Of the queue that is asked for; all workers where none is. */
  const servedOf = (workspace: Workspace, params: Params): Worker[] => {
    const { TaskQueueSid: sid, TaskQueueName: name } = params;
    if (sid === undefined && name === undefined) return workspace.workers;
    const queue = workspace.queues.find(
      (one) => (sid ?? one.sid) === one.sid && (name ?? one.name) === one.name,
    );
    return queue === undefined ? [] : workspace.workers.filter((worker) => isServedBy(queue, worker));
  };

  return {
    find: ({ workers }: Workspace, sid: string): Worker | undefined => workers.find((one) => one.sid === sid),

    list(workspace: Workspace, params: Params): Reply {
      const stranger = strangerIn(params, LIST);
      if (stranger !== undefined) return stranger;
      const { TargetWorkersExpression: expression } = params;
      if (expression !== undefined) {
        if (searches.isOneTooMany()) return refuse(429, 20429, 'Too Many Requests');
        if (parseExpression(expression) === undefined)
          return invalid('TargetWorkersExpression can not be parsed');
      }
      const rows = servedOf(workspace, params)
        .filter(
          (worker) =>
            isAsked(params.FriendlyName, worker.name) &&
            isAsked(params.ActivityName, worker.activity) &&
            isAsked(params.ActivitySid, worker.is.sid) &&
            isAsked(params.Available, worker.available) &&
            (expression === undefined || matchesWorker(worker, expression)),
        )
        .map((worker) => workerResource(worker, workspace, base(), hidesAttributes()));
      return taskRouterPage(`${workspaceUrl(base(), workspace)}/Workers`, 'workers', params, rows);
    },

    create(workspace: Workspace, params: Params): Reply {
      const no =
        strangerIn(params, CREATE) ?? missingIn(params, ['FriendlyName']) ?? problemOf(params, workspace);
      if (no !== undefined) return no;
      const { FriendlyName: name = '', ActivitySid: sid, Attributes: attributes = '{}' } = params;
      const is = workspace.activities.find((one) => one.sid === sid) ?? workspace.defaultActivity;
      const worker = newWorker({ name, attributes, is });
      routing.add(worker, workspace);
      return shown(worker, workspace, 201);
    },

    fetch: (workspace: Workspace, worker: Worker, params: Params): Reply =>
      strangerIn(params, []) ?? shown(worker, workspace),

    update(workspace: Workspace, worker: Worker, params: Params, ifMatch: string | undefined): Reply {
      const no =
        strangerIn(params, UPDATE) ??
        staleMatch(ifMatch, worker.version) ??
        problemOf(params, workspace, worker);
      if (no !== undefined) return no;
      const { ActivitySid: sid, RejectPendingReservations: rejects } = params;
      const activity = workspace.activities.find((one) => one.sid === sid);
      if (rejects === 'true' && activity?.available !== false) {
        return invalid('RejectPendingReservations needs the SID of an activity that is not available');
      }
      const { FriendlyName: name = worker.name, Attributes: attributes = worker.attributes } = params;
      Object.assign(worker, { name, attributes, dateUpdated: new Date() });
      if (activity !== undefined) routing.setActivity(worker, activity);
      else worker.version += 1;
      if (rejects === 'true') {
        for (const one of routing.reservations.values()) if (one.worker === worker) routing.reject(one);
      }
      routing.routeSoon();
      return shown(worker, workspace);
    },

    reservations(workspace: Workspace, worker: Worker, params: Params): Reply {
      const stranger = strangerIn(params, ['ReservationStatus', ...PAGE]);
      if (stranger !== undefined) return stranger;
      const { ReservationStatus: status } = params;
      if (status !== undefined && !RESERVATION_STATUSES.includes(status)) {
        return invalid('ReservationStatus is invalid');
      }
      const rows = [...routing.reservations.values()]
        .filter((one) => one.worker === worker && (status ?? one.status) === one.status)
        .map((one) => reservationResource(one, base(), 'worker'));
      const url = `${workspaceUrl(base(), workspace)}/Workers/${worker.sid}/Reservations`;
      return taskRouterPage(url, 'reservations', params, rows);
    },
  };
};
