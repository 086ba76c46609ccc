import { completed } from '../../outbox/effect.ts';
import type { LegSeen } from '../ports/legs.ts';
import type { HandoffEvent } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { bridgeConfirmed, callIsOver } from './bridge.ts';
import { changed, type Decision, LATE, REPEATED } from './decision.ts';
import { callerAway, type Ending, end } from './end.ts';
import { owe } from './steps.ts';

type Of<T extends HandoffEvent['type']> = Extract<HandoffEvent, { type: T }>;

/** Whether it is the conference of the present try. */
function isOurConference(handoff: Handoff, { conference }: { conference: string }): boolean {
  return conference === strategyOf(handoff).conference(handoff);
}

/** Both legs were seen in the same conference: they talk. One alone, or in another's place, is waiting. */
export const onConferenceJoined = (
  handoff: Handoff,
  event: Of<'conference-joined'>,
  now: number,
): Decision => {
  const { progress, request } = handoff;
  const { conferenceSid, callSid } = event;
  if (!isOurConference(handoff, event) || progress.state !== 'bridging') return LATE;
  const who = callSid === request.callSid ? 'caller' : callSid === progress.agentLeg ? 'agent' : undefined;
  if (who === undefined) return LATE;
  const joined = { ...progress.joined, [who]: conferenceSid };
  const movedAt = progress.movedAt ?? (who === 'caller' ? now : undefined);
  if (joined.agent === joined.caller) return changed(bridgeConfirmed(handoff, 'conference', now));
  if (progress.joined?.[who] === conferenceSid) return REPEATED;
  return changed({
    ...handoff,
    progress: { ...progress, joined, ...(movedAt === undefined ? {} : { movedAt }) },
  });
};

/** The conference is over: whoever was in it has talked; before both were seen there, the legs are looked at. */
export const onConferenceOver = (handoff: Handoff, event: Of<'conference-over'>, now: number): Decision => {
  const { state } = handoff.progress;
  if (!isOurConference(handoff, event)) return LATE;
  if (state === 'connected') {
    return changed(end(handoff, { outcome: 'completed', reason: 'the conference is over' }, now));
  }
  return state === 'bridging' ? lookAtBoth(handoff, now) : LATE;
};

/** A leg whose conference is over has asked what comes next, and has been told, after this long. */
const SETTLED_MS = 2_000;

/** The agent is gone, and nobody said that the two have met: what their legs do a moment later shows it. */
export const lookAtBoth = (handoff: Handoff, now: number): Decision => {
  const looking = owe(handoff, { kind: 'look-at-legs', why: 'conference-over' }, now, now + SETTLED_MS);
  return looking === handoff ? REPEATED : changed(looking);
};

/** Nobody has told anybody anything within this time of the join. */
const TALK_MS = 5_000;
/** Who moves the caller has done so this long after the agent's key, or is dead (the worker's time-out). */
const LONGEST_MOVE_MS = 10_000;

/** The caller's leg has left the conference and asks what comes next. */
export const onCallerReleased = (handoff: Handoff, event: Of<'caller-released'>, now: number): Decision => {
  const { progress } = handoff;
  const { state } = progress;
  if (event.handoffId !== handoff.handoffId) return LATE;
  if (state === 'connected') {
    return changed(end(handoff, { outcome: 'completed', reason: 'the conference is over' }, now));
  }
  if (progress.state !== 'bridging') return LATE;
  // The conference in which the caller was is over; an agent who left at once has not talked.
  const movedAt = progress.movedAt ?? progress.since + LONGEST_MOVE_MS;
  const talked = now - movedAt >= TALK_MS;
  const ending: Ending = talked
    ? { outcome: 'completed', reason: 'the conference is over' }
    : { outcome: 'bridge_failed', reason: 'the agent did not stay', callerWaits: true };
  return changed(end(handoff, ending, now));
};

/** Why the caller's leg has left TaskRouter's queue (Twilio Voice: Enqueue, QueueResult). */
export const onQueueLeft = (
  handoff: Handoff,
  { handoffId, result }: Of<'queue-left'>,
  now: number,
): Decision => {
  const { progress } = handoff;
  if (handoffId !== handoff.handoffId || progress.state === 'ended') return LATE;
  const reason = `queue ${result}`;
  const callerWaits = true;
  switch (result) {
    case 'hangup':
      return changed(callIsOver(handoff, { endedReason: reason, fieldsFilled: 0 }, now));
    case 'bridged':
      return changed(end(handoff, { outcome: 'completed', reason }, now));
    case 'queue-full':
    case 'error':
    case 'system-error': {
      const outcome = progress.state === 'connected' ? 'bridge_failed' : 'task_failed';
      return changed(end(handoff, { outcome, reason, callerWaits }, now));
    }
    case 'leave': {
      const joining = progress.state === 'bridging' || progress.state === 'connected';
      const outcome = joining ? 'bridge_failed' : 'no_agent';
      return changed(end(handoff, { outcome, reason, callerWaits }, now));
    }
    // Somebody else moves the leg just now: what comes of it is told by other events.
    case 'bridging-in-process':
    case 'redirected':
    case 'redirected-from-bridged':
      return LATE;
  }
};

/** What was seen of both legs. `together`: whether the caller is in the conference, where that was looked at. */
export type LegsSeen = { caller: LegSeen; agent?: LegSeen; together?: boolean };

const isOver = (leg: LegSeen | undefined): boolean => leg !== undefined && leg.is !== 'live';

/** No event told in time what became of the two legs, so they were looked at (H14). */
export const legsSeen = (owing: Handoff, effectId: string, seen: LegsSeen, now: number): Handoff => {
  const handoff = completed(owing, effectId);
  const { progress } = handoff;
  if (progress.state === 'ended') return handoff;
  if (isOver(seen.caller)) {
    // Both legs went the same way after the caller was moved: they were in one conference, and it is over.
    const together = callerAway(handoff).is === 'yes' && isOver(seen.agent);
    return together
      ? end(
          handoff,
          { outcome: 'completed', reason: 'both legs are over', callOver: true, agentGone: true },
          now,
        )
      : callIsOver(handoff, { endedReason: 'leg over', fieldsFilled: 0 }, now);
  }
  // Somebody is still at joining them: what the legs look like now proves nothing.
  const joining = progress.state === 'bridging' || progress.state === 'connected';
  if (!joining || callerAway(handoff).is !== 'yes') return handoff;
  const apart = isOver(seen.agent) || seen.together === false;
  if (!apart) return bridgeConfirmed(handoff, 'look', now);
  const outcome = progress.state === 'connected' ? 'completed' : 'bridge_failed';
  const ended = end(handoff, { outcome, reason: 'the agent is gone', agentGone: isOver(seen.agent) }, now);
  // A caller who is alone gets an assistant back, also after a talk.
  return owe(ended, { kind: 'open-assistant', outcome }, now);
};
