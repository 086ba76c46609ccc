import type { HandoffEvent } from '../record/events.ts';
import type { Agent, Handoff, Progress, Reservation } from '../record/handoff.ts';
import { withoutOwnLeg } from '../strategies/choose.ts';
import { strategyOf } from '../strategies/index.ts';
import { bridgeConfirmed, bridgeRefused } from './bridge.ts';
import { lookAtBoth } from './caller-leg.ts';
import { changed, type Decision, FOREIGN, LATE, REPEATED } from './decision.ts';
import { backToQueue, callerAway, end, offerIsPast, rejection, releaseAgent } from './end.ts';
import { drop, move, note, OUR_REASON, owe, owes } from './steps.ts';

type Offer = Extract<HandoffEvent, { type: 'reservation-offered' | 'agent-accepted' }>;
type AgentLeg = Extract<HandoffEvent, { type: 'agent-leg' }>;
type AgentDecided = Extract<HandoffEvent, { type: 'agent-decided' }>;

/** An agent's leg rings for 15 s at most, and the agent listens for about as long; then it is looked at. */
const LOOK_AT_AGENT_MS = 45_000;

/** Whether we ring this agent ourselves. */
const isRungByUs = (handoff: Handoff, { number }: Agent): boolean =>
  number !== undefined && strategyOf(handoff).rings(number);

/** Whether an agent may have the caller already and only the news of it is missing: in Flex they serve themselves. */
export function mayBeTaken(handoff: Handoff): boolean {
  const { progress } = handoff;
  const asked = progress.state === 'offered' && isRungByUs(handoff, progress.reservation.agent);
  return strategyOf(handoff).agentsInFlex && !asked;
}

/** TaskRouter says that an agent has the task: the one to whom it is offered. */
export function taken(handoff: Handoff, now: number): Handoff {
  const { progress } = handoff;
  if (progress.state !== 'offered') return handoff;
  const { taskSid, reservation } = progress;
  return joinedInFlex(handoff, taskSid, reservation, 'look', now);
}

