import type { CallOver } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { changed, type Decision, REPEATED } from './decision.ts';
import { callerAway } from './end.ts';
import { mayBeTaken } from './offers.ts';
import { isTaken, owe, oweWithdrawal } from './steps.ts';

/** A leg whose conference or call is over has asked what comes next, and has been told, after this long. */
const SETTLED_MS = 2_000;

/** Owes a look at both legs, when what they do now shows what has happened. */
export function oweLookAtBoth(
  handoff: Handoff,
  why: 'conference-over' | 'call-broken',
  now: number,
): Handoff {
  return owe(handoff, { kind: 'look-at-legs', why }, now, now + SETTLED_MS);
}

/** One of the two is gone, and nobody said that they have met: what their legs do a moment later shows it. */
export const lookAtBoth = (handoff: Handoff, now: number): Decision => {
  const looking = oweLookAtBoth(handoff, 'conference-over', now);
  return looking === handoff ? REPEATED : changed(looking);
};

/** Vapi, a provider or the network failed, nobody hung up (Vapi: Call.endedReason). */
const BROKEN = /fault|error|pipeline-|worker-|failed-to-connect/;

/**
 * The record with the look that an end at Vapi asks for; undefined where it asks for none. A call that breaks says
 * nothing of a leg of our own: that may live, and an agent can be joined with it.
 */
export function lookWhereBroken(handoff: Handoff, endedReason: string, now: number): Handoff | undefined {
  const { state } = handoff.progress;
  const asks = strategyOf(handoff).seenIn === 'legs' && state !== 'connected' && state !== 'ended';
  return asks && BROKEN.test(endedReason) ? oweLookAtBoth(handoff, 'call-broken', now) : undefined;
}

/**
 * The caller's leg is over. Returns the record in which TaskRouter is asked whether they have talked with an agent of
 * whom nobody told; undefined where that cannot be.
 */
export function askWhetherTaken(handoff: Handoff, now: number): Handoff | undefined {
  const { state } = handoff.progress;
  if (strategyOf(handoff).taking.is !== 'from-queue' || isTaken(handoff)) return undefined;
  const waits = state === 'queued' || state === 'offered';
  const asks = state === 'bridging' || (waits && mayBeTaken(handoff));
  return asks ? oweWithdrawal({ ...handoff, callOver: true }, now) : undefined;
}

/** The same, also where the two were on the way into a conference: of that their legs tell. */
function lookWhereTalked(handoff: Handoff, now: number): Handoff | undefined {
  const asking = askWhetherTaken(handoff, now);
  if (asking !== undefined) return asking;
  const { taking, seenIn } = strategyOf(handoff);
  const joining = handoff.progress.state === 'bridging' && callerAway(handoff).is !== 'no';
  return joining && seenIn === 'legs' && taking.is === 'accepted'
    ? oweLookAtBoth(handoff, 'conference-over', now)
    : undefined;
}

/** The record with what has to be looked at before this end is decided; undefined where nothing has. */
export function lookBefore(
  handoff: Handoff,
  { source, endedReason }: Pick<CallOver, 'source' | 'endedReason'>,
  now: number,
): Handoff | undefined {
  return source === 'voice-status'
    ? lookWhereTalked(handoff, now)
    : lookWhereBroken(handoff, endedReason, now);
}
