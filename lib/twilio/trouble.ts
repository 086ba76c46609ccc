import type { NotDone, Refused, Trouble } from '../base/trouble.ts';
import { type Failure, reasonOf } from './client.ts';

/** Twilio's code for "not in this state". */
const WRONG_STATE = 20001;

/** Gone, or never there; TaskRouter deletes an ended task after 5 minutes. */
export function isGone(failure: Failure): boolean {
  return failure.is === 'answered' && failure.status === 404;
}

/** Twilio says the same for some parameters that it does not take. */
export function isWrongState(failure: Failure): boolean {
  return failure.is === 'answered' && failure.status === 400 && failure.code === WRONG_STATE;
}

/** For what must not happen twice: only what certainly did not happen may be tried again without a look. */
export function onceOnly(failure: Failure): Trouble {
  switch (failure.is) {
    case 'not-sent':
      return notDone(failure);
    case 'lost':
    case 'unreadable':
      return { is: 'unsure', reason: reasonOf(failure) };
    case 'answered':
      return failure.status >= 500 ? { is: 'unsure', reason: reasonOf(failure) } : repeatable(failure);
  }
}

/** For what is safe to repeat: a clear no is a refusal, everything else is tried again. */
export function repeatable(failure: Failure): Refused | NotDone {
  const isRefusal = failure.is === 'answered' && failure.status < 500 && failure.status !== 429;
  return isRefusal ? { is: 'refused', reason: reasonOf(failure) } : notDone(failure);
}

export function notDone(failure: Failure): NotDone {
  return {
    is: 'not-done',
    reason: reasonOf(failure),
    ...(failure.is === 'answered' &&
      failure.retryAfterSeconds !== undefined && { retryAfterSeconds: failure.retryAfterSeconds }),
  };
}
