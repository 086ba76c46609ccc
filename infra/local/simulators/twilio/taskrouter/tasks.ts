import { taskRouterPage } from '../pages.ts';
import { invalid, type Params, type Reply, refuse, staleMatch, strangerIn, wholeNumber } from '../replies.ts';
import { attributesProblem, CREATE, LIST, UPDATE } from '../rules.ts';
import type { Task, Workspace } from './model.ts';
import { taskResource, workspaceUrl } from './resources.ts';
import type { Routing } from './routing.ts';
import type { Searches } from './searches.ts';

const MAX_PRIORITY = 2 ** 31 - 1;
const MAX_TIMEOUT_SECONDS = 1_209_600;
const DAY_SECONDS = 86_400;

const STATUSES = ['pending', 'reserved', 'assigned', 'wrapping', 'canceled', 'completed'];
const ORDERINGS = ['DateCreated:asc', 'DateCreated:desc', 'Priority:asc', 'Priority:desc'];

/** Tasks by REST, with the platform's refusals (TaskRouter: tasks). */
export const createTaskOperations = (options: {
  routing: Routing;
  base: () => string;
  hidesAttributes: () => boolean;
  /** How long an ended task can still be read. */
  taskLifetimeMs: number;
  searches: Searches;
}) => {
  const { routing, base, hidesAttributes, taskLifetimeMs, searches } = options;

  const isThere = ({ deleted, endedAt }: Task): boolean =>
    !deleted && (endedAt === undefined || Date.now() - endedAt < taskLifetimeMs);
  const shown = (task: Task, status = 200): Reply => ({
    status,
    body: taskResource(task, base()),
    headers: { etag: `"${task.version}"` },
  });
  const hasChannel = ({ channels }: Workspace, wanted: string): boolean =>
    channels.some(({ uniqueName }) => uniqueName === wanted);

  return {
    /** Nothing for a task that was never there, or is there no more. */
    find(workspace: Workspace, sid: string): Task | undefined {
      const task = routing.tasks.get(sid);
      return task?.workspace === workspace && isThere(task) ? task : undefined;
    },

    create(workspace: Workspace, params: Params): Reply {
      const stranger = strangerIn(params, CREATE);
      if (stranger !== undefined) return stranger;
      if (!params.WorkflowSid) return invalid('WorkflowSid field is required');
      const workflow = workspace.workflows.find(({ sid }) => sid === params.WorkflowSid);
      if (workflow === undefined) return invalid('WorkflowSid is unknown');
      const { Attributes: attributes = '{}', TaskChannel: taskChannel = 'default' } = params;
      const problem = attributesProblem(attributes);
      if (problem !== undefined) return invalid(problem);
      const timeout = wholeNumber(params.Timeout, DAY_SECONDS, 1, MAX_TIMEOUT_SECONDS);
      if (timeout === undefined) return invalid('Timeout is invalid');
      const priority = wholeNumber(params.Priority, 0, 0, MAX_PRIORITY);
      if (priority === undefined) return invalid('Priority is invalid');
      if (!hasChannel(workspace, taskChannel)) return invalid('TaskChannel is invalid');
      return shown(routing.create({ workspace, workflow, attributes, timeout, priority, taskChannel }), 201);
    },

    fetch: (task: Task, params: Params): Reply => strangerIn(params, []) ?? shown(task),

    list(workspace: Workspace, params: Params): Reply {
      const stranger = strangerIn(params, LIST);
      if (stranger !== undefined) return stranger;
      const { WorkflowSid: workflowSid, Ordering: ordering = 'DateCreated:asc' } = params;
      const statuses = params.AssignmentStatus?.split(',') ?? STATUSES;
      if (!statuses.every((one) => STATUSES.includes(one))) return invalid('AssignmentStatus is invalid');
      if (!ORDERINGS.includes(ordering)) return invalid('Ordering is invalid');
      const isSearch = params.EvaluateTaskAttributes !== undefined;
      if (isSearch && searches.isOneTooMany()) return refuse(429, 20429, 'Too Many Requests');
      const found = [...routing.tasks.values()].filter(
        (task) =>
          task.workspace === workspace &&
          isThere(task) &&
          (workflowSid === undefined || workflowSid === task.workflow.sid) &&
          statuses.includes(task.assignmentStatus) &&
          (!isSearch || matches(task, params.EvaluateTaskAttributes ?? '')),
      );
      if (ordering.startsWith('Priority')) found.sort((one, other) => one.priority - other.priority);
      if (ordering.endsWith(':desc')) found.reverse();
      const rows = found.map((task) => taskResource(task, base(), hidesAttributes()));
      return taskRouterPage(`${workspaceUrl(base(), workspace)}/Tasks`, 'tasks', params, rows);
    },

    update(task: Task, params: Params, ifMatch: string | undefined): Reply {
      const no = strangerIn(params, UPDATE) ?? staleMatch(ifMatch, task.version);
      if (no !== undefined) return no;
      const { Attributes: attributes, AssignmentStatus: status, Reason: reason = '' } = params;
      const problem = attributes === undefined ? undefined : attributesProblem(attributes);
      if (problem !== undefined) return invalid(problem);
      const priority = wholeNumber(params.Priority, task.priority, 0, MAX_PRIORITY);
      if (priority === undefined) return invalid('Priority is invalid');
      const { TaskChannel: taskChannel = task.taskChannel } = params;
      if (!hasChannel(task.workspace, taskChannel)) return invalid('TaskChannel is invalid');
      if (attributes !== undefined && (status === 'wrapping' || status === 'completed')) {
        return invalid('Attributes and this AssignmentStatus need a request each');
      }
      if ((status === 'canceled' || status === 'completed') && reason === '') {
        return invalid('Reason is required');
      }
      const before = {
        attributes: task.attributes,
        priority: task.priority,
        taskChannel: task.taskChannel,
      };
      // First, so that the events of the new status tell of it; taken back if that status is refused.
      Object.assign(task, { priority, taskChannel, attributes: attributes ?? before.attributes });
      if (status === undefined) {
        routing.touch(task);
        return shown(task);
      }
      const from = task.assignmentStatus;
      const isMoved =
        status === 'canceled' || status === 'completed'
          ? routing.end(task, status, reason)
          : status === 'wrapping' && routing.wrap(task);
      if (!isMoved) {
        Object.assign(task, before);
        return invalid(`Cannot move the task from ${from} to ${status}`);
      }
      return shown(task);
    },

    remove(task: Task, params: Params, ifMatch: string | undefined): Reply {
      const no = strangerIn(params, []) ?? staleMatch(ifMatch, task.version);
      if (no !== undefined) return no;
      routing.remove(task);
      return { status: 204 };
    },
  };
};

/** One comparison of an attribute with a text, of all that Twilio's expressions can say. */
const matches = ({ attributes }: Task, expression: string): boolean => {
  const [, name = '', , value] = /^\s*(\w+)\s*==?\s*(["'])(.*)\2\s*$/.exec(expression) ?? [];
  const all: unknown = JSON.parse(attributes);
  return value !== undefined && new Map(Object.entries(Object(all))).get(name) === value;
};
