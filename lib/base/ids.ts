import { hash } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Returns an id that is a pure function of the call and of what it names there, so that a webhook that comes twice
 * makes the same one.
 */
export function idOf(prefix: 'ho' | 'cb' | 'rv' | 'sum' | 'he', callId: string, name: string): string {
  const digest = hash('sha256', `${callId}\n${name}`, 'buffer');
  return `${prefix}_${[...digest.subarray(0, 26)].map((byte) => CROCKFORD[byte & 31]).join('')}`;
}

/**
 * Returns the id of a handoff: the very first log line already carries the id that the last one will. `at` is when the
 * request was made, as its message says: there are models whose ids of tool calls begin anew with every turn, and only
 * a repeated delivery brings the same time again.
 */
export function handoffIdOf(callId: string, requestId: string, at?: number): string {
  return idOf('ho', callId, at === undefined ? requestId : `${requestId}\n${at}`);
}

/** The id of a request that has no tool call id: made of what stays the same over retries. */
export const requestIdOf = (callId: string, name: string, timestamp: number | undefined): string =>
  `req_${hash('sha256', `${callId}\n${name}\n${timestamp ?? ''}`).slice(0, 24)}`;
