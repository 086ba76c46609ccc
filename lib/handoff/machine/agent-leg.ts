import { withoutUndefined } from '../../base/without-undefined.ts';
import { conferenceOfLaterAgent } from '../record/conference.ts';
import type { HandoffEvent } from '../record/events.ts';
import type { Handoff, Reservation } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { bridgeRefused } from './bridge.ts';
import { changed, type Decision, LATE, REPEATED } from './decision.ts';
import { callerAway, end, onOurLeg } from './end.ts';
import { lookAtBoth } from './looks.ts';
import { backToQueue } from './offers.ts';
import { drop, move, note, owe, oweWithdrawal } from './steps.ts';

type AgentLeg = Extract<HandoffEvent, { type: 'agent-leg' }>;
type AgentDecided = Extract<HandoffEvent, { type: 'agent-decided' }>;

/** What Twilio tells of a leg on which we rang an agent (Twilio Voice: status callbacks). */
export const onAgentLeg = (handoff: Handoff, event: AgentLeg, now: number): Decision => {
  const ours = onOurLeg(handoff);
  const live = event.is === 'ringing' || event.is === 'answered';
  const wanted =
    event.handoffId === handoff.handoffId &&
    ours?.reservation.sid === event.reservationSid &&
    (ours.agentLeg === undefined || ours.agentLeg === event.callSid);
  if (!wanted) return live ? hangUpStrayLeg(handoff, event, now) : LATE;
  if (live) {
    if (ours.agentLeg === event.callSid) return REPEATED;
    // The leg is there, whether the answer to the request for it comes or not.
    const rung = drop(handoff, 'ring-agent');
    return changed(note({ ...rung, progress: { ...ours, agentLeg: event.callSid } }, 'agent rung', now));
  }
  const agentGone = true;
  switch (ours.state) {
    case 'offered':
      return changed(backToQueue(handoff, { why: event.is, reject: true, agentGone }, now));
    case 'bridging': {
      // The caller still waits in the queue, or has talked: the rejection, and after the window the withdrawal, show it.
      if (strategyOf(handoff).taking.is === 'from-queue') {
        const asking = now < handoff.deadline ? handoff : oweWithdrawal(handoff, now);
        return changed(backToQueue(asking, { why: 'hung-up', reject: true, agentGone }, now));
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
  const ours = onOurLeg(handoff);
  const { callSid, decision } = event;
  const wanted = event.handoffId === handoff.handoffId && ours?.reservation.sid === event.reservationSid;
  if (!wanted) return LATE;
  if (ours.state !== 'offered') return REPEATED;
  const other = ours.agentLeg !== undefined && ours.agentLeg !== callSid;
  if (other) return LATE;
  if (decision !== 'taken') {
    // What the agent is told next ends the leg.
    return changed(backToQueue(handoff, { why: decision, reject: true, agentGone: true }, now));
  }
  const { taskSid, reservation, otherOffers } = ours;
  const quiet = drop(handoff, 'ring-agent', 'look-at-agent', 'tell-caller');
  const more = withoutUndefined({ otherOffers, conference: conferenceOfLaterAgent(handoff, reservation) });
  const joining = move(
    quiet,
    { state: 'bridging', taskSid, reservation, agentLeg: callSid, since: now, ...more },
    now,
  );
  // From the queue the agent's own leg accepts the reservation and takes the caller (Twilio: Dial Queue).
  return strategyOf(handoff).taking.is === 'from-queue'
    ? changed(joining)
    : changed(owe(joining, { kind: 'accept-reservation', taskSid, reservation }, now));
};

/** A leg was made, but nobody waits for it any more. */
export const onAgentLegMade = (
  handoff: Handoff,
  reservation: Reservation,
  callSid: string,
  now: number,
): Handoff => {
  const ours = onOurLeg(handoff);
  const current = ours?.reservation.sid === reservation.sid;
  if (current && (ours.agentLeg === undefined || ours.agentLeg === callSid)) {
    if (ours.agentLeg === callSid) return handoff;
    return note({ ...handoff, progress: { ...ours, agentLeg: callSid } }, 'agent rung', now);
  }
  const reservationSid = reservation.sid;
  return owe(
    notLookedFor(handoff, reservationSid),
    { kind: 'release-agent', reservationSid, callSid, since: now, why: 'over' },
    now,
  );
};
