import type { Callbacks } from './twilio-callbacks.ts';
import {
  assignmentForm,
  eventForm,
  isOpen,
  newSid,
  type Reservation,
  readAttributes,
  type Task,
  type Worker,
  type Workspace,
} from './twilio-records.ts';

export type MomentKind =
  | 'task-created'
  | 'agent-offered'
  | 'agent-accepted'
  | 'agent-rejected'
  | 'offer-timed-out'
  | 'offer-canceled'
  | 'task-canceled'
  | 'task-completed'
  | 'warning';
/** One thing that happened at TaskRouter; `at` in ms since 1970. */
export type Moment = {
  taskSid: string;
  callId: string | undefined;
  at: number;
  what: MomentKind;
  detail?: string;
};

export type Urls = { assignmentUrl: string; fallbackUrl: string; eventsUrl: string; statusUrl: string };

/** TaskRouter waits 5 s for an answer, then asks the fallback. */
const ASSIGNMENT_TIMEOUT_MS = 5_000;
const EVENT_TIMEOUT_MS = 15_000;
const REOFFER_MS = 200;
const BY_THEMSELVES_MS = 50;

export type Routing = ReturnType<typeof createRouting>;

/** The life of tasks and reservations: who is offered what, and what comes of it. */
export const createRouting = (options: {
  workspace: Workspace;
  callbacks: Callbacks;
  reservationTimeoutMs: number;
  note: (moment: Moment) => void;
  urls: () => Urls | undefined;
}) => {
  const { workspace, callbacks, reservationTimeoutMs, note, urls } = options;
  const tasks = new Map<string, Task>();
  const workers: Worker[] = [];
  const reservations = new Map<string, Reservation>();
  const timers = new Set<NodeJS.Timeout>();

  const later = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };

  const tell = (task: Task, what: MomentKind, detail?: string) =>
    note({
      taskSid: task.sid,
      callId: task.callId,
      at: Date.now(),
      what,
      ...(detail !== undefined && { detail }),
    });

  const emit = (eventType: string, task: Task, reservation?: Reservation) => {
    const form = eventForm(eventType, task, workspace, reservation);
    void callbacks.send(eventType, urls()?.eventsUrl, form, EVENT_TIMEOUT_MS);
  };

  const touch = (task: Task, status: Task['assignmentStatus']) => {
    task.assignmentStatus = status;
    task.version += 1;
    task.updatedAt = Date.now();
  };

  const suits = (worker: Worker, task: Task): boolean => {
    const { department } = task;
    return worker.skills.length === 0 || department === undefined || worker.skills.includes(department);
  };

  const route = (task: Task, exceptWorker?: Worker) => {
    if (task.assignmentStatus !== 'pending') return;
    const worker = workers.find(
      (one) => one.available && one.task === undefined && one !== exceptWorker && suits(one, task),
    );
    if (worker !== undefined) offer(task, worker);
  };

  const routeAll = () => {
    for (const task of tasks.values()) route(task);
  };

  const offer = (task: Task, worker: Worker) => {
    const reservation: Reservation = { sid: newSid('WR'), task, worker, status: 'pending', version: 0 };
    reservations.set(reservation.sid, reservation);
    worker.task = task;
    touch(task, 'reserved');
    tell(task, 'agent-offered', worker.name);
    emit('reservation.created', task, reservation);
    later(reservationTimeoutMs, () => over(reservation, 'timeout'));
    void ask(reservation);
  };

  /** The assignment callback, then its fallback, and what their answer says. */
  const ask = async (reservation: Reservation) => {
    const form = assignmentForm(reservation, workspace);
    const places = [
      ['assignment', urls()?.assignmentUrl],
      ['assignment-fallback', urls()?.fallbackUrl],
    ] as const;
    for (const [operation, url] of places) {
      const { status, contentType, body } = await callbacks.send(operation, url, form, ASSIGNMENT_TIMEOUT_MS);
      if (status === 200 && contentType.startsWith('application/json')) {
        obey(reservation, body);
        return;
      }
    }
    over(reservation, 'canceled');
  };

  const obey = (reservation: Reservation, body: string) => {
    if (reservation.status !== 'pending') return;
    let instruction: unknown;
    try {
      const answer: unknown = body.trim() === '' ? {} : JSON.parse(body);
      instruction =
        typeof answer === 'object' && answer !== null && 'instruction' in answer ? answer.instruction : '';
    } catch {
      instruction = 'not JSON';
    }
    if (instruction === 'accept') accept(reservation);
    else if (instruction === 'reject') over(reservation, 'rejected');
    else {
      if (instruction !== '') tell(reservation.task, 'warning', `instruction ${String(instruction)}`);
      const { behaviour } = reservation.worker;
      if (behaviour === 'accepts') later(BY_THEMSELVES_MS, () => accept(reservation));
      if (behaviour === 'declines') later(BY_THEMSELVES_MS, () => over(reservation, 'rejected'));
    }
  };

  const accept = (reservation: Reservation): boolean => {
    if (reservation.status !== 'pending') return false;
    reservation.status = 'accepted';
    reservation.version += 1;
    touch(reservation.task, 'assigned');
    tell(reservation.task, 'agent-accepted', reservation.worker.name);
    emit('reservation.accepted', reservation.task, reservation);
    return true;
  };

  const MOMENTS = {
    rejected: 'agent-rejected',
    timeout: 'offer-timed-out',
    canceled: 'offer-canceled',
  } as const;

  /** The offer is over without the agent; the task waits for the next one. */
  const over = (reservation: Reservation, how: 'rejected' | 'timeout' | 'canceled'): boolean => {
    if (reservation.status !== 'pending') return false;
    const { task, worker } = reservation;
    reservation.status = how;
    reservation.version += 1;
    worker.task = undefined;
    // A reservation that times out sends its worker to the workspace's time-out activity.
    if (how === 'timeout') worker.available = false;
    if (task.assignmentStatus === 'reserved') touch(task, 'pending');
    tell(task, MOMENTS[how], worker.name);
    emit(`reservation.${how}`, task, reservation);
    route(task, worker);
    later(REOFFER_MS, routeAll);
    return true;
  };

  const end = (task: Task, status: 'canceled' | 'completed', reason: string) => {
    const held = [...reservations.values()].find(
      (one) => one.task === task && (one.status === 'pending' || one.status === 'accepted'),
    );
    touch(task, status);
    task.reason = reason;
    task.endedAt = Date.now();
    if (held !== undefined) {
      held.status = status;
      held.version += 1;
      held.worker.task = undefined;
      emit(`reservation.${status}`, task, held);
    }
    tell(task, status === 'canceled' ? 'task-canceled' : 'task-completed', reason);
    emit(`task.${status}`, task);
    later(0, routeAll);
  };

  return {
    tasks,
    workers,
    reservations,
    accept,
    reject: (reservation: Reservation) => over(reservation, 'rejected'),
    end,
    create(given: Pick<Task, 'attributes' | 'timeout' | 'priority' | 'taskChannel'>): Task {
      const now = Date.now();
      const task: Task = {
        ...given,
        ...readAttributes(given.attributes),
        sid: newSid('WT'),
        assignmentStatus: 'pending',
        reason: null,
        createdAt: now,
        updatedAt: now,
        version: 0,
      };
      tasks.set(task.sid, task);
      tell(task, 'task-created');
      emit('task.created', task);
      later(task.timeout * 1000, () => {
        const waits = task.assignmentStatus === 'pending' || task.assignmentStatus === 'reserved';
        if (waits) end(task, 'canceled', 'Task TTL Exceeded');
      });
      later(0, () => route(task));
      return task;
    },
    routeAll,
    isOpen,
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
