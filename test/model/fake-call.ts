import type { CallSeen, TransferStatus } from '../../lib/handoff/events.ts';
import type { Calls } from '../../lib/handoff/ports.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;

/** One call at Vapi: live, forwarding or over. */
export class FakeCall {
  readonly id = 'call-1';
  status: 'in-progress' | 'forwarding' | 'ended' = 'in-progress';
  endedReason = '';
  readonly said: string[] = [];
  readonly transfers: string[] = [];
  /** How the control URL answers the next transfers; 'ok' when the list is used up. */
  transferAnswers: ('ok' | 'refused')[] = [];
  /** How long caller and agent talk; undefined: until somebody hangs up. */
  talkMs = 20_000;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The call ends: Vapi says so by an early empty report, a status and a full report, in no fixed order. */
  end(endedReason: string, transfer?: TransferStatus): void {
    if (this.status === 'ended') return;
    this.status = 'ended';
    this.endedReason = endedReason;
    const world = this.#world;
    const over = { type: 'call-over', endedReason, putOff: 0 } as const;
    world.in(world.jitter(3_000), () =>
      world.webhook({ ...over, source: 'end-of-call-report', clear: false, richness: 0 }),
    );
    world.in(20 + world.jitter(3_000), () =>
      world.webhook({ ...over, source: 'status-update', clear: true, richness: 0 }),
    );
    const report = transfer === undefined ? {} : { transfer };
    world.in(2_000 + world.jitter(4_000), () =>
      world.webhook({ ...over, ...report, source: 'end-of-call-report', clear: true, richness: 5 }),
    );
  }

  port(at: At): Calls {
    const world = this.#world;
    const lost = { is: 'unsure', reason: 'answer lost' } as const;
    return {
      look: () => at(() => ({ is: 'call-seen', call: this.#seen() })),
      say: (_to, content) =>
        at(() => {
          if (this.status === 'ended') return { is: 'refused', reason: 'vapi-404' };
          this.said.push(content);
          return world.chance(world.plan.lostAnswerChance) ? lost : { is: 'told' };
        }),
      transfer: (_to, agent) =>
        at(() => {
          if (this.status === 'ended' || this.transferAnswers.shift() === 'refused') {
            return { is: 'refused', reason: 'vapi-409' };
          }
          this.transfers.push(agent.number);
          this.status = 'forwarding';
          world.in(30 + world.jitter(2_000), () =>
            world.webhook({ type: 'bridge-confirmed', by: 'status-update', number: agent.number }),
          );
          world.in(this.talkMs, () => this.end('assistant-forwarded-call', 'completed'));
          return world.chance(world.plan.lostAnswerChance) ? lost : { is: 'transfer-asked' };
        }),
    };
  }

  #seen(): CallSeen {
    if (this.status === 'ended') return { is: 'over', endedReason: this.endedReason };
    const forwarding = this.status === 'forwarding';
    return { is: 'live', status: this.status, forwarding, said: [...this.said] };
  }
}
