import type { Callbacks } from '../callbacks.ts';
import type { Moment, MomentKind } from '../moments.ts';
import { createTimers } from '../timers.ts';
import type { Joining } from '../voice/instructions.ts';
import { readInstruction } from './answers.ts';
import { assignmentForm, eventForm } from './forms.ts';
import type { Activity, Reservation, Task, Worker, Workflow, Workspace } from './model.ts';
import { offersOf, pairOf } from './offers.ts';
import { isOpen, type NewTask, newReservation, newTask } from './records.ts';
import { targetsOf } from './routes.ts';
import { createWalk } from './walk.ts';

/** TaskRouter waits 5 s for an answer, then asks the fallback. */
const EVENT_TIMEOUT_MS = 15_000;
/** Before the same offer is made again. */
const PAUSE_MS = 200;
const AGENT_REACTS_MS = 50;

const OVER = { rejected: 'agent-rejected', timeout: 'offer-timed-out', canceled: 'offer-canceled' } as const;

export type Routing = ReturnType<typeof createRouting>;

/** The life of tasks and reservations: who is offered what, and what comes of it. */
export const createRouting = (options: {
  /** All of the account. */
  workspaces: readonly Workspace[];
  callbacks: Callbacks;
  /** How long the answer to an assignment callback is waited for. */
  assignmentTimeoutMs: number;
  note: (moment: Moment) => void;
  /** What is done with the callers of tasks that `<Enqueue>` made. */
  voice: () => Joining;
}) => {
  const { workspaces, callbacks, assignmentTimeoutMs, note, voice } = options;
  const tasks = new Map<string, Task>();
  const reservations = new Map<string, Reservation>();
  const timers = createTimers();
  const { later, forget } = timers;
  /** Offers that wait: a task, or a task with one worker. */
  const paused = new Set<string>();
  let stopped = false;

  const tell = (task: Task, what: MomentKind, detail?: string) =>
    note({ taskSid: task.sid, callId: task.callId, at: Date.now(), what, ...(detail && { detail }) });

  const emit = (eventType: string, task: Task, reservation?: Reservation) => {
    const { eventCallbackUrl: url, eventsFilter: filter } = task.workspace;
    // As it stands: a name with a space before it is another one.
    const isWanted = filter === null || filter.split(',').includes(eventType);
    const form = eventForm(eventType, task, reservation);
    void callbacks.send(eventType, isWanted ? url || undefined : undefined, form, EVENT_TIMEOUT_MS);
  };

  const touch = (task: Task, status: Task['assignmentStatus'] = task.assignmentStatus) => {
    task.assignmentStatus = status;
    task.version += 1;
    task.dateUpdated = new Date();
  };
  const touchReservation = (reservation: Reservation, status: Reservation['status']) => {
    reservation.status = status;
    reservation.version += 1;
    reservation.dateUpdated = new Date();
  };

  const pause = (offers: string) => {
    paused.add(offers);
    later({}, PAUSE_MS, () => {
      paused.delete(offers);
      routeAll();
    });
  };

  const routeAll = () => {
    for (const { task, worker } of offersOf(workspaces, tasks.values(), paused)) offer(task, worker);
    walk.skip();
  };
  const routeSoon = () => callbacks.soon(routeAll);

  const walk = createWalk({
    timers,
    moved: routeSoon,
    out(task) {
      emit('workflow.timeout', task);
      end(task, 'canceled', 'Task canceled on Workflow timeout');
    },
  });

  const offer = (task: Task, worker: Worker) => {
    const reservation = newReservation(task, worker);
    reservations.set(reservation.sid, reservation);
    worker.task = task;
    touch(task, 'reserved');
    tell(task, 'agent-offered', worker.name);
    emit('reservation.created', task, reservation);
    later(reservation, task.workflow.reservationTimeoutMs, () => over(reservation, 'timeout'));
    void ask(reservation);
  };

  /** The assignment callback, then its fallback, and what their answer says. */
  const ask = async (reservation: Reservation) => {
    const { task } = reservation;
    const { assignmentCallbackUrl: first, fallbackAssignmentCallbackUrl: second } = task.workflow;
    // A workflow without a callback leaves everything to the agents.
    if (first === '') return leaveToAgent(reservation);
    const form = assignmentForm(reservation);
    for (const [operation, url] of [
      ['assignment', first],
      ['assignment-fallback', second],
    ] as const) {
      if (url === '') continue;
      const { status, contentType, body } = await callbacks.send(operation, url, form, assignmentTimeoutMs);
      if (stopped) return;
      if (status === 200 && contentType.startsWith('application/json')) return obey(reservation, body);
      tell(task, 'warning', `${operation} was answered ${status} ${contentType}`.trimEnd());
    }
    over(reservation, 'canceled');
  };

  const obey = (reservation: Reservation, body: string) => {
    const { task, status } = reservation;
    const instruction = readInstruction(
      body,
      task.workspace.activities.map(({ sid }) => sid),
    );
    if (status !== 'pending') {
      if (instruction.is !== 'none') tell(task, 'warning', `instruction for a reservation that is ${status}`);
      return;
    }
    switch (instruction.is) {
      case 'accept':
        accept(reservation);
        return;
      case 'reject':
        over(reservation, 'rejected', instruction.activitySid);
        return;
      case 'none':
        leaveToAgent(reservation);
        return;
      case 'dequeue':
      case 'conference': {
        const refused = voice().obey(reservation, instruction);
        if (refused !== undefined) tell(task, 'warning', `${refused.code} ${refused.why}`);
        return;
      }
      case 'wrong':
        tell(task, 'warning', instruction.why);
    }
  };

  const leaveToAgent = (reservation: Reservation) => {
    const { behaviour } = reservation.worker;
    if (behaviour === 'ignores') return;
    later({}, AGENT_REACTS_MS, () => {
      if (behaviour === 'declines') over(reservation, 'rejected');
      else if (voice().isQueued(reservation.task)) voice().joinFlex(reservation);
      else accept(reservation);
    });
  };

  const accept = (reservation: Reservation): boolean => {
    if (reservation.status !== 'pending') return false;
    const { task, worker } = reservation;
    forgetTask(task);
    forget(reservation);
    touchReservation(reservation, 'accepted');
    touch(task, 'assigned');
    tell(task, 'agent-accepted', worker.name);
    emit('reservation.accepted', task, reservation);
    return true;
  };

  const move = (worker: Worker, activity: Activity) => {
    worker.is = activity;
    worker.dateStatusChanged = new Date();
    worker.dateUpdated = new Date();
    worker.version += 1;
  };
  const forgetTask = (task: Task) => {
    forget(task);
    walk.forget(task);
  };

  /** The offer is over without the agent; the task waits for the next one. */
  const over = (
    reservation: Reservation,
    how: 'rejected' | 'timeout' | 'canceled',
    activitySid?: string,
  ): boolean => {
    if (reservation.status !== 'pending') return false;
    const { task, worker } = reservation;
    forget(reservation);
    touchReservation(reservation, how);
    worker.task = undefined;
    // A reservation that times out sends its worker to the workspace's time-out activity.
    const named = task.workspace.activities.find(({ sid }) => sid === activitySid);
    const next = how === 'timeout' ? task.workspace.timeoutActivity : named;
    if (next !== undefined) move(worker, next);
    touch(task, 'pending');
    if (how === 'canceled') pause(task.sid);
    else pause(pairOf(task, worker));
    tell(task, OVER[how], worker.name);
    emit(`reservation.${how}`, task, reservation);
    if (task.isLate) walk.goOn(task);
    routeSoon();
    return true;
  };

  const heldBy = (task: Task): Reservation | undefined =>
    [...reservations.values()].find(
      (one) => one.task === task && ['pending', 'accepted', 'wrapping'].includes(one.status),
    );

  const wrap = (task: Task): boolean => {
    const held = heldBy(task);
    if (task.assignmentStatus !== 'assigned' || held === undefined) return false;
    touch(task, 'wrapping');
    touchReservation(held, 'wrapping');
    tell(task, 'task-wrapping', held.worker.name);
    emit('reservation.wrapup', task, held);
    emit('task.wrapup', task);
    return true;
  };

  /** Whether the state allows it: only a task that waits is canceled, only one that is taken is completed. */
  const end = (task: Task, status: 'canceled' | 'completed', reason: string): boolean => {
    const waits = task.assignmentStatus === 'pending' || task.assignmentStatus === 'reserved';
    if (!isOpen(task) || waits !== (status === 'canceled')) return false;
    const held = heldBy(task);
    forgetTask(task);
    touch(task, status);
    task.reason = reason;
    task.endedAt = Date.now();
    if (held !== undefined) {
      forget(held);
      touchReservation(held, status);
      held.worker.task = undefined;
      emit(`reservation.${status}`, task, held);
    }
    tell(task, status === 'canceled' ? 'task-canceled' : 'task-completed', reason);
    emit(`task.${status}`, task);
    routeSoon();
    return true;
  };

  return {
    tasks,
    reservations,
    accept,
    reject: (reservation: Reservation, activitySid?: string) => over(reservation, 'rejected', activitySid),
    /** The agent was rung, and did not answer. */
    miss: (reservation: Reservation) => over(reservation, 'timeout'),
    wrap,
    end,
    touch,
    /** Whose workflow it is. */
    workflowOf(workflowSid: string | undefined): { workspace: Workspace; workflow: Workflow } | undefined {
      for (const workspace of workspaces) {
        const workflow = workspace.workflows.find(({ sid }) => sid === workflowSid);
        if (workflow !== undefined) return { workspace, workflow };
      }
      return undefined;
    },
    create(given: NewTask): Task {
      const { workspace, workflow, attributes } = given;
      // A list of its own, by which the timer of its targets is known.
      const targets = [...targetsOf(workflow, workspace, attributes)];
      const [first] = workspace.queues;
      if (first === undefined) throw new Error(`the workspace ${workspace.name} has no queue`);
      const task = newTask({ ...given, targets, queue: first });
      tasks.set(task.sid, task);
      walk.begin(task);
      tell(task, 'task-created');
      emit('task.created', task);
      later(task, task.timeout * 1000, () => end(task, 'canceled', 'Task TTL Exceeded'));
      if (targets.length === 0) walk.goOn(task);
      routeSoon();
      return task;
    },
    remove(task: Task) {
      if (!end(task, 'canceled', 'Task deleted')) end(task, 'completed', 'Task deleted');
      task.deleted = true;
      emit('task.deleted', task);
    },
    add(worker: Worker, { workers }: Workspace) {
      workers.push(worker);
      routeSoon();
    },
    removeWorker(worker: Worker) {
      for (const { workers } of workspaces) {
        const at = workers.indexOf(worker);
        if (at >= 0) workers.splice(at, 1);
      }
      for (const one of reservations.values()) if (one.worker === worker) over(one, 'canceled');
    },
    setActivity(worker: Worker, activity: Activity) {
      move(worker, activity);
      routeSoon();
    },
    /** Something is different: who is there, or who serves which queue. */
    routeSoon,
    stop() {
      stopped = true;
      timers.stop();
    },
  };
};
