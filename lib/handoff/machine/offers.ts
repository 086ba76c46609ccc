import type { Agent, Handoff, Progress, Reservation, Work } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { releaseAgent } from './end.ts';
import { drop, move, note, owe, owes } from './steps.ts';

/** An agent's leg rings for 15 s at most, and the agent listens for about as long; then it is looked at. */
const LOOK_AT_AGENT_MS = 45_000;
/** TaskRouter's callbacks come seconds late, not hours. */
const PAST_OFFERS = 20;
/** How often one telephone is rung for one handoff. */
const MAX_RINGS = 3;

/** Whether we ring this agent ourselves. */
export const isRungByUs = (handoff: Handoff, { number }: Agent): boolean =>
  number !== undefined && strategyOf(handoff).rings(number);

/** Every agent to whom the task is offered just now; the one whom we ring, or ring first, leads. */
export function offersOf({ progress }: Handoff): Reservation[] {
  if (progress.state !== 'offered' && progress.state !== 'bridging') return [];
  return [progress.reservation, ...(progress.otherOffers ?? [])];
}

/** The agents in Flex to whom the task is offered: they serve themselves. */
export const inFlex = (handoff: Handoff): Reservation[] =>
  strategyOf(handoff).agentsInFlex
    ? offersOf(handoff).filter(({ agent }) => !isRungByUs(handoff, agent))
    : [];

/** Whether an agent may have the caller already and only the news of it is missing: in Flex they serve themselves. */
export function mayBeTaken(handoff: Handoff): boolean {
  const unknown = strategyOf(handoff).agentsInFlex && handoff.progress.state !== 'offered';
  return unknown || inFlex(handoff).length > 0;
}

/** Whether the handoff is, or was last, with the agent of this reservation. */
export const holds = (handoff: Handoff, reservationSid: string): boolean => {
  const { progress } = handoff;
  return 'reservation' in progress && progress.reservation?.sid === reservationSid;
};

/** Whether an agent has been rung often enough: TaskRouter gives them the task again, whatever came of it. */
export function isRungOut({ missedBy = [] }: Handoff, { workerSid }: Agent): boolean {
  return missedBy.filter((one) => one === workerSid).length >= MAX_RINGS;
}

const withOthers = (others: readonly Reservation[]): { otherOffers?: Reservation[] } =>
  others.length === 0 ? {} : { otherOffers: [...others] };

/**
 * The task is offered to this agent. A queue may reserve several at once (TaskRouter: MaxReservedWorkers): one
 * telephone is rung at a time, while those in Flex see the task anyway.
 */
export function offerTo(handoff: Handoff, taskSid: string, reservation: Reservation, now: number): Handoff {
  const { progress, handoffId } = handoff;
  const rings = isRungByUs(handoff, reservation.agent);
  const [first, ...others] = offersOf(handoff);
  if (progress.state === 'offered' && first !== undefined && (isRungByUs(handoff, first.agent) || !rings)) {
    const waiting = { ...progress, ...withOthers([...others, reservation]) };
    return note({ ...handoff, progress: waiting }, 'offered to another one too', now);
  }
  const rest = first === undefined ? [] : [first, ...others];
  const offered: Progress = { state: 'offered', taskSid, reservation, ...withOthers(rest) };
  const moved = move(handoff, offered, now);
  if (!rings) return moved;
  const ringing = owe(moved, { kind: 'ring-agent', handoffId, reservation }, now);
  return owe(ringing, { kind: 'look-at-agent', reservation }, now, now + LOOK_AT_AGENT_MS);
}

/** What rejects the reservation of an agent who does not take the call. */
export const rejection = (taskSid: string, { sid, agent }: Reservation): Work => ({
  kind: 'reject-reservation',
  taskSid,
  reservationSid: sid,
  workerSid: agent.workerSid,
});

/** Remembers that an offer is over: its callback may still be on the way, and rings its agent no more. */
export function offerIsPast(handoff: Handoff, reservationSid: string): Handoff {
  const pastOffers = [...handoff.pastOffers, reservationSid].slice(-PAST_OFFERS);
  const { progress } = handoff;
  if (progress.state !== 'offered' && progress.state !== 'bridging') return { ...handoff, pastOffers };
  const { otherOffers = [], ...rest } = progress;
  const left = withOthers(otherOffers.filter(({ sid }) => sid !== reservationSid));
  return { ...handoff, pastOffers, progress: { ...rest, ...left } };
}

/** The offer to this agent is over; the task waits for the next one, who may have it already. */
export const backToQueue = (
  handoff: Handoff,
  how: { why: string; reject: boolean; agentGone: boolean },
  now: number,
): Handoff => {
  const { progress } = handoff;
  if (progress.state !== 'offered' && progress.state !== 'bridging') return handoff;
  const { taskSid, reservation } = progress;
  const [, ...others] = offersOf(handoff);
  const left = how.agentGone
    ? drop(handoff, 'ring-agent', 'look-at-agent')
    : releaseAgent(handoff, 'over', now);
  const rejected = how.reject ? missed(owe(left, rejection(taskSid, reservation), now), reservation) : left;
  const noted = note(offerIsPast(rejected, reservation.sid), `offer over: ${how.why}`, now);
  const queued = move(noted, { state: 'queued', taskSid }, now);
  // The window is over: no other agent is asked.
  if (owes(queued, 'withdraw-task') !== undefined) return queued;
  return others.reduce((waiting, other) => offerTo(waiting, taskSid, other, now), queued);
};

/** Remembers who was offered the call and could not take it, or did not. */
export const missed = (handoff: Handoff, { agent }: Reservation): Handoff => ({
  ...handoff,
  missedBy: [...(handoff.missedBy ?? []), agent.workerSid].slice(-PAST_OFFERS),
});
