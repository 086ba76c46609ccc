import { completed } from '../../outbox/effect.ts';
import type { LegSeen } from '../ports/legs.ts';
import type { HandoffEvent } from '../record/events.ts';
import type { Effect, Handoff, Progress } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { bridgeConfirmed, callIsOver } from './bridge.ts';
import { changed, type Decision, LATE, REPEATED } from './decision.ts';
import { callerAway, type Ending, end } from './end.ts';
import { askWhetherTaken, lookAtBoth } from './looks.ts';
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
  const seen: Handoff = {
    ...handoff,
    progress: { ...progress, joined, ...(movedAt === undefined ? {} : { movedAt }) },
  };
  if (joined.agent === joined.caller) return changed(bridgeConfirmed(seen, 'conference', now));
  return progress.joined?.[who] === conferenceSid ? REPEATED : changed(seen);
};

/** Whether they are, or may be, in the conference of this id: several have the same name, one after the other. */
function isTheirs({ progress }: Handoff, { conferenceSid }: Of<'conference-over'>): boolean {
  if (conferenceSid === undefined) return true;
  if (progress.state === 'connected') return [undefined, conferenceSid].includes(progress.conferenceSid);
  const { agent, caller } = (progress.state === 'bridging' && progress.joined) || {};
  return agent === undefined || agent === conferenceSid || caller === conferenceSid;
}

/** The conference is over: whoever was in it has talked; before both were seen there, the legs are looked at. */
export const onConferenceOver = (handoff: Handoff, event: Of<'conference-over'>, now: number): Decision => {
  const { state } = handoff.progress;
  if (!isOurConference(handoff, event) || !isTheirs(handoff, event)) return LATE;
  if (state === 'connected') {
    return changed(end(handoff, { outcome: 'completed', reason: 'the conference is over' }, now));
  }
  return state === 'bridging' ? lookAtBoth(handoff, now) : LATE;
};

/** Nobody has told anybody anything within this time of the join. */
const TALK_MS = 5_000;
/** Who moves the caller has done so this long after the agent's key, or is dead (the worker's time-out). */
const LONGEST_MOVE_MS = 10_000;

/** Whether the two have talked, of whom nobody told that they met: an agent, or a caller, who left at once has not. */
function haveTalked({ movedAt, since }: Extract<Progress, { state: 'bridging' }>, until: number): boolean {
  return until - (movedAt ?? since + LONGEST_MOVE_MS) >= TALK_MS;
}

/** The caller's leg has left the conference and asks what comes next. */
export const onCallerReleased = (handoff: Handoff, event: Of<'caller-released'>, now: number): Decision => {
  const { progress } = handoff;
  const { state } = progress;
  if (event.handoffId !== handoff.handoffId) return LATE;
  if (state === 'connected') {
    return changed(end(handoff, { outcome: 'completed', reason: 'the conference is over' }, now));
  }
  if (progress.state !== 'bridging') return LATE;
  const ending: Ending = haveTalked(progress, now)
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
export const legsSeen = (owing: Handoff, effect: Effect, seen: LegsSeen, now: number): Handoff => {
  const handoff = completed(owing, effect.id);
  const { progress } = handoff;
  if (progress.state === 'ended') return handoff;
  const why = effect.work.kind === 'look-at-legs' ? effect.work.why : undefined;
  // The end of one of them was told, and when.
  const told = why === 'conference-over' && progress.state === 'bridging';
  const talked = told ? haveTalked(progress, effect.owedSince) : undefined;
  if (isOver(seen.caller)) {
    const asking = askWhetherTaken(handoff, now);
    if (asking !== undefined) return asking;
    // Both legs went the same way after the caller was moved: they were in one conference, and it is over.
    const together = callerAway(handoff).is === 'yes' && isOver(seen.agent) && talked !== false;
    return together
      ? end(
          handoff,
          { outcome: 'completed', reason: 'both legs are over', callOver: true, agentGone: true },
          now,
        )
      : callIsOver(handoff, { endedReason: 'leg over', fieldsFilled: 0 }, now);
  }
  // Somebody is still at joining them, or is where only the caller was asked about: the rest proves nothing.
  const joining = progress.state === 'bridging' || progress.state === 'connected';
  if (!joining || why === 'call-broken' || callerAway(handoff).is !== 'yes') return handoff;
  const apart = isOver(seen.agent) || seen.together === false;
  if (!apart) return bridgeConfirmed(handoff, 'look', now);
  // Their talk would have ended the conference for the caller too: one who is in it still has waited for nobody.
  const wasTalk = progress.state === 'connected' || (talked === true && seen.together === false);
  const outcome = wasTalk ? 'completed' : 'bridge_failed';
  const ended = end(handoff, { outcome, reason: 'the agent is gone', agentGone: isOver(seen.agent) }, now);
  // A caller who is alone gets an assistant back, also after a talk.
  return owe(ended, { kind: 'open-assistant', outcome }, now);
};
