import { isDeepStrictEqual } from 'node:util';
import { decide } from '../../../lib/handoff/machine/decide.ts';
import { afterEffect } from '../../../lib/handoff/machine/results.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import type { HandoffEvent } from '../../../lib/handoff/record/events.ts';
import type { Effect, Handoff, Work } from '../../../lib/handoff/record/handoff.ts';
import { type Claimed, claim, LEASE_MS } from '../../../lib/outbox/claims.ts';
import * as given from './given.ts';
import * as legs from './given-legs.ts';
import { CONTEXT, type Step } from './played-steps.ts';
import { type Leg, OutsideWorld } from './played-world.ts';

/** What made the record change: an event, or what came of an effect. */
export type Cause = HandoffEvent | Effect | undefined;
type Changed = (before: Loaded, after: Handoff, cause: Cause) => void;

/** The record, what has become of its effects, and what is outside. */
export class Play {
  now = given.T0;
  loaded: Loaded = { is: 'none', version: 0 };
  readonly outside = new OutsideWorld();
  readonly follows: HandoffEvent[] = [];
  inFlight: { claimed: Claimed<Work>; until: number }[] = [];
  #owners = 0;
  readonly #changed: Changed;

  constructor(changed: Changed) {
    this.#changed = changed;
  }

  get record(): Handoff | undefined {
    return this.loaded.is === 'handoff' ? this.loaded.handoff : undefined;
  }

  open() {
    return this.outside.tasks.filter((task) => task.open);
  }

  live(): Leg[] {
    return this.outside.legs.filter((leg) => leg.live);
  }

