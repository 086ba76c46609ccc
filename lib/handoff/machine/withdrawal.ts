import { completed } from '../../outbox/effect.ts';
import type { Effect, Handoff } from '../record/handoff.ts';
import { end } from './end.ts';
import { taken } from './offer.ts';
import { oweLook } from './steps.ts';

/** Vapi ends any call after 43,200 s; a conversation that nobody reported is over a little later (H14). */
export const LONGEST_CALL_MS = 45_000_000;

/** How often it is asked whether an agent of whom nothing is known still has the caller. */
const TAKEN_MS = 15_000;

/** An agent has the caller, and which one will be told, or that they have talked: nothing is cut meanwhile. */
export const stillTaken = (handoff: Handoff, effect: Effect, now: number): Handoff => {
  if (effect.work.kind !== 'withdraw-task') return handoff;
  if (now >= handoff.deadline + LONGEST_CALL_MS) {
    return end(handoff, { outcome: 'completed', reason: 'no report of the end' }, now);
  }
  const { claim: _freed, ...rest } = effect;
  const later: Effect = {
    ...rest,
    work: { ...effect.work, taken: true },
    attempts: 0,
    notBefore: now + TAKEN_MS,
  };
  const effects = handoff.effects.map((one) => (one.id === effect.id ? later : one));
  return oweLook({ ...handoff, effects }, now);
};

/** No agent has the task, as far as can be known: a caller who waits hears so. */
export const nobodyHasIt = (handoff: Handoff, how: { taskIsClosed: boolean }, now: number): Handoff =>
  handoff.callOver
    ? end(handoff, { outcome: 'caller_left', reason: 'leg over', ...how }, now)
    : end(handoff, { outcome: 'no_agent', reason: 'window expired', ...how }, now);

/** What TaskRouter says of the task at the end of the window. */
export const withdrawn = (handoff: Handoff, effect: Effect, isTaken: boolean, now: number): Handoff => {
  const left = completed(handoff, effect.id);
  const wasTaken = effect.work.kind === 'withdraw-task' && effect.work.taken === true;
  // What an agent has can be over only because they have talked, and a caller who has gone talks no more.
  if (wasTaken && !isTaken) {
    return end(left, { outcome: 'completed', reason: 'task over', taskIsClosed: true }, now);
  }
  if (!isTaken) return nobodyHasIt(left, { taskIsClosed: true }, now);
  if (left.callOver) return end(left, { outcome: 'completed', reason: 'leg over' }, now);
  const joined = taken(left, now);
  return joined === left ? stillTaken(handoff, effect, now) : joined;
};
