import { type Exchange, secondsSince } from './exchange.ts';
import { callForm, statusForm } from './forms.ts';
import {
  type AnsweredBy,
  type Doing,
  type Interruption,
  isOver,
  type Leg,
  type LegOrder,
  type LegOver,
  newLeg,
  type Program,
  type StatusEvent,
} from './leg.ts';
import { decisionOf, type Phone, planOf } from './phones.ts';
import { pause } from './waiting.ts';

export type LegBook = ReturnType<typeof createLegs>;

/** The life of legs: they ring, are answered, run what they are told, and end. */
export const createLegs = (
  exchange: Exchange,
  options: { phoneOf: (number: string) => Phone; execute: Program },
) => {
  const { callbacks, accountSid, tell } = exchange;
  const legs = new Map<string, Leg>();

  const report = (leg: Leg, event: StatusEvent, status: string = leg.status) => {
    const { statusCallback } = leg;
    if (statusCallback === undefined || !statusCallback.events.includes(event)) return;
    const { answeredAt, endedAt } = leg;
    const lasted =
      endedAt === undefined || answeredAt === undefined ? undefined : secondsSince(exchange, answeredAt);
    const form = statusForm(accountSid, leg, status, lasted);
    leg.sequence += 1;
    callbacks.sendInOrder(leg, [`voice-status:${status}`, 'voice-status'], statusCallback, form);
  };

  const interrupt = ({ control }: Leg, why: Interruption) => control.abort(why);

  const end = (leg: Leg, status: LegOver) => {
    if (isOver(leg)) return;
    const wasAnswered = leg.answeredAt !== undefined;
    leg.status = status;
    leg.endedAt = Date.now();
    leg.playing = undefined;
    interrupt(leg, 'hung-up');
    report(leg, 'completed');
    if (!wasAnswered && leg.direction !== 'inbound') tell('agent-missed', leg, status);
    tell('leg-ended', leg, status);
    leg.finish(status);
  };

  /** Takes the leg away from whatever runs on it, and runs this. */
  const begin = (leg: Leg, program: Program) => {
    interrupt(leg, 'redirected');
    const control = new AbortController();
    leg.control = control;
    leg.playing = undefined;
    const run = async () => {
      try {
        await program(leg, control.signal);
      } catch (error) {
        if (!control.signal.aborted) throw error;
        return;
      }
      if (!control.signal.aborted) end(leg, 'completed');
    };
    void run();
  };

  const detect = (leg: Leg) => {
    const { detection } = leg;
    if (detection === undefined) return;
    const isMachine = planOf(phoneOf(leg)).does === 'voicemail';
    const machine: AnsweredBy = detection.messageEnd ? 'machine_end_beep' : 'machine_start';
    const answeredBy = isMachine ? machine : 'human';
    if (detection.async === undefined) {
      leg.answeredBy = answeredBy;
      return;
    }
    const { url } = detection.async;
    if (url === undefined) return;
    const form = { ...callForm(accountSid, leg), AnsweredBy: answeredBy, MachineDetectionDuration: '0' };
    callbacks.sendInOrder(leg, ['async-amd'], { url, method: 'POST' }, form);
  };

  const answer = (leg: Leg) => {
    leg.status = 'in-progress';
    leg.answeredAt = Date.now();
    detect(leg);
    report(leg, 'answered');
    tell('agent-answered', leg);
    begin(leg, leg.program ?? options.execute);
  };

  const phoneOf = (leg: Leg): Phone => leg.phone ?? options.phoneOf(leg.to);

  const ring: Program = async (leg, signal) => {
    const { does, answersAfterMs } = planOf(phoneOf(leg));
    leg.startedAt = Date.now();
    report(leg, 'initiated', 'initiated');
    if (does === 'fails') return end(leg, 'failed');
    leg.status = 'ringing';
    report(leg, 'ringing');
    tell('agent-rung', leg, leg.to);
    const patience = leg.timeout * exchange.secondMs;
    await callbacks.keep(pause(Math.min(answersAfterMs, patience), signal));
    if (answersAfterMs > patience) return end(leg, 'no-answer');
    if (does === 'busy') return end(leg, 'busy');
    answer(leg);
  };

  const add = (order: LegOrder): Leg => {
    const leg = newLeg(order);
    legs.set(leg.sid, leg);
    return leg;
  };

  const find = (sid: string): Leg => {
    const leg = legs.get(sid);
    if (leg === undefined) throw new Error(`there is no leg ${sid}`);
    return leg;
  };

  const press = (leg: Leg, digit: string): boolean => {
    leg.onKey?.(digit);
    return leg.onKey !== undefined;
  };

  /** The person on the phone puts it down; one that rings still is turned away. */
  const putDown = (leg: Leg) => {
    if (isOver(leg)) return;
    if (leg.status !== 'in-progress') return end(leg, leg.direction === 'inbound' ? 'canceled' : 'busy');
    if (leg.direction !== 'inbound') tell('agent-hung-up', leg);
    end(leg, 'completed');
  };

  return {
    legs,
    end,
    /** Makes a leg that is queued, and rings it after the answer to whoever asked. */
    call(order: LegOrder): Leg {
      const leg = add(order);
      callbacks.soon(() => {
        if (!isOver(leg)) begin(leg, ring);
      });
      return leg;
    },
    /** Makes a leg whose two ends have found each other already. */
    connected(order: LegOrder): Leg {
      const leg = add(order);
      leg.status = 'in-progress';
      leg.startedAt = leg.answeredAt = Date.now();
      if (leg.direction !== 'inbound') tell('agent-answered', leg);
      begin(leg, order.program ?? options.execute);
      return leg;
    },
    /** Makes a leg of a caller for whom it rings, until its TwiML answers or ends it. */
    arrive(order: LegOrder): Leg {
      const leg = add(order);
      leg.status = 'ringing';
      leg.startedAt = Date.now();
      callbacks.soon(() => {
        if (!isOver(leg)) begin(leg, options.execute);
      });
      return leg;
    },
    /** Answers a caller for whom it rings; nothing where it rings no more, or at somebody's else. */
    pickUp(leg: Leg) {
      if (leg.direction !== 'inbound' || leg.status !== 'ringing') return;
      leg.status = 'in-progress';
      leg.answeredAt = Date.now();
      report(leg, 'answered');
    },
    turnAway(leg: Leg, as: 'busy' | 'no-answer'): boolean {
      if (leg.direction !== 'inbound' || leg.status !== 'ringing') return false;
      end(leg, as);
      return true;
    },
    redirect(leg: Leg, doing: Doing) {
      leg.doing = doing;
      if (leg.direction === 'inbound') tell('caller-moved', leg);
      begin(leg, options.execute);
    },
    /** The phone of a leg notices that it is asked for a key. */
    async decide(leg: Leg, signal: AbortSignal): Promise<void> {
      if (leg.direction === 'inbound') return;
      const plan = planOf(phoneOf(leg));
      const decision = decisionOf(plan);
      if (decision === 'nothing') return;
      await callbacks.keep(pause(plan.decidesAfterMs, signal));
      if (decision === 'hangs-up') putDown(leg);
      else press(leg, decision.press);
    },
    press: (sid: string, digit: string): boolean => press(find(sid), digit),
    hangUp: (sid: string) => putDown(find(sid)),
    stop() {
      for (const leg of legs.values()) interrupt(leg, 'stopped');
    },
  };
};
