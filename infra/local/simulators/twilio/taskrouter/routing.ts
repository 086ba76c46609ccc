import type { Callbacks } from '../callbacks.ts';
import type { Moment, MomentKind, Urls } from '../moments.ts';
import { createTimers } from '../timers.ts';
import type { Joining } from '../voice/instructions.ts';
import { readInstruction } from './answers.ts';
import { assignmentForm, eventForm } from './forms.ts';
import {
  type ActivityName,
  isOpen,
  newReservation,
  newTask,
  type Reservation,
  type Task,
  type Worker,
  type Workspace,
} from './records.ts';

/** TaskRouter waits 5 s for an answer, then asks the fallback. */
const EVENT_TIMEOUT_MS = 15_000;
/** Before the same offer is made again. */
const PAUSE_MS = 200;
const AGENT_REACTS_MS = 50;

const OVER = { rejected: 'agent-rejected', timeout: 'offer-timed-out', canceled: 'offer-canceled' } as const;

export type Routing = ReturnType<typeof createRouting>;

/** The life of tasks and reservations: who is offered what, and what comes of it. */
export const createRouting = (options: {
  workspace: Workspace;
  callbacks: Callbacks;
  reservationTimeoutMs: number;
  /** How long the answer to an assignment callback is waited for. */
  assignmentTimeoutMs: number;
  note: (moment: Moment) => void;
  urls: () => Urls | undefined;
  /** What is done with the callers of tasks that `<Enqueue>` made. */
  voice: () => Joining;
}) => {
  const { workspace, callbacks, reservationTimeoutMs, assignmentTimeoutMs, note, urls, voice } = options;
  const tasks = new Map<string, Task>();
  const workers: Worker[] = [];
  const reservations = new Map<string, Reservation>();
  const timers = createTimers();
  const { later, forget } = timers;
  /** Offers that wait: a task, or a task with one worker. */
  const paused = new Set<string>();
  let stopped = false;

  const tell = (task: Task, what: MomentKind, detail?: string) =>
    note({ taskSid: task.sid, callId: task.callId, at: Date.now(), what, ...(detail && { detail }) });

  const emit = (eventType: string, task: Task, reservation?: Reservation) => {
    const form = eventForm(eventType, task, workspace, reservation);
    void callbacks.send(eventType, urls()?.eventsUrl, form, EVENT_TIMEOUT_MS);
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

  const pair = (task: Task, worker: Worker) => `${task.sid} ${worker.sid}`;
  const pause = (offers: string) => {
    paused.add(offers);
    later({}, PAUSE_MS, () => {
      paused.delete(offers);
      routeAll();
    });
  };

  const isSkilled = ({ skills }: Worker, { department }: Task): boolean =>
    skills.length === 0 || department === undefined || skills.includes(department);

  /** Offers every waiting task, urgent and old ones first, to the first worker who can have it. */
  const routeAll = () => {
    let free = workers.filter((worker) => worker.available && !worker.busy);
    if (free.length === 0) return;
    const waiting = [...tasks.values()].filter((task) => task.assignmentStatus === 'pending');
    // Departments without a free worker: hundreds of tasks may wait for nobody.
    const unstaffed = new Set<string | undefined>();
    for (const task of waiting.sort((one, other) => other.priority - one.priority)) {
      if (paused.has(task.sid) || unstaffed.has(task.department)) continue;
      const skilled = free.filter((worker) => isSkilled(worker, task));
      if (skilled.length === 0) unstaffed.add(task.department);
      const worker = skilled.find((one) => !paused.has(pair(task, one)));
      if (worker === undefined) continue;
      free = free.filter((one) => one !== worker);
      offer(task, worker);
    }
  };
  const routeSoon = () => callbacks.soon(routeAll);

  const offer = (task: Task, worker: Worker) => {
    const reservation = newReservation(task, worker);
    reservations.set(reservation.sid, reservation);
    worker.task = task;
    touch(task, 'reserved');
    tell(task, 'agent-offered', worker.name);
    emit('reservation.created', task, reservation);
    later(reservation, reservationTimeoutMs, () => over(reservation, 'timeout'));
    void ask(reservation);
  };

  /** The assignment callback, then its fallback, and what their answer says. */
  const ask = async (reservation: Reservation) => {
    const to = urls();
    // A workflow without a callback leaves everything to the agents.
    if (to === undefined) return leaveToAgent(reservation);
    const form = assignmentForm(reservation, workspace);
    for (const [operation, url] of [
      ['assignment', to.assignmentUrl],
      ['assignment-fallback', to.fallbackUrl],
    ] as const) {
      const { status, contentType, body } = await callbacks.send(operation, url, form, assignmentTimeoutMs);
      if (stopped) return;
      if (status === 200 && contentType.startsWith('application/json')) return obey(reservation, body);
      tell(reservation.task, 'warning', `${operation} was answered ${status} ${contentType}`.trimEnd());
    }
    over(reservation, 'canceled');
  };

  const obey = (reservation: Reservation, body: string) => {
    const instruction = readInstruction(body, Object.values(workspace.activities));
    const { task, status } = reservation;
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
    forget(reservation);
    forget(task);
    touchReservation(reservation, 'accepted');
    touch(task, 'assigned');
    tell(task, 'agent-accepted', worker.name);
    emit('reservation.accepted', task, reservation);
    return true;
  };

  const move = (worker: Worker, activity: ActivityName) => {
    worker.activity = activity;
    worker.dateStatusChanged = new Date();
    worker.version += 1;
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
    if (how === 'timeout') move(worker, 'Offline');
    for (const name of ['Available', 'Unavailable', 'Offline'] as const) {
      if (workspace.activities[name] === activitySid) move(worker, name);
    }
    touch(task, 'pending');
    if (how === 'canceled') pause(task.sid);
    else pause(pair(task, worker));
    tell(task, OVER[how], worker.name);
    emit(`reservation.${how}`, task, reservation);
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
    forget(task);
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
    workers,
    reservations,
    accept,
    reject: (reservation: Reservation, activitySid?: string) => over(reservation, 'rejected', activitySid),
    /** The agent was rung, and did not answer. */
    miss: (reservation: Reservation) => over(reservation, 'timeout'),
    wrap,
    end,
    touch,
    create(given: Pick<Task, 'attributes' | 'timeout' | 'priority' | 'taskChannel'>): Task {
      const task = newTask(given);
      tasks.set(task.sid, task);
      tell(task, 'task-created');
      emit('task.created', task);
      later(task, task.timeout * 1000, () => end(task, 'canceled', 'Task TTL Exceeded'));
      routeSoon();
      return task;
    },
    remove(task: Task) {
      if (!end(task, 'canceled', 'Task deleted')) end(task, 'completed', 'Task deleted');
      task.deleted = true;
      emit('task.deleted', task);
    },
    add(worker: Worker) {
      workers.push(worker);
      routeSoon();
    },
    removeWorker(worker: Worker) {
      const at = workers.indexOf(worker);
      if (at >= 0) workers.splice(at, 1);
      for (const one of reservations.values()) if (one.worker === worker) over(one, 'canceled');
    },
    setActivity(worker: Worker, activity: ActivityName) {
      move(worker, activity);
      routeSoon();
    },
    setAvailable(worker: Worker, available: boolean) {
      move(worker, available ? 'Available' : 'Unavailable');
      routeSoon();
    },
    stop() {
      stopped = true;
      timers.stop();
    },
  };
};
