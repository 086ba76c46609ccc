import { createHash } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of a handoff: a pure function of the call and the request, so that a webhook that comes twice names
 * the same handoff, and the very first log line already carries the id that the last one will.
 */
export const handoffIdOf = (callId: string, requestId: string): string => {
  const digest = createHash('sha256').update(`${callId}\n${requestId}`).digest();
  return `ho_${[...digest.subarray(0, 26)].map((byte) => CROCKFORD[byte & 31]).join('')}`;
};

/** The id of a request that has no tool call id: made of what stays the same over retries. */
export const requestIdOf = (callId: string, name: string, timestamp: number | undefined): string =>
  `req_${createHash('sha256')
    .update(`${callId}\n${name}\n${timestamp ?? ''}`)
    .digest('hex')
    .slice(0, 24)}`;
