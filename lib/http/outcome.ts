import type { NotDone, Refused, Trouble } from '../base/trouble.ts';
import type { Outcome } from './request.ts';

/** 2xx */
export type Done = { is: 'done'; status: number; body: string };

/** Why a request was not done: nothing of what was sent, and of the answer only what is a number. */
export type Failure =
  | { is: 'answered'; reason: string; status: number; retryAfterSeconds?: number }
  /** It never reached the other side. */
  | { is: 'not-sent'; reason: string }
  /** It may have reached the other side; no answer came back that can be read. */
  | { is: 'lost'; reason: string };

type Reading = {
  /** Begins every reason: `vapi-503`, `vapi-timeout`. */
  platform: string;
  now: number;
  /** The longest wait that is taken from an answer. */
  maxRetryAfterSeconds: number;
};

export function resultOf(outcome: Outcome, reading: Reading): Done | Failure {
  const { platform, now, maxRetryAfterSeconds } = reading;
  if (outcome.is !== 'answered') return { is: outcome.is, reason: `${platform}-${outcome.why}` };
  const { status, headers, body } = outcome;
  if (status >= 200 && status < 300) return { is: 'done', status, body };
  const seconds = retryAfterOf(headers.get('retry-after'), now);
  return {
    is: 'answered',
    reason: `${platform}-${status}`,
    status,
    ...(seconds !== undefined && { retryAfterSeconds: Math.min(seconds, maxRetryAfterSeconds) }),
  };
}

/** How HTTP writes a date: `Fri, 15 Jan 2027 08:01:30 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Returns seconds from now, for either form of `retry-after`; undefined for anything else. */
function retryAfterOf(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const until = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(until) ? undefined : Math.max(Math.ceil((until - now) / 1000), 0);
}

/** Nothing was done, and will be at another time: too early, too many. */
const NOT_NOW: readonly number[] = [425, 429];
/** The other side, or a proxy before it, has stopped waiting: for the request, or for what comes of it. */
const GAVE_UP_WAITING = 408;

/** What a status that is no success says: a clear no, "not now", or nothing about whether it was done. */
export function meaningOf(status: number): 'no' | 'not-now' | 'unsure' {
  if (NOT_NOW.includes(status)) return 'not-now';
  return status === GAVE_UP_WAITING || status >= 500 ? 'unsure' : 'no';
}

/** For what must not happen twice: only what certainly did not happen may be tried again without a look. */
export function onceOnly(failure: Failure): Trouble {
  const mayHaveHappened =
    failure.is === 'lost' || (failure.is === 'answered' && meaningOf(failure.status) === 'unsure');
  return mayHaveHappened ? { is: 'unsure', reason: failure.reason } : repeatable(failure);
}

/** For what is safe to repeat: a clear no is a refusal, everything else is tried again. */
export function repeatable(failure: Failure): Refused | NotDone {
  const isRefusal = failure.is === 'answered' && meaningOf(failure.status) === 'no';
  return isRefusal ? { is: 'refused', reason: failure.reason } : notDone(failure);
}

/** For what is tried again whatever the answer was. */
export function notDone(failure: Failure): NotDone {
  const { reason } = failure;
  const wait = failure.is === 'answered' ? failure.retryAfterSeconds : undefined;
  return { is: 'not-done', reason, ...(wait !== undefined && { retryAfterSeconds: wait }) };
}
