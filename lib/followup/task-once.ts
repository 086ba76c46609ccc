import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/telemetry.ts';
import type { Tasks } from '../handoff/ports/tasks.ts';
import type { Once } from '../outbox/once.ts';

/** TaskRouter, as far as such a task needs it: the tasks of one workflow, on the channel `default`. */
export type OnceTasks = Pick<Tasks, 'create' | 'find'>;

/** What becomes one task for each call that asks for it, besides the handoff's own. */
export type TaskKind = 'callback' | 'review';

export type TaskOnceMetric<K extends TaskKind> = `${K}_${'created' | 'known' | 'failed'}`;

export type TaskOncePorts<K extends TaskKind> = {
  once: Once;
  tasks: OnceTasks;
  clock: Clock;
  /** A fresh name for whoever is at it in this invocation. */
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

/**
 * Makes a task, at most one of its kind for a call: who is at it stands in the table before TaskRouter is asked, and
 * whoever comes after a dead attempt or a lost answer looks for its task first. Throws the `failure`, or
 * `Unavailable`, where the message must come again.
 */
export const createTaskOnce = async <K extends TaskKind>(
  { kind, callId, taskId: handoffId, attributes, failure }: TaskOnce<K>,
  { once, tasks, newOwner, log, count }: TaskOncePorts<K>,
): Promise<'created' | 'known'> => {
  const key = `${kind}#${callId}`;
  const owner = newOwner();
  const begun = await once.begin(key, owner, TASK_LEASE_MS);
  if (begun.is === 'done') {
    log.info(kind, { callId, handoffId, event: 'known' });
    count(`${kind}_known`);
    return 'known';
  }
  if (begun.is === 'held') {
    log.info(kind, { callId, handoffId, event: 'held' });
    throw failure('held');
  }
  const fail = (reason: string): Error => {
    log.warn(kind, { callId, handoffId, event: 'failed', reason });
    count(`${kind}_failed`);
    return failure(reason);
  };

  const { since } = begun;
  const giveBack = async (): Promise<void> => {
    const left = begun.is === 'again' ? ({ is: 'in-doubt', since } as const) : ({ is: 'not-done' } as const);
    // Where this is lost, the lease runs out and the next one looks first.
    await once.failed(key, owner, left).catch(() => undefined);
  };

  let outcome: Awaited<ReturnType<OnceTasks['create' | 'find']>> = { is: 'task-absent' };
  if (begun.is === 'again') outcome = await tasks.find({ handoffId, taskNo: 1, since });
  if (outcome.is === 'task-absent') {
    const order = { handoffId, taskNo: 1, attributes: attributes(), timeoutSeconds: TASK_WAIT_SECONDS };
    outcome = await tasks.create(order);
  }
  switch (outcome.is) {
    case 'task-created': {
      const { taskSid } = outcome;
      await once.done(key, owner, taskSid);
      log.info(kind, { callId, handoffId, event: 'created', taskSid });
      count(`${kind}_created`);
      return 'created';
    }
    case 'refused':
    case 'not-done':
      await giveBack();
      throw fail(outcome.reason);
    // The task may be on its way still: the lease keeps others off until it must have arrived.
    case 'unsure':
      throw fail(outcome.reason);
  }
};
