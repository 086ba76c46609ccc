import { badName, firstOf, missingIn, otherThan } from '../fields.ts';
import { PAGE, taskRouterPage } from '../pages.ts';
import { GONE, invalid, type Params, type Reply, strangerIn, wholeNumber } from '../replies.ts';
import { parseExpression } from './expression.ts';
import type { TaskQueue, Workspace } from './model.ts';
import { isTaken, taken } from './names.ts';
import { workspaceUrl } from './resources.ts';
import { isServedBy, matchesWorker } from './routes.ts';
import type { Routing } from './routing.ts';
import { queueResource } from './setup-resources.ts';
import { newQueue } from './workspace.ts';

const FIELDS = [
  'FriendlyName',
  'TargetWorkers',
  'MaxReservedWorkers',
  'TaskOrder',
  'ReservationActivitySid',
  'AssignmentActivitySid',
];
const LIST = ['FriendlyName', 'WorkerSid', 'EvaluateWorkerAttributes', 'Ordering', ...PAGE];
const MOST_RESERVED = 50;

/** Task queues by REST (TaskRouter: task queues). */
export const createQueueOperations = (routing: Routing, base: () => string) => {
  const shown = (queue: TaskQueue, workspace: Workspace, status = 200): Reply => ({
    status,
    body: queueResource(queue, workspace, base()),
  });
  const find = ({ queues }: Workspace, sid: string) => queues.find((one) => one.sid === sid);

  /** What the queue is to be like, or why not. */
  const read = (params: Params, workspace: Workspace, before?: TaskQueue): Partial<TaskQueue> | Reply => {
    const no = firstOf(
      strangerIn(params, FIELDS),
      before === undefined ? missingIn(params, ['FriendlyName']) : undefined,
      badName(params),
      otherThan(params, 'TaskOrder', ['FIFO', 'LIFO']),
    );
    if (no !== undefined) return no;
    const { FriendlyName: name = before?.name ?? '' } = params;
    if (isTaken(workspace.queues, name, before)) return taken('Queue', name, workspace);
    const { TargetWorkers: targetWorkers = before?.targetWorkers ?? '1==1', TaskOrder: order } = params;
    if (targetWorkers !== '' && parseExpression(targetWorkers) === undefined) {
      return invalid(`TargetWorkers can not be parsed: ${targetWorkers}`);
    }
    const maxReservedWorkers = wholeNumber(
      params.MaxReservedWorkers,
      before?.maxReservedWorkers ?? 1,
      1,
      MOST_RESERVED,
    );
    if (maxReservedWorkers === undefined) return invalid('MaxReservedWorkers is invalid');
    const { ReservationActivitySid, AssignmentActivitySid } = params;
    const activityIn = (sid: string | undefined) => workspace.activities.find((one) => one.sid === sid);
    const unknown = [ReservationActivitySid, AssignmentActivitySid].find((sid) => sid && !activityIn(sid));
    if (unknown !== undefined) return invalid(`The activity ${unknown} does not exist in the workspace`);
    return {
      name,
      targetWorkers,
      maxReservedWorkers,
      taskOrder: order === undefined ? (before?.taskOrder ?? 'FIFO') : order === 'LIFO' ? 'LIFO' : 'FIFO',
      reservationActivity:
        ReservationActivitySid === undefined
          ? before?.reservationActivity
          : activityIn(ReservationActivitySid),
      assignmentActivity:
        AssignmentActivitySid === undefined ? before?.assignmentActivity : activityIn(AssignmentActivitySid),
    };
  };

  return {
    list(workspace: Workspace, params: Params): Reply {
      const stranger = strangerIn(params, LIST);
      if (stranger !== undefined) return stranger;
      const { FriendlyName: wanted, WorkerSid: workerSid } = params;
      const worker = workspace.workers.find(({ sid }) => sid === workerSid);
      if (workerSid !== undefined && worker === undefined) return invalid('WorkerSid is unknown');
      const rows = workspace.queues
        .filter(
          (queue) =>
            (wanted ?? queue.name) === queue.name && (worker === undefined || isServedBy(queue, worker)),
        )
        .map((queue) => queueResource(queue, workspace, base()));
      return taskRouterPage(`${workspaceUrl(base(), workspace)}/TaskQueues`, 'task_queues', params, rows);
    },

    create(workspace: Workspace, params: Params): Reply {
      const given = read(params, workspace);
      if ('status' in given) return given;
      const queue = newQueue({ name: '', ...given });
      workspace.queues.push(queue);
      return shown(queue, workspace, 201);
    },

    fetch(workspace: Workspace, sid: string, params: Params): Reply {
      const queue = find(workspace, sid);
      return queue === undefined ? GONE : (strangerIn(params, []) ?? shown(queue, workspace));
    },

    update(workspace: Workspace, sid: string, params: Params): Reply {
      const queue = find(workspace, sid);
      if (queue === undefined) return GONE;
      const given = read(params, workspace, queue);
      if ('status' in given) return given;
      Object.assign(queue, given, { dateUpdated: new Date() });
      routing.routeSoon();
      return shown(queue, workspace);
    },

    statistics(workspace: Workspace, sid: string, params: Params): Reply {
      const queue = find(workspace, sid);
      if (queue === undefined) return GONE;
      const stranger = strangerIn(params, ['TaskChannel']);
      if (stranger !== undefined) return stranger;
      const served = workspace.workers.filter((worker) => matchesWorker(worker, queue.targetWorkers));
      const tasks = [...routing.tasks.values()].filter(
        (task) => task.queue === queue && (params.TaskChannel ?? task.taskChannel) === task.taskChannel,
      );
      const count = (status: string) => tasks.filter((task) => task.assignmentStatus === status).length;
      const statuses = ['reserved', 'pending', 'assigned', 'wrapping'];
      return {
        status: 200,
        body: {
          account_sid: workspace.accountSid,
          workspace_sid: workspace.sid,
          task_queue_sid: queue.sid,
          total_eligible_workers: served.length,
          total_available_workers: served.filter(({ available }) => available).length,
          total_tasks: statuses.reduce((sum, status) => sum + count(status), 0),
          tasks_by_status: Object.fromEntries(statuses.map((status) => [status, count(status)])),
          activity_statistics: workspace.activities.map((activity) => ({
            sid: activity.sid,
            friendly_name: activity.name,
            workers: served.filter(({ is }) => is === activity).length,
          })),
          url: `${workspaceUrl(base(), workspace)}/TaskQueues/${queue.sid}/RealTimeStatistics`,
        },
      };
    },
  };
};
