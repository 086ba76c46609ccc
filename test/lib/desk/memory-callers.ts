import { Unavailable } from '../../../lib/base/trouble.ts';
import type { CutOff } from '../../../lib/desk/memory.ts';
import type { CallerMemory } from '../../../lib/desk/ports.ts';

/** What is remembered of callers, in memory; `done` is what it was asked to do. */
export class MemoryCallers implements CallerMemory {
  readonly known = new Map<string, CutOff>();
  readonly done: string[] = [];
  down = false;

  async load(number: string): Promise<CutOff | undefined> {
    this.#ask('load', number);
    return this.known.get(number);
  }

  async keep(number: string, cutOff: CutOff): Promise<void> {
    this.#ask('keep', number);
    this.known.set(number, { ...this.known.get(number), ...cutOff });
  }

  async forget(number: string): Promise<void> {
    this.#ask('forget', number);
    this.known.delete(number);
  }

  #ask(what: string, number: string): void {
    this.done.push(`${what} ${number}`);
    if (this.down) throw new Unavailable('table', 'down');
  }
}
