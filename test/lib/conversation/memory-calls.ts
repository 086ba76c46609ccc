import { Unavailable } from '../../../lib/base/trouble.ts';
import type { StoredUtterance } from '../../../lib/base/utterance.ts';
import { type Call, callSchema } from '../../../lib/conversation/call.ts';
import type { CallStore, LoadedCall } from '../../../lib/conversation/ports.ts';
import type { Standing } from '../../../lib/conversation/rules.ts';
import { inSpokenOrder, type Turn } from '../../../lib/conversation/turns.ts';

/** One call in memory with the table's guarded writes; what is done with it is kept by its name in order. */
export class MemoryCalls implements CallStore {
  call: Call | undefined;
  version = 0;
  overAt: number | undefined;
  standing: Standing = { is: 'none' };
  /** Every utterance that was ever stored, by its content. */
  readonly turns = new Map<string, Turn>();
  readonly done: string[] = [];
  down = false;
  /** Runs before a save is decided: what another worker wrote meanwhile. */
  meanwhile: (() => void) | undefined;
  /** The next save happens, and is answered as if it had been lost: its first answer was. */
  answerLost = false;

  async load(_callId: string): Promise<LoadedCall> {
    this.#asked('load');
    return { call: this.call, version: this.version, overAt: this.overAt, standing: this.standing };
  }

  async save(call: Call, expectedVersion: number): Promise<'saved' | 'lost'> {
    this.#asked('save');
    const interfering = this.meanwhile;
    this.meanwhile = undefined;
    interfering?.();
    if (this.version !== expectedVersion) return 'lost';
    this.write(call);
    if (!this.answerLost) return 'saved';
    this.answerLost = false;
    return 'lost';
  }

  async append(_callId: string, turns: readonly [Turn, ...Turn[]]): Promise<void> {
    this.#asked('append');
    for (const turn of turns) this.turns.set(JSON.stringify(turn), turn);
  }

  /** As the table keeps it: what its schema does not know is lost. */
  write(call: Call): void {
    this.call = callSchema.parse(JSON.parse(JSON.stringify(call)));
    this.version += 1;
  }

  conversation(): StoredUtterance[] {
    return inSpokenOrder([...this.turns.values()]);
  }

  #asked(name: string): void {
    this.done.push(name);
    if (this.down) throw new Unavailable('table', 'down');
  }
}
