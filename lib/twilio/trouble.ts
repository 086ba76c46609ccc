import type { Failure } from './client.ts';

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
