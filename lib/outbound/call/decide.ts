import { withoutUndefined } from '../../base/without-undefined.ts';
import { again, type Pending } from '../../outbox/effect.ts';
import { outcomeOf } from '../outcome.ts';
import type { OutboundOutcome } from '../outcomes.ts';
import type { OutboundEvent } from './events.ts';
import { afterPlaceLook, withPlaceFreed, withPlaceInDoubt } from './lost-place.ts';
import type { NotMade, OutboundCall, OutboundWork } from './record.ts';
import type { HandedOver, WorkResult } from './results.ts';
import { ANSWER_LOST, done, FIRST_LOOK_MS, lookPauseMs, owe } from './steps.ts';

/** Deferrals: 2 s, doubling to 60 s. */
const FIRST_DEFERRAL_MS = 2_000;
const LONGEST_DEFERRAL_MS = 60_000;
/** Looks for a call whose answer was lost: Vapi's list shows it within seconds. */
const LOOKS_MS = [3_000, 15_000] as const;
/** A report comes within seconds, and a handoff under way is decided within its window. */
const SOON_MS = 10_000;

/** Vapi tells of each within minutes. */
const MOST_BLOCKED = 20;

/** A call as it was asked for. It owes its dialling, not before `dueAt` (ms since 1970). */
export function askedFor(
  asked: Pick<OutboundCall, 'id' | 'order' | 'campaign'>,
  now: number,
  dueAt: number,
): OutboundCall {
  const progress = { state: 'waiting' as const, ...(dueAt > now && { dueAt }) };
  const call = { ...asked, requestedAt: now, progress, deferrals: 0, attempts: 0, effects: [] };
  return owe(call, { kind: 'dial' }, now, dueAt);
}

function ended(
  call: OutboundCall,
  end: { outcome: OutboundOutcome; endedReason?: string | undefined; callId?: string | undefined },
  now: number,
): OutboundCall {
  if (call.progress.state === 'ended') return call;
  const { outcome, endedReason, callId } = end;
  const progress = {
    state: 'ended' as const,
    at: now,
    outcome,
    ...withoutUndefined({ endedReason, callId }),
  };
  const kind = call.campaign === undefined ? 'free-place' : 'tell-campaign';
  return owe({ ...call, progress, effects: [] }, { kind }, now);
}

/** A campaign's call that did not come about: it is the campaign that calls again. */
const notMade = (call: OutboundCall, why: NotMade, now: number): OutboundCall =>
  ended({ ...call, attempts: 0, notMade: why }, { outcome: 'canceled' }, now);

/** Whether somebody is at it, or has died at it. */
export const isBeingDialled = ({ effects }: OutboundCall): boolean =>
  effects.some(({ work, claim }) => work.kind === 'dial' && claim !== undefined);

/** Takes a call back that has not been dialled; undefined for one that has. Its number is free again. */
export function canceled(call: OutboundCall, now: number): OutboundCall | undefined {
  if (call.progress.state !== 'waiting' || isBeingDialled(call)) return undefined;
  return owe(ended(call, { outcome: 'canceled' }, now), { kind: 'free-number' }, now);
}

/** The call after what Vapi told of it: late and repeated news change nothing. `handedOver`: to a person. */
export function afterEvent(
  call: OutboundCall,
  event: OutboundEvent,
  handedOver: HandedOver,
  now: number,
): OutboundCall {
  const { progress } = call;
  const { callId } = event;
  if (call.blockedCalls?.includes(callId)) return call;
  if (progress.state === 'ended') return event.type === 'ended' ? withPlaceFreed(call, now) : call;
  // Of a call that two looks did not find, after which another was asked for.
  const known = 'callId' in progress ? progress.callId : undefined;
  if (known !== undefined && known !== callId) return call;
  if (event.type === 'talking') {
    if (progress.state === 'talking') return call;
    const talking = { ...call, progress: { state: 'talking' as const, at: now, callId } };
    return watched({ ...talking, attempts: Math.max(1, call.attempts) }, now);
  }
  const { endedReason, hasSpoken, byStatus } = event;
  // Whether they have talked is in the report, or at Vapi.
  const mayHaveTalked = progress.state === 'talking' || isToldByTalk(endedReason);
  const next =
    byStatus && !hasSpoken && mayHaveTalked
      ? lookedAtSoon(call, callId, now)
      : afterEnd(call, { callId, endedReason, hasSpoken, handedOver }, now);
  // How the handoff ends is seen later; at Vapi there is room for another call.
  return handedOver === 'open' ? owe(next, { kind: 'free-place' }, now) : next;
}

