import type * as z from 'zod/mini';
import { parsedJson } from '../../base/json.ts';
import { resultOf } from '../../http/outcome.ts';
import type { Outcome } from '../../http/request.ts';
import type { NoAnswer } from '../ports.ts';

/** What a team's system may answer: more is a failure. */
export const MAX_ANSWER_BYTES = 64 * 1024;
/** The longest that one request may take, whoever waits for it. */
export const REQUEST_MS = 6_000;
/** What asks to be left alone for longer is not asked again behind the caller's back. */
const MOST_RETRY_AFTER_SECONDS = 30;

/** What a request asks for. `look`: it changes nothing, so that a clear failure is one. */
export type Asking = { system: string; does: 'look' | 'change'; now: number };

export type Answered<Body> = { is: 'answered'; status: number; body: Body };

/** Why an outcome is no answer; undefined for one with a status below 500 that is not "too many". */
function noAnswerOf(outcome: Outcome, { system, does, now }: Asking): NoAnswer | undefined {
  const result = resultOf(outcome, {
    platform: system,
    now,
    maxRetryAfterSeconds: Number.MAX_SAFE_INTEGER,
  });
  if (result.is === 'done') return undefined;
  const { reason } = result;
  const changes = does === 'change';
  if (result.is === 'not-sent') return { is: 'no-answer', reason, so: 'never', isFault: true };
  if (result.is === 'lost') {
    // What is too long was looked up, and would be as long the next time; a change has happened all the same.
    const so = outcome.is === 'lost' && outcome.why === 'too-large' && !changes ? 'never' : 'open';
    return { is: 'no-answer', reason, so, isFault: true };
  }
  const { status, retryAfterSeconds } = result;
  if (status === 429) {
    const wait = retryAfterSeconds ?? 1;
    return wait > MOST_RETRY_AFTER_SECONDS
      ? { is: 'no-answer', reason, so: 'never', isFault: false }
      : { is: 'no-answer', reason, so: 'open', retryAfterSeconds: wait, isFault: false };
  }
  if (status >= 500) return { is: 'no-answer', reason, so: changes ? 'open' : 'never', isFault: true };
  return undefined;
}

/**
 * Reads an answer: any status below 500 with its JSON (undefined where there is none), or why there is no answer. What
 * a 4xx means is the caller's to say.
 */
export function answerOf(outcome: Outcome, asking: Asking): Answered<unknown> | NoAnswer {
  const none = noAnswerOf(outcome, asking);
  if (none !== undefined) return none;
  if (outcome.is !== 'answered') return { is: 'no-answer', reason: asking.system, so: 'open', isFault: true };
  return { is: 'answered', status: outcome.status, body: parsedJson(outcome.body) };
}

/** The body of a 2xx as its schema reads it. What cannot be read may be a change that happened. */
export function bodyOf<T>(
  schema: z.ZodMiniType<T>,
  { body }: Answered<unknown>,
  { system, does }: Asking,
): { is: 'read'; value: T } | NoAnswer {
  const read = schema.safeParse(body);
  if (read.success) return { is: 'read', value: read.data };
  const so = does === 'change' ? 'open' : 'never';
  return { is: 'no-answer', reason: `${system}-unreadable`, so, isFault: true };
}

/** A clear no that nobody expected: a wrong key, a wrong address, a request that they do not take. */
export function refusedBy({ status }: Answered<unknown>, { system }: Asking): NoAnswer {
  return { is: 'no-answer', reason: `${system}-${status}`, so: 'never', isFault: false };
}
