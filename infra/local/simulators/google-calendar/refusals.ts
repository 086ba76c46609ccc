import type { Answer } from '../kit/scripted-server.ts';

/** The reasons of Google's errors that the calendar API has, by their status. */
const REFUSALS = {
  badRequest: [400, 'global', 'Bad Request'],
  invalid: [400, 'global', 'Invalid resource id value.'],
  required: [400, 'global', 'Missing end time.'],
  timeRangeEmpty: [400, 'calendar', 'The specified time range is empty.'],
  parseError: [400, 'global', 'Parse Error'],
  authError: [401, 'global', 'Invalid Credentials'],
  insufficientPermissions: [403, 'global', 'Request had insufficient authentication scopes.'],
  forbiddenForServiceAccounts: [
    403,
    'calendar',
    'Service accounts cannot invite attendees without Domain-Wide Delegation of Authority.',
  ],
  rateLimitExceeded: [403, 'usageLimits', 'Rate Limit Exceeded'],
  userRateLimitExceeded: [403, 'usageLimits', 'User Rate Limit Exceeded'],
  requiredAccessLevel: [403, 'calendar', 'You need to have writer access to this calendar.'],
  notFound: [404, 'global', 'Not Found'],
  duplicate: [409, 'global', 'The requested identifier already exists.'],
  deleted: [410, 'global', 'Resource has been deleted'],
} as const satisfies Record<string, readonly [number, string, string]>;
export type Reason = keyof typeof REFUSALS;

/** An error as Google writes it. */
export function refused(reason: Reason): Answer {
  const [code, domain, message] = REFUSALS[reason];
  return errorOf(code, domain, reason, message);
}

function errorOf(code: number, domain: string, reason: string, message: string): Answer {
  return {
    status: code,
    body: { error: { code, message, errors: [{ domain, reason, message }] } },
  };
}

/** What a status alone means: one that a script asks for, or of a path that does not exist. */
export function refusedWith(status: number): Answer {
  if (status === 401) return refused('authError');
  if (status === 403) return refused('requiredAccessLevel');
  if (status === 404) return refused('notFound');
  if (status === 429) return errorOf(429, 'usageLimits', 'rateLimitExceeded', 'Rate Limit Exceeded');
  return errorOf(status, 'global', status >= 500 ? 'backendError' : 'badRequest', 'Backend Error');
}
