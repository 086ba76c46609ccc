import type { CallSeen, Calls } from '../../lib/handoff/ports/calls.ts';
import type { TransferStatus } from '../../lib/handoff/record/events.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;

/** One call at Vapi: live, forwarding or over. */
export class FakeCall {
  readonly id = 'call-1';
  status: 'in-progress' | 'forwarding' | 'ended' = 'in-progress';
  endedReason = '';
  readonly said: string[] = [];
  /** What the assistant was told without a word to the caller. */
  readonly informed: string[] = [];
  readonly transfers: string[] = [];
  /** Calls opened to get the caller back, and the one that has them. */
  readonly opened: string[] = [];
  /** How Vapi answers the next requests to open a call; it opens them when the list is used up. */
  openAnswers: 'refused'[] = [];
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
      world.webhook({ ...over, source: 'end-of-call-report', clear: false, fieldsFilled: 0 }),
    );
    world.in(20 + world.jitter(3_000), () =>
      world.webhook({ ...over, source: 'status-update', clear: true, fieldsFilled: 0 }),
    );
    const report = transfer === undefined ? {} : { transfer };
    world.in(2_000 + world.jitter(4_000), () =>
      world.webhook({ ...over, ...report, source: 'end-of-call-report', clear: true, fieldsFilled: 5 }),
    );
  }

  port(at: At): Calls {
    const world = this.#world;
    const lost = { is: 'unsure', reason: 'answer lost' } as const;
    return {
      look: (callId) => at(() => ({ is: 'call-seen', call: this.#seen(callId) })),
      say: (_to, content) =>
        at(() => {
          if (this.status === 'ended') return { is: 'refused', reason: 'vapi-404' };
          this.said.push(content);
          return world.chance(world.plan.lostAnswerChance) ? lost : { is: 'told' };
        }),
      inform: (_to, content) =>
        at(() => {
          if (this.status === 'ended') return { is: 'refused', reason: 'vapi-404' };
          this.informed.push(content);
          return { is: 'told' };
        }),
      open: () =>
        at(() => {
          if (this.openAnswers.shift() === 'refused') return { is: 'refused', reason: 'vapi-400' };
          const callId = `call-${this.opened.length + 2}`;
          this.opened.push(callId);
          const twiml = `<Response><Connect><Stream url="wss://vapi.example/${callId}"/></Connect></Response>`;
          return world.chance(world.plan.lostAnswerChance)
            ? { is: 'not-done', reason: 'answer lost' }
            : { is: 'assistant-opened', callId, twiml };
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

  #seen(callId: string): CallSeen {
    if (callId !== this.id) {
      const joined = this.#world.legs.caller.where === `assistant ${callId}`;
      return { is: 'live', status: joined ? 'in-progress' : 'queued', forwarding: false };
    }
    if (this.status === 'ended') return { is: 'over', endedReason: this.endedReason };
    const forwarding = this.status === 'forwarding';
    return { is: 'live', status: this.status, forwarding, said: [...this.said] };
  }
}
