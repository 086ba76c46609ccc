import type { Failure } from './client.ts';

/**
 * Twilio's codes for "not in this state": the general one, and those of TaskRouter for a reservation that is not pending
 * (TaskRouter: call, redirect, dequeue, conference, and of old).
 */
const WRONG_STATE: readonly (number | undefined)[] = [20001, 40114, 40123, 40135, 40136, 40144];

/** Gone, or never there; TaskRouter deletes an ended task after 5 minutes. */
export function isGone(failure: Failure): boolean {
  return failure.is === 'answered' && failure.status === 404;
}

/** What was asked may be so already: it is looked up. Twilio says 20001 for some parameters too. */
export function isWrongState(failure: Failure): boolean {
  return failure.is === 'answered' && WRONG_STATE.includes(failure.code);
}
