import type { Trouble } from '../../base/trouble.ts';
import { completed } from '../../outbox/effect.ts';
import type { EffectResult, OwnLegResult } from '../ports/results.ts';
import type { Effect, Handoff, Work } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { notLookedFor, onAgentLegMade } from './agent-leg.ts';
import { bridgeRefused, callIsOver } from './bridge.ts';
import { legsSeen } from './caller-leg.ts';
import { callerAway, end, releaseAgent } from './end.ts';
import { askWhetherTaken } from './looks.ts';
import { acceptedInVain, fallBack, oweJoin } from './offer.ts';
import { backToQueue } from './offers.ts';
import { note, owe, owes, oweTask } from './steps.ts';

/** The leg is not in our account, whatever the request said. */
const NOT_OURS = 'twilio-404-20404';

/** What becomes of a reservation whose task TaskRouter has canceled, and deleted 5 minutes later. */
const WITH_ITS_TASK: readonly string[] = ['reservation-canceled', 'reservation-gone'];

/** Resets an effect that certainly did not happen: pending and unclaimed again. */
const untouched = (handoff: Handoff, id: string): Handoff => ({
  ...handoff,
  effects: handoff.effects.map((effect) => {
    if (effect.id !== id) return effect;
    const { claim: _freed, ...rest } = effect;
    return { ...rest, mayHaveHappened: false };
  }),
});

/** The caller's leg is over, as whoever wanted to do something with it has found. */
const callerGone = (handoff: Handoff, now: number): Handoff =>
  handoff.progress.state === 'ended'
    ? note({ ...handoff, callOver: true }, 'the caller has left', now)
    : (askWhetherTaken(handoff, now) ??
      callIsOver(handoff, { endedReason: 'leg over', fieldsFilled: 0 }, now));

/** Nobody can take the caller back: a sentence, and a callback to a caller who has a number. */
const sayGoodbye = (handoff: Handoff, now: number): Handoff => {
  const told = owe(handoff, { kind: 'move-caller', to: { is: 'goodbye' } }, now);
  return handoff.request.caller === undefined ? told : owe(told, { kind: 'request-callback' }, now);
};

const moved = (handoff: Handoff, { to }: Extract<Work, { kind: 'move-caller' }>, now: number): Handoff => {
  const noted = note(handoff, `caller moved to ${to.is}`, now);
  const { progress } = noted;
  switch (to.is) {
    case 'conference':
      return progress.state === 'bridging'
        ? { ...noted, progress: { ...progress, movedAt: progress.movedAt ?? now } }
        : noted;
    case 'queue':
      return progress.state === 'requested'
        ? note({ ...noted, progress: { state: 'queued' } }, 'queued', now)
        : noted;
    case 'assistant':
    case 'goodbye':
      return noted;
  }
};

/**
 * An agent whom we could not ring, or who did not come to the phone, has accepted all the same, in Flex: the task is
 * theirs, joins nobody, and can only be completed. The next agent needs another one.
 */
const takenElsewhere = (
  handoff: Handoff,
  { taskSid, reservationSid, workerSid }: Extract<Work, { kind: 'reject-reservation' }>,
  now: number,
): Handoff => {
  const { progress } = handoff;
  const holds = (progress.state === 'queued' || progress.state === 'offered') && progress.taskSid === taskSid;
  if (!holds || workerSid === undefined || strategyOf(handoff).callerWaits === 'in-queue') return handoff;
  const reservation = { sid: reservationSid, agent: { workerSid } };
  const free = releaseAgent(handoff, 'over', now);
  return acceptedInVain(free, taskSid, reservation, now);
};

