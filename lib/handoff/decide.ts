import { requested } from './begin.ts';
import { changed, type Decision, FOREIGN, type Follow, LATE, REPEATED } from './decision.ts';
import type { HandoffEvent } from './events.ts';
import type { Handoff } from './handoff.ts';
import { bridgeConfirmed, over } from './joining.ts';
import type { Loaded } from './ports.ts';
import { drop, end, move, note, OUR_REASON, owe } from './record.ts';

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
      const outcome = handoff.try === 1 ? 'task_failed' : 'no_agent';
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
      const looking = owe(handoff, { kind: 'look-at-call', why: 'bridge-unconfirmed' }, now);
      return changed(looking, checkup(handoff, BRIDGE_CONFIRM_MS));
    }
    case 'connected': {
      if (now >= progress.since + LONGEST_CALL_MS) {
        return changed(
          end(handoff, { outcome: 'completed', reason: 'no report of the end', callOver: true }, now),
        );
      }
      const looking = owe(handoff, { kind: 'look-at-call', why: 'sweep' }, now);
      return changed(looking, checkup(handoff, SWEEP_SECONDS * 1000));
    }
    case 'ended':
      return LATE;
  }
};

type Offer = Extract<HandoffEvent, { type: 'reservation-offered' | 'agent-accepted' }>;

/** An agent is offered the task, or has taken it. A task that is not the current one is closed. */
const offer = (handoff: Handoff, event: Offer, now: number): Decision => {
  const { progress } = handoff;
  const { taskSid, reservationSid, agent } = event;
  const current = event.handoffId === handoff.handoffId && event.try === handoff.try;
  const known = 'taskSid' in progress ? progress.taskSid : undefined;
  if (!current || progress.state === 'ended' || (known !== undefined && known !== taskSid)) {
    return stray(handoff, event, now);
  }
  if (progress.state === 'bridging' || progress.state === 'connected') {
    return progress.reservation.sid === reservationSid ? REPEATED : LATE;
  }
  const reservation = { sid: reservationSid, agent };
  // The offer proves that the task exists, also when it overtakes the answer to the create.
  const found = drop(handoff, 'create-task');
  if (event.type === 'agent-accepted') {
    const joining = move(found, { state: 'bridging', taskSid, reservation, since: now }, now);
    return changed(owe(joining, { kind: 'bridge', reservation }, now));
  }
  if (progress.state === 'offered' && progress.reservation.sid === reservationSid) return REPEATED;
  return changed(move(found, { state: 'offered', taskSid, reservation }, now));
};

const stray = (handoff: Handoff, event: Offer, now: number): Decision => {
  const { handoffId, taskSid } = event;
  const ours = [handoff, ...handoff.history].some((one) => one.handoffId === handoffId);
  if (!ours) return FOREIGN;
  const lookUps = handoff.effects.filter(
    ({ work }) =>
      work.kind === 'close-task' &&
      work.handoffId === handoffId &&
      work.try === event.try &&
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
      try: event.try,
      since: handoff.request.requestedAt,
      taskSid,
      how: 'cancel',
      reason: `${OUR_REASON}goes on without this task`,
    },
    now,
  );
  return changed(closing);
};

/** Is the event about the task that this handoff waits for? */
const isCurrent = (handoff: Handoff, event: { handoffId: string; try: number; taskSid: string }): boolean => {
  const { progress } = handoff;
  if (event.handoffId !== handoff.handoffId || event.try !== handoff.try) return false;
  return !('taskSid' in progress) || progress.taskSid === event.taskSid;
};

/**
 * The whole of what can happen to a handoff: from the record and an event to the next record, which holds what it
 * owes to the outside. Pure: no clock, no randomness, no I/O.
 */
export const decide = (loaded: Loaded, callId: string, event: HandoffEvent, now: number): Decision => {
  if (event.type === 'escalation-requested') return requested(loaded, callId, event, now);
  if (loaded.is !== 'handoff') {
    const ended = loaded.is === 'none' && event.type === 'call-over' && event.clear;
    return ended ? { is: 'call-over' } : LATE;
  }
  const { handoff } = loaded;
  const { progress } = handoff;
  const waiting =
    progress.state === 'requested' || progress.state === 'queued' || progress.state === 'offered';
  switch (event.type) {
    case 'window-expired':
      return event.handoffId === handoff.handoffId ? windowExpired(handoff, now) : LATE;
    case 'checkup':
      return event.handoffId === handoff.handoffId ? checkedUp(handoff, now) : LATE;
    case 'reservation-offered':
    case 'agent-accepted':
      return offer(handoff, event, now);
    case 'offer-over': {
      const mine = progress.state === 'offered' && progress.reservation.sid === event.reservationSid;
      if (!mine) return LATE;
      const noted = note(handoff, `offer over: ${event.why}`, now);
      return changed(move(noted, { state: 'queued', taskSid: progress.taskSid }, now));
    }
    case 'task-gave-up':
    case 'task-ended': {
      if (!isCurrent(handoff, event)) return LATE;
      const reason = event.why;
      if (waiting) return changed(end(handoff, { outcome: 'no_agent', reason, taskIsClosed: true }, now));
      if (event.type === 'task-gave-up' || progress.state !== 'connected') return LATE;
      return changed(end(handoff, { outcome: 'completed', reason, taskIsClosed: true }, now));
    }
    case 'bridge-confirmed': {
      if (progress.state === 'connected') return REPEATED;
      if (progress.state !== 'bridging') return LATE;
      const elsewhere = event.number !== undefined && event.number !== progress.reservation.agent.number;
      return elsewhere ? FOREIGN : changed(bridgeConfirmed(handoff, event.by, now));
    }
    case 'assistant-resumed': {
      if (progress.state !== 'connected') return LATE;
      const looking = owe(handoff, { kind: 'look-at-call', why: 'assistant-resumed' }, now);
      return looking === handoff ? REPEATED : changed(looking);
    }
    case 'call-over':
      return over(handoff, event, now);
    case 'taken-back':
      if (event.askedAt !== undefined && event.askedAt < handoff.request.requestedAt) return LATE;
      return waiting
        ? changed(end(handoff, { outcome: 'canceled', reason: `taken back by the ${event.by}` }, now))
        : LATE;
    case 'resume':
      return { is: 'unchanged', why: 'not-due' };
  }
};
