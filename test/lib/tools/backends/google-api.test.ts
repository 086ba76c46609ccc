import { describe, expect, it } from 'vitest';
import { attemptOf, givenGoogle, HALF_AN_HOUR, orderOf, TEN } from './given-google.ts';

const { at, calendarOf, asked, standing, slots, outOfTime } = givenGoogle();

describe('A Google calendar in trouble', () => {
  const limit = (reason: string, headers = {}) =>
    ({
      kind: 'answer',
      status: 403,
      headers,
      body: { error: { code: 403, errors: [{ domain: 'usageLimits', reason }] } },
    }) as const;
  const none = (reason: string, so: string, isFault: boolean) => ({ is: 'no-answer', reason, so, isFault });

  it.each([
    [
      'too many requests',
      { kind: 'status', status: 429, headers: { 'retry-after': '3' } },
      { ...none('google-429', 'open', false), retryAfterSeconds: 3 },
    ],
    [
      'too many requests for long',
      { kind: 'status', status: 429, headers: { 'retry-after': '31' } },
      none('google-429', 'never', false),
    ],
    [
      'too many requests, said by 403',
      limit('rateLimitExceeded', { 'retry-after': '2' }),
      { ...none('google-429', 'open', false), retryAfterSeconds: 2 },
    ],
    [
      'too many requests of one user',
      limit('userRateLimitExceeded'),
      { ...none('google-429', 'open', false), retryAfterSeconds: 1 },
    ],
    ['no rights', limit('insufficientPermissions'), none('google-403', 'never', false)],
    ['a calendar that is gone', { kind: 'status', status: 404 }, none('google-404', 'never', false)],
    ['a redirect', { kind: 'status', status: 302 }, none('google-302', 'never', false)],
    ['its own trouble', { kind: 'status', status: 500, as: 'page' }, none('google-500', 'never', true)],
    ['a connection that breaks', { kind: 'cut' }, none('google-cut', 'open', true)],
    ['half an answer', { kind: 'malformed' }, none('google-unreadable', 'never', true)],
    ['an endless answer', { kind: 'huge' }, none('google-too-large', 'never', true)],
  ] as const)('tells %s', async (_what, fault, expected) => {
    at.google.faults.next('free-busy', fault);
    expect(await slots('2026-12-01T14:00:00Z', '2026-12-01T22:00:00Z')).toEqual(expected);
    expect(asked()).toEqual(['free-busy']);
  });

  it('says of a change by 403 that is too many that it did not happen', async () => {
    at.google.faults.next('insert', limit('rateLimitExceeded'));
    expect(await calendarOf().book(orderOf(), attemptOf())).toMatchObject({
      reason: 'google-429',
      so: 'open',
      retryAfterSeconds: 1,
    });
    expect(standing()).toEqual([]);
  });

  it.each([
    'free-busy',
    'token',
  ])('is not waited for longer than the attempt lasts: %s', async (operation) => {
    at.google.faults.next(operation, { kind: 'slow', ms: 60_000 });
    const time = { from: TEN, to: TEN + HALF_AN_HOUR };
    const answer = outOfTime(operation, (signal) => calendarOf().slots(time, attemptOf('tc_01', { signal })));
    expect(await answer).toEqual(
      none(operation === 'token' ? 'google-token-timeout' : 'google-timeout', 'open', true),
    );
  });

  it('is told as unreachable where nobody listens', async () => {
    await at.google.stop();
    expect(await slots('2026-12-01T14:00:00Z', '2026-12-01T22:00:00Z')).toEqual(
      none('google-token-unreachable', 'never', true),
    );
  });
});
