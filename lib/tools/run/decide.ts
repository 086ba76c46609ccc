import type { JsonValue } from '../../base/bounded-data.ts';
import type { Trouble } from '../../base/trouble.ts';
import { again, completed, oweAs, type Pending } from '../../outbox/effect.ts';
import type { NoAnswer } from '../ports.ts';
import type { Found, ToolRun, ToolWork } from './record.ts';

/**
 * Who acts: the webhook whose answer Vapi waits for until then (ms since 1970), or the worker, when nobody does any
 * more.
 */
export type Acting = { is: 'in-time'; until: number } | { is: 'late' };

/** What came of one piece of work. */
export type ToolResult =
  | { is: 'found'; found: Found }
  | { is: 'decided'; args: JsonValue }
  /** `failed`: what would be said where this was the last attempt. */
  | { is: 'no-answer'; why: NoAnswer; failed: Record<'failed' | 'unsure', Found> }
  | { is: 'told' }
  /** The call is not the assistant's any more. */
  | { is: 'dropped'; reason: string }
  | Trouble;

/** After this long nobody waits for it any more. */
export const GIVE_UP_MS = 60_000;
const MOST_ATTEMPTS = 8;
/** The first attempt after a lost one comes at once, then after 1, 2, 4 and at last 8 s. */
const LONGEST_PAUSE_MS = 8_000;

/** A tool call as it was asked for: it owes the request. */
export function asked(run: Omit<ToolRun, 'effects' | 'unknownEffects' | 'found'>, now: number): ToolRun {
  return oweAs<ToolWork, ToolRun>({ ...run, effects: [] }, 'ask', { kind: 'ask' }, now);
}

function answered(run: ToolRun, found: Found, acting: Acting, now: number): ToolRun {
  const known = completed<ToolWork, ToolRun>({ ...run, found }, 'ask');
  // Whoever waits for it gets it as the answer; whoever was told that it is being checked has to hear it.
  return acting.is === 'in-time' && run.promised !== true
    ? known
    : oweAs<ToolWork, ToolRun>(known, 'say', { kind: 'say' }, now);
}

/** Somebody was answered that it is being checked: they have to hear the answer, also if it has come meanwhile. */
export function promised(run: ToolRun, now: number): ToolRun {
  if (run.promised === true) return run;
  const next = { ...run, promised: true };
  return run.found === undefined ? next : oweAs<ToolWork, ToolRun>(next, 'say', { kind: 'say' }, now);
}

function unanswered(
  found: ToolRun,
  effect: Pending<ToolWork>,
  { why, failed }: Extract<ToolResult, { is: 'no-answer' }>,
  acting: Acting,
  now: number,
): ToolRun {
  const { so, retryAfterSeconds } = why;
  // The webhook's time is over: that is what it answers next.
  const run = acting.is === 'in-time' && now >= acting.until ? promised(found, now) : found;
  const mayHaveHappened = effect.mayHaveHappened || so === 'open';
  if (so === 'never') return answered(run, failed[effect.mayHaveHappened ? 'unsure' : 'failed'], acting, now);
  const isLast = now - run.askedAt >= GIVE_UP_MS || effect.attempts + 1 >= MOST_ATTEMPTS;
  if (isLast) return answered(run, failed.unsure, acting, now);
  if (retryAfterSeconds !== undefined || effect.attempts > 0) {
    const pause = { unsure: mayHaveHappened, longestMs: LONGEST_PAUSE_MS };
    return again<ToolWork, ToolRun>(run, effect, now, {
      ...pause,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    });
  }
  return putBack(run, { ...effect, attempts: effect.attempts + 1, mayHaveHappened }, now);
}

/** For an attempt at once. */
function putBack(run: ToolRun, effect: Pending<ToolWork>, now: number): ToolRun {
  const { claim: _freed, ...rest } = effect;
  const next = { ...rest, notBefore: now };
  return { ...run, effects: run.effects.map((one) => (one.id === effect.id ? next : one)) };
}

/** How long a late sentence may wait for a call that cannot be reached. */
const SAY_WITHIN_MS = 15_000;

function said(run: ToolRun, effect: Pending<ToolWork>, result: ToolResult, now: number): ToolRun {
  const done = completed<ToolWork, ToolRun>(run, effect.id);
  switch (result.is) {
    // Said twice is worse than not heard.
    case 'told':
    case 'unsure':
      return effect.work.kind === 'say'
        ? oweAs<ToolWork, ToolRun>(done, 'inform', { kind: 'inform' }, now)
        : done;
    case 'not-done':
      return now - effect.owedSince >= SAY_WITHIN_MS
        ? done
        : again<ToolWork, ToolRun>(run, effect, now, {
            unsure: false,
            longestMs: LONGEST_PAUSE_MS,
            ...(result.retryAfterSeconds !== undefined && { retryAfterSeconds: result.retryAfterSeconds }),
          });
    default:
      return done;
  }
}

/** The tool call after an attempt at what it owes. */
export function afterResult(
  run: ToolRun,
  effect: Pending<ToolWork>,
  result: ToolResult,
  acting: Acting,
  now: number,
): ToolRun {
  if (!run.effects.some(({ id }) => id === effect.id)) return run;
  switch (result.is) {
    case 'found':
      return answered(run, result.found, acting, now);
    case 'decided':
      return putBack({ ...run, args: result.args }, effect, now);
    case 'no-answer':
      return unanswered(run, effect, result, acting, now);
    default:
      return said(run, effect, result, now);
  }
}
