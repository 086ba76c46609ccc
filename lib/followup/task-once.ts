import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/telemetry.ts';
import type { NotDone } from '../base/trouble.ts';
import type { TaskKey, Tasks } from '../handoff/ports/tasks.ts';
import { doOnce, type Left, type Once } from '../outbox/once.ts';
import type { TaskLooks, TaskStanding } from '../twilio/taskrouter.ts';

/** TaskRouter, as far as such a task needs it: the tasks of one workflow, on the channel `default`. */
export type OnceTasks = Pick<Tasks, 'create' | 'find'>;

/** What becomes one task for each call that asks for it, besides the handoff's own. */
export type TaskKind = 'callback' | 'review';

export type TaskOnceMetric<K extends TaskKind> = `${K}_${'created' | 'known' | 'failed'}`;

export type TaskOncePorts<K extends TaskKind> = {
  once: Once;
  tasks: OnceTasks & TaskLooks;
  clock: Clock;
  /** A fresh name for this invocation. */
  newOwner: () => string;
  log: Log;
  count: (metric: TaskOnceMetric<K>, value?: number) => void;
};

export type TaskOnce<K extends TaskKind> = {
  kind: K;
  callId: string;
  /** Under which the task is looked up: the call's own, and none of its handoffs'. */
  taskId: string;
  /** The task, where the record of what it is for has it already. */
  taskSid: string | undefined;
  /** JSON, within TaskRouter's 4096. */
  attributes: () => string;
  /** What is thrown where the message must come again. */
  failure: (reason: string) => Error;
};

/**
 * How long such a task may wait. TaskRouter's own default is a day, in which one that was asked for on a Friday
 * evening would be gone by Monday; it allows two weeks.
 */
export const TASK_WAIT_SECONDS = 7 * 86_400;

/**
 * While no agent has its task, each is looked at this often: whether one was taken is told by an event of TaskRouter,
 * which can be lost.
 */
export const LOOK_AFTER_MS = 30 * 60_000;

/** What was kept has a message that makes a task of it within seconds; when that is lost, the sweeper finds it. */
export const DUE_AFTER_MS = 15_000;

/** A day longer than such a task may wait. */
export const KEPT_SECONDS = TASK_WAIT_SECONDS + 86_400;

/**
 * Longer than the worker may run (10 s) and whatever it sent may take to arrive, so that nobody looks for a task
 * that is still on its way; shorter than the queue's visibility (60 s), so that the redelivered message goes on.
 */
export const TASK_LEASE_MS = 45_000;

type Answer = Awaited<ReturnType<OnceTasks['create']>>;

/** `isFound`: an earlier attempt made it, and it says what was asked for by then. */
export type Made = { is: 'created'; taskSid: string; isFound: boolean } | { is: 'known' };

/**
 * Makes a task, at most one of its kind for a call: the table knows of the attempt before TaskRouter is asked, and
 * the next attempt after a death or a lost answer looks for its task first. Throws the `failure`, or `Unavailable`,
 * if the message must come again.
 */
export const createTaskOnce = async <K extends TaskKind>(
  { kind, callId, taskId: handoffId, taskSid, attributes, failure }: TaskOnce<K>,
  { once, tasks, newOwner, log, count }: TaskOncePorts<K>,
): Promise<Made> => {
  let isFound = false;
  const make = () =>
    doOnce(
      { once, key: `${kind}#${callId}`, owner: newOwner(), leaseMs: TASK_LEASE_MS },
      async (since): Promise<Answer> => {
        const found = since === undefined ? undefined : await tasks.find({ handoffId, taskNo: 1, since });
        isFound = found?.is === 'task-created';
        if (found !== undefined && found.is !== 'task-absent') return found;
        const order = { handoffId, taskNo: 1, attributes: attributes(), timeoutSeconds: TASK_WAIT_SECONDS };
        return tasks.create(order);
      },
      leftBy,
    );
  const answer = taskSid === undefined ? await make() : ({ is: 'known' } as const);
  switch (answer.is) {
    case 'known':
      log.info(kind, { callId, handoffId, event: 'known' });
      count(`${kind}_known`);
      return { is: 'known' };
    case 'held':
      log.info(kind, { callId, handoffId, event: 'held' });
      throw failure('held');
    case 'task-created':
      log.info(kind, { callId, handoffId, event: 'created', taskSid: answer.taskSid });
      count(`${kind}_created`);
      return { is: 'created', taskSid: answer.taskSid, isFound };
    default:
      log.warn(kind, { callId, handoffId, event: 'failed', reason: answer.reason });
      count(`${kind}_failed`);
      throw failure(answer.reason);
  }
};

const leftBy = (answer: Answer): Left => {
  if (answer.is === 'task-created') return { is: 'done', result: answer.taskSid };
  return { is: answer.is === 'unsure' ? 'on-its-way' : 'not-done' };
};

/** What a look tells; with the task's own id, where that is known by now. */
export type Seen = (TaskStanding | NotDone) & { taskSid: string | undefined };

/** `taskSid` where it is known already. */
export type Look = { kind: TaskKind; callId: string; key: TaskKey; taskSid: string | undefined };

/** Looks at a task that was made; it is looked up where its own id is not known. */
export const lookAt = async (
  { kind, callId, key, taskSid: known }: Look,
  { tasks, log }: Pick<TaskOncePorts<TaskKind>, 'tasks' | 'log'>,
): Promise<Seen> => {
  const found =
    known === undefined ? await tasks.find(key) : ({ is: 'task-created', taskSid: known } as const);
  const taskSid = found.is === 'task-created' ? found.taskSid : undefined;
  const seen = await standingOf(found, tasks);
  const fields = { callId, handoffId: key.handoffId, ...(taskSid !== undefined && { taskSid }) };
  if (seen.is === 'not-done') log.warn(kind, { ...fields, event: 'not-seen', reason: seen.reason });
  else log.info(kind, { ...fields, event: seen.is });
  return { ...seen, taskSid };
};

const standingOf = async (
  found: Awaited<ReturnType<OnceTasks['find']>>,
  tasks: TaskLooks,
): Promise<TaskStanding | NotDone> => {
  switch (found.is) {
    case 'task-created':
      return tasks.standing(found.taskSid);
    case 'task-absent':
      return { is: 'gone' };
    default:
      return found;
  }
};
