import type { CallSeen, Calls } from '../../lib/handoff/ports/calls.ts';
import type { TransferStatus } from '../../lib/handoff/record/events.ts';
import { speech } from '../../lib/speech/english.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;
/** What ends the waiting of a caller who is with the assistant. */
const HOW_IT_WENT: readonly string[] = [speech.toCaller.busy, speech.toCaller.sorry];

/** One call at Vapi: live, forwarding or over. */
export class FakeCall {
  readonly id: string;
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
  /** What the agents' telephones do, one for each transfer; answered when the list is used up. */
  transfersEnd: ('answered' | 'unanswered' | 'declined')[] = [];
  /** How long caller and agent talk; undefined: until somebody hangs up. */
  talkMs = 20_000;
  /** Transfers whose agent answered. */
  answered = 0;
  /** Sentences of ours that were said into a talk with an agent. */
  saidIntoTalk = 0;
  /** When the caller heard how it went, and when the call was over, in ms since 1970. */
  toldAt: number | undefined;
  endedAt: number | undefined;
  /** When an agent's telephone rang that was answered, in ms since 1970. */
  transferredAt: number | undefined;
  readonly #world: World;

  constructor(world: World, id: string) {
    this.#world = world;
    this.id = id;
  }

  /** The call ends: Vapi says so by an early empty report, a status and a full report, in no fixed order. */
  end(endedReason: string, transfer?: TransferStatus): void {
    if (this.status === 'ended') return;
    this.status = 'ended';
    this.endedReason = endedReason;
    const world = this.#world;
    this.endedAt = world.now;
    const over = { type: 'call-over', endedReason, putOff: 0 } as const;
    world.in(world.jitter(3_000), () =>
      world.webhook({ ...over, source: 'end-of-call-report', clear: false, fieldsFilled: 0 }, 0, this.id),
    );
    world.in(20 + world.jitter(3_000), () =>
      world.webhook({ ...over, source: 'status-update', clear: true, fieldsFilled: 0 }, 0, this.id),
    );
    const report = transfer === undefined ? {} : { transfer };
    world.in(2_000 + world.jitter(4_000), () =>
      world.webhook(
        { ...over, ...report, source: 'end-of-call-report', clear: true, fieldsFilled: 5 },
        0,
        this.id,
      ),
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
          if (this.status === 'forwarding') this.saidIntoTalk += 1;
          if (HOW_IT_WENT.includes(content)) this.toldAt ??= world.now;
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
          const callId = `${this.id}.${this.opened.length + 2}`;
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
          const told = { type: 'bridge-confirmed', by: 'status-update', number: agent.number } as const;
          world.in(30 + world.jitter(2_000), () => world.webhook(told, 0, this.id));
          this.#ring(this.transfersEnd.shift() ?? 'answered');
          return world.chance(world.plan.lostAnswerChance) ? lost : { is: 'transfer-asked' };
        }),
    };
  }

  /** A warm transfer: a call whose agent does not answer, or declines, is with the assistant again. */
  #ring(how: 'answered' | 'unanswered' | 'declined'): void {
    const world = this.#world;
    if (how === 'answered') {
      this.answered += 1;
      this.transferredAt ??= world.now;
      world.in(this.talkMs, () => this.end('assistant-forwarded-call', 'completed'));
      return;
    }
    world.in(how === 'unanswered' ? 20_000 : 2_500, () => {
      if (this.status !== 'forwarding') return;
      this.status = 'in-progress';
      world.in(30 + world.jitter(4_000), () => world.webhook({ type: 'assistant-resumed' }, 0, this.id));
    });
  }

  #seen(callId: string): CallSeen {
    if (callId !== this.id) {
      const joined = this.#world.lineOf(this.id).legs.caller.where === `assistant ${callId}`;
      return { is: 'live', status: joined ? 'in-progress' : 'queued', forwarding: false };
    }
    if (this.status === 'ended') return { is: 'over', endedReason: this.endedReason };
    const forwarding = this.status === 'forwarding';
    return { is: 'live', status: this.status, forwarding, said: [...this.said] };
  }
}
