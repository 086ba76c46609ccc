import type { Loaded } from '../ports/store.ts';
import type { HandoffEvent } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { onAgentDecided, onAgentLeg } from './agent-leg.ts';
import { onRequested } from './begin.ts';
import { callIsOver, onAssistantResumed, onBridgeConfirmed, onCallOver } from './bridge.ts';
import { onCallerReleased, onConferenceJoined, onConferenceOver, onQueueLeft } from './caller-leg.ts';
import { changed, type Decision, LATE, REPEATED } from './decision.ts';
import { end } from './end.ts';
import { onOffer, onTaskTaken } from './offer.ts';
import { backToQueue, mayBeTaken, offerIsPast } from './offers.ts';
import { isCurrentTask, isTaken, isWindowOpen, oweWithdrawal } from './steps.ts';
import { oweWord } from './waiting.ts';

/** The window is over: nobody comes any more, unless an agent has accepted (H7). */
const windowExpired = (handoff: Handoff, now: number): Decision => {
  const { progress } = handoff;
  switch (progress.state) {
    case 'requested': {
      // A first task that nobody could create is a failure of ours; with a later one an agent was there.
      const outcome = handoff.taskNo === 1 ? 'task_failed' : 'no_agent';
      return changed(end(handoff, { outcome, reason: 'window expired' }, now));
    }
    case 'queued':
    case 'offered': {
      if (!mayBeTaken(handoff)) {
        return changed(end(handoff, { outcome: 'no_agent', reason: 'window expired' }, now));
      }
      const withdrawing = oweWithdrawal(handoff, now);
      return withdrawing === handoff ? REPEATED : changed(withdrawing);
    }
    case 'bridging':
    case 'connected':
    case 'ended':
      return LATE;
  }
};

/** Whether one time of the same clock is before the other; never where either is not known. */
function isBefore(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one < other;
}

/** The request of a window that is over, where its own message has not come through: the caller has to be told. */
const overdueRequest = (
  loaded: Loaded,
  { handoffId, request }: Extract<HandoffEvent, { type: 'window-expired' }>,
): Extract<HandoffEvent, { type: 'escalation-requested' }> | undefined => {
  const isKnown = loaded.is === 'handoff' && loaded.handoff.handoffId === handoffId;
  return request === undefined || isKnown ? undefined : { type: 'escalation-requested', handoffId, request };
};

/**
 * The whole of what can happen to a handoff: from the record and an event to the next record, which holds what it
 * owes to the outside. Pure: no clock, no randomness, no I/O.
 */
export const decide = (loaded: Loaded, callId: string, event: HandoffEvent, now: number): Decision => {
  if (event.type === 'escalation-requested') return onRequested(loaded, callId, event, now);
  const overdue = event.type === 'window-expired' ? overdueRequest(loaded, event) : undefined;
  if (overdue !== undefined) return onRequested(loaded, callId, overdue, now);
  if (loaded.is !== 'handoff') {
    const ended = loaded.is === 'none' && event.type === 'call-over' && event.clear;
    return ended ? { is: 'call-over' } : LATE;
  }
  const { handoff } = loaded;
  const { progress } = handoff;
  const { callerWaits, seenIn, taking } = strategyOf(handoff);
  const waiting =
    progress.state === 'requested' || progress.state === 'queued' || progress.state === 'offered';
  switch (event.type) {
    case 'window-expired':
      return event.handoffId === handoff.handoffId ? windowExpired(handoff, now) : LATE;
    case 'reservation-offered':
    case 'agent-accepted':
      return onOffer(handoff, event, now);
    case 'task-taken':
      return onTaskTaken(handoff, event, now);
    case 'agent-leg':
      return onAgentLeg(handoff, event, now);
    case 'agent-decided':
      return onAgentDecided(handoff, event, now);
    case 'conference-joined':
      return onConferenceJoined(handoff, event, now);
    case 'conference-over':
      return onConferenceOver(handoff, event, now);
    case 'queue-left':
      return onQueueLeft(handoff, event, now);
    case 'caller-released':
      return onCallerReleased(handoff, event, now);
    case 'offer-over': {
      const { reservationSid } = event;
      if (!isCurrentTask(handoff, event) || progress.state === 'ended') return LATE;
      const mine = 'reservation' in progress && progress.reservation.sid === reservationSid;
      if (mine && progress.state === 'offered') {
        const how = { why: event.why, reject: false, agentGone: false } as const;
        return changed(backToQueue(handoff, how, now));
      }
      if (mine) return LATE;
      // It may have overtaken the assignment of its own offer.
      return handoff.pastOffers.includes(reservationSid)
        ? REPEATED
        : changed(offerIsPast(handoff, reservationSid));
    }
    case 'task-gave-up':
    case 'task-ended': {
      if (!isCurrentTask(handoff, event)) return LATE;
      const reason = event.why;
      const taskIsClosed = true;
      const joined = event.type === 'task-ended' && event.taken === true && taking.is === 'from-queue';
      // TaskRouter's word for a caller who hung up in its queue.
      if (waiting && callerWaits === 'in-queue' && /hang-?up/i.test(reason)) {
        return changed(callIsOver(handoff, { endedReason: reason, fieldsFilled: 0, taskIsClosed }, now));
      }
      if (waiting) {
        const outcome = joined || isTaken(handoff) ? 'completed' : 'no_agent';
        return changed(end(handoff, { outcome, reason, taskIsClosed }, now));
      }
      const talked = progress.state === 'connected' || (progress.state === 'bridging' && joined);
      if (event.type === 'task-gave-up' || !talked) return LATE;
      // Whoever closed the task did not mean to cut two who still talk: their legs end when they hang up.
      return changed(end(handoff, { outcome: 'completed', reason, taskIsClosed, agentGone: true }, now));
    }
    case 'bridge-confirmed':
      if (progress.state === 'connected') return REPEATED;
      return seenIn === 'vapi-call' ? onBridgeConfirmed(handoff, event, now) : LATE;
    case 'assistant-resumed':
      return seenIn === 'vapi-call' ? onAssistantResumed(handoff, now) : LATE;
    case 'call-over':
      return onCallOver(handoff, event, now);
    case 'taken-back':
      if (isBefore(event.askedAt, handoff.request.askedAt)) return LATE;
      return waiting
        ? changed(end(handoff, { outcome: 'canceled', reason: `taken back by the ${event.by}` }, now))
        : LATE;
    case 'resume': {
      if (isWindowOpen(handoff) && now >= handoff.deadline) return windowExpired(handoff, now);
      const telling = oweWord(handoff, now);
      return telling === handoff ? { is: 'unchanged', why: 'not-due' } : changed(telling);
    }
  }
};
