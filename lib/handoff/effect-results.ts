import { type CallSeen, isForwardedTo } from './events.ts';
import type { Effect, Handoff, Work } from './handoff.ts';
import { bridgeConfirmed, bridgeRefused, callIsOver } from './joining.ts';
import type { EffectResult } from './ports.ts';
import { again, end, move, note, OUR_REASON, owe, owes, settle } from './record.ts';

/** Attempts at an effect before the handoff goes on without it. */
const ATTEMPTS: Record<Work['kind'], number> = {
  // The window ends it sooner.
  'create-task': 30,
  // 15 s with the pauses between them.
  bridge: 5,
  'look-at-call': 8,
  'tell-caller': 5,
  // With at most 30 s between them: a quarter of an hour and more.
  'close-task': 40,
};

/** What the call as Vapi shows it means for the reason why it was looked at. */
const seen = (owing: Handoff, effect: Effect, call: CallSeen, now: number): Handoff => {
  const why = effect.work.kind === 'look-at-call' ? effect.work.why : effect.work.kind;
  const handoff = settle(owing, effect.id);
  if (call.is === 'over') {
    // Seen before the transfer was asked for: whoever forwarded the call, it was not this handoff.
    const before = effect.work.kind === 'bridge' && !effect.unsure ? owing : handoff;
    return callIsOver(before, { endedReason: call.endedReason, richness: 0 }, now);
  }
  const { progress } = handoff;
  const { state } = progress;
  const live = call.is === 'live';
  if (live && state === 'bridging' && isForwardedTo(call, progress.reservation.agent)) {
    return bridgeConfirmed(handoff, 'look', now);
  }
  // Somebody is still asking for the transfer: what the call looks like now proves nothing.
  const asking = owes(handoff, 'bridge') !== undefined;
  if (why === 'bridge-unconfirmed' && state === 'bridging' && !asking) {
    return bridgeRefused(handoff, live ? 'unconfirmed' : 'call-not-found', now);
  }
  if (why === 'assistant-resumed' && state === 'connected' && live && !call.forwarding) {
    return bridgeRefused(handoff, 'the agent did not stay', now);
  }
  return handoff;
};

const gaveUp = (handoff: Handoff, effect: Effect, reason: string, now: number): Handoff => {
  const left = note(settle(handoff, effect.id), `gave up ${effect.work.kind}: ${reason}`, now);
  switch (effect.work.kind) {
    case 'create-task': {
      if (left.progress.state !== 'requested') return left;
      // An earlier attempt may have made the task: with the effect still in the record its look-up is owed.
      return end(effect.unsure ? handoff : left, { outcome: 'task_failed', reason }, now);
    }
    case 'bridge':
      return bridgeRefused(left, reason, now);
    case 'look-at-call':
      return effect.work.why === 'bridge-unconfirmed' && owes(left, 'bridge') === undefined
        ? bridgeRefused(left, reason, now)
        : left;
    case 'tell-caller':
      return left;
    case 'close-task':
      return closed(left, now);
  }
};

/** The task exists: it is the one waited for, or one that the handoff no longer wants. */
const taskCreated = (handoff: Handoff, work: Work, taskSid: string, now: number): Handoff => {
  if (work.kind !== 'create-task') return handoff;
  const { handoffId } = work;
  const { progress } = handoff;
  const current = handoffId === handoff.handoffId && work.try === handoff.try;
  if (current && progress.state === 'requested') return move(handoff, { state: 'queued', taskSid }, now);
  if (current && 'taskSid' in progress && progress.taskSid === taskSid) return handoff;
  const others = handoff.effects.filter(
    ({ work: owed }) =>
      !(
        owed.kind === 'close-task' &&
        owed.handoffId === handoffId &&
        owed.try === work.try &&
        owed.taskSid === undefined
      ),
  );
  const reason = `${OUR_REASON}ended before the task was created`;
  const key = { handoffId, try: work.try, since: handoff.request.requestedAt };
  return owe(
    { ...handoff, effects: others },
    { kind: 'close-task', ...key, taskSid, how: 'cancel', reason },
    now,
  );
};

/** The next task is created only now, when its predecessor is closed. */
const closed = (handoff: Handoff, now: number): Handoff => {
  const open = handoff.effects.some(({ work }) => work.kind === 'create-task' || work.kind === 'close-task');
  if (handoff.progress.state !== 'requested' || open) return handoff;
  const { handoffId } = handoff;
  return owe(handoff, { kind: 'create-task', handoffId, try: handoff.try }, now);
};

/**
 * The record after one attempt at an effect. `effect` is as it was claimed; when the record no longer owes
 * it (another event settled it), only a task that was created all the same still matters.
 */
export const afterEffect = (handoff: Handoff, effect: Effect, result: EffectResult, now: number): Handoff => {
  const { work } = effect;
  if (result.is === 'task-created') return taskCreated(settle(handoff, effect.id), work, result.taskSid, now);
  const owed = handoff.effects.find((each) => each.id === effect.id);
  if (owed === undefined) return handoff;
  switch (result.is) {
    case 'transfer-asked':
      return note(settle(handoff, effect.id), 'transfer asked', now);
    case 'call-seen':
      return seen(handoff, effect, result.call, now);
    case 'told':
      return note(settle(handoff, effect.id), 'caller told', now);
    case 'closed':
      return closed(note(settle(handoff, effect.id), 'task closed', now), now);
    case 'refused':
      // A task that could not be closed keeps an agent busy: whoever mends the credentials finds it retried.
      return work.kind === 'close-task' && owed.attempts + 1 < ATTEMPTS[work.kind]
        ? again(handoff, owed, now, { unsure: false, retryAfterSeconds: 30 })
        : gaveUp(handoff, owed, result.reason, now);
    case 'not-done':
    case 'unsure': {
      if (owed.attempts + 1 >= ATTEMPTS[work.kind]) return gaveUp(handoff, owed, result.reason, now);
      const wait = result.is === 'not-done' ? result.retryAfterSeconds : undefined;
      const how = {
        unsure: result.is === 'unsure',
        ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
      };
      return again(handoff, owed, now, how);
    }
  }
};
