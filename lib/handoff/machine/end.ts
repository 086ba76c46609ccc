import type { Effect, Handoff, Outcome, Progress } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { calledOf, factsOf } from './facts-of.ts';
import { drop, note, OUR_REASON, owe, oweClosing, owes } from './steps.ts';

/** What a caller hears who is still there; the other outcomes need no sentence. */
const SENTENCE: Partial<Record<Outcome, 'busy' | 'sorry'>> = {
  no_agent: 'busy',
  bridge_failed: 'sorry',
  task_failed: 'sorry',
};

/** After an end only what closes, tells or brings back is still wanted. */
const FORWARD = [
  'create-task',
  'withdraw-task',
  'bridge',
  'look-at-call',
  'await-report',
  'tell-caller',
  'ring-agent',
  'look-at-agent',
  'accept-reservation',
  'move-caller',
  'look-at-legs',
] as const;

/** An attempt at it may be under way, or may have happened. */
const mayHappen = (effect: Effect): boolean => effect.mayHaveHappened || effect.claim !== undefined;

/**
 * Whether the caller's leg has been taken from the assistant. `maybe`: it is being moved; `from` is when whoever
 * moves it has done so, or is dead.
 */
export const callerAway = (
  handoff: Handoff,
): { is: 'no' } | { is: 'yes' } | { is: 'maybe'; from: number } => {
  const { state } = handoff.progress;
  if (!strategyOf(handoff).callerMayBeAway.includes(state)) return { is: 'no' };
  const moving = owes(handoff, 'move-caller');
  if (moving !== undefined) {
    return mayHappen(moving) ? { is: 'maybe', from: moving.claim?.until ?? 0 } : { is: 'no' };
  }
  const before = state === 'requested' || owes(handoff, 'accept-reservation') !== undefined;
  return before ? { is: 'no' } : { is: 'yes' };
};

/** The state in which an agent is rung, or held, on a leg of ours; none once Vapi rings them. */
export function onOurLeg(handoff: Handoff): Extract<Progress, { agentLeg?: unknown }> | undefined {
  const { progress } = handoff;
  const { state } = progress;
  const held = state === 'offered' || state === 'bridging' || state === 'connected';
  return held && strategyOf(handoff).agentRungBy === 'us' ? progress : undefined;
}

/** Hangs up the agent whom we rang, if there may be a leg. */
export const releaseAgent = (
  handoff: Handoff,
  why: 'caller-left' | 'over' | 'not-joined',
  now: number,
): Handoff => {
  const ours = onOurLeg(handoff);
  if (ours === undefined) return handoff;
  const ringing = owes(handoff, 'ring-agent');
  const { agentLeg, reservation } = ours;
  const mayRing = ringing === undefined ? agentLeg !== undefined : mayHappen(ringing);
  const left = drop(handoff, 'ring-agent', 'look-at-agent');
  if (!mayRing) return left;
  const { number } = reservation.agent;
  const work = {
    kind: 'release-agent',
    reservationSid: reservation.sid,
    since: ringing?.owedSince ?? now,
    why,
    ...(number === undefined ? {} : { number }),
    ...(agentLeg === undefined ? {} : { callSid: agentLeg }),
  } as const;
  // Whoever holds the claim may still be ringing: the leg is looked for once the claim has run out.
  return owe(left, work, now, Math.max(now, ringing?.claim?.until ?? now));
};

export type Ending = {
  outcome: Outcome;
  reason: string;
  taskIsClosed?: boolean;
  /** The caller has hung up, or the assistant's call is over with the caller on it. */
  callOver?: boolean;
  fieldsFilled?: number;
  reportOf?: number | undefined;
  /** The agent's leg is known to be over. */
  agentGone?: boolean;
  /** The agent accepted and did not come to the phone: TaskRouter is to offer them nothing for now (H13). */
  agentFailed?: boolean;
  /** The caller's leg asks us for instructions. */
  callerWaits?: boolean;
};

