import type { createTimers } from '../timers.ts';
import type { Task } from './model.ts';
import { isSkipped } from './routes.ts';

/** The way of tasks through the targets of their workflow, by the time that each of these has. */
export const createWalk = (parts: {
  timers: ReturnType<typeof createTimers>;
  /** The last target has had its time. */
  out: (task: Task) => void;
  /** A task waits somewhere else. */
  moved: () => void;
}) => {
  const { timers, out, moved } = parts;
  /** Tasks that may go on to their next target if nobody can have them at once. */
  const entered = new Set<Task>();

  const enter = (task: Task, index: number) => {
    const target = task.targets[index];
    const queue = task.workspace.queues.find(({ sid }) => sid === target?.queueSid);
    if (target === undefined || queue === undefined) return;
    const { priority = task.priority, timeoutSeconds, skipIf } = target;
    Object.assign(task, { targetIndex: index, queue, isLate: false, priority } satisfies Partial<Task>);
    if (skipIf !== undefined) entered.add(task);
    if (timeoutSeconds !== undefined) timers.later(task.targets, timeoutSeconds * 1000, () => timeUp(task));
    moved();
  };
  const timeUp = (task: Task) => {
    // Whoever is offered it keeps the offer.
    if (task.assignmentStatus === 'reserved') task.isLate = true;
    else goOn(task);
  };
  /** After the last target a task is over, whatever the default filter says. */
  const goOn = (task: Task) => {
    if (task.assignmentStatus !== 'pending') return;
    if (task.targetIndex + 1 < task.targets.length) enter(task, task.targetIndex + 1);
    else out(task);
  };

  return {
    begin(task: Task) {
      enter(task, 0);
    },
    goOn,
    /** Everybody who is free has been offered something: what is skipped goes on. */
    skip() {
      for (const task of [...entered]) {
        entered.delete(task);
        if (task.assignmentStatus === 'pending' && isSkipped(task)) goOn(task);
      }
    },
    forget(task: Task) {
      timers.forget(task.targets);
      entered.delete(task);
    },
  };
};
