import TaskrouterBase from 'twilio/lib/rest/TaskrouterBase.js';
import type { TaskContext, TaskStatus } from 'twilio/lib/rest/taskrouter/v1/workspace/task.js';
import type { NotDone, Refused, TaskClosing, Tasks, Trouble } from '../handoff/ports.ts';
import { sid } from './attributes.ts';
import { type Failure, failureOf, reasonOf, type TwilioAccount, twilioClient } from './client.ts';
import { searchTasks } from './task-search.ts';

export type TaskRouterOptions = {
  /** Where TaskRouter answers, without the version. */
  taskrouterUrl: string;
  accountSid: string;
  authToken: () => Promise<string>;
  workspaceSid: string;
  workflowSid: string;
  /** Milliseconds for one request; an operation of several gets twice as many. */
  timeoutMs?: number;
};

const taskSidSchema = sid('WT');
/** Twilio's code for "not in this state". */
const WRONG_STATE = 20001;

/** The tasks of one workflow, by TaskRouter's REST API and the package's own resources. */
export function twilioTasks(options: TaskRouterOptions): Tasks {
  const { taskrouterUrl, workspaceSid, workflowSid, accountSid, authToken, timeoutMs = 4000 } = options;
  const account: TwilioAccount = { accountSid, authToken, timeoutMs };
  const open = () => {
    const taskrouter = new TaskrouterBase(twilioClient(account));
    taskrouter.baseUrl = taskrouterUrl;
    return taskrouter.v1.workspaces(workspaceSid).tasks;
  };

  return {
    async create(order) {
      try {
        const task = await open().create({
          attributes: order.attributes,
          workflowSid,
          timeout: order.timeoutSeconds,
          taskChannel: 'voice',
        });
        const taskSid = taskSidSchema.safeParse(task.sid);
        if (taskSid.success) return { is: 'task-created', taskSid: taskSid.data };
        return { is: 'unsure', reason: reasonOf({ is: 'unreadable' }) };
      } catch (error) {
        return createTrouble(failureOf(error));
      }
    },

    async find(key) {
      try {
        return await searchTasks(open(), workflowSid, key);
      } catch (error) {
        return notDone(failureOf(error));
      }
    },

    async close(closing) {
      try {
        return await close(open()(closing.taskSid), closing);
      } catch (error) {
        return repeatable(failureOf(error));
      }
    },
  };
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
    if (failure.is === 'answered' && failure.status === 400 && failure.code === WRONG_STATE) {
      return 'wrong-state';
    }
    throw error;
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

/** An ended task is deleted 5 minutes later. */
function isGone(failure: Failure): boolean {
  return failure.is === 'answered' && failure.status === 404;
}

/** A task must not be made twice: only what certainly made none may be tried again without a look. */
function createTrouble(failure: Failure): Trouble {
  switch (failure.is) {
    case 'not-sent':
      return notDone(failure);
    case 'lost':
    case 'unreadable':
      return { is: 'unsure', reason: reasonOf(failure) };
    case 'answered':
      return failure.status >= 500 ? { is: 'unsure', reason: reasonOf(failure) } : repeatable(failure);
  }
}

/** For what is safe to repeat: a clear no is a refusal, everything else is tried again. */
function repeatable(failure: Failure): Refused | NotDone {
  const isRefusal = failure.is === 'answered' && failure.status < 500 && failure.status !== 429;
  return isRefusal ? { is: 'refused', reason: reasonOf(failure) } : notDone(failure);
}

function notDone(failure: Failure): NotDone {
  return {
    is: 'not-done',
    reason: reasonOf(failure),
    ...(failure.is === 'answered' &&
      failure.retryAfterSeconds !== undefined && { retryAfterSeconds: failure.retryAfterSeconds }),
  };
}
