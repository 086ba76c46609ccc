import type { Tasks } from '../../lib/handoff/ports.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;
type FakeTask = {
  sid: string;
  handoffId: string;
  try: number;
  status: 'pending' | 'reserved' | 'assigned' | 'canceled' | 'completed';
};

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
      const number = `+1415555010${this.accepted.length}`;
      const reservationSid = `WR-${task.sid}-${this.offersAfterMs.length}`;
      world.assignment(
        {
          is: 'assignment',
          workspaceSid: 'WS1',
          taskSid: task.sid,
          reservationSid,
          workerSid: `WK-${number}`,
          contactUri: number,
          task: { handoffId: task.handoffId, try: task.try, callId: world.call.id },
        },
        (instruction) => {
          if (task.status !== 'reserved') return;
          task.status = instruction === 'accept' ? 'assigned' : 'pending';
          if (instruction === 'accept') this.accepted.push(number);
          else this.#offer(task);
        },
      );
    });
  }

  port(at: At): Tasks {
    const world = this.#world;
    const of = (key: { handoffId: string; try: number }) =>
      this.tasks.find((task) => task.handoffId === key.handoffId && task.try === key.try);
    return {
      create: (order) =>
        at(() => {
          const { handoffId } = order;
          const task: FakeTask = {
            sid: `WT${this.tasks.length + 1}`,
            handoffId,
            try: order.try,
            status: 'pending',
          };
          this.tasks.push(task);
          const open = this.open().filter((one) => one.handoffId === handoffId).length;
          this.mostOpen = Math.max(this.mostOpen, open);
          this.#offer(task);
          // The safety net: TaskRouter cancels by itself what nobody took.
          world.in(order.timeoutSeconds * 1000, () => {
            if (task.status !== 'pending' && task.status !== 'reserved') return;
            task.status = 'canceled';
            this.leftToTimeOut += 1;
          });
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
          if (task !== undefined && OPEN.includes(task.status)) {
            task.status = task.status === 'assigned' ? 'completed' : 'canceled';
          }
          return world.chance(world.plan.lostAnswerChance)
            ? { is: 'not-done', reason: 'answer lost' }
            : { is: 'closed' };
        }),
    };
  }
}
