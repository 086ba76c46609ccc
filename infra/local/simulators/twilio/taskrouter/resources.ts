import {
  ACTIVITY_NAMES,
  ageOf,
  NAMES,
  type Reservation,
  type Task,
  type Worker,
  type Workspace,
  workerAttributes,
} from './records.ts';

const iso = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** Where the resources of the workspace are, without a slash at the end. */
export const workspaceUrl = (base: string, { workspaceSid }: Workspace): string =>
  `${base}/v1/Workspaces/${workspaceSid}`;

const owner = ({ accountSid, workspaceSid }: Workspace) => ({
  account_sid: accountSid,
  workspace_sid: workspaceSid,
});

/** A Task as the REST API shows it. */
export const taskResource = (task: Task, workspace: Workspace, base: string, hideAttributes = false) => {
  const home = workspaceUrl(base, workspace);
  const url = `${home}/Tasks/${task.sid}`;
  return {
    sid: task.sid,
    ...owner(workspace),
    workflow_sid: workspace.workflowSid,
    workflow_friendly_name: NAMES.workflow,
    task_queue_sid: workspace.queueSid,
    task_queue_friendly_name: NAMES.queue,
    task_queue_entered_date: iso(task.dateCreated),
    task_channel_sid: workspace.channelSid,
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
      workflow: `${home}/Workflows/${workspace.workflowSid}`,
      task_queue: `${home}/TaskQueues/${workspace.queueSid}`,
      reservations: `${url}/Reservations`,
    },
  };
};

export const reservationResource = (reservation: Reservation, workspace: Workspace, base: string) => {
  const home = workspaceUrl(base, workspace);
  const { sid, task, worker } = reservation;
  return {
    sid,
    ...owner(workspace),
    task_sid: task.sid,
    worker_sid: worker.sid,
    worker_name: worker.name,
    reservation_status: reservation.status,
    date_created: iso(reservation.dateCreated),
    date_updated: iso(reservation.dateUpdated),
    url: `${home}/Tasks/${task.sid}/Reservations/${sid}`,
    links: { task: `${home}/Tasks/${task.sid}`, worker: `${home}/Workers/${worker.sid}`, workspace: home },
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
    activity_sid: workspace.activities[worker.activity],
    available: worker.available,
    attributes: hideAttributes ? null : workerAttributes(worker),
    date_created: iso(worker.dateCreated),
    date_updated: iso(worker.dateStatusChanged),
    date_status_changed: iso(worker.dateStatusChanged),
    url,
    links: { activity: `${home}/Activities/${workspace.activities[worker.activity]}`, workspace: home },
  };
};

/** The activities that every workspace begins with. */
export const activityResources = (workspace: Workspace, base: string) =>
  ACTIVITY_NAMES.map((name) => {
    const home = workspaceUrl(base, workspace);
    return {
      sid: workspace.activities[name],
      ...owner(workspace),
      friendly_name: name,
      available: name === 'Available',
      date_created: iso(workspace.dateCreated),
      date_updated: iso(workspace.dateCreated),
      url: `${home}/Activities/${workspace.activities[name]}`,
      links: { workspace: home },
    };
  });
