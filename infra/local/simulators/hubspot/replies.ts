import { randomUUID } from 'node:crypto';

export type Reply = { status: number; body: unknown; headers?: Record<string, string> };

/** A refusal in the shape of HubSpot's. */
export function refuse(status: number, category: string, message: string): Reply {
  return { status, body: { status: 'error', message, correlationId: randomUUID(), category } };
}

/** One of its limits: no `Retry-After` says for how long. */
export function tooMany(policyName: 'SECONDLY' | 'TEN_SECONDLY_ROLLING'): Reply {
  const { status, body } = refuse(429, 'RATE_LIMITS', 'You have reached your limit.');
  return { status, body: { ...Object(body), errorType: 'RATE_LIMIT', policyName } };
}

export const NOT_FOUND = refuse(404, 'OBJECT_NOT_FOUND', 'resource not found');
export const NOT_AUTHENTICATED = refuse(
  401,
  'INVALID_AUTHENTICATION',
  'Authentication credentials not found.',
);

export function invalid(message: string): Reply {
  return refuse(400, 'VALIDATION_ERROR', message);
}
