import type { HandoffEvent } from '../record/events.ts';
import type { Agent, Handoff, Progress, Reservation } from '../record/handoff.ts';
import { withoutOwnLeg } from '../strategies/choose.ts';
import { strategyOf } from '../strategies/index.ts';
import { bridgeConfirmed, bridgeRefused } from './bridge.ts';
import { changed, type Decision, FOREIGN, LATE, REPEATED } from './decision.ts';
import { end, releaseAgent } from './end.ts';
import {
  backToQueue,
  holds,
  inFlex,
  isRungByUs,
  isRungOut,
  missed,
  offerIsPast,
  offersOf,
  offerTo,
  rejection,
} from './offers.ts';
import { drop, isCurrentTask, move, note, OUR_REASON, owe, owes, oweTaken } from './steps.ts';

type Offer = Extract<HandoffEvent, { type: 'reservation-offered' | 'agent-accepted' }>;

/** TaskRouter says that an agent has the task: the one in Flex to whom it is offered, where there is only one. */
export function taken(handoff: Handoff, now: number): Handoff {
  const { progress } = handoff;
  const [reservation, ...more] = inFlex(handoff);
  if (progress.state !== 'offered' || reservation === undefined || more.length > 0) return handoff;
  return joinedInFlex(handoff, progress.taskSid, reservation, 'look', now);
}

const joinedInFlex = (
  handoff: Handoff,
  taskSid: string,
  reservation: Reservation,
  by: 'queue' | 'look',
  now: number,
): Handoff => {
  // Another agent may be listening to the offer just now.
  const waiting = drop(releaseAgent(handoff, 'over', now), 'tell-caller', 'withdraw-task');
  const joining: Progress = { state: 'bridging', taskSid, reservation, since: now };
  return bridgeConfirmed(move(waiting, joining, now), by, now);
};

/** An agent is offered the task, or has taken it. A task that is not the current one is closed. */
export const onOffer = (handoff: Handoff, event: Offer, now: number): Decision => {
  const { progress } = handoff;
  const strategy = strategyOf(handoff);
  const { taskSid, reservationSid, agent } = event;
  const current = event.handoffId === handoff.handoffId && event.taskNo === handoff.taskNo;
  const known = 'taskSid' in progress ? progress.taskSid : undefined;
  if (!current || progress.state === 'ended' || (known !== undefined && known !== taskSid)) {
    return closeStrayTask(handoff, event, now);
  }
  if (handoff.pastOffers.includes(reservationSid)) return LATE;
  const reservation = { sid: reservationSid, agent };
  if (event.type === 'reservation-offered' && event.notRingable !== undefined) {
    return changed(offeredToNobody(handoff, taskSid, reservation, event.notRingable, now));
  }
  if (event.type === 'agent-accepted' && strategy.agentRungBy === 'us') {
    return acceptedElsewhere(handoff, taskSid, reservation, now);
  }
  if (progress.state === 'bridging' || progress.state === 'connected') {
    return progress.reservation.sid === reservationSid ? REPEATED : LATE;
  }
  // The offer proves that the task exists, also when it overtakes the answer to what made it.
  const found = drop(handoff, strategy.taskWork(handoff).kind);
  if (event.type === 'agent-accepted') {
    const quiet = drop(found, 'tell-caller');
    const joining = move(quiet, { state: 'bridging', taskSid, reservation, since: now }, now);
    return changed(oweJoin(joining, now));
  }
  if (offersOf(handoff).some(({ sid }) => sid === reservationSid)) return REPEATED;
  // The window is over: no other agent is asked.
  if (owes(handoff, 'withdraw-task') !== undefined) return LATE;
  const free = withoutOfferOf(found, agent, now);
  return changed(
    isRungOut(free, agent)
      ? offeredInCircles(free, taskSid, reservation, now)
      : offerTo(free, taskSid, reservation, now),
  );
};

/** Nobody has two reservations of one task: a second one says that the first is over, and nobody told. */
const withoutOfferOf = (handoff: Handoff, { workerSid }: Agent, now: number): Handoff => {
  const [current, ...others] = offersOf(handoff);
  const how = { why: 'offered anew', reject: false, agentGone: false } as const;
  if (current?.agent.workerSid === workerSid) return backToQueue(handoff, how, now);
  const earlier = others.find(({ agent }) => agent.workerSid === workerSid);
  return earlier === undefined ? handoff : offerIsPast(handoff, earlier.sid);
};

