import { withoutUndefined } from '../../base/without-undefined.ts';
import type { CallOver, HandoffEvent } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';
import { changed, type Decision, FOREIGN, LATE, REPEATED } from './decision.ts';
import { callerAway, type Ending, end, oweFacts, releaseAgent, underWaySince } from './end.ts';
import { lookBefore } from './looks.ts';
import { answerOf, outcomeOfEnd } from './outcome-of-end.ts';
import { drop, freshLook, isTaken, move, note, OUR_REASON, owe, owes } from './steps.ts';

/** The end of a call is put off in steps of 5 seconds, 30 at most, while a transfer runs (H9). */
const PUT_OFF_SECONDS = 5;
const PUT_OFFS = 6;
/** The report of a call follows the news of its end within seconds; it is waited for no longer than this. */
const REPORT_MS = 10_000;
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
  const {
    since: _joining,
    begunAt: _begun,
    joined: seen = {},
    movedAt: _moved,
    otherOffers: _over,
    ...rest
  } = progress;
  const settled = drop(
    handoff,
    'bridge',
    'look-at-call',
    'look-at-legs',
    'accept-reservation',
    'move-caller',
  );
  const joined = note(settled, `bridge confirmed by ${by}`, now);
  // A look comes late: the two have talked since they were on the way to each other, as far as anybody knows.
  const earlier = by === 'look' ? { joinedAt: underWaySince(progress) } : {};
  const known = withoutUndefined({ conferenceSid: conferenceOf(seen) });
  return move(joined, { ...rest, state: 'connected', since: now, ...earlier, ...known }, now);
};

/** The conference in which both were seen, or the one of whom that was told. */
function conferenceOf({ agent, caller }: { agent?: string | undefined; caller?: string | undefined }) {
  return agent === undefined || caller === undefined || agent === caller ? (agent ?? caller) : undefined;
}

/** The transfer has begun: the agent's phone rings. Whether one answers is looked at when it has rung its time. */
export const bridgeBegun = (handoff: Handoff, by: string, now: number): Handoff => {
  const { progress } = handoff;
  const asked = drop(handoff, 'bridge', 'accept-reservation');
  if (progress.state !== 'bridging' || progress.begunAt !== undefined) return asked;
  const begun = { ...asked, progress: { ...progress, begunAt: now } };
  return freshLook(note(begun, `transfer begun, by ${by}`, now), now);
};

/** A transfer has begun, and nothing has said yet whether the agent answered. */
export const mayHaveTalked = ({ progress }: Handoff): boolean =>
  progress.state === 'bridging' && progress.begunAt !== undefined;

/** Vapi says that its call goes to another number. A transfer that was not asked for yet is another one's. */
export const onBridgeConfirmed = (
  handoff: Handoff,
  { number, by }: Extract<HandoffEvent, { type: 'bridge-confirmed' }>,
  now: number,
): Decision => {
  const { progress } = handoff;
  if (progress.state !== 'bridging') return LATE;
  if (number !== undefined && number !== progress.reservation.agent.number) return FOREIGN;
  const asking = owes(handoff, 'bridge') ?? owes(handoff, 'accept-reservation');
  const asked =
    asking === undefined ||
    (asking.work.kind === 'bridge' && (asking.mayHaveHappened || asking.claim !== undefined));
  // An effect that is still owed finds in the call what is told here.
  if (!asked) return LATE;
  return progress.begunAt === undefined ? changed(bridgeBegun(handoff, by, now)) : REPEATED;
};

/** A transfer that was asked for shows in the call after this long. */
const SHOWN_MS = 3_000;

/** The call is with the assistant again: no proof, so it is looked at. One that was not moved yet cannot be back. */
export const onAssistantResumed = (handoff: Handoff, now: number): Decision => {
  const { state } = handoff.progress;
  const asked = state === 'bridging' && owes(handoff, 'bridge') === undefined;
  if (state !== 'connected' && !asked) return LATE;
  const from = asked && !mayHaveTalked(handoff) ? now + SHOWN_MS : now;
  const looking = owe(handoff, { kind: 'look-at-call', why: 'assistant-resumed' }, now, from);
  return looking === handoff ? REPEATED : changed(looking);
};

