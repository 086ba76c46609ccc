import type { Loaded } from '../ports/store.ts';
import type { HandoffEvent } from '../record/events.ts';
import { type Handoff, type HandoffRequest, unknownOf, type Work } from '../record/handoff.ts';
import { isOneTooMany } from '../record/limit.ts';
import { withoutOwnLeg } from '../strategies/choose.ts';
import { changed, type Decision, REPEATED } from './decision.ts';
import { end } from './end.ts';
import { drop, note, owe, owes, oweTask } from './steps.ts';

/** A tool call's own result tells the caller; where a rule asked for the human, nobody has said anything yet (C3). */
const oweConnecting = (handoff: Handoff, now: number): Handoff =>
  handoff.request.requestedBy === 'rule'
    ? owe(handoff, { kind: 'tell-caller', sentence: 'connecting' }, now)
    : handoff;

type Past = Pick<Handoff, 'requestNo' | 'effects' | 'unknownEffects' | 'history' | 'callOver'>;

const begin = (
  callId: string,
  handoffId: string,
  request: HandoffRequest,
  past: Past,
  now: number,
): Handoff => {
  const deadline = request.requestedAt + request.windowSeconds * 1000;
  const fresh: Handoff = {
    ...past,
    callId,
    handoffId,
    requestNo: past.requestNo + 1,
    taskNo: 1,
    request,
    strategy: request.strategy ?? withoutOwnLeg('no choice was made'),
    deadline,
    // The promise of a colleague, in the tool's own result.
    spokenAt: request.requestedAt,
    progress: { state: 'requested' },
    pastOffers: [],
    timeline: [{ at: now, what: 'requested' }],
  };
  if (past.callOver) return end(fresh, { outcome: 'caller_left', reason: 'the call was over before' }, now);
  if (now >= deadline) {
    const reason = 'the window was over before the request was worked on';
    return end(fresh, { outcome: 'task_failed', reason }, now);
  }
  // Twilio makes the task of a caller who is in its queue already.
  if (request.requestedBy === 'front-desk')
    return note({ ...fresh, progress: { state: 'queued' }, reached: { queued: now } }, 'queued', now);
  // A task of the last attempt that is still being closed goes first (`closed` in results): never two open for one
  // caller. Whatever else that attempt owes is waited for by nothing.
  const begun = owes(fresh, 'close-task') === undefined ? oweTask(fresh, now) : fresh;
  return oweConnecting(begun, now);
};

/** It keeps its time: the worker that may still be making the task or the leg, or keeping earlier facts, is waited for. */
function waitsForClaim(work: Work): boolean {
  return (
    work.kind === 'keep-facts' ||
    (work.kind === 'close-task' && work.taskSid === undefined) ||
    (work.kind === 'release-agent' && work.callSid === undefined)
  );
}

const HISTORY_LENGTH = 5;

/** As many refused requests as come again within the life of a message. */
const REFUSED_LENGTH = 20;

/** One request too many: nobody is rung, and caller and assistant are told why, whatever they were promised. */
const refuse = (last: Handoff, handoffId: string, now: number): Decision => {
  const { refused = [], callOver } = last;
  if (callOver || refused.includes(handoffId)) return REPEATED;
  const quiet = drop(last, 'tell-caller', 'tell-assistant');
  const noted = { ...quiet, refused: [...refused, handoffId].slice(-REFUSED_LENGTH) };
  const told = owe(noted, { kind: 'tell-caller', sentence: 'enough' }, now);
  return changed(owe(told, { kind: 'tell-assistant', outcome: 'enough' }, now));
};

/** A human is asked for: the first attempt, or the next after an end; never a second at one time (H4). */
export const onRequested = (
  loaded: Loaded,
  callId: string,
  event: Extract<HandoffEvent, { type: 'escalation-requested' }>,
  now: number,
): Decision => {
  const { handoffId, request } = event;
  if (loaded.is !== 'handoff') {
    const callOver = loaded.is === 'call-over';
    return changed(
      begin(callId, handoffId, request, { requestNo: 0, effects: [], history: [], callOver }, now),
    );
  }
  const last = loaded.handoff;
  if (last.progress.state !== 'ended') return REPEATED;
  const known = [last, ...last.history].some((one) => one.handoffId === handoffId);
  const { outcome, at } = last.progress;
  // One that was made while the last one was under way was answered by it, however late its message comes.
  if (known || request.requestedAt < at) return REPEATED;
  if (isOneTooMany(request, last, handoffId)) return refuse(last, handoffId, now);
  const past = { handoffId: last.handoffId, requestId: last.request.requestId, outcome, at };
  // What the last attempt still has to close stays owed; its news for the caller is no news any more.
  const effects = drop(last, 'tell-caller', 'tell-assistant').effects.map((effect) =>
    waitsForClaim(effect.work) ? effect : { ...effect, notBefore: now },
  );
  const history = [past, ...last.history].slice(0, HISTORY_LENGTH);
  const { requestNo, callOver } = last;
  const kept = { ...unknownOf(last), requestNo, effects, history, callOver };
  return changed(begin(callId, handoffId, request, kept, now));
};
