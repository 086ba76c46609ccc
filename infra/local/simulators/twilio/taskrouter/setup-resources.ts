import type { Activity, TaskChannel, TaskQueue, Workflow, Workspace } from './model.ts';
import { iso, owner, workspaceUrl } from './resources.ts';

const dates = ({ dateCreated, dateUpdated }: { dateCreated: Date; dateUpdated: Date }) => ({
  date_created: iso(dateCreated),
  date_updated: iso(dateUpdated),
});

export const workspaceResource = (workspace: Workspace, base: string) => {
  const url = workspaceUrl(base, workspace);
  const inside = ['Activities', 'TaskChannels', 'TaskQueues', 'Tasks', 'Workers', 'Workflows'];
  return {
    sid: workspace.sid,
    account_sid: workspace.accountSid,
    friendly_name: workspace.name,
    multi_task_enabled: workspace.isMultiTask,
    prioritize_queue_order: workspace.prioritizeQueueOrder,
    default_activity_sid: workspace.defaultActivity.sid,
    default_activity_name: workspace.defaultActivity.name,
    timeout_activity_sid: workspace.timeoutActivity.sid,
    timeout_activity_name: workspace.timeoutActivity.name,
    event_callback_url: workspace.eventCallbackUrl,
    events_filter: workspace.eventsFilter,
    ...dates(workspace),
    url,
    links: Object.fromEntries(
      inside.map((name) => [name.replace(/\B[A-Z]/g, '_$&').toLowerCase(), `${url}/${name}`]),
    ),
  };
};

export const activityResource = (activity: Activity, workspace: Workspace, base: string) => {
  const home = workspaceUrl(base, workspace);
  return {
    sid: activity.sid,
    ...owner(workspace),
    friendly_name: activity.name,
    available: activity.available,
    ...dates(activity),
    url: `${home}/Activities/${activity.sid}`,
    links: { workspace: home },
  };
};

export const queueResource = (queue: TaskQueue, workspace: Workspace, base: string) => {
  const home = workspaceUrl(base, workspace);
  const url = `${home}/TaskQueues/${queue.sid}`;
  return {
    sid: queue.sid,
    ...owner(workspace),
    friendly_name: queue.name,
    target_workers: queue.targetWorkers,
    max_reserved_workers: queue.maxReservedWorkers,
    task_order: queue.taskOrder,
    reservation_activity_sid: queue.reservationActivity?.sid ?? null,
    reservation_activity_name: queue.reservationActivity?.name ?? null,
    assignment_activity_sid: queue.assignmentActivity?.sid ?? null,
    assignment_activity_name: queue.assignmentActivity?.name ?? null,
    ...dates(queue),
    url,
    links: { workspace: home, real_time_statistics: `${url}/RealTimeStatistics` },
  };
};

export const workflowResource = (workflow: Workflow, workspace: Workspace, base: string) => {
  const home = workspaceUrl(base, workspace);
  return {
    sid: workflow.sid,
    ...owner(workspace),
    friendly_name: workflow.name,
    configuration: workflow.configuration,
    document_content_type: 'application/json',
    assignment_callback_url: workflow.assignmentCallbackUrl || null,
    fallback_assignment_callback_url: workflow.fallbackAssignmentCallbackUrl || null,
    task_reservation_timeout: Math.max(1, Math.round(workflow.reservationTimeoutMs / 1000)),
    ...dates(workflow),
    url: `${home}/Workflows/${workflow.sid}`,
    links: { workspace: home },
  };
};

export const taskChannelResource = (channel: TaskChannel, workspace: Workspace, base: string) => {
  const home = workspaceUrl(base, workspace);
  return {
    sid: channel.sid,
    ...owner(workspace),
    friendly_name: channel.name,
    unique_name: channel.uniqueName,
    channel_optimized_routing: channel.isOptimized,
    ...dates(channel),
    url: `${home}/TaskChannels/${channel.sid}`,
    links: { workspace: home },
  };
};
