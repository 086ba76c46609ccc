import { isPassing } from '../../lib/base/trouble.ts';
import type { Plan, Span } from './plan.ts';
import { mulberry32 } from './seeded.ts';

/** When every world begins, in ms since 1970. */
export const BEGUN = 1_000_000_000_000;

/** After this long everything comes once more, in a world that echoes. */
export const ECHO_MS = 60_000;

export class Invocation {
  dead = false;
}

type Action = { at: number; order: number; run: () => void };
/**
 * Time, chance and crashes. Whatever an invocation does to the outside stops before and after it (`point`); the stage
 * decides who goes on next, and may stop an invocation for good at any point.
 */
export class Stage {
  now = BEGUN;
  points = 0;
  crashes = 0;
  /** When an invocation died last, in ms since 1970. */
  diedAt = 0;
  readonly plan: Plan;
  #random: () => number;
  #waiting: { invocation: Invocation; release: () => void }[] = [];
  #actions: Action[] = [];
  #order = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.#random = mulberry32(plan.seed);
  }

  chance(probability: number | undefined): boolean {
    return probability !== undefined && this.#random() < probability;
  }

  /** Some number of milliseconds up to `most`; 0 in an orderly world. */
  jitter(most: number): number {
    return this.plan.interleave ? Math.floor(this.#random() * most) : 0;
  }

  in(ms: number, run: () => void): void {
    this.#actions.push({ at: this.now + ms, order: this.#order++, run });
  }

  /** Before and after everything that an invocation does to the outside. Never returns to a dead one. */
  point(invocation: Invocation): Promise<void> {
    if (invocation.dead) return new Promise(() => {});
    return new Promise((release) => this.#waiting.push({ invocation, release }));
  }

  /** Runs until nothing is left to do. */
  async run(): Promise<void> {
    for (let steps = 0; steps < 20_000; steps += 1) {
      await new Promise((resolve) => process.nextTick(resolve));
      if (this.#waiting.length > 0) this.#letOneGoOn();
      else if (this.#actions.length > 0) this.#nextAction();
      else return;
    }
    throw new Error('the world does not come to rest');
  }

  protected async pause(invocation: Invocation): Promise<void> {
    if (!this.plan.interleave) return;
    await new Promise<void>((resolve) => this.in(this.jitter(this.plan.slowMs ?? 1_000), resolve));
    await this.point(invocation);
  }

  #letOneGoOn(): void {
    const index = this.plan.interleave ? Math.floor(this.#random() * this.#waiting.length) : 0;
    const [next] = this.#waiting.splice(index, 1);
    if (next === undefined || next.invocation.dead) return;
    this.points += 1;
    this.now += 3;
    const may = this.crashes < (this.plan.maxCrashes ?? 1);
    if (this.points === this.plan.crashAt || (may && this.chance(this.plan.crashChance))) {
      this.crashes += 1;
      this.diedAt = this.now;
      next.invocation.dead = true;
      this.#onDeath.get(next.invocation)?.();
      return;
    }
    next.release();
  }

  #onDeath = new Map<Invocation, () => void>();

  #nextAction(): void {
    let action = this.#actions[0];
    for (const one of this.#actions) {
      if (action && (one.at < action.at || (one.at === action.at && one.order < action.order))) action = one;
    }
    if (action === undefined) return;
    this.#actions.splice(this.#actions.indexOf(action), 1);
    this.now = Math.max(this.now, action.at);
    action.run();
  }

  /** Starts work that dies as a whole when it crashes; `failed` is called for a crash, and for an error with that. */
  invoke(work: (invocation: Invocation) => Promise<void>, failed: (error?: Error) => void): void {
    const invocation = new Invocation();
    this.#onDeath.set(invocation, failed);
    work(invocation).catch((error: unknown) => {
      if (!isPassing(error)) throw error;
      failed(error);
    });
  }

  /** How long something is still away, in ms; 0 when it is there. */
  awayFor({ from, to }: Span = { from: 0, to: 0 }): number {
    const since = this.now - BEGUN;
    return since >= from && since < to ? to - since : 0;
  }

  /** How far the clock of one invocation is from the others'. */
  protected clockOffset(): number {
    const { clocksDifferMs = 0 } = this.plan;
    return clocksDifferMs === 0 ? 0 : Math.floor((this.#random() * 2 - 1) * clocksDifferMs);
  }

  /** A number that was not given before. */
  protected next(): number {
    return this.#order++;
  }
}