/** Whether a word of the callee's makes another outcome of it. */
function isToldByTalk(endedReason: string): boolean {
  const outcome = (hasSpoken: boolean) =>
    outcomeOf({ endedReason, hasSpoken, handedOver: false, rang: false }).outcome;
  return outcome(true) !== outcome(false);
}

function afterEnd(
  call: OutboundCall,
  end: { callId?: string | undefined; endedReason: string; hasSpoken: boolean; handedOver: HandedOver },
  now: number,
): OutboundCall {
  const { callId, handedOver, ...told } = end;
  // The assistant's call is over and the caller's is not: they are on their way to somebody.
  if (handedOver === 'open' && callId !== undefined) {
    return lookedAtSoon(call, callId, now);
  }
  const rang = call.progress.state === 'talking';
  const { outcome, kind } = outcomeOf({ ...told, handedOver: handedOver === true, rang });
  // No room at Vapi: nobody's telephone rang, and it is asked for again.
  if (kind === 'concurrency') return deferred(waitingAgain(call, callId), now, {});
  return ended({ ...call, attempts: 1 }, { outcome, endedReason: end.endedReason, callId }, now);
}

/** There is or may be a call, and it has the place that an earlier attempt was to give back. */
const withItsPlace = (call: OutboundCall): OutboundCall => done(call, 'free-place');

/** Its assistant is done, and how it ends is told by others or seen then. */
function lookedAtSoon(call: OutboundCall, callId: string, now: number): OutboundCall {
  const at = call.progress.state === 'talking' ? call.progress.at : now;
  const talking = { ...call, progress: { state: 'talking' as const, at, callId }, attempts: 1 };
  const left = withItsPlace(done(done(done(talking, 'find'), 'dial'), 'look'));
  return owe(left, { kind: 'look' }, now, now + SOON_MS);
}

/** Its end may never be told: it is looked at. */
function watched(call: OutboundCall, now: number): OutboundCall {
  const left = withItsPlace(done(done(call, 'find'), 'dial'));
  return owe(left, { kind: 'look' }, now, now + FIRST_LOOK_MS);
}

/** `blocked`: the call at Vapi for which there was no room; late news of it mean nothing to the next one. */
function waitingAgain(call: OutboundCall, blocked?: string): OutboundCall {
  const { blockedCalls = [] } = call;
  return {
    ...{ ...call, progress: { state: 'waiting' }, attempts: 0, effects: [] },
    ...(blocked !== undefined && { blockedCalls: [...blockedCalls, blocked].slice(-MOST_BLOCKED) }),
  };
}

function deferred(
  call: OutboundCall,
  now: number,
  { retryAfterSeconds = 0 }: { retryAfterSeconds?: number },
): OutboundCall {
  if (call.campaign !== undefined) return notMade(call, { why: 'room', retryAfterSeconds }, now);
  const pause = Math.min(LONGEST_DEFERRAL_MS, FIRST_DEFERRAL_MS * 2 ** Math.min(call.deferrals, 10));
  const dueAt = now + Math.max(pause, retryAfterSeconds * 1_000);
  const waiting = {
    ...done(call, 'dial'),
    deferrals: call.deferrals + 1,
    progress: { state: 'waiting' as const },
  };
  return owe(owe(waiting, { kind: 'free-place' }, now), { kind: 'dial' }, now, dueAt);
}