/** What a good answer about a leg of our own, or about its reservation, means. */
export const ownLegResult = (
  handoff: Handoff,
  effect: Effect,
  result: OwnLegResult,
  now: number,
): Handoff => {
  const { work } = effect;
  const done = completed(handoff, effect.id);
  const { progress } = handoff;
  // An earlier attempt may have made a leg: with the effect still in the record it is looked for.
  const inDoubt = work.kind === 'ring-agent' && effect.mayHaveHappened;
  switch (result.is) {
    case 'rung':
      return work.kind === 'ring-agent' ? onAgentLegMade(done, work.reservation, result.callSid, now) : done;
    case 'leg-foreign': {
      // Vapi has lost a caller who waits in the queue: to them it is one agent who cannot be rung.
      if (callerAway(handoff).is !== 'no') {
        const how = { why: result.reason, reject: true, agentGone: !inDoubt } as const;
        return backToQueue(inDoubt ? handoff : done, how, now);
      }
      return fallBack(inDoubt ? releaseAgent(handoff, 'over', now) : done, result.reason, now);
    }
    case 'leg-seen': {
      if (work.kind !== 'look-at-agent' || progress.state !== 'offered') return done;
      if (progress.reservation.sid !== work.reservation.sid) return done;
      const agentGone = result.leg.is !== 'live';
      const why = agentGone ? 'leg over' : 'no decision';
      return backToQueue(done, { why, reject: true, agentGone }, now);
    }
    case 'legs-seen':
      return legsSeen(handoff, effect, result, now);
    case 'accepted':
      return work.kind === 'reject-reservation'
        ? takenElsewhere(done, work, now)
        : oweJoin(note(done, 'reservation accepted', now), now);
    case 'offer-gone': {
      // With the task, as far as can be seen: it is closed, and the next one made. Owed, it says where the caller is.
      if (WITH_ITS_TASK.includes(result.reason)) {
        return bridgeRefused(untouched(handoff, effect.id), result.reason, now);
      }
      const back = backToQueue(done, { why: result.reason, reject: false, agentGone: false }, now);
      return now < handoff.deadline ? back : end(back, { outcome: 'no_agent', reason: result.reason }, now);
    }
    case 'rejected':
    case 'end-announced':
    case 'facts-kept':
      return done;
    case 'released':
      return note(done, 'agent released', now);
    case 'redirected':
      return work.kind === 'move-caller' ? moved(done, work, now) : done;
    case 'caller-gone':
      return callerGone(inDoubt ? handoff : done, now);
    case 'assistant-opened': {
      const { callId, twiml } = result;
      return owe(done, { kind: 'move-caller', to: { is: 'assistant', callId, twiml } }, now);
    }
    case 'callback-requested':
      return note(done, 'callback requested', now);
  }
};

/** What came of an effect that nobody waits for any more: another event has settled it meanwhile. */
export const lateResult = (
  handoff: Handoff,
  { work, mayHaveHappened }: Effect,
  result: EffectResult,
  now: number,
): Handoff => {
  if (work.kind === 'ring-agent') {
    if (result.is === 'rung') return onAgentLegMade(handoff, work.reservation, result.callSid, now);
    // Neither this attempt nor one before has made a leg.
    const never =
      ['caller-gone', 'leg-foreign', 'refused', 'not-done'].includes(result.is) && !mayHaveHappened;
    return never ? notLookedFor(handoff, work.reservation.sid) : handoff;
  }
  if (work.kind !== 'move-caller' || work.to.is === 'assistant' || work.to.is === 'goodbye') return handoff;
  const returning = owes(handoff, 'open-assistant');
  if (result.is === 'caller-gone') {
    const left = returning === undefined ? handoff : completed(handoff, returning.id);
    return left.callOver ? left : callerGone(left, now);
  }
  if (result.is !== 'redirected' || returning === undefined || returning.notBefore <= now) return handoff;
  // The caller is where nobody is any more: they need not wait until the claim has run out.
  const effects = handoff.effects.map((one) => (one.id === returning.id ? { ...one, notBefore: now } : one));
  return { ...handoff, effects };
};

/** An effect on a leg of our own, or on its reservation, that was refused or tried often enough. */
export const ownLegGaveUp = (handoff: Handoff, effect: Effect, trouble: Trouble, now: number): Handoff => {
  const { work } = effect;
  const { reason } = trouble;
  const left = note(completed(handoff, effect.id), `gave up ${work.kind}: ${reason}`, now);
  // What is not in our account was never moved by us, whatever became of earlier attempts.
  const certainly = trouble.is === 'refused' && (!effect.mayHaveHappened || reason === NOT_OURS);
  switch (work.kind) {
    case 'ring-agent': {
      const why = `cannot be rung: ${reason}`;
      // A leg that may have been made all the same is looked for: the effect's own claim tells since when.
      return backToQueue(certainly ? left : handoff, { why, reject: true, agentGone: certainly }, now);
    }
    case 'accept-reservation':
      // Still owed, it says that the caller has not been moved.
      return bridgeRefused(untouched(handoff, effect.id), reason, now);
    case 'move-caller':
      return notMoved(handoff, effect, work, { certainly, reason }, now);
    case 'open-assistant':
      return sayGoodbye(left, now);
    case 'look-at-legs':
      return work.why === 'sweep' ? left : bridgeRefused(left, reason, now);
    default:
      return left;
  }
};

const notMoved = (
  handoff: Handoff,
  effect: Effect,
  { to }: Extract<Work, { kind: 'move-caller' }>,
  { certainly, reason }: { certainly: boolean; reason: string },
  now: number,
): Handoff => {
  const left = note(completed(handoff, effect.id), `gave up move-caller: ${reason}`, now);
  switch (to.is) {
    case 'conference': {
      // With the effect still in the record it is known whether the caller may have been moved all the same.
      const owing = certainly ? untouched(handoff, effect.id) : handoff;
      const refused = bridgeRefused(owing, reason, now);
      return reason === NOT_OURS ? fallBack(refused, reason, now) : refused;
    }
    case 'queue': {
      if (certainly) return oweTask(fallBack(left, reason, now), now);
      return end(handoff, { outcome: 'task_failed', reason }, now);
    }
    case 'assistant':
      return sayGoodbye(left, now);
    case 'goodbye':
      return left;
  }
};
