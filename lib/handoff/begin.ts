import { changed, type Decision, REPEATED } from './decision.ts';
import type { HandoffEvent } from './events.ts';
import type { Handoff, HandoffRequest } from './handoff.ts';
import type { Loaded } from './ports.ts';
import { drop, end, owe } from './record.ts';

type Past = Pick<Handoff, 'attempt' | 'effects' | 'history' | 'callOver'>;

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
    attempt: past.attempt + 1,
    try: 1,
    request,
    deadline,
    progress: { state: 'requested' },
    timeline: [{ at: now, what: 'requested' }],
  };
  if (past.callOver) return end(fresh, { outcome: 'caller_left', reason: 'the call was over before' }, now);
  if (now >= deadline) {
    const reason = 'the window was over before the request was worked on';
    return end(fresh, { outcome: 'task_failed', reason }, now);
  }
  // A task of the last attempt that is still being closed goes first: never two open for one caller.
  return past.effects.length > 0 ? fresh : owe(fresh, { kind: 'create-task', handoffId, try: 1 }, now);
};

const HISTORY_LENGTH = 5;

/** A human is asked for: the first attempt, or the next after an end; never a second at one time (H4). */
export const requested = (
  loaded: Loaded,
  callId: string,
  event: Extract<HandoffEvent, { type: 'escalation-requested' }>,
  now: number,
): Decision => {
  const { handoffId, request } = event;
  if (loaded.is !== 'handoff') {
    const callOver = loaded.is === 'call-over';
    return changed(
      begin(callId, handoffId, request, { attempt: 0, effects: [], history: [], callOver }, now),
    );
  }
  const last = loaded.handoff;
  if (last.progress.state !== 'ended') return REPEATED;
  const known = [last, ...last.history].some((one) => one.handoffId === handoffId);
  if (known) return REPEATED;
  const { outcome, at } = last.progress;
  const past = { handoffId: last.handoffId, requestId: last.request.requestId, outcome, at };
  // What the last attempt still has to close stays owed; its news for the caller is no news any more.
  const effects = drop(last, 'tell-caller').effects.map((effect) =>
    // A look-up keeps its time: whoever may still be creating the task is waited for.
    effect.work.kind === 'close-task' && effect.work.taskSid === undefined
      ? effect
      : { ...effect, notBefore: now },
  );
  const history = [past, ...last.history].slice(0, HISTORY_LENGTH);
  const { attempt, callOver } = last;
  return changed(begin(callId, handoffId, request, { attempt, effects, history, callOver }, now));
};
