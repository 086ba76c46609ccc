import { Unavailable } from '../../../lib/base/trouble.ts';
import { type Leg, UNANSWERED } from '../../../lib/desk/leg.ts';
import type { LegStore } from '../../../lib/desk/ports.ts';

/** One leg in memory, with the table's guarded writes. */
export class MemoryLegs implements LegStore {
  leg: Leg = UNANSWERED;
  version = 0;
  readonly tied: [string, string][] = [];
  down = false;
  /** Saves that are taken before the table is away. */
  savesLeft = Number.POSITIVE_INFINITY;

  async load() {
    if (this.down) throw new Unavailable('table', 'down');
    return { leg: this.leg, version: this.version };
  }
  async save(_callSid: string, leg: Leg, expectedVersion: number) {
    if (this.down || this.savesLeft <= 0) throw new Unavailable('table', 'down');
    if (expectedVersion !== this.version) return 'lost' as const;
    this.savesLeft -= 1;
    this.leg = JSON.parse(JSON.stringify(leg));
    this.version += 1;
    return 'saved' as const;
  }
  async tie(callSid: string, callId: string) {
    this.tied.push([callSid, callId]);
  }
}
