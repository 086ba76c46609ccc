import type { Task, Worker, Workspace } from './model.ts';
import { groupOf, isEligible } from './routes.ts';

/** The name of an offer of this task to this worker. */
export const pairOf = (task: Task, worker: Worker): string => `${task.sid} ${worker.sid}`;

/**
 * Who is to be offered which task: the first worker who can have it, urgent and old tasks first. `paused` are tasks, and
 * pairs of task and worker, that wait.
 */
export function offersOf(
  workspaces: readonly Workspace[],
  tasks: Iterable<Task>,
  paused: ReadonlySet<string>,
): { task: Task; worker: Worker }[] {
  const free = new Map<Workspace, Worker[]>();
  for (const workspace of workspaces) {
    const there = workspace.workers.filter((worker) => worker.available && !worker.busy);
    if (there.length > 0) free.set(workspace, there);
  }
  if (free.size === 0) return [];
  const waiting = [...tasks].filter((task) => task.assignmentStatus === 'pending');
  const offers: { task: Task; worker: Worker }[] = [];
  // Groups without a free worker: hundreds of tasks may wait for nobody.
  const unstaffed = new Set<unknown>();
  for (const task of waiting.sort((one, other) => other.priority - one.priority)) {
    const group = groupOf(task);
    if (paused.has(task.sid) || unstaffed.has(group)) continue;
    const there = free.get(task.workspace) ?? [];
    const eligible = there.filter((worker) => isEligible(task, worker));
    if (eligible.length === 0) unstaffed.add(group);
    const worker = eligible.find((one) => !paused.has(pairOf(task, one)));
    if (worker === undefined) continue;
    free.set(
      task.workspace,
      there.filter((one) => one !== worker),
    );
    offers.push({ task, worker });
  }
  return offers;
}