  #set(after: Handoff, cause?: Cause): void {
    const before = this.loaded;
    this.loaded = given.frozen({ is: 'handoff', handoff: after, version: before.version + 1 });
    this.#changed(before, after, cause);
  }

  deliver(event: HandoffEvent): void {
    const decision = decide(this.loaded, given.CALL_ID, given.frozen(event), this.now);
    const again = decide(this.loaded, given.CALL_ID, event, this.now);
    if (!isDeepStrictEqual(decision, again)) throw new Error('decided in two ways');
    if (decision.is === 'call-over') {
      this.loaded = { is: 'call-over', version: this.loaded.version + 1 };
      return;
    }
    if (decision.is === 'put-off') this.follows.push(decision.follow.event);
    if (decision.is === 'changed') this.#set(decision.handoff, event);
  }

  /** A worker takes what is due. One that works longer than its lease is dead: the worker has 10 seconds. */
  begin(): void {
    if (this.record === undefined) return;
    this.inFlight = this.inFlight.filter(({ until }) => until > this.now);
    const { record, claimed } = claim(this.record, `worker-${this.#owners++}`, this.now);
    if (claimed.length === 0) return;
    this.#set(record);
    const until = this.now + LEASE_MS;
    this.inFlight.push(...given.frozen(claimed).map((each) => ({ claimed: each, until })));
  }

  finish(which: number, answer: number): void {
    this.inFlight = this.inFlight.filter(({ until }) => until > this.now);
    const [taken] = this.inFlight.splice(which % Math.max(1, this.inFlight.length), 1);
    if (taken === undefined || this.record === undefined) return;
    const { effect } = taken.claimed;
    const result = this.outside.answer(taken.claimed, answer, this.now);
    if (result.is === 'rung') this.#told(result.callSid);
    this.#set(afterEffect(this.record, effect, given.frozen(result), this.now), effect);
  }

  crash(happened: boolean): void {
    const taken = this.inFlight.pop();
    if (taken !== undefined && happened) this.outside.answer(taken.claimed, 0, this.now);
  }

  step(step: Step): void {
    const handoffId = this.record?.handoffId ?? 'ho_0';
    switch (step.is) {
      case 'wait':
        this.now += step.ms;
        return;
      case 'begin-work':
        this.begin();
        return;
      case 'finish-work':
        this.finish(step.which, step.answer);
        return;
      case 'crash':
        this.crash(step.happened);
        return;
      case 'escalate': {
        // Only an assistant who has the caller can ask for a human.
        if (this.#isAway()) return;
        const { which, windowSeconds } = step;
        const strategy = { is: step.strategy, reason: 'for the test' };
        const request = { requestedAt: this.now, context: CONTEXT, windowSeconds, strategy };
        this.deliver(given.escalation(`ho_${which}`, request));
        return;
      }
      case 'task':
        this.#ofTask(step);
        return;
      case 'agent-leg':
        this.legNews(this.outside.legs.at(-1 - step.which), step.news);
        return;
      case 'agent-decides':
        this.#decides(this.live()[step.which] ?? this.live().at(-1), step.decision);
        return;
      case 'conference': {
        const { what, room } = step;
        const taskNo = this.record?.taskNo ?? 1;
        const events: HandoffEvent[] = [
          legs.joined('CA1', room, handoffId, taskNo),
          legs.joined(this.live().at(-1)?.sid ?? 'CA9', room, handoffId, taskNo),
          legs.conferenceOver(handoffId, taskNo),
          legs.released(handoffId),
        ];
        this.deliver(events[what] ?? given.resume);
        return;
      }
      case 'queue-left':
        this.deliver(legs.queueLeft(step.result, handoffId));
        return;
      case 'message': {
        const events: HandoffEvent[] = [
          { type: 'window-expired', handoffId },
          given.confirmed(),
          given.resumed,
          given.takenBack,
        ];
        this.deliver(events[step.what] ?? given.resume);
        return;
      }
      case 'follow': {
        const next = this.follows.shift();
        if (next !== undefined) this.deliver(next);
        return;
      }
      case 'call-over': {
        const { source, clear, fieldsFilled, transfer, putOff } = step;
        const told = { source, clear, fieldsFilled, putOff, ...(transfer === undefined ? {} : { transfer }) };
        this.deliver(given.callOver(told));
      }
    }
  }

  #told(callSid: string): void {
    for (const leg of this.outside.legs) if (leg.sid === callSid) leg.told = true;
  }

  #isAway(): boolean {
    const kinds = this.record?.effects.map(({ work }) => work.kind) ?? [];
    return ['open-assistant', 'move-caller', 'request-callback'].some((kind) =>
      kinds.some((one) => one === kind),
    );
  }

  /** Twilio tells of a leg on which an agent was rung. */
  legNews(leg: Leg | undefined, news: Extract<HandoffEvent, { type: 'agent-leg' }>['is']): void {
    if (leg === undefined) return;
    if (news !== 'ringing' && news !== 'answered') leg.live = false;
    const { handoffId, reservationSid, sid: callSid } = leg;
    this.#told(callSid);
    this.deliver(legs.leg(news, { handoffId, reservationSid, callSid }));
  }

  /** An agent presses a key, or none; whoever is not joined hears so, and the call ends. */
  #decides(
    leg: Leg | undefined,
    decision: Extract<HandoffEvent, { type: 'agent-decided' }>['decision'],
  ): void {
    if (leg === undefined) return;
    const { handoffId, reservationSid, sid: callSid } = leg;
    this.deliver(legs.decided(decision, { handoffId, reservationSid, callSid }));
    const { progress } = this.record ?? {};
    const joining = progress?.state === 'bridging' || progress?.state === 'connected';
    const mine = joining && progress.reservation.sid === reservationSid && progress.agentLeg === callSid;
    if (decision !== 'taken' || !mine) leg.live = false;
  }

  /** TaskRouter says something of a task that it has, or of one that nobody here made. */
  #ofTask({ what, which, agent, flex }: Extract<Step, { is: 'task' }>): void {
    const task = this.open()[0] ?? this.outside.tasks[which];
    if (task === undefined) {
      this.deliver(given.accepted(agent, { handoffId: 'ho_foreign' }));
      return;
    }
    const about = { handoffId: task.handoffId, taskNo: task.taskNo, taskSid: task.sid };
    // An agent who is offered the task again has another reservation.
    const reservationSid = `WR${agent}-${task.sid}-${which % 2}`;
    if (what >= 5) task.open = false;
    const ended = { ...about, why: 'somebody closed it' };
    const who = flex ? { ...given.agent(agent), number: `client:agent-${agent}` } : given.agent(agent);
    const events: HandoffEvent[] = [
      { ...about, type: 'reservation-offered', reservationSid, agent: who },
      { ...about, type: 'reservation-offered', reservationSid, agent: who },
      { ...about, type: 'agent-accepted', reservationSid, agent: who },
      { ...about, type: 'agent-accepted', reservationSid, agent: who },
      { ...about, type: 'offer-over', reservationSid, why: 'timeout' },
      { type: 'task-gave-up', ...ended },
      { type: 'task-ended', ...ended },
    ];
    this.deliver(events[what] ?? given.resume);
  }
}