/** Ends the handoff: what it holds is closed, and a caller who is still there hears what happened. */
export const end = (handoff: Handoff, ending: Ending, now: number): Handoff => {
  const { outcome, reason } = ending;
  const closing =
    ending.taskIsClosed === true
      ? handoff
      : oweClosing(handoff, `${OUR_REASON}${outcome}: ${reason}`, now, ending.agentFailed);
  const why = outcome === 'caller_left' ? 'caller-left' : outcome === 'bridge_failed' ? 'not-joined' : 'over';
  const released = ending.agentGone === true ? closing : releaseAgent(closing, why, now);
  const callOver = handoff.callOver || ending.callOver === true;
  const quiet = drop(released, ...FORWARD);
  const told = callOver ? { handoff: quiet, away: false } : tell(handoff, quiet, ending, now);
  const { progress } = handoff;
  // Only an agent who had accepted can still turn out to have talked with the caller.
  const accepted = progress.state === 'bridging' || progress.state === 'connected';
  const reservation = accepted ? progress.reservation : undefined;
  const joinedAt = whenJoined(handoff, outcome, now);
  const ended: Progress = {
    state: 'ended',
    outcome,
    reason,
    at: now,
    ...(reservation === undefined ? {} : { reservation }),
    ...(joinedAt === undefined ? {} : { joinedAt }),
    ...(ending.fieldsFilled === undefined ? {} : { fieldsFilled: ending.fieldsFilled }),
    ...(ending.reportOf === undefined ? {} : { reportOf: ending.reportOf }),
  };
  // The assistant's call does not outlive its stream: a caller who comes back has a call of its own.
  const over = callOver || told.away;
  const closed = note(
    { ...told.handoff, progress: ended, callOver: over },
    `ended ${outcome}: ${reason}`,
    now,
  );
  const kept = oweFacts(closed, now);
  const { handoffId } = handoff;
  return callerAway(handoff).is === 'no' ? kept : owe(kept, { kind: 'announce-end', handoffId }, now);
};

/**
 * When the two began to talk, if they did. Where nothing told it, the latest moment before which they cannot have: the
 * way to each other, or the end of the window for an agent of whom TaskRouter said only that there is one.
 */
function whenJoined({ progress, deadline }: Handoff, outcome: Outcome, now: number): number | undefined {
  switch (progress.state) {
    case 'connected':
      return progress.joinedAt ?? progress.since;
    case 'bridging':
      return underWaySince(progress);
    default:
      return outcome === 'completed' ? Math.min(now, deadline) : undefined;
  }
}

/** Since when the two are on the way to each other, as the last of its steps told. */
export const underWaySince = ({
  begunAt,
  movedAt,
  since,
}: Extract<Progress, { state: 'bridging' }>): number => begunAt ?? movedAt ?? since;

/**
 * Owes how the handoff ended to whoever counts handoffs, in place of what was owed of it before. Whoever holds that may
 * be writing it: the later word goes out when they have done so, or are dead.
 */
export function oweFacts(handoff: Handoff, now: number): Handoff {
  const facts = factsOf(handoff);
  const isEarlier = ({ work }: Effect) =>
    work.kind === 'keep-facts' && work.facts.handoffId === facts.handoffId;
  const claims = handoff.effects.filter(isEarlier).map(({ claim }) => claim?.until ?? now);
  const effects = handoff.effects.filter((effect) => !isEarlier(effect));
  const work = { kind: 'keep-facts', facts, called: calledOf(handoff) } as const;
  return owe({ ...handoff, effects }, work, now, Math.max(now, ...claims));
}

/** The caller hears what happened: from the assistant they are with, or from one who gets them back. */
const tell = (
  handoff: Handoff,
  quiet: Handoff,
  { outcome, callerWaits }: Ending,
  now: number,
): { handoff: Handoff; away: boolean } => {
  if (outcome === 'completed' || outcome === 'transferred' || outcome === 'caller_left') {
    return { handoff: quiet, away: false };
  }
  const away = callerAway(handoff);
  if (away.is !== 'no' || callerWaits === true) {
    const from = away.is === 'maybe' && callerWaits !== true ? Math.max(now, away.from) : now;
    return { handoff: owe(quiet, { kind: 'open-assistant', outcome }, now, from), away: true };
  }
  const sentence = SENTENCE[outcome];
  if (sentence === undefined) return { handoff: quiet, away: false };
  const told = owe(
    owe(quiet, { kind: 'tell-assistant', outcome }, now),
    { kind: 'tell-caller', sentence },
    now,
  );
  return { handoff: told, away: false };
};
