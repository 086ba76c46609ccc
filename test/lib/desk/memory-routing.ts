import { Unavailable } from '../../../lib/base/trouble.ts';
import type { RoutingStore } from '../../../lib/desk/ports.ts';
import { type Routing, UNROUTED } from '../../../lib/desk/routing.ts';

/** The ways of calls through the desk in memory, with the table's guarded writes; `asked` is what it was asked. */
export class MemoryRouting implements RoutingStore {
  readonly #kept = new Map<string, { routing: Routing; version: number }>();
  readonly asked: string[] = [];
  down = false;
  /** Runs before the next save is decided: what another one wrote meanwhile. */
  meanwhile: (() => Promise<unknown>) | undefined;

  async load(callId: string): Promise<{ routing: Routing; version: number }> {
    this.#ask('load');
    return this.#kept.get(callId) ?? { routing: UNROUTED, version: 0 };
  }

  async save(callId: string, routing: Routing, expectedVersion: number): Promise<'saved' | 'lost'> {
    this.#ask('save');
    const interfering = this.meanwhile;
    this.meanwhile = undefined;
    await interfering?.();
    if ((this.#kept.get(callId)?.version ?? 0) !== expectedVersion) return 'lost';
    this.#kept.set(callId, { routing, version: expectedVersion + 1 });
    return 'saved';
  }

  #ask(what: string): void {
    this.asked.push(what);
    if (this.down) throw new Unavailable('table', 'down');
  }
}