/** The call after an attempt at what it owes. */
export function afterResult(
  call: OutboundCall,
  effect: Pending<OutboundWork>,
  result: WorkResult,
  now: number,
): OutboundCall {
  // What Vapi told meanwhile has settled it, or owes another of its kind: the result is of neither.
  const isOwed = call.effects.some(
    ({ id, claim }) => id === effect.id && claim?.owner === effect.claim?.owner,
  );
  if (!isOwed) return call;
  if (effect.work.kind === 'look-then-free') return afterPlaceLook(call, effect, effect.work, result, now);
  switch (result.is) {
    case 'not-yet': {
      const { dueAt } = result;
      if (call.campaign !== undefined) return notMade(call, { why: 'hours', dueAt }, now);
      const waiting = { ...done(call, effect.id), progress: { state: 'waiting' as const, dueAt } };
      // An attempt before this one may have taken it.
      return owe(owe(waiting, { kind: 'free-place' }, now), { kind: 'dial' }, now, dueAt);
    }
    case 'forbidden': {
      const { outcome } = result;
      return ended({ ...call, notMade: { why: 'forbidden', outcome } }, { outcome }, now);
    }
    case 'withdrawn':
      return notMade(call, { why: 'withdrawn' }, now);
    case 'deferred':
      return deferred(call, now, result);
    case 'refused':
      return ended(call, { outcome: 'failed', endedReason: result.reason }, now);
    case 'placed':
    case 'found': {
      const { callId } = result;
      // An earlier one of the same name, for which there was no room, is not what was sought.
      if (call.blockedCalls?.includes(callId)) return afterAbsent(call, effect, now);
      const dialing = { ...call, attempts: 1, progress: { state: 'dialing' as const, at: now, callId } };
      return watched(done(dialing, effect.id), now);
    }
    case 'unsure': {
      const dialing = {
        ...withItsPlace(done(call, effect.id)),
        attempts: 1,
        progress: { state: 'dialing' as const, at: now },
      };
      const find = { kind: 'find', looks: 0, since: effect.notBefore, repeat: result.repeat } as const;
      return owe(dialing, find, now, now + LOOKS_MS[0]);
    }
    case 'absent':
      return afterAbsent(call, effect, now);
    case 'live': {
      const lasted = 'at' in call.progress ? now - call.progress.at : FIRST_LOOK_MS;
      return owe(done(call, effect.id), { kind: 'look' }, now, now + lookPauseMs(lasted));
    }
    case 'over': {
      const callId = 'callId' in call.progress ? call.progress.callId : undefined;
      return afterEnd(done(call, effect.id), { ...result, callId }, now);
    }
    case 'freed':
      return done(call, effect.id);
    case 'not-done':
      return again<OutboundWork, OutboundCall>(call, effect, now, {
        unsure: true,
        ...(result.retryAfterSeconds !== undefined && { retryAfterSeconds: result.retryAfterSeconds }),
      });
  }
}

/** Absent at the first look is not "never made": looked at twice, and then nobody knows (Vapi: a lost answer). */
function afterAbsent(call: OutboundCall, effect: Pending<OutboundWork>, now: number): OutboundCall {
  const { work } = effect;
  const without = done(call, effect.id);
  if (work.kind !== 'find') return ended(without, { outcome: 'unknown' }, now);
  const next = LOOKS_MS[work.looks + 1];
  if (next !== undefined)
    return owe(without, { ...work, looks: work.looks + 1 }, now, now + next - LOOKS_MS[0]);
  if (work.repeat) return deferred(waitingAgain(without), now, {});
  const lostAt = 'at' in call.progress ? call.progress.at : now;
  const unknown = ended(without, { outcome: 'unknown', endedReason: ANSWER_LOST }, now);
  return withPlaceInDoubt(unknown, { since: work.since, lostAt }, now);
}
