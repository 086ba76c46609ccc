import type { Task, Worker, Workflow, Workspace } from './model.ts';
import { newReservation, newTask } from './records.ts';
import type { Routing } from './routing.ts';

/** The worker holds a task that was accepted then, and nobody looks after it any more. */
export function leakCapacity(
  { tasks, reservations }: Pick<Routing, 'tasks' | 'reservations'>,
  worker: Worker,
  given: { workspace: Workspace; workflow: Workflow; taskChannel: string; since: Date },
): Task {
  const { since, ...where } = given;
  const [queue] = where.workspace.queues;
  if (queue === undefined) throw new Error(`the workspace ${where.workspace.name} has no queue`);
  const task = newTask({ ...where, attributes: '{}', timeout: 86_400, priority: 0, targets: [], queue });
  const reservation = newReservation(task, worker);
  const dates = { dateCreated: since, dateUpdated: since };
  Object.assign(task, { assignmentStatus: 'assigned', ...dates } satisfies Partial<Task>);
  Object.assign(reservation, { status: 'accepted', ...dates });
  tasks.set(task.sid, task);
  reservations.set(reservation.sid, reservation);
  worker.task = task;
  return task;
}
