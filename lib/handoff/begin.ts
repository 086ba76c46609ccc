import { changed, type Decision, LATE, REPEATED } from './decision.ts';
import type { HandoffEvent } from './events.ts';
import type { Handoff, HandoffRequest } from './handoff.ts';
import type { Loaded } from './ports.ts';
import { drop, end, owe } from './record.ts';

const begin = (
  callId: string,
  handoffId: string,
  request: HandoffRequest,
  past: Pick<Handoff, 'attempt' | 'effects' | 'history'>,
  now: number,
): Handoff => {
  const deadline = request.requestedAt + request.windowSeconds * 1000;
  const fresh: Handoff = {
    callId,
    handoffId,
    attempt: past.attempt + 1,
    try: 1,
    request,
    deadline,
    progress: { state: 'requested' },
    effects: past.effects,
    callOver: false,
    timeline: [{ at: now, what: 'requested' }],
    history: past.history,
  };
  return now >= deadline
    ? end(
        fresh,
        { outcome: 'task_failed', reason: 'the window was over before the request was worked on' },
        now,
      )
    : owe(fresh, { kind: 'create-task', handoffId, try: 1 }, now);
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
  if (loaded.is === 'call-over') return LATE;
  if (loaded.is === 'none') {
    return changed(begin(callId, handoffId, request, { attempt: 0, effects: [], history: [] }, now));
  }
  const last = loaded.handoff;
  if (last.progress.state !== 'ended') return REPEATED;
  const known = [last, ...last.history].some((one) => one.handoffId === handoffId);
  if (known) return REPEATED;
  if (last.callOver) return LATE;
  const { outcome, at } = last.progress;
  const past = { handoffId: last.handoffId, requestId: last.request.requestId, outcome, at };
  // What the last attempt still has to close stays owed; its news for the caller is no news any more.
  const { effects } = drop(last, 'tell-caller');
  const history = [past, ...last.history].slice(0, HISTORY_LENGTH);
  return changed(begin(callId, handoffId, request, { attempt: last.attempt, effects, history }, now));
};
