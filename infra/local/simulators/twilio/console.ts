import { type AccountConsole, createAccountConsole, need } from './account/console.ts';
import type { Account } from './account/model.ts';
import { leakCapacity } from './taskrouter/leak.ts';
import type {
  Activity,
  Task,
  TaskQueue,
  Worker,
  WorkerChannel,
  Workflow,
  Workspace,
} from './taskrouter/model.ts';
import { channelOf, newWorker } from './taskrouter/records.ts';
import type { Routing } from './taskrouter/routing.ts';
import { newActivity, newQueue, newWorkspace } from './taskrouter/workspace.ts';

/** What a person can change by hand, with less care than the REST API takes. Whatever is not there makes it throw. */
export type Console = AccountConsole & {
  /** By name or SID; the first of the account where none is named. */
  workspace(which?: string): Workspace;
  addWorkspace(name: string): Workspace;
  setWorkspace(
    change: Partial<Pick<Workspace, 'name' | 'isMultiTask' | 'eventCallbackUrl' | 'eventsFilter'>>,
    which?: string,
  ): void;
  /** By the name of the activity. */
  setTimeoutActivity(activity: string, which?: string): void;
  /** Whatever of a workspace has this SID, the workspace too. */
  rename(sid: string, name: string): void;
  /** The same; where else its SID stands it stays. */
  remove(sid: string): void;
  addActivity(name: string, available: boolean, which?: string): Activity;
  addQueue(given: Partial<TaskQueue> & { name: string }, which?: string): TaskQueue;
  setQueue(
    name: string,
    change: Partial<Pick<TaskQueue, 'targetWorkers' | 'maxReservedWorkers'>>,
    which?: string,
  ): void;
  /** A configuration is text for the eyes: tasks are routed as before. */
  setWorkflow(
    name: string,
    change: Partial<
      Pick<
        Workflow,
        'configuration' | 'assignmentCallbackUrl' | 'fallbackAssignmentCallbackUrl' | 'reservationTimeoutMs'
      >
    >,
    which?: string,
  ): void;
  /** The attributes may be any text, and the activity has any name of the workspace. */
  addWorker(given: { name: string; attributes: string; activity?: string }, which?: string): Worker;
  setWorker(
    name: string,
    change: { attributes?: string; activity?: string; statusChangedAt?: Date },
    which?: string,
  ): void;
  setChannel(
    worker: string,
    channel: string,
    change: Partial<Omit<WorkerChannel, 'sid'>>,
    which?: string,
  ): void;
  /** The worker holds a task, accepted at that time, of which nobody knows any more. */
  leakCapacity(worker: string, options?: { since?: Date; channel?: string }, which?: string): Task;
};

const named = <T extends { name: string }>(all: readonly T[], name: string, what: string): T =>
  need(
    all.find((one) => one.name === name),
    `${what} ${name}`,
  );

/** The console of the simulated Twilio, for tests. */
export const createConsole = (account: Account, workspaces: Workspace[], routing: Routing): Console => {
  const workspace = (which?: string): Workspace =>
    need(
      workspaces.find(({ name, sid }) => which === undefined || name === which || sid === which),
      `workspace ${which ?? 'at all'}`,
    );
  const change = <T extends { dateUpdated: Date }>(of: T, to: Partial<NoInfer<T>>): T =>
    Object.assign(of, to, { dateUpdated: new Date() });
  const workerOf = (name: string, which?: string) => named(workspace(which).workers, name, 'worker');
  /** The lists in which things with a name and a SID are. */
  const lists = () => [
    workspaces,
    ...workspaces.flatMap(({ activities, queues, workflows, workers, channels }) => [
      activities,
      queues,
      workflows,
      workers,
      channels,
    ]),
  ];

  return {
    ...createAccountConsole(account),
    workspace,
    addWorkspace(name) {
      const made = newWorkspace({ accountSid: account.sid, name });
      workspaces.push(made);
      return made;
    },
    setWorkspace: (to, which) => void change(workspace(which), to),
    setTimeoutActivity(activity, which) {
      const where = workspace(which);
      change(where, { timeoutActivity: named(where.activities, activity, 'activity') });
    },
    rename(sid, name) {
      const found = lists()
        .flat()
        .find((one) => one.sid === sid);
      need(found, sid).name = name;
    },
    remove(sid) {
      for (const { workers } of workspaces) {
        const worker = workers.find((one) => one.sid === sid);
        if (worker !== undefined) return routing.removeWorker(worker);
      }
      const list = need(
        lists().find((all) => all.some((one) => one.sid === sid)),
        sid,
      );
      list.splice(
        list.findIndex((one) => one.sid === sid),
        1,
      );
    },
    addActivity(name, available, which) {
      const made = newActivity(name, available);
      workspace(which).activities.push(made);
      return made;
    },
    addQueue(given, which) {
      const made = newQueue(given);
      workspace(which).queues.push(made);
      return made;
    },
    setQueue: (name, to, which) => void change(named(workspace(which).queues, name, 'queue'), to),
    setWorkflow: (name, to, which) => void change(named(workspace(which).workflows, name, 'workflow'), to),
    addWorker({ name, attributes, activity }, which) {
      const where = workspace(which);
      const is =
        activity === undefined ? where.defaultActivity : named(where.activities, activity, 'activity');
      const made = newWorker({ name, attributes, is });
      routing.add(made, where);
      return made;
    },
    setWorker(name, { attributes, activity, statusChangedAt }, which) {
      const worker = workerOf(name, which);
      const { activities } = workspace(which);
      if (activity !== undefined) routing.setActivity(worker, named(activities, activity, 'activity'));
      change(worker, {
        version: worker.version + 1,
        ...(attributes !== undefined && { attributes }),
        ...(statusChangedAt !== undefined && { dateStatusChanged: statusChangedAt }),
      });
      routing.routeSoon();
    },
    setChannel(worker, channel, to, which) {
      Object.assign(channelOf(workerOf(worker, which), channel), to);
      routing.routeSoon();
    },
    leakCapacity(name, { since = new Date(), channel = 'voice' } = {}, which) {
      const where = workspace(which);
      const [workflow] = where.workflows;
      return leakCapacity(routing, workerOf(name, which), {
        workspace: where,
        workflow: need(workflow, 'workflow'),
        taskChannel: channel,
        since,
      });
    },
  };
};
