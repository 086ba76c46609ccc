import { type Asked, GONE, type Params, type Reply } from '../replies.ts';
import type { createActivityOperations } from './activities.ts';
import type { createChannelOperations } from './channels.ts';
import type { Worker, Workspace } from './model.ts';
import type { createQueueOperations } from './queues.ts';
import type { createReservationOperations } from './reservations.ts';
import type { createTaskOperations } from './tasks.ts';
import type { createWorkerOperations } from './workers.ts';
import type { createWorkflowOperations } from './workflows.ts';
import type { createWorkspaceOperations } from './workspaces.ts';

/** What most kinds of things have. */
type Operations = {
  list(workspace: Workspace, params: Params): Reply;
  create?(workspace: Workspace, params: Params): Reply;
  fetch(workspace: Workspace, sid: string, params: Params): Reply;
  update?(workspace: Workspace, sid: string, params: Params): Reply;
};

export type TaskRouterPaths = {
  onAll(method: string): Asked | undefined;
  /** `inside`: the parts of the path behind the workspace's SID. */
  within(workspace: Workspace, method: string, inside: readonly (string | undefined)[]): Asked | undefined;
};

/** Finds what a method and a path below `/Workspaces` ask for. */
export const createTaskRouterPaths = (operations: {
  workspaces: ReturnType<typeof createWorkspaceOperations>;
  activities: ReturnType<typeof createActivityOperations>;
  queues: ReturnType<typeof createQueueOperations>;
  workflows: ReturnType<typeof createWorkflowOperations>;
  workers: ReturnType<typeof createWorkerOperations>;
  channels: ReturnType<typeof createChannelOperations>;
  tasks: ReturnType<typeof createTaskOperations>;
  reservations: ReturnType<typeof createReservationOperations>;
}): TaskRouterPaths => {
  const { workspaces, activities, queues, workflows, workers, channels, tasks, reservations } = operations;
  const KINDS: Readonly<Record<string, { one: string; many: string; of: Operations }>> = {
    Activities: { one: 'activity', many: 'activities', of: activities },
    TaskQueues: { one: 'task-queue', many: 'task-queues', of: queues },
    Workflows: { one: 'workflow', many: 'workflows', of: workflows },
    TaskChannels: { one: 'task-channel', many: 'task-channels', of: channels },
  };

  const onKind = (workspace: Workspace, method: string, kind: string, sid?: string): Asked | undefined => {
    const found = KINDS[kind];
    if (found === undefined) return undefined;
    const { one, many, of } = found;
    if (sid === undefined) {
      if (method === 'GET')
        return { operation: `list-${many}`, reply: (params) => of.list(workspace, params) };
      const { create } = of;
      if (method !== 'POST' || create === undefined) return undefined;
      return { operation: `create-${one}`, reply: (params) => create(workspace, params) };
    }
    if (method === 'GET')
      return { operation: `fetch-${one}`, sid, reply: (params) => of.fetch(workspace, sid, params) };
    const { update } = of;
    if (method !== 'POST' || update === undefined) return undefined;
    return { operation: `update-${one}`, sid, reply: (params) => update(workspace, sid, params) };
  };

  const onTasks = (
    workspace: Workspace,
    method: string,
    [sid, inner, innerSid]: (string | undefined)[],
  ): Asked | undefined => {
    if (sid === undefined) {
      if (method === 'POST')
        return { operation: 'create-task', reply: (params) => tasks.create(workspace, params) };
      return method === 'GET'
        ? { operation: 'list-tasks', reply: (params) => tasks.list(workspace, params) }
        : undefined;
    }
    // Looked for when it is answered: a fault may come first.
    const task = () => tasks.find(workspace, sid);
    if (innerSid !== undefined) {
      const reservation = () => {
        const found = task();
        return inner === 'Reservations' && found !== undefined
          ? reservations.find(found, innerSid)
          : undefined;
      };
      const on = (operation: string, act: typeof reservations.update): Asked => ({
        operation,
        sid: innerSid,
        reply(...asked) {
          const found = reservation();
          return found === undefined ? GONE : act(found, ...asked);
        },
      });
      if (method === 'GET') return on('fetch-reservation', reservations.fetch);
      return method === 'POST' ? on('update-reservation', reservations.update) : undefined;
    }
    if (inner !== undefined) return undefined;
    const on = (operation: string, act: typeof tasks.update): Asked => ({
      operation,
      sid,
      reply(...asked) {
        const found = task();
        return found === undefined ? GONE : act(found, ...asked);
      },
    });
    if (method === 'GET') return on('fetch-task', tasks.fetch);
    if (method === 'POST') return on('update-task', tasks.update);
    return method === 'DELETE' ? on('delete-task', tasks.remove) : undefined;
  };

  const onWorkers = (
    workspace: Workspace,
    method: string,
    [sid, inner, which]: (string | undefined)[],
  ): Asked | undefined => {
    if (sid === undefined) {
      if (method === 'GET')
        return { operation: 'list-workers', reply: (params) => workers.list(workspace, params) };
      return method === 'POST'
        ? { operation: 'create-worker', reply: (params) => workers.create(workspace, params) }
        : undefined;
    }
    const on = (
      operation: string,
      act: (worker: Worker, params: Params, ifMatch: string | undefined) => Reply,
    ): Asked => ({
      operation,
      sid,
      reply(...asked) {
        const worker = workers.find(workspace, sid);
        return worker === undefined ? GONE : act(worker, ...asked);
      },
    });
    const what = `${method} ${inner ?? ''}`;
    if (which !== undefined) {
      if (what === 'GET Channels')
        return on('fetch-worker-channel', (worker, params) =>
          channels.fetchOfWorker(workspace, worker, which, params),
        );
      return what === 'POST Channels'
        ? on('update-worker-channel', (worker, params) =>
            channels.updateOfWorker(workspace, worker, which, params),
          )
        : undefined;
    }
    switch (what) {
      case 'GET ':
        return on('fetch-worker', (worker, params) => workers.fetch(workspace, worker, params));
      case 'POST ':
        return on('update-worker', (worker, ...asked) => workers.update(workspace, worker, ...asked));
      case 'GET Channels':
        return on('list-worker-channels', (worker, params) => channels.ofWorker(workspace, worker, params));
      case 'GET Reservations':
        return on('list-worker-reservations', (worker, params) =>
          workers.reservations(workspace, worker, params),
        );
      default:
        return undefined;
    }
  };

  return {
    onAll(method) {
      if (method === 'GET') return { operation: 'list-workspaces', reply: workspaces.list };
      return method === 'POST' ? { operation: 'create-workspace', reply: workspaces.create } : undefined;
    },
    within(workspace, method, [kind, ...rest]) {
      const { sid } = workspace;
      if (kind === undefined) {
        if (method === 'GET')
          return {
            operation: 'fetch-workspace',
            sid,
            reply: (params) => workspaces.fetch(workspace, params),
          };
        return method === 'POST'
          ? { operation: 'update-workspace', sid, reply: (params) => workspaces.update(workspace, params) }
          : undefined;
      }
      if (kind === 'Tasks') return onTasks(workspace, method, rest);
      if (kind === 'Workers') return onWorkers(workspace, method, rest);
      const [of, inner] = rest;
      if (inner === undefined) return onKind(workspace, method, kind, of);
      return method === 'GET' && kind === 'TaskQueues' && inner === 'RealTimeStatistics' && of !== undefined
        ? {
            operation: 'fetch-task-queue-statistics',
            sid: of,
            reply: (params) => queues.statistics(workspace, of, params),
          }
        : undefined;
    },
  };
};
