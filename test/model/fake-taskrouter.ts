import type { Tasks } from '../../lib/handoff/ports/tasks.ts';
import type { HandoffEvent } from '../../lib/handoff/record/events.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;
type FakeTask = {
  sid: string;
  callId: string;
  handoffId: string;
  taskNo: number;
  status: 'pending' | 'reserved' | 'assigned' | 'canceled' | 'completed';
  reservation?: {
    sid: string;
    number: string;
    status: 'pending' | 'accepted' | 'over';
    agent?: PoolAgent | undefined;
  };
  /** An agent of the pool is being reserved for it. */
  matched?: boolean;
};
/** An agent who takes one call at a time. */
export type PoolAgent = { number: string; busy: boolean; awayUntil: number };
/** An agent who let an offer pass is offered nothing for so long. */
const AWAY_MS = 20_000;

const ofTask = ({ handoffId, taskNo, sid }: FakeTask) => ({ handoffId, taskNo, taskSid: sid });

const OPEN = ['pending', 'reserved', 'assigned'];

/** One workflow of TaskRouter: offers its tasks to its agents in turn, refuses what TaskRouter refuses. */
export class FakeTaskRouter {
  readonly tasks: FakeTask[] = [];
  /** The most tasks of one call that were open at one time. */
  mostOpen = 0;
  /** Tasks that nobody closed until TaskRouter did. */
  leftToTimeOut = 0;
  /** Milliseconds from a task's creation to its offer, for each offer; none left: nobody is there. */
  offersAfterMs: number[] = [];
  /** Where there are some, they are offered what waits as soon as they are free. */
  pool: PoolAgent[] = [];
  /** How long a reservation waits for its answer; TaskRouter's own. */
  reservationMs = 120_000;
  /** How an agent is reached, by the number of the offer. */
  addressOf = (offer: number): string => `+1415555010${offer % 10}`;
  readonly accepted: string[] = [];
  /** Tasks that were completed, by when. */
  readonly completedAt = new Map<string, number>();
  #offers = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  open(): FakeTask[] {
    return this.tasks.filter((task) => OPEN.includes(task.status));
  }

  #offer(task: FakeTask): void {
    const world = this.#world;
    if (this.pool.length > 0) {
      this.#match();
      return;
    }
    const after = this.offersAfterMs.shift();
    if (after === undefined) return;
    world.in(after + world.jitter(300), () => this.#reserve(task));
  }

  /** What waits is offered to whoever is free. */
  #match(): void {
    const world = this.#world;
    for (const task of this.tasks) {
      const agent = this.pool.find(({ busy, awayUntil }) => !busy && awayUntil <= world.now);
      if (agent === undefined) return;
      if (task.status !== 'pending' || task.matched) continue;
      task.matched = true;
      agent.busy = true;
      world.in(300 + world.jitter(300), () => {
        task.matched = false;
        if (task.status === 'pending') this.#reserve(task, agent);
        else this.#free(agent);
      });
    }
  }

  #free(agent: PoolAgent | undefined, awayMs = 0): void {
    if (agent === undefined) return;
    agent.busy = false;
    agent.awayUntil = this.#world.now + awayMs;
    this.#world.in(awayMs, () => this.#match());
  }

  #reserve(task: FakeTask, agent?: PoolAgent): void {
    const world = this.#world;
    if (task.status !== 'pending') return;
    task.status = 'reserved';
    const number = agent?.number ?? this.addressOf(this.#offers);
    const sid = `WR-${task.sid}-${this.#offers++}`;
    const reservation: NonNullable<FakeTask['reservation']> = { sid, number, status: 'pending', agent };
    task.reservation = reservation;
    const { handoffId, taskNo, callId } = task;
    world.assignment(
      {
        is: 'assignment',
        workspaceSid: 'WS1',
        taskSid: task.sid,
        reservationSid: sid,
        workerSid: `WK-${number}`,
        contactUri: number,
        task: { handoffId, taskNo, callId },
      },
      (instruction) => {
        if (task.status !== 'reserved' || reservation.status !== 'pending') return;
        if (instruction === 'accept') this.accept(task);
        else if (instruction === 'left') world.in(this.reservationMs, () => this.#over(task, sid, 'timeout'));
        else this.#over(task, sid, 'canceled');
      },
    );
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
    this.#tell(task, {
      type: 'agent-accepted',
      ...ofTask(task),
      reservationSid: reservation.sid,
      agent: { workerSid: `WK-${reservation.number}`, number: reservation.number },
    });
  }

  #over(task: FakeTask, sid: string, why: 'timeout' | 'canceled' | 'rejected'): void {
    const { reservation } = task;
    if (task.status !== 'reserved' || reservation?.sid !== sid || reservation.status !== 'pending') return;
    reservation.status = 'over';
    task.status = 'pending';
    this.#tell(task, { type: 'offer-over', ...ofTask(task), reservationSid: sid, why });
    this.#free(reservation.agent, AWAY_MS);
    this.#offer(task);
  }

  /** As TaskRouter's event callback: without retries. */
  #tell(task: FakeTask, event: HandoffEvent): void {
    this.#world.webhook(event, 0, task.callId);
  }

  /** A supervisor, or another program, ends what waits or is talked about. */
  endedBySomebody(how: 'canceled' | 'completed'): void {
    const task = this.open()[0];
    if (task === undefined || (how === 'canceled') === (task.status === 'assigned')) return;
    const why = `task.${how}`;
    if (how === 'canceled') this.cancel(task);
    else this.#complete(task);
    this.#tell(task, { type: how === 'canceled' ? 'task-gave-up' : 'task-ended', ...ofTask(task), why });
  }

  #complete(task: FakeTask): void {
    task.status = 'completed';
    this.completedAt.set(task.sid, this.#world.now);
    this.#free(task.reservation?.agent);
  }

  /** A task, made by us or by a caller who enters the queue. */
  make(callId: string, handoffId: string, taskTry: number, timeoutSeconds: number): FakeTask {
    const world = this.#world;
    const sid = `WT${this.tasks.length + 1}`;
    const task: FakeTask = { sid, callId, handoffId, taskNo: taskTry, status: 'pending' };
    this.tasks.push(task);
    const open = this.open().filter((one) => one.callId === callId).length;
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
    if (task.reservation?.status === 'pending') this.#free(task.reservation.agent);
    if (task.reservation !== undefined) task.reservation.status = 'over';
    this.#world.lineOf(task.callId).legs.taskCanceled(task.sid);
  }

  port(at: At): Tasks {
    const world = this.#world;
    const of = (key: { handoffId: string; taskNo: number }) =>
      this.tasks.find((task) => task.handoffId === key.handoffId && task.taskNo === key.taskNo);
    return {
      create: (order) =>
        at(() => {
          const { vapi_call_id: callId } = JSON.parse(order.attributes);
          const task = this.make(callId, order.handoffId, order.taskNo, order.timeoutSeconds);
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
          if (task?.status === 'assigned') this.#complete(task);
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
