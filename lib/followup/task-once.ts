import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/telemetry.ts';
import type { Tasks } from '../handoff/ports/tasks.ts';
import { doOnce, type Left, type Once } from '../outbox/once.ts';

/** TaskRouter, as far as such a task needs it: the tasks of one workflow, on the channel `default`. */
export type OnceTasks = Pick<Tasks, 'create' | 'find'>;

/** What becomes one task for each call that asks for it, besides the handoff's own. */
export type TaskKind = 'callback' | 'review';

export type TaskOnceMetric<K extends TaskKind> = `${K}_${'created' | 'known' | 'failed'}`;

export type TaskOncePorts<K extends TaskKind> = {
  once: Once;
  tasks: OnceTasks;
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
 * Longer than the worker may run (10 s) and whatever it sent may take to arrive, so that nobody looks for a task
 * that is still on its way; shorter than the queue's visibility (60 s), so that the redelivered message goes on.
 */
export const TASK_LEASE_MS = 45_000;

type Answer = Awaited<ReturnType<OnceTasks['create']>>;

/**
 * Makes a task, at most one of its kind for a call: the table knows of the attempt before TaskRouter is asked, and
 * the next attempt after a death or a lost answer looks for its task first. Throws the `failure`, or `Unavailable`,
 * if the message must come again.
 */
export const createTaskOnce = async <K extends TaskKind>(
  { kind, callId, taskId: handoffId, attributes, failure }: TaskOnce<K>,
  { once, tasks, newOwner, log, count }: TaskOncePorts<K>,
): Promise<'created' | 'known'> => {
  const answer = await doOnce(
    { once, key: `${kind}#${callId}`, owner: newOwner(), leaseMs: TASK_LEASE_MS },
    async (since): Promise<Answer> => {
      const found = since === undefined ? undefined : await tasks.find({ handoffId, taskNo: 1, since });
      if (found !== undefined && found.is !== 'task-absent') return found;
      const order = { handoffId, taskNo: 1, attributes: attributes(), timeoutSeconds: TASK_WAIT_SECONDS };
      return tasks.create(order);
    },
    leftBy,
  );
  switch (answer.is) {
    case 'known':
      log.info(kind, { callId, handoffId, event: 'known' });
      count(`${kind}_known`);
      return 'known';
    case 'held':
      log.info(kind, { callId, handoffId, event: 'held' });
      throw failure('held');
    case 'task-created':
      log.info(kind, { callId, handoffId, event: 'created', taskSid: answer.taskSid });
      count(`${kind}_created`);
      return 'created';
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
