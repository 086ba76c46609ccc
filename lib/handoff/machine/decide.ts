import type { Loaded } from '../ports/store.ts';
import type { HandoffEvent } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';
import { strategyOf } from '../strategies/index.ts';
import { onRequested } from './begin.ts';
import { callIsOver, onAssistantResumed, onBridgeConfirmed, onCallOver } from './bridge.ts';
import { onCallerReleased, onConferenceJoined, onConferenceOver, onQueueLeft } from './caller-leg.ts';
import { changed, type Decision, type Follow, LATE, REPEATED } from './decision.ts';
import { backToQueue, end, offerIsPast } from './end.ts';
import { onAgentDecided, onAgentLeg, onOffer } from './offer.ts';
import { owe } from './steps.ts';

/** Bridging without a word for this long is looked at. */
export const BRIDGE_CONFIRM_MS = 60_000;
/** The longest delay that SQS knows. */
const SWEEP_SECONDS = 900;
/** Vapi ends any call after 43,200 s; a conversation that nobody reported is over a little later (H14). */
const LONGEST_CALL_MS = 45_000_000;

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
    case 'offered':
      return changed(end(handoff, { outcome: 'no_agent', reason: 'window expired' }, now));
    case 'bridging':
      return {
        is: 'unchanged',
        why: 'late',
        follow: checkup(handoff, progress.since + BRIDGE_CONFIRM_MS - now),
      };
    case 'connected':
      return { is: 'unchanged', why: 'late', follow: checkup(handoff, SWEEP_SECONDS * 1000) };
    case 'ended':
      return LATE;
  }
};

const checkup = (handoff: Handoff, inMs: number): Follow => ({
  event: { type: 'checkup', handoffId: handoff.handoffId },
  delaySeconds: Math.min(SWEEP_SECONDS, Math.max(1, Math.ceil(inMs / 1000))),
});

const look = (handoff: Handoff, why: 'bridge-unconfirmed' | 'sweep', now: number): Handoff => {
  const kind = strategyOf(handoff).seenIn === 'vapi-call' ? 'look-at-call' : 'look-at-legs';
  return owe(handoff, { kind, why }, now);
};

/** No event moved the handoff on in time: look, and look again later, until it has ended (H14). */
const checkedUp = (handoff: Handoff, now: number): Decision => {
  const { progress } = handoff;
  switch (progress.state) {
    case 'requested':
    case 'queued':
    case 'offered':
      return now >= handoff.deadline
        ? windowExpired(handoff, now)
        : { is: 'unchanged', why: 'not-due', follow: checkup(handoff, handoff.deadline - now) };
    case 'bridging': {
      const due = progress.since + BRIDGE_CONFIRM_MS;
      if (now < due) return { is: 'unchanged', why: 'not-due', follow: checkup(handoff, due - now) };
      return changed(look(handoff, 'bridge-unconfirmed', now), checkup(handoff, BRIDGE_CONFIRM_MS));
    }
    case 'connected': {
      if (now >= progress.since + LONGEST_CALL_MS) {
        return changed(
          end(handoff, { outcome: 'completed', reason: 'no report of the end', callOver: true }, now),
        );
      }
      return changed(look(handoff, 'sweep', now), checkup(handoff, SWEEP_SECONDS * 1000));
    }
    case 'ended':
      return LATE;
  }
};

/** Is the event about the task that this handoff waits for? */
const isCurrent = (
  handoff: Handoff,
  event: { handoffId: string; taskNo: number; taskSid: string },
): boolean => {
  const { progress } = handoff;
  if (event.handoffId !== handoff.handoffId || event.taskNo !== handoff.taskNo) return false;
  const known = 'taskSid' in progress ? progress.taskSid : undefined;
  return known === undefined || known === event.taskSid;
};

/**
 * The whole of what can happen to a handoff: from the record and an event to the next record, which holds what it
 * owes to the outside. Pure: no clock, no randomness, no I/O.
 */
export const decide = (loaded: Loaded, callId: string, event: HandoffEvent, now: number): Decision => {
  if (event.type === 'escalation-requested') return onRequested(loaded, callId, event, now);
  if (loaded.is !== 'handoff') {
    const ended = loaded.is === 'none' && event.type === 'call-over' && event.clear;
    return ended ? { is: 'call-over' } : LATE;
  }
  const { handoff } = loaded;
  const { progress } = handoff;
  const { callerWaits, seenIn } = strategyOf(handoff);
  const waiting =
    progress.state === 'requested' || progress.state === 'queued' || progress.state === 'offered';
  switch (event.type) {
    case 'window-expired':
      return event.handoffId === handoff.handoffId ? windowExpired(handoff, now) : LATE;
    case 'checkup':
      return event.handoffId === handoff.handoffId ? checkedUp(handoff, now) : LATE;
    case 'reservation-offered':
    case 'agent-accepted':
      return onOffer(handoff, event, now);
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
      if (!isCurrent(handoff, event) || progress.state === 'ended') return LATE;
      const mine = 'reservation' in progress && progress.reservation.sid === reservationSid;
      if (mine && progress.state === 'offered') {
        const how = { why: event.why, reject: false, agentGone: false, tell: 'over' } as const;
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
      if (!isCurrent(handoff, event)) return LATE;
      const reason = event.why;
      const taskIsClosed = true;
      // TaskRouter's word for a caller who hung up in its queue.
      if (waiting && callerWaits === 'in-queue' && /hang-?up/i.test(reason)) {
        return changed(callIsOver(handoff, { endedReason: reason, fieldsFilled: 0, taskIsClosed }, now));
      }
      if (waiting) return changed(end(handoff, { outcome: 'no_agent', reason, taskIsClosed }, now));
      if (event.type === 'task-gave-up' || progress.state !== 'connected') return LATE;
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
      if (event.askedAt !== undefined && event.askedAt < handoff.request.requestedAt) return LATE;
      return waiting
        ? changed(end(handoff, { outcome: 'canceled', reason: `taken back by the ${event.by}` }, now))
        : LATE;
    case 'resume':
      return { is: 'unchanged', why: 'not-due' };
  }
};
