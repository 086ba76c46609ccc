import TaskrouterBase from 'twilio/lib/rest/TaskrouterBase.js';
import type { TaskContext, TaskStatus } from 'twilio/lib/rest/taskrouter/v1/workspace/task.js';
import type { NotDone } from '../base/trouble.ts';
import type { Amendable, Offer, TaskClosing, Tasks } from '../handoff/ports/tasks.ts';
import { notDone, onceOnly, repeatable } from '../http/outcome.ts';
import { amendedAttributes, sid } from './attributes.ts';
import { failureOf, type TwilioAccount, twilioClient, UNREADABLE } from './client.ts';
import { acceptReservation, findUnavailableActivity, rejectReservation } from './reservations.ts';
import { searchTasks } from './task-search.ts';
import { isGone, isWrongState } from './trouble.ts';

export type TaskRouterOptions = TwilioAccount & {
  /** Where TaskRouter answers, without the version. */
  taskrouterUrl: string;
  workspaceSid: string;
  workflowSid: string;
  /** Where a worker goes who declined an offer; found in the workspace where it is not given. */
  unavailableActivitySid?: string;
  /** `voice` takes an agent's line; `default` leaves it free. */
  taskChannel?: 'voice' | 'default';
};

const taskSidSchema = sid('WT');

/** `waits`: no agent has the task. */
export type TaskStanding = { is: 'waits' } | { is: 'taken' } | { is: 'gone' };

/** Tasks that nobody has to tell about: they are looked at. */
export interface TaskLooks {
  standing(taskSid: string): Promise<TaskStanding | NotDone>;
}

/** The tasks of one workflow, by TaskRouter's REST API and the package's own resources. */
export function twilioTasks(options: TaskRouterOptions): Tasks & Amendable & TaskLooks {
  const { taskrouterUrl, workspaceSid, workflowSid, taskChannel = 'voice' } = options;
  const open = () => {
    const taskrouter = new TaskrouterBase(twilioClient(options));
    taskrouter.baseUrl = taskrouterUrl;
    return taskrouter.v1.workspaces(workspaceSid);
  };
  type Workspace = ReturnType<typeof open>;

  let foundActivity: { sid: string | undefined } | undefined;
  /** Nothing where it cannot be found out: an offer that stays open would be worse than one made again. */
  const unavailableActivity = async (workspace: Workspace): Promise<string | undefined> => {
    if (options.unavailableActivitySid !== undefined) return options.unavailableActivitySid;
    try {
      foundActivity ??= { sid: await findUnavailableActivity(workspace.activities) };
    } catch {
      return undefined;
    }
    return foundActivity.sid;
  };
  /** That it could not be done is no reason to keep the task open: at worst the same agent is offered the next. */
  const standDown = async (workspace: Workspace, workerSid: string): Promise<void> => {
    const activitySid = await unavailableActivity(workspace);
    if (activitySid === undefined) return;
    await workspace
      .workers(workerSid)
      .update({ activitySid })
      .catch(() => undefined);
  };
  const reservationOf = (workspace: Workspace, { taskSid, reservationSid }: Offer) =>
    workspace.tasks(taskSid).reservations(reservationSid);

  return {
    async create(order) {
      try {
        const task = await open().tasks.create({
          attributes: order.attributes,
          workflowSid,
          timeout: order.timeoutSeconds,
          taskChannel,
        });
        const taskSid = taskSidSchema.safeParse(task.sid);
        if (taskSid.success) return { is: 'task-created', taskSid: taskSid.data };
        return { is: 'unsure', reason: UNREADABLE };
      } catch (error) {
        return onceOnly(failureOf(error));
      }
    },

    async find(key) {
      try {
        return await searchTasks(open().tasks, workflowSid, key);
      } catch (error) {
        return notDone(failureOf(error));
      }
    },

    async amend(key, attributes) {
      try {
        const { tasks } = open();
        const found = await searchTasks(tasks, workflowSid, key);
        if (found.is === 'not-done') return found;
        return found.is === 'task-absent' ? GONE : await amend(tasks(found.taskSid), attributes);
      } catch (error) {
        const failure = failureOf(error);
        return isGone(failure) ? GONE : repeatable(failure);
      }
    },

    async standing(taskSid) {
      try {
        return standingOf(await statusOf(open().tasks(taskSid)));
      } catch (error) {
        return notDone(failureOf(error));
      }
    },

    async close(closing) {
      try {
        const workspace = open();
        if (closing.standDown !== undefined) await standDown(workspace, closing.standDown);
        return await close(workspace.tasks(closing.taskSid), closing);
      } catch (error) {
        return repeatable(failureOf(error));
      }
    },

    async withdraw({ taskSid, reason }) {
      try {
        return await withdraw(open().tasks(taskSid), reason);
      } catch (error) {
        return repeatable(failureOf(error));
      }
    },

    async accept(offer) {
      try {
        return await acceptReservation(reservationOf(open(), offer));
      } catch (error) {
        return repeatable(failureOf(error));
      }
    },

    async reject(offer) {
      try {
        const workspace = open();
        const activitySid = await unavailableActivity(workspace);
        return await rejectReservation(reservationOf(workspace, offer), activitySid);
      } catch (error) {
        return repeatable(failureOf(error));
      }
    },
  };
}

