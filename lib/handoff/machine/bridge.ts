import type { CallOver } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';
import { changed, type Decision, LATE, REPEATED } from './decision.ts';
import { callerAway, type Ending, end, releaseAgent } from './end.ts';
import { outcomeOfEnd } from './outcome-of-end.ts';
import { drop, move, note, OUR_REASON, owe, owes } from './steps.ts';

/** The end of a call is put off in steps of 5 seconds, 30 at most, while a transfer runs (H9). */
const PUT_OFF_SECONDS = 5;
const PUT_OFFS = 6;
/** Tasks for one handoff. A plan that Vapi refuses is refused for every agent; none is rung a fourth time. */
const MAX_TRIES = 3;

/** The agent and the caller could not be joined: another agent while the window lasts, else the end. */
export const bridgeRefused = (
  handoff: Handoff,
  reason: string,
  now: number,
  known: Pick<Ending, 'agentGone' | 'agentFailed'> = {},
): Handoff => {
  const { progress } = handoff;
  if (progress.state !== 'bridging' && progress.state !== 'connected') return handoff;
  const away = callerAway(handoff).is !== 'no';
  // A caller who is with us already is not kept waiting for another agent: an assistant gets them back.
  if (now >= handoff.deadline || handoff.taskNo >= MAX_TRIES || away) {
    return end(handoff, { outcome: 'bridge_failed', reason, ...known }, now);
  }
  const { handoffId } = handoff;
  const left = known.agentGone === true ? handoff : releaseAgent(handoff, 'not-joined', now);
  const closing = owe(
    drop(left, 'bridge', 'look-at-call', 'look-at-legs', 'accept-reservation', 'move-caller'),
    {
      kind: 'close-task',
      handoffId,
      taskNo: handoff.taskNo,
      since: handoff.request.requestedAt,
      taskSid: progress.taskSid,
      how: 'complete',
      reason: `${OUR_REASON}bridge refused: ${reason}`,
      ...(known.agentFailed === true ? { standDown: progress.reservation.agent.workerSid } : {}),
    },
    now,
  );
  // The next task is created once this one is closed (`closed` in effect-results): never two open at once.
  return move(
    note({ ...closing, taskNo: handoff.taskNo + 1 }, `bridge refused: ${reason}`, now),
    { state: 'requested' },
    now,
  );
};

export const bridgeConfirmed = (handoff: Handoff, by: string, now: number): Handoff => {
  const { progress } = handoff;
  if (progress.state !== 'bridging') return handoff;
  const { since: _joining, joined: _seen, ...rest } = progress;
  const settled = drop(
    handoff,
    'bridge',
    'look-at-call',
    'look-at-legs',
    'accept-reservation',
    'move-caller',
  );
  const joined = note(settled, `bridge confirmed by ${by}`, now);
  return move(joined, { ...rest, state: 'connected', since: now }, now);
};

/** The call is certainly over. */
export const callIsOver = (
  handoff: Handoff,
  over: Pick<CallOver, 'endedReason' | 'transfer' | 'fieldsFilled'> & Pick<Ending, 'taskIsClosed'>,
  now: number,
): Handoff => {
  const { state } = handoff.progress;
  const joining = state === 'bridging' || state === 'connected';
  const outcome = joining
    ? outcomeOfEnd(over, { connected: state === 'connected', asked: owes(handoff, 'bridge') === undefined })
    : 'caller_left';
  const { endedReason: reason, fieldsFilled, taskIsClosed = false } = over;
  return end(handoff, { outcome, reason, callOver: true, fieldsFilled, taskIsClosed }, now);
};

/** The call is said to be over: act on it, look first, or wait for a running transfer. */
export const onCallOver = (handoff: Handoff, event: CallOver, now: number): Decision => {
  const { progress } = handoff;
  if (progress.state === 'ended') return corrected(handoff, event);
  // The assistant's call ends when its caller is moved; from then on only the leg itself tells of the caller.
  if (event.source !== 'voice-status' && callerAway(handoff).is !== 'no') return LATE;
  if (progress.state === 'bridging' && owes(handoff, 'bridge') !== undefined && event.putOff < PUT_OFFS) {
    const putOff = { ...event, putOff: event.putOff + 1 };
    return { is: 'unchanged', why: 'put-off', follow: { event: putOff, delaySeconds: PUT_OFF_SECONDS } };
  }
  if (event.clear) return changed(callIsOver(handoff, event, now));
  const looking = owe(handoff, { kind: 'look-at-call', why: 'report-unclear' }, now);
  return looking === handoff ? REPEATED : changed(looking);
};

/** After the end: a richer report may know better whether caller and agent talked (H9). */
const corrected = (handoff: Handoff, event: CallOver): Decision => {
  const { progress } = handoff;
  if (progress.state !== 'ended' || !event.clear) return LATE;
  const richer = event.fieldsFilled > (progress.fieldsFilled ?? event.fieldsFilled);
  if (!handoff.callOver) return changed({ ...handoff, callOver: true });
  if (!richer || event.transfer === undefined || progress.reservation === undefined) return LATE;
  const { endedReason, fieldsFilled } = event;
  const outcome = outcomeOfEnd(event, { connected: progress.outcome === 'completed', asked: true });
  const reason = outcome === progress.outcome ? progress.reason : endedReason;
  // Also a report that agrees is remembered by how much it told: a poorer one after it changes nothing.
  return changed({ ...handoff, progress: { ...progress, outcome, reason, fieldsFilled } });
};
