import type { Trouble } from '../../base/trouble.ts';
import { again, completed } from '../../outbox/effect.ts';
import { type CallSeen, isForwardedTo } from '../ports/calls.ts';
import type { EffectResult } from '../ports/results.ts';
import { FORWARDED_ELSEWHERE } from '../ports/vapi-transfer.ts';
import type { Effect, Handoff, TransferMode, Work } from '../record/handoff.ts';
import { simplerMode } from '../record/transfer-mode.ts';
import {
  awaitReport,
  bridgeBegun,
  bridgeConfirmed,
  bridgeRefused,
  callIsOver,
  mayHaveTalked,
} from './bridge.ts';
import { end } from './end.ts';
import { lateResult, ownLegGaveUp, ownLegResult } from './leg-results.ts';
import { lookWhereBroken } from './looks.ts';
import { move, note, OUR_REASON, owe, oweLook, owes, oweTask } from './steps.ts';
import { spoken, unheard } from './waiting.ts';
import { LONGEST_CALL_MS, nobodyHasIt, stillTaken, withdrawn } from './withdrawal.ts';

/** What a caller waits for is tried this often, so that it is done within 5 s of the return of whoever was away. */
const LONGEST_PAUSE_MS = 4_000;
const WAITED_FOR: readonly Work['kind'][] = [
  'create-task',
  'bridge',
  'tell-caller',
  'accept-reservation',
  'move-caller',
  'open-assistant',
];

/** Attempts at an effect before the handoff goes on without it. */
const ATTEMPTS: Record<Work['kind'], number> = {
  // The window, of 900 s at most, ends it sooner.
  'create-task': 240,
  // 15 s with the pauses between them.
  bridge: 6,
  'look-at-call': 8,
  // It asks nobody.
  'await-report': 1,
  'tell-caller': 6,
  // With at most 30 s between them: a quarter of an hour and more.
  'close-task': 40,
  // A caller in the queue waits for it.
  'withdraw-task': 4,
  'tell-assistant': 3,
  // An agent who cannot be rung within some seconds makes room for the next one.
  'ring-agent': 4,
  'look-at-agent': 8,
  'accept-reservation': 6,
  'reject-reservation': 8,
  'release-agent': 10,
  // A caller on the line waits for it, a minute and a half.
  'move-caller': 24,
  'look-at-legs': 8,
  'open-assistant': 6,
  'request-callback': 40,
  'announce-end': 40,
  // For as long as the record is kept: without it the handoff is in no figure.
  'keep-facts': 3_000,
};

/** A phone rings for at most this long (Twilio Voice: the time-out of a call), then nobody has answered. */
const RINGS_MS = 60_000;

/** What the call as Vapi shows it means for the reason why it was looked at. */
const seen = (owing: Handoff, effect: Effect, call: CallSeen, now: number): Handoff => {
  const why = effect.work.kind === 'look-at-call' ? effect.work.why : effect.work.kind;
  const handoff = completed(owing, effect.id);
  if (call.is === 'over') {
    // Seen before the transfer was asked for: whoever forwarded the call, it was not this handoff.
    const before = effect.work.kind === 'bridge' && !effect.mayHaveHappened ? owing : handoff;
    const looking = lookWhereBroken(before, call.endedReason, now);
    if (looking !== undefined) return looking;
    return mayHaveTalked(before)
      ? awaitReport(before, call.endedReason, now)
      : callIsOver(before, { endedReason: call.endedReason, fieldsFilled: 0 }, now);
  }
  const { progress } = handoff;
  const { state } = progress;
  const live = call.is === 'live';
  if (live && progress.state === 'bridging' && isForwardedTo(call, progress.reservation.agent)) {
    const { begunAt } = progress;
    // No phone rings for so long: the call would be over, or with the assistant again.
    const answered = begunAt !== undefined && now - begunAt >= RINGS_MS;
    return answered ? bridgeConfirmed(handoff, 'look', now) : bridgeBegun(handoff, 'look', now);
  }
  // Somebody is still asking for the transfer: what the call looks like now proves nothing.
  const asking = owes(handoff, 'bridge') !== undefined;
  if (why === 'bridge-unconfirmed' && state === 'bridging' && !asking) {
    return bridgeRefused(handoff, live ? 'unconfirmed' : 'call-not-found', now, { agentFailed: live });
  }
  const returned =
    (why === 'assistant-resumed' && (state === 'connected' || (state === 'bridging' && !asking))) ||
    (why === 'sweep' && state === 'connected');
  if (returned && live && !call.forwarding) {
    return bridgeRefused(handoff, 'the agent did not stay', now, { agentFailed: true });
  }
  return handoff;
};