const GONE = { is: 'task-gone' } as const;

/** Writes attributes over those that a task has: others may have added theirs. Throws what the client throws. */
async function amend(task: TaskContext, attributes: string): Promise<{ is: 'amended' } | typeof GONE> {
  const { attributes: has, assignmentStatus } = await task.fetch();
  if (assignmentStatus === 'canceled' || assignmentStatus === 'completed') return GONE;
  const amended = amendedAttributes(has, attributes);
  if (amended !== undefined) await task.update({ attributes: amended });
  return { is: 'amended' };
}

const CLOSED = { is: 'closed' } as const;

/** Closes as asked, or else as the state of the task allows. Throws what the client throws. */
async function close(task: TaskContext, { how, reason }: TaskClosing): Promise<{ is: 'closed' } | NotDone> {
  if ((await update(task, how, reason)) === 'closed') return CLOSED;
  const status = await statusOf(task);
  if (status === 'gone' || status === 'canceled' || status === 'completed') return CLOSED;
  // An assigned task can never be canceled, and one that nobody has can never be completed.
  const fitting = status === 'assigned' || status === 'wrapping' ? 'complete' : 'cancel';
  if ((await update(task, fitting, reason)) === 'closed') return CLOSED;
  return { is: 'not-done', reason: 'twilio-task-state-moved' };
}

/** Cancels a task that no agent has. TaskRouter refuses that once one has accepted. Throws what the client throws. */
async function withdraw(
  task: TaskContext,
  reason: string,
): Promise<{ is: 'closed' } | { is: 'task-taken' } | NotDone> {
  if ((await update(task, 'cancel', reason)) === 'closed') return CLOSED;
  switch (await statusOf(task)) {
    case 'gone':
    case 'canceled':
      return CLOSED;
    case 'assigned':
    case 'wrapping':
    case 'completed':
      return { is: 'task-taken' };
    default:
      return { is: 'not-done', reason: 'twilio-task-state-moved' };
  }
}

async function update(
  task: TaskContext,
  how: TaskClosing['how'],
  reason: string,
): Promise<'closed' | 'wrong-state'> {
  try {
    await task.update({ assignmentStatus: how === 'cancel' ? 'canceled' : 'completed', reason });
    return 'closed';
  } catch (error) {
    const failure = failureOf(error);
    if (isGone(failure)) return 'closed';
    if (isWrongState(failure)) return 'wrong-state';
    throw error;
  }
}

function standingOf(status: TaskStatus | 'gone'): TaskStanding | NotDone {
  switch (status) {
    case 'pending':
    case 'reserved':
      return { is: 'waits' };
    case 'assigned':
    case 'wrapping':
      return { is: 'taken' };
    case 'completed':
    case 'canceled':
    case 'gone':
      return { is: 'gone' };
    default:
      return { is: 'not-done', reason: UNREADABLE };
  }
}

async function statusOf(task: TaskContext): Promise<TaskStatus | 'gone'> {
  try {
    const { assignmentStatus } = await task.fetch();
    return assignmentStatus;
  } catch (error) {
    if (isGone(failureOf(error))) return 'gone';
    throw error;
  }
}
