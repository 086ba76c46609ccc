import type { Reservation, Task, Worker, WorkerChannel, Workspace } from './model.ts';
import { ageOf } from './records.ts';

export const iso = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** Where the resources of the workspace are, without a slash at the end. */
export const workspaceUrl = (base: string, { sid }: Pick<Workspace, 'sid'>): string =>
  `${base}/v1/Workspaces/${sid}`;

export const owner = ({ accountSid, sid }: Workspace) => ({ account_sid: accountSid, workspace_sid: sid });

/** A Task as the REST API shows it. */
export const taskResource = (task: Task, base: string, hideAttributes = false) => {
  const { workspace, workflow, queue } = task;
  const home = workspaceUrl(base, workspace);
  const url = `${home}/Tasks/${task.sid}`;
  const channel = workspace.channels.find(({ uniqueName }) => uniqueName === task.taskChannel);
  return {
    sid: task.sid,
    ...owner(workspace),
    workflow_sid: workflow.sid,
    workflow_friendly_name: workflow.name,
    task_queue_sid: queue.sid,
    task_queue_friendly_name: queue.name,
    task_queue_entered_date: iso(task.dateCreated),
    task_channel_sid: channel?.sid ?? null,
    task_channel_unique_name: task.taskChannel,
    attributes: hideAttributes ? null : task.attributes,
    addons: '{}',
    assignment_status: task.assignmentStatus,
    reason: task.reason,
    priority: task.priority,
    timeout: task.timeout,
    age: ageOf(task),
    date_created: iso(task.dateCreated),
    date_updated: iso(task.dateUpdated),
    virtual_start_time: iso(task.dateCreated),
    ignore_capacity: false,
    routing_target: null,
    url,
    links: {
      workspace: home,
      workflow: `${home}/Workflows/${workflow.sid}`,
      task_queue: `${home}/TaskQueues/${queue.sid}`,
      reservations: `${url}/Reservations`,
    },
  };
};

/** A Reservation, at its task or at its worker. */
export const reservationResource = (
  reservation: Reservation,
  base: string,
  at: 'task' | 'worker' = 'task',
) => {
  const { sid, task, worker } = reservation;
  const home = workspaceUrl(base, task.workspace);
  const links = {
    task: `${home}/Tasks/${task.sid}`,
    worker: `${home}/Workers/${worker.sid}`,
    workspace: home,
  };
  return {
    sid,
    ...owner(task.workspace),
    task_sid: task.sid,
    worker_sid: worker.sid,
    worker_name: worker.name,
    reservation_status: reservation.status,
    date_created: iso(reservation.dateCreated),
    date_updated: iso(reservation.dateUpdated),
    url: `${links[at]}/Reservations/${sid}`,
    links,
  };
};

/** A Worker as the REST API shows it; a list shows no attributes. */
export const workerResource = (
  worker: Worker,
  workspace: Workspace,
  base: string,
  hideAttributes = false,
) => {
  const home = workspaceUrl(base, workspace);
  const url = `${home}/Workers/${worker.sid}`;
  return {
    sid: worker.sid,
    ...owner(workspace),
    friendly_name: worker.name,
    activity_name: worker.activity,
    activity_sid: worker.is.sid,
    available: worker.available,
    attributes: hideAttributes ? null : worker.attributes,
    date_created: iso(worker.dateCreated),
    date_updated: iso(worker.dateUpdated),
    date_status_changed: iso(worker.dateStatusChanged),
    url,
    links: {
      activity: `${home}/Activities/${worker.is.sid}`,
      channels: `${url}/Channels`,
      reservations: `${url}/Reservations`,
      workspace: home,
    },
  };
};

/** What a worker can have of one kind of task, and has. */
export const workerChannelResource = (
  worker: Worker,
  workspace: Workspace,
  {
    uniqueName,
    channel,
    taskChannelSid,
  }: { uniqueName: string; channel: WorkerChannel; taskChannelSid: string },
  base: string,
) => {
  const { capacity, isAvailable, sid } = channel;
  const assigned = worker.task?.taskChannel === uniqueName ? 1 : 0;
  return {
    sid,
    ...owner(workspace),
    worker_sid: worker.sid,
    task_channel_sid: taskChannelSid,
    task_channel_unique_name: uniqueName,
    assigned_tasks: assigned,
    available: isAvailable,
    available_capacity_percentage: capacity === 0 ? 0 : (Math.max(0, capacity - assigned) / capacity) * 100,
    configured_capacity: capacity,
    date_created: iso(worker.dateCreated),
    date_updated: iso(worker.dateUpdated),
    url: `${workspaceUrl(base, workspace)}/Workers/${worker.sid}/Channels/${sid}`,
  };
};
