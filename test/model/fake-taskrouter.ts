import type { Tasks } from '../../lib/handoff/ports/tasks.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;
type FakeTask = {
  sid: string;
  handoffId: string;
  taskNo: number;
  status: 'pending' | 'reserved' | 'assigned' | 'canceled' | 'completed';
  reservation?: { sid: string; number: string; status: 'pending' | 'accepted' | 'over' };
};
/** TaskRouter's own: how long a reservation waits for its answer. */
const RESERVATION_MS = 120_000;

const OPEN = ['pending', 'reserved', 'assigned'];

/** One workflow of TaskRouter: offers its tasks to its agents in turn, refuses what TaskRouter refuses. */
export class FakeTaskRouter {
  readonly tasks: FakeTask[] = [];
  /** The most tasks of one handoff that were open at one time. */
  mostOpen = 0;
  /** Tasks that nobody closed until TaskRouter did. */
  leftToTimeOut = 0;
  /** Milliseconds from a task's creation to its offer, for each offer; none left: nobody is there. */
  offersAfterMs: number[] = [];
  readonly accepted: string[] = [];
  #offers = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  open(): FakeTask[] {
    return this.tasks.filter((task) => OPEN.includes(task.status));
  }

  #offer(task: FakeTask): void {
    const after = this.offersAfterMs.shift();
    if (after === undefined) return;
    const world = this.#world;
    world.in(after + world.jitter(300), () => {
      if (task.status !== 'pending') return;
      task.status = 'reserved';
      const number = `+1415555010${this.#offers % 10}`;
      const sid = `WR-${task.sid}-${this.#offers++}`;
      const reservation: NonNullable<FakeTask['reservation']> = { sid, number, status: 'pending' };
      task.reservation = reservation;
      world.assignment(
        {
          is: 'assignment',
          workspaceSid: 'WS1',
          taskSid: task.sid,
          reservationSid: sid,
          workerSid: `WK-${number}`,
          contactUri: number,
          task: { handoffId: task.handoffId, taskNo: task.taskNo, callId: world.call.id },
        },
        (instruction) => {
          if (task.status !== 'reserved' || reservation.status !== 'pending') return;
          if (instruction === 'accept') this.accept(task);
          else if (instruction === 'left') world.in(RESERVATION_MS, () => this.#over(task, sid, 'timeout'));
          else this.#over(task, sid, 'canceled');
        },
      );
    });
  }

  /** The reservation of this task, while it waits for an answer. */
  waiting(sid: string): FakeTask | undefined {
    return this.tasks.find(({ status, reservation }) => {
      return status === 'reserved' && reservation?.sid === sid && reservation.status === 'pending';
    });
  }

  accept(task: FakeTask): void {
    const { reservation } = task;
    if (reservation === undefined) return;
    task.status = 'assigned';
    reservation.status = 'accepted';
    this.accepted.push(reservation.number);
    this.#world.webhook({
      type: 'agent-accepted',
      handoffId: task.handoffId,
      taskNo: task.taskNo,
      taskSid: task.sid,
      reservationSid: reservation.sid,
      agent: { workerSid: `WK-${reservation.number}`, number: reservation.number },
    });
  }

  #over(task: FakeTask, sid: string, why: 'timeout' | 'canceled' | 'rejected'): void {
    const { reservation } = task;
    if (task.status !== 'reserved' || reservation?.sid !== sid || reservation.status !== 'pending') return;
    reservation.status = 'over';
    task.status = 'pending';
    const { handoffId } = task;
    const ofTask = { handoffId, taskNo: task.taskNo, taskSid: task.sid };
    this.#world.webhook({ type: 'offer-over', ...ofTask, reservationSid: sid, why });
    this.#offer(task);
  }

  /** A task, made by us or by a caller who enters the queue. */
  make(handoffId: string, taskTry: number, timeoutSeconds: number): FakeTask {
    const world = this.#world;
    const sid = `WT${this.tasks.length + 1}`;
    const task: FakeTask = { sid, handoffId, taskNo: taskTry, status: 'pending' };
    this.tasks.push(task);
    const open = this.open().filter((one) => one.handoffId === handoffId).length;
    this.mostOpen = Math.max(this.mostOpen, open);
    this.#offer(task);
    // The safety net: TaskRouter cancels by itself what nobody took.
    world.in(timeoutSeconds * 1000, () => {
      if (task.status !== 'pending' && task.status !== 'reserved') return;
      this.leftToTimeOut += 1;
      this.cancel(task);
    });
    return task;
  }

  cancel(task: FakeTask): void {
    task.status = 'canceled';
    if (task.reservation !== undefined) task.reservation.status = 'over';
    this.#world.legs.taskCanceled(task.sid);
  }

  port(at: At): Tasks {
    const world = this.#world;
    const of = (key: { handoffId: string; taskNo: number }) =>
      this.tasks.find((task) => task.handoffId === key.handoffId && task.taskNo === key.taskNo);
    return {
      create: (order) =>
        at(() => {
          const task = this.make(order.handoffId, order.taskNo, order.timeoutSeconds);
          return world.chance(world.plan.lostAnswerChance)
            ? { is: 'unsure', reason: 'answer lost' }
            : { is: 'task-created', taskSid: task.sid };
        }),
      find: (key) =>
        at(() => {
          const task = of(key);
          return task === undefined ? { is: 'task-absent' } : { is: 'task-created', taskSid: task.sid };
        }),
      close: ({ taskSid }) =>
        at(() => {
          const task = this.tasks.find((one) => one.sid === taskSid);
          if (task?.status === 'assigned') task.status = 'completed';
          else if (task !== undefined && OPEN.includes(task.status)) this.cancel(task);
          return world.chance(world.plan.lostAnswerChance)
            ? { is: 'not-done', reason: 'answer lost' }
            : { is: 'closed' };
        }),
      withdraw: ({ taskSid }) =>
        at(() => {
          const task = this.tasks.find((one) => one.sid === taskSid);
          if (task?.status === 'assigned' || task?.status === 'completed') return { is: 'task-taken' };
          if (task !== undefined && OPEN.includes(task.status)) this.cancel(task);
          return world.chance(world.plan.lostAnswerChance)
            ? { is: 'not-done', reason: 'answer lost' }
            : { is: 'closed' };
        }),
      accept: ({ reservationSid }) =>
        at(() => {
          const of = this.tasks.find(({ reservation }) => reservation?.sid === reservationSid);
          const task = this.waiting(reservationSid);
          if (task !== undefined) this.accept(task);
          else if (of?.reservation?.status !== 'accepted') return { is: 'offer-gone', reason: 'over' };
          return world.chance(world.plan.lostAnswerChance)
            ? { is: 'not-done', reason: 'answer lost' }
            : { is: 'accepted' };
        }),
      reject: ({ reservationSid }) =>
        at(() => {
          const task = this.waiting(reservationSid);
          if (task !== undefined) this.#over(task, reservationSid, 'rejected');
          return world.chance(world.plan.lostAnswerChance)
            ? { is: 'not-done', reason: 'answer lost' }
            : { is: 'rejected' };
        }),
    };
  }
}