/** The call is certainly over. */
export const callIsOver = (
  handoff: Handoff,
  over: Pick<CallOver, 'endedReason' | 'transfers' | 'transfer' | 'fieldsFilled' | 'reportOf'> &
    Pick<Ending, 'taskIsClosed'>,
  now: number,
): Handoff => {
  const { progress } = handoff;
  const joining = progress.state === 'bridging' || progress.state === 'connected';
  const outcome = isTaken(handoff)
    ? 'completed'
    : joining
      ? outcomeOfEnd(over, {
          agent: progress.reservation.agent,
          connected: progress.state === 'connected',
          asked: owes(handoff, 'bridge') === undefined,
          begun: mayHaveTalked(handoff),
        })
      : 'caller_left';
  const { endedReason: reason, fieldsFilled, reportOf, taskIsClosed = false } = over;
  return end(handoff, { outcome, reason, callOver: true, fieldsFilled, reportOf, taskIsClosed }, now);
};

/** Whether the agent of a transfer answered is in the report of the call, which is over. */
export const awaitReport = (handoff: Handoff, endedReason: string, now: number): Handoff =>
  owe(handoff, { kind: 'await-report', endedReason }, now, now + REPORT_MS);

/** The call is said to be over: act on it, look first, or wait for a running transfer. */
export const onCallOver = (handoff: Handoff, event: CallOver, now: number): Decision => {
  const { progress } = handoff;
  if (progress.state === 'ended') return corrected(handoff, event, now);
  // The assistant's call ends when its caller is moved; from then on only the leg itself tells of the caller.
  if (event.source !== 'voice-status' && callerAway(handoff).is !== 'no') return LATE;
  const asking = owes(handoff, 'bridge') !== undefined;
  if (asking && event.putOff < PUT_OFFS) {
    const putOff = { ...event, putOff: event.putOff + 1 };
    return { is: 'put-off', follow: { event: putOff, delaySeconds: PUT_OFF_SECONDS } };
  }
  if (event.source !== 'end-of-call-report' && mayHaveTalked(handoff)) {
    const awaiting = awaitReport(handoff, event.endedReason, now);
    return awaiting === handoff ? REPEATED : changed(awaiting);
  }
  const first = event.clear ? lookBefore(handoff, event, now) : undefined;
  if (first !== undefined) return first === handoff ? REPEATED : changed(first);
  if (event.clear) return changed(callIsOver(handoff, event, now));
  const looking = owe(handoff, { kind: 'look-at-call', why: 'report-unclear' }, now);
  return looking === handoff ? REPEATED : changed(looking);
};

/** Of two reports the richer one counts, of two alike the one that was told later; the table keeps the same (H9). */
function countsMore(
  event: CallOver,
  known: { fieldsFilled?: number | undefined; reportOf?: number | undefined },
) {
  // An end that no report gave is corrected by any.
  const { fieldsFilled = -1, reportOf } = known;
  const isLater = (event.reportOf ?? 0) > (reportOf ?? Number.POSITIVE_INFINITY);
  return event.fieldsFilled > fieldsFilled || (event.fieldsFilled === fieldsFilled && isLater);
}

/** After the end: a report may know better whether caller and agent talked. */
const corrected = (handoff: Handoff, event: CallOver, now: number): Decision => {
  const { progress } = handoff;
  if (progress.state !== 'ended' || !event.clear) return LATE;
  const agent = progress.reservation?.agent;
  if (!countsMore(event, progress) || agent === undefined || answerOf(event, agent) === undefined) {
    return handoff.callOver ? LATE : changed({ ...handoff, callOver: true });
  }
  const { endedReason, fieldsFilled, reportOf } = event;
  const outcome = outcomeOfEnd(event, {
    agent,
    connected: progress.outcome === 'completed',
    asked: true,
    begun: false,
  });
  const reason = outcome === progress.outcome ? progress.reason : endedReason;
  // Also a report that agrees is remembered by how much it told: a poorer one after it changes nothing.
  const { reportOf: _older, ...kept } = progress;
  const known = { ...kept, outcome, reason, fieldsFilled, ...withoutUndefined({ reportOf }) };
  if (outcome === progress.outcome) return changed({ ...handoff, callOver: true, progress: known });
  const corrections = (progress.corrections ?? 0) + 1;
  return changed(oweFacts({ ...handoff, callOver: true, progress: { ...known, corrections } }, now));
};