const joinedInFlex = (
  handoff: Handoff,
  taskSid: string,
  reservation: Reservation,
  by: 'queue' | 'look',
  now: number,
): Handoff => {
  // Another agent may be listening to the offer just now.
  const waiting = drop(releaseAgent(handoff, 'over', now), 'move-caller', 'tell-caller', 'withdraw-task');
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
  if (event.type === 'reservation-offered' && event.notRingable !== undefined) {
    const why = `the agent cannot be rung: ${event.notRingable}`;
    const over = note(offerIsPast(handoff, reservationSid), `offer over: ${why}`, now);
    const rejecting = owe(over, rejection(taskSid, { sid: reservationSid, agent }), now);
    if (progress.state !== 'requested') return changed(rejecting);
    const made = drop(rejecting, strategy.taskWork(handoff).kind);
    return changed(move(made, { state: 'queued', taskSid }, now));
  }
  const reservation = { sid: reservationSid, agent };
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
  if (progress.state === 'offered' && progress.reservation.sid === reservationSid) return REPEATED;
  // The window is over: no other agent is asked.
  if (owes(handoff, 'withdraw-task') !== undefined) return LATE;
  // The end of an earlier offer was never told.
  const earlier = progress.state === 'offered' ? offerIsPast(found, progress.reservation.sid) : found;
  const free = releaseAgent(earlier, 'over', now);
  const offered = move(free, { state: 'offered', taskSid, reservation }, now);
  if (!isRungByUs(handoff, agent)) return changed(offered);
  const { handoffId } = handoff;
  const ringing = owe(offered, { kind: 'ring-agent', handoffId, reservation }, now);
  return changed(owe(ringing, { kind: 'look-at-agent', reservation }, now, now + LOOK_AT_AGENT_MS));
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
 * are joined: by the agent whom we rang and who pressed 1, or by Flex. In a conference it is our own echo.
 */
const acceptedElsewhere = (
  handoff: Handoff,
  taskSid: string,
  reservation: Reservation,
  now: number,
): Decision => {
  const { progress } = handoff;
  if (strategyOf(handoff).taking.is !== 'from-queue') return LATE;
  if (progress.state === 'bridging' || progress.state === 'connected') {
    if (progress.reservation.sid !== reservation.sid) return LATE;
    return progress.state === 'connected' ? REPEATED : changed(bridgeConfirmed(handoff, 'queue', now));
  }
  // An agent whom we ring takes the call by pressing 1; an acceptance after they hung up joins nobody.
  if (isRungByUs(handoff, reservation.agent)) return LATE;
  return changed(joinedInFlex(handoff, taskSid, reservation, 'queue', now));
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

const holds = (handoff: Handoff, reservationSid: string): boolean => {
  const { progress } = handoff;
  return 'reservation' in progress && progress.reservation?.sid === reservationSid;
};

/** What Twilio tells of a leg on which we rang an agent (Twilio Voice: status callbacks). */
export const onAgentLeg = (handoff: Handoff, event: AgentLeg, now: number): Decision => {
  const { progress } = handoff;
  const live = event.is === 'ringing' || event.is === 'answered';
  const wanted =
    event.handoffId === handoff.handoffId &&
    holds(handoff, event.reservationSid) &&
    (progress.state === 'offered' || progress.state === 'bridging' || progress.state === 'connected') &&
    (progress.agentLeg === undefined || progress.agentLeg === event.callSid);
  if (!wanted) return live ? hangUpStrayLeg(handoff, event, now) : LATE;
  if (live) {
    if (progress.agentLeg === event.callSid) return REPEATED;
    // The leg is there, whether the answer to the request for it comes or not.
    const rung = drop(handoff, 'ring-agent');
    return changed(note({ ...rung, progress: { ...progress, agentLeg: event.callSid } }, 'agent rung', now));
  }
  const agentGone = true;
  switch (progress.state) {
    case 'offered':
      return changed(backToQueue(handoff, { why: event.is, reject: true, agentGone, tell: 'over' }, now));
    case 'bridging': {
      // The caller still waits in the queue, and TaskRouter offers them to the next agent.
      if (strategyOf(handoff).taking.is === 'from-queue') {
        const how = { why: 'hung-up', reject: true, agentGone, tell: 'over' } as const;
        const back = backToQueue(handoff, how, now);
        const outcome = 'no_agent';
        return changed(now < handoff.deadline ? back : end(back, { outcome, reason: how.why }, now));
      }
      if (callerAway(handoff).is === 'yes') return lookAtBoth(handoff, now);
      return changed(bridgeRefused(handoff, 'the agent did not stay', now, { agentGone, agentFailed: true }));
    }
    case 'connected':
      return changed(end(handoff, { outcome: 'completed', reason: 'the agent hung up', agentGone }, now));
  }
};

/** A leg that rings for nobody any more. */
const hangUpStrayLeg = (handoff: Handoff, { callSid, reservationSid }: AgentLeg, now: number): Decision => {
  const known = notLookedFor(handoff, reservationSid);
  const work = { kind: 'release-agent', reservationSid, callSid, since: now, why: 'over' } as const;
  const releasing = owe(known, work, now);
  return releasing === handoff ? REPEATED : changed(releasing);
};

/** Nobody needs to look any more for a leg of this offer: it is known, or was never made. */
export const notLookedFor = (handoff: Handoff, reservationSid: string): Handoff => {
  const effects = handoff.effects.filter(({ work }) => {
    const isLookUp = work.kind === 'release-agent' && work.callSid === undefined;
    return !(isLookUp && work.reservationSid === reservationSid);
  });
  return effects.length === handoff.effects.length ? handoff : { ...handoff, effects };
};

/** The agent has heard who is calling, and has decided; exactly one of this, the window and the caller wins. */
export const onAgentDecided = (handoff: Handoff, event: AgentDecided, now: number): Decision => {
  const { progress } = handoff;
  const { callSid, decision } = event;
  if (event.handoffId !== handoff.handoffId || !holds(handoff, event.reservationSid)) return LATE;
  if (progress.state === 'bridging' || progress.state === 'connected') return REPEATED;
  if (progress.state !== 'offered') return LATE;
  const other = progress.agentLeg !== undefined && progress.agentLeg !== callSid;
  if (other) return LATE;
  if (decision !== 'taken') {
    // What the agent is told next ends the leg.
    return changed(backToQueue(handoff, { why: decision, reject: true, agentGone: true, tell: 'over' }, now));
  }
  const { taskSid, reservation } = progress;
  const quiet = drop(handoff, 'ring-agent', 'look-at-agent', 'tell-caller');
  const joining = move(
    quiet,
    { state: 'bridging', taskSid, reservation, agentLeg: callSid, since: now },
    now,
  );
  // From the queue the agent's own leg accepts the reservation and takes the caller (Twilio: Dial Queue).
  return strategyOf(handoff).taking.is === 'from-queue'
    ? changed(joining)
    : changed(owe(joining, { kind: 'accept-reservation', taskSid, reservation }, now));
};

/** Our own account cannot do it: Vapi moves the caller, to an agent who has a phone number. */
export const fallBack = (handoff: Handoff, reason: string, now: number): Handoff => {
  const strategy = withoutOwnLeg(reason);
  const { progress } = handoff;
  const fallen = note({ ...handoff, strategy }, `${strategy.is} instead: ${reason}`, now);
  if (progress.state !== 'offered') return fallen;
  const { taskSid, reservation } = progress;
  if (!reservation.agent.number?.startsWith('+')) {
    return backToQueue(fallen, { why: reason, reject: true, agentGone: true, tell: 'over' }, now);
  }
  const quiet = drop(fallen, 'ring-agent', 'look-at-agent', 'tell-caller');
  const joining = move(quiet, { state: 'bridging', taskSid, reservation, since: now }, now);
  return owe(joining, { kind: 'accept-reservation', taskSid, reservation }, now);
};

/** A leg was made, but nobody waits for it any more. */
export const onAgentLegMade = (
  handoff: Handoff,
  reservation: Reservation,
  callSid: string,
  now: number,
): Handoff => {
  const { progress } = handoff;
  const current =
    (progress.state === 'offered' || progress.state === 'bridging' || progress.state === 'connected') &&
    progress.reservation.sid === reservation.sid;
  if (current && (progress.agentLeg === undefined || progress.agentLeg === callSid)) {
    if (progress.agentLeg === callSid) return handoff;
    return note({ ...handoff, progress: { ...progress, agentLeg: callSid } }, 'agent rung', now);
  }
  const wasRung = handoff.effects.some(
    ({ work }) => work.kind === 'release-agent' && work.callSid === callSid,
  );
  if (wasRung) return handoff;
  const reservationSid = reservation.sid;
  return owe(
    notLookedFor(handoff, reservationSid),
    { kind: 'release-agent', reservationSid, callSid, since: now, why: 'over' },
    now,
  );
};
