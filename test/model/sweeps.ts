import { Unavailable } from '../../lib/base/trouble.ts';
import { isPatient } from '../../lib/handoff/machine/steps.ts';
import { wakeDue } from '../../lib/handoff/machine/waiting.ts';
import type { Handoff } from '../../lib/handoff/record/handoff.ts';
import { sweeper } from '../../lib/outbox/sweep.ts';
import type { World } from './world.ts';

const quiet = () => {};
/** Between two passes of the sweeper. */
const SWEEP_MS = 1_000;
/** The sweeper wakes the same record again no sooner. */
const SWEEP_AGAIN_MS = 10_000;

/** The real sweeper, which passes by while something is due; in the model, only then. */
export class Sweeps {
  readonly #world: World;
  readonly #patient = new Set<string>();
  #sweepAt: number | undefined;
  readonly #pass = sweeper({
    dueBetween: async (from, to) =>
      this.#world.lines.flatMap(({ call: { id } }) => {
        const record = this.#world.record(id);
        const at = record && wakeDue(record);
        return at === undefined || at < from || at > to
          ? []
          : [{ key: id, at, list: 'calls', callerWaits: true }];
      }),
    wake: async (due) => {
      if (this.#world.isQueueAway()) throw new Unavailable('queue', 'for the test');
      for (const { key } of due) this.#world.wake(key);
    },
    clock: () => this.#world.now,
    log: { info: quiet, warn: quiet, error: quiet },
    count: quiet,
    time: quiet,
  });

  constructor(world: World) {
    this.#world = world;
  }

  /** Lets the sweeper pass by while something is due; in the model, only then. */
  sweepFor(record: Handoff | undefined): void {
    if (record === undefined) return;
    this.sweepForPatient(record);
    const due = wakeDue(record);
    if (due === undefined || this.#world.plan.sweeps !== true) return;
    const at = Math.max(this.#world.now, due) + SWEEP_MS;
    if (this.#sweepAt !== undefined && this.#sweepAt <= at) return;
    this.#sweepAt = at;
    this.#world.in(at - this.#world.now, () => {
      if (this.#sweepAt === at) this.#sweepAt = undefined;
      void this.#pass();
      for (const { call } of this.#world.lines) this.sweepFor(this.#world.record(call.id));
    });
  }

  /** What nobody waits for has no message, so that the sweeper finds it always. */
  sweepForPatient({ callId, effects }: Handoff): void {
    for (const { id, work, notBefore } of effects) {
      const name = `${callId} ${id} ${notBefore}`;
      if (!isPatient(work) || notBefore < this.#world.now + 5_000 || this.#patient.has(name)) continue;
      this.#patient.add(name);
      const wake = () => {
        const { effects: left = [] } = this.#world.record(callId) ?? {};
        if (!left.some((one) => one.id === id && one.notBefore === notBefore)) return;
        this.#world.wake(callId);
        // Again, should that message be lost or its worker die; ever more rarely, as the sweeper does.
        this.#world.in(Math.max(SWEEP_AGAIN_MS, (this.#world.now - notBefore) / 2), wake);
      };
      this.#world.in(notBefore + SWEEP_MS - this.#world.now, wake);
    }
  }
}
