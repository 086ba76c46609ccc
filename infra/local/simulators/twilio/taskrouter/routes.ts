import { parsedJson } from '../../../../../lib/base/json.ts';
import type { Target } from './configuration.ts';
import { parseExpression, scopeOf } from './expression.ts';
import type { Task, TaskQueue, Worker, Workflow, Workspace } from './model.ts';
import { channelOf } from './records.ts';

/** Where a new task of the workflow waits; nowhere if no filter matches and there is no default one. */
export function targetsOf(workflow: Workflow, workspace: Workspace, attributes: string): readonly Target[] {
  const { routes } = workflow;
  if (routes === 'by-skills') {
    const [queue] = workspace.queues;
    return queue === undefined ? [] : [waitingIn(queue)];
  }
  const scope = scopeOf(parsedJson(attributes));
  return routes.filters.find(({ matches }) => matches(scope))?.targets ?? routes.otherwise;
}

const waitingIn = (queue: TaskQueue): Target => ({
  queueSid: queue.sid,
  priority: undefined,
  timeoutSeconds: undefined,
  expression: undefined,
  skipIf: undefined,
  knownWorker: undefined,
});

/** Whether the queue's expression, which may be empty and then matches nobody, is true of the worker. */
export const isServedBy = ({ targetWorkers }: TaskQueue, worker: Worker): boolean =>
  matchesWorker(worker, targetWorkers);

export const matchesWorker = (worker: Worker, expression: string): boolean =>
  parseExpression(expression)?.(scopeOf(parsedJson(worker.attributes))) ?? false;

const isSkilled = ({ skills }: Worker, { department }: Task): boolean =>
  skills.length === 0 || department === undefined || skills.includes(department);

/** Whether the task may be offered to the worker, free or not, where it waits now. */
export function isEligible(task: Task, worker: Worker): boolean {
  const { workflow, queue, targets, targetIndex } = task;
  const channel = channelOf(worker, task.taskChannel);
  if (!channel.isAvailable || channel.capacity === 0) return false;
  if (workflow.routes === 'by-skills') return isSkilled(worker, task);
  if (!isServedBy(queue, worker)) return false;
  const { expression, knownWorker } = targets[targetIndex] ?? {};
  if (expression === undefined && knownWorker === undefined) return true;
  const attributes = parsedJson(task.attributes);
  const scope = scopeOf({
    task: attributes,
    worker: { sid: worker.sid, ...Object(parsedJson(worker.attributes)) },
  });
  if (knownWorker !== undefined && scope(`task.${knownWorker}`) !== worker.sid) return false;
  return expression?.(scope) ?? true;
}

/** Tasks of one group wait for the same workers: if nobody can have one of them, nobody can have another. */
export function groupOf(task: Task): unknown {
  const { workflow, targets, targetIndex, taskChannel } = task;
  if (workflow.routes === 'by-skills') return `${workflow.sid} ${taskChannel} ${task.department}`;
  const { expression, knownWorker } = targets[targetIndex] ?? {};
  return expression === undefined && knownWorker === undefined
    ? `${workflow.sid} ${taskChannel} ${task.queue.sid}`
    : task;
}

/** Whether the task goes on to its next target, nobody having been there who can have it at once. */
export function isSkipped({ targets, targetIndex, queue, workspace }: Task): boolean {
  const { skipIf } = targets[targetIndex] ?? {};
  const served = workspace.workers.filter((worker) => isServedBy(queue, worker));
  const available = served.filter((worker) => worker.available).length;
  return skipIf?.(scopeOf({ workers: { available, unavailable: served.length - available } })) ?? false;
}