/** The agent cannot be rung; that there was an offer proves that the task exists. */
const offeredToNobody = (
  handoff: Handoff,
  taskSid: string,
  reservation: Reservation,
  why: string,
  now: number,
): Handoff => {
  const waits = handoff.progress.state === 'requested';
  const made = waits ? drop(handoff, strategyOf(handoff).taskWork(handoff).kind) : handoff;
  if (isRungOut(made, reservation.agent)) return offeredInCircles(made, taskSid, reservation, now);
  const over = offerIsPast(missed(made, reservation), reservation.sid);
  const noted = note(over, `offer over: the agent cannot be rung: ${why}`, now);
  const rejecting = owe(noted, rejection(taskSid, reservation), now);
  return waits ? move(rejecting, { state: 'queued', taskSid }, now) : rejecting;
};

/**
 * TaskRouter gives the task to an agent again who was rung and rung: no rejection moves them out of the way, so that
 * nobody else gets it. Unless somebody has it just now the caller hears the truth.
 */
const offeredInCircles = (
  handoff: Handoff,
  taskSid: string,
  reservation: Reservation,
  now: number,
): Handoff => {
  const over = offerIsPast(handoff, reservation.sid);
  const { state } = over.progress;
  const waits = (state === 'requested' || state === 'queued') && owes(over, 'withdraw-task') === undefined;
  if (!waits) return owe(over, rejection(taskSid, reservation), now);
  const reason = 'the same agent is offered the call again and again';
  return end({ ...over, progress: { state: 'queued', taskSid } }, { outcome: 'no_agent', reason }, now);
};

/** We, or the answer to the assignment, have accepted the reservation: what joins the two is owed. */
export const oweJoin = (handoff: Handoff, now: number): Handoff => {
  const { progress } = handoff;
  const { taking } = strategyOf(handoff);
  return progress.state === 'bridging' && taking.is === 'accepted'
    ? owe(handoff, taking.join(handoff, progress.reservation), now)
    : handoff;
};

/**
 * TaskRouter says that the reservation is accepted, and the legs are ours. In the queue that means that the two
 * are joined: by the agent whom we rang and who pressed 1, or by Flex. Flex can join nobody in a conference.
 */
const acceptedElsewhere = (
  handoff: Handoff,
  taskSid: string,
  reservation: Reservation,
  now: number,
): Decision => {
  const { progress } = handoff;
  const joining = progress.state === 'bridging' || progress.state === 'connected';
  if (strategyOf(handoff).taking.is !== 'from-queue') {
    // Our own echo, or an agent whose telephone rings already: they take the call there.
    const known = joining || holds(handoff, reservation.sid);
    return known ? LATE : changed(acceptedBeforeTheRing(handoff, taskSid, reservation, now));
  }
  if (joining) {
    if (progress.reservation.sid !== reservation.sid) return LATE;
    return progress.state === 'connected' ? REPEATED : changed(bridgeConfirmed(handoff, 'queue', now));
  }
  // An agent whom we ring takes the call by pressing 1; an acceptance after they hung up joins nobody.
  if (isRungByUs(handoff, reservation.agent)) return LATE;
  return changed(joinedInFlex(handoff, taskSid, reservation, 'queue', now));
};

/**
 * TaskRouter tells what only follows an acceptance. Where the caller is taken out of its queue that is as good as the
 * news of the acceptance itself; of an agent who is known no more, or not yet, it says that there is one.
 */
export const onTaskTaken = (
  handoff: Handoff,
  event: Extract<HandoffEvent, { type: 'task-taken' }>,
  now: number,
): Decision => {
  const { progress } = handoff;
  const { taskSid, reservation } = event;
  const isOver = !isCurrentTask(handoff, event) || progress.state === 'ended';
  if (isOver || strategyOf(handoff).taking.is !== 'from-queue') return LATE;
  const isPast = reservation !== undefined && handoff.pastOffers.includes(reservation.sid);
  const known =
    reservation === undefined || isPast ? LATE : acceptedElsewhere(handoff, taskSid, reservation, now);
  if (known !== LATE) return known;
  if (progress.state === 'connected') return REPEATED;
  if (progress.state !== 'bridging') {
    const made = drop(handoff, strategyOf(handoff).taskWork(handoff).kind);
    const waiting = progress.state === 'requested' ? move(made, { state: 'queued', taskSid }, now) : handoff;
    return changed(oweTaken(waiting, now));
  }
  return reservation === undefined ? changed(bridgeConfirmed(handoff, 'queue', now)) : LATE;
};