const gaveUp = (handoff: Handoff, effect: Effect, trouble: Trouble, now: number): Handoff => {
  const { reason } = trouble;
  const left = note(completed(handoff, effect.id), `gave up ${effect.work.kind}: ${reason}`, now);
  switch (effect.work.kind) {
    case 'create-task': {
      if (left.progress.state !== 'requested') return left;
      // An earlier attempt may have made the task: with the effect still in the record its look-up is owed.
      return end(effect.mayHaveHappened ? handoff : left, { outcome: 'task_failed', reason }, now);
    }
    case 'bridge':
      // The caller is in another talk: no other agent is taken for them, and nothing is said into it.
      return reason === FORWARDED_ELSEWHERE
        ? end(left, { outcome: 'caller_left', reason }, now)
        : bridgeRefused(left, reason, now);
    case 'look-at-call':
      return effect.work.why === 'bridge-unconfirmed' && owes(left, 'bridge') === undefined
        ? bridgeRefused(left, reason, now)
        : left;
    case 'tell-caller':
      // A word that was lost in an outage is not the last one.
      return trouble.is === 'refused' ? unheard(left) : spoken(left, now);
    case 'close-task':
      return closed(left, now);
    case 'withdraw-task':
      return effect.work.taken === true
        ? stillTaken(handoff, effect, now)
        : nobodyHasIt(left, { taskIsClosed: false }, now);
    default:
      return ownLegGaveUp(handoff, effect, trouble, now);
  }
};

/** Vapi does not take this plan: the next simpler one is asked for, and the record says so (H12). */
const planRefused = (
  handoff: Handoff,
  effect: Effect,
  refused: { mode: TransferMode; reason: string },
  now: number,
): Handoff => {
  const { work } = effect;
  const { mode, reason } = refused;
  const next = simplerMode(mode);
  const left = completed(handoff, effect.id);
  if (work.kind !== 'bridge' || next === undefined) return bridgeRefused(left, reason, now);
  return owe(
    note(left, `${mode} refused (${reason}): ${next} instead`, now),
    { ...work, mode: next, told: true },
    now,
  );
};

/** The report has not come: the call is over all the same. */
const noReport = (handoff: Handoff, work: Work, now: number): Handoff =>
  work.kind === 'await-report'
    ? callIsOver(handoff, { endedReason: work.endedReason, fieldsFilled: 0 }, now)
    : handoff;

/** The caller has heard it; one who still waits hears the next word before the line has been silent for long. */
const told = (handoff: Handoff, effect: Effect, now: number): Handoff => {
  const { work } = effect;
  const known = completed(handoff, effect.id);
  if (work.kind === 'tell-assistant') return note(known, 'assistant told', now);
  const left = spoken(known, now);
  const waiting = work.kind === 'tell-caller' && work.sentence === 'waiting';
  return note(left, waiting ? 'caller asked for patience' : 'caller told', now);
};

/** What is said once for an agent is not said again by a later attempt. */
const remembered = (effect: Effect, result: EffectResult): Effect => {
  const { work } = effect;
  const told = work.kind === 'bridge' && 'told' in result;
  return told ? { ...effect, work: { ...work, told } } : effect;
};

/** The task exists: it is the one waited for, or one that the handoff no longer wants. */
const taskCreated = (handoff: Handoff, work: Work, taskSid: string, now: number): Handoff => {
  if (work.kind !== 'create-task') return handoff;
  const { handoffId } = work;
  const { progress } = handoff;
  const current = handoffId === handoff.handoffId && work.taskNo === handoff.taskNo;
  if (current && progress.state === 'requested') return move(handoff, { state: 'queued', taskSid }, now);
  if (current && 'taskSid' in progress && progress.taskSid === taskSid) return handoff;
  const others = handoff.effects.filter(
    ({ work: owed }) =>
      !(
        owed.kind === 'close-task' &&
        owed.handoffId === handoffId &&
        owed.taskNo === work.taskNo &&
        owed.taskSid === undefined
      ),
  );
  const reason = `${OUR_REASON}ended before the task was created`;
  const key = { handoffId, taskNo: work.taskNo, since: handoff.request.requestedAt };
  return owe(
    { ...handoff, effects: others },
    { kind: 'close-task', ...key, taskSid, how: 'cancel', reason },
    now,
  );
};

/** The next task is created only now, when its predecessor is closed; one that is owed already stays as it is. */
const closed = (handoff: Handoff, now: number): Handoff =>
  handoff.progress.state === 'requested' && owes(handoff, 'close-task') === undefined
    ? oweTask(handoff, now)
    : handoff;

/** A look that settled nothing is followed by the next one. */
const lookedAt = (handoff: Handoff, now: number): Handoff => {
  const { progress } = handoff;
  return progress.state === 'connected' && now >= progress.since + LONGEST_CALL_MS
    ? end(handoff, { outcome: 'completed', reason: 'no report of the end', callOver: true }, now)
    : oweLook(handoff, now);
};

/**
 * The record after one attempt at an effect. `effect` is as it was claimed; when the record no longer owes
 * it (another event settled it), only a task that was created all the same still matters.
 */
export const afterEffect = (handoff: Handoff, effect: Effect, result: EffectResult, now: number): Handoff => {
  const after = afterResult(handoff, effect, result, now);
  const { kind } = effect.work;
  return kind === 'look-at-call' || kind === 'look-at-legs' ? lookedAt(after, now) : after;
};

const afterResult = (handoff: Handoff, effect: Effect, result: EffectResult, now: number): Handoff => {
  const { work } = effect;
  if (result.is === 'task-created')
    return taskCreated(completed(handoff, effect.id), work, result.taskSid, now);
  const owed = handoff.effects.find((each) => each.id === effect.id);
  if (owed === undefined) return lateResult(handoff, effect, result, now);
  switch (result.is) {
    case 'transfer-asked':
      return bridgeBegun(completed(handoff, effect.id), 'its answer', now);
    case 'call-seen':
      return seen(handoff, effect, result.call, now);
    case 'plan-refused':
      return planRefused(handoff, effect, result, now);
    case 'no-report':
      return noReport(completed(handoff, effect.id), work, now);
    case 'told':
      return told(handoff, effect, now);
    case 'task-taken':
      return work.kind === 'withdraw-task' ? withdrawn(handoff, owed, true, now) : handoff;
    case 'closed':
      if (work.kind === 'withdraw-task') return withdrawn(handoff, owed, false, now);
      return closed(note(completed(handoff, effect.id), 'task closed', now), now);
    case 'refused':
      // What could not be closed keeps an agent busy: whoever mends the credentials finds it retried.
      return (work.kind === 'close-task' || work.kind === 'release-agent') &&
        owed.attempts + 1 < ATTEMPTS[work.kind]
        ? again(handoff, owed, now, { unsure: false, retryAfterSeconds: 30 })
        : gaveUp(handoff, owed, result, now);
    case 'not-done':
    case 'unsure': {
      if (owed.attempts + 1 >= ATTEMPTS[work.kind]) return gaveUp(handoff, owed, result, now);
      const wait = result.is === 'not-done' ? result.retryAfterSeconds : undefined;
      const how = {
        unsure: result.is === 'unsure',
        ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
        ...(WAITED_FOR.includes(work.kind) ? { longestMs: LONGEST_PAUSE_MS } : {}),
      };
      return again(handoff, remembered(owed, result), now, how);
    }
    default:
      return ownLegResult(handoff, effect, result, now);
  }
};