/** TaskRouter has given the task to this agent, so that the other offers are over; they take the call by telephone. */
const acceptedBeforeTheRing = (
  handoff: Handoff,
  taskSid: string,
  reservation: Reservation,
  now: number,
): Handoff => {
  const made = drop(handoff, strategyOf(handoff).taskWork(handoff).kind);
  const free = offersOf(made).reduce(
    (one, { sid }) => offerIsPast(one, sid),
    releaseAgent(made, 'over', now),
  );
  return isRungByUs(handoff, reservation.agent)
    ? offerTo({ ...free, progress: { state: 'queued', taskSid } }, taskSid, reservation, now)
    : acceptedInVain(free, taskSid, reservation, now);
};

/** The task is accepted by somebody who cannot be joined: it can only be completed, and the next agent needs another. */
export const acceptedInVain = (
  handoff: Handoff,
  taskSid: string,
  reservation: Reservation,
  now: number,
): Handoff => {
  const taken: Handoff = { ...handoff, progress: { state: 'bridging', taskSid, reservation, since: now } };
  // Owed, it says that the caller has not been moved.
  const staying = owe(taken, { kind: 'accept-reservation', taskSid, reservation }, now);
  return bridgeRefused(staying, 'accepted where nobody can be joined', now, { agentFailed: true });
};

const closeStrayTask = (handoff: Handoff, event: Offer, now: number): Decision => {
  const { handoffId, taskSid } = event;
  const ours = [handoff, ...handoff.history].some((one) => one.handoffId === handoffId);
  if (!ours) return FOREIGN;
  const lookUps = handoff.effects.filter(
    ({ work }) =>
      work.kind === 'close-task' &&
      work.handoffId === handoffId &&
      work.taskNo === event.taskNo &&
      work.taskSid === undefined,
  );
  const isClosing = handoff.effects.some(
    ({ work }) => work.kind === 'close-task' && work.taskSid === taskSid,
  );
  const { progress } = handoff;
  const wasTaken = progress.state === 'ended' && progress.reservation?.sid === event.reservationSid;
  if (isClosing || wasTaken) return LATE;
  const closing = owe(
    { ...handoff, effects: handoff.effects.filter((effect) => !lookUps.includes(effect)) },
    {
      kind: 'close-task',
      handoffId,
      taskNo: event.taskNo,
      since: handoff.request.requestedAt,
      taskSid,
      how: 'cancel',
      reason: `${OUR_REASON}goes on without this task`,
    },
    now,
  );
  return changed(closing);
};

/** Our own account cannot do it: Vapi moves the caller, to an agent who has a phone number. */
export const fallBack = (handoff: Handoff, reason: string, now: number): Handoff => {
  const strategy = withoutOwnLeg(reason);
  const { progress } = handoff;
  const fallen = note({ ...handoff, strategy }, `${strategy.is} instead: ${reason}`, now);
  if (progress.state !== 'offered') return fallen;
  const { taskSid, reservation } = progress;
  if (!reservation.agent.number?.startsWith('+')) {
    // Whoever else is offered the task waits for a ring that Vapi does not make: they are offered it anew.
    const [, ...others] = offersOf(fallen);
    const alone = others.reduce(
      (one, other) => owe(offerIsPast(one, other.sid), rejection(taskSid, other), now),
      fallen,
    );
    return backToQueue(alone, { why: reason, reject: true, agentGone: true }, now);
  }
  const quiet = drop(fallen, 'look-at-agent', 'tell-caller');
  const joining = move(quiet, { state: 'bridging', taskSid, reservation, since: now }, now);
  return owe(joining, { kind: 'accept-reservation', taskSid, reservation }, now);
};
