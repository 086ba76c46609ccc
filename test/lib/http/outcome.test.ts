import { describe, expect, it } from 'vitest';
import { notDone, onceOnly, repeatable, resultOf } from '../../../lib/http/outcome.ts';
import type { Outcome } from '../../../lib/http/request.ts';

const NOW = Date.parse('2026-11-21T12:00:00.500Z');

const answered = (status: number, headers: Record<string, string> = {}): Outcome => ({
  is: 'answered',
  status,
  headers: new Headers(headers),
  body: 'not for a log',
});
const read = (outcome: Outcome) =>
  resultOf(outcome, { platform: 'vapi', now: NOW, maxRetryAfterSeconds: 3_600 });
const failureOf = (outcome: Outcome) => {
  const result = read(outcome);
  if (result.is === 'done') throw new Error('it was done');
  return result;
};

describe('An answer', () => {
  it.each([200, 201, 202, 204, 299])('%i says that it was done', (status) => {
    expect(read(answered(status))).toEqual({ is: 'done', status, body: 'not for a log' });
  });

  it.each([
    [301, 'refused', 'refused'],
    [304, 'refused', 'refused'],
    [400, 'refused', 'refused'],
    [404, 'refused', 'refused'],
    [410, 'refused', 'refused'],
    [499, 'refused', 'refused'],
    [408, 'unsure', 'not-done'],
    [425, 'not-done', 'not-done'],
    [429, 'not-done', 'not-done'],
    [500, 'unsure', 'not-done'],
    [503, 'unsure', 'not-done'],
    [599, 'unsure', 'not-done'],
  ])('%i is for what must not happen twice: %s; for what may: %s', (status, once, again) => {
    const failure = failureOf(answered(status));
    const reason = `vapi-${status}`;
    expect(failure).toEqual({ is: 'answered', reason, status });
    expect(onceOnly(failure)).toEqual({ is: once, reason });
    expect(repeatable(failure)).toEqual({ is: again, reason });
    expect(notDone(failure)).toEqual({ is: 'not-done', reason });
  });
});

describe('No answer', () => {
  it.each(['timeout', 'cut', 'too-large'] as const)('by %s leaves open whether it was done', (why) => {
    const failure = failureOf({ is: 'lost', why });
    const reason = `vapi-${why}`;
    expect(onceOnly(failure)).toEqual({ is: 'unsure', reason });
    expect(repeatable(failure)).toEqual({ is: 'not-done', reason });
    expect(notDone(failure)).toEqual({ is: 'not-done', reason });
  });

  it('to what was never sent leaves nothing done', () => {
    const failure = failureOf({ is: 'not-sent', why: 'unreachable' });
    const expected = { is: 'not-done', reason: 'vapi-unreachable' };
    expect([onceOnly(failure), repeatable(failure), notDone(failure)]).toEqual([
      expected,
      expected,
      expected,
    ]);
  });
});

describe('How long the other side asks to be left alone', () => {
  it.each([
    ['0', 0],
    ['007', 7],
    ['3600', 3_600],
    ['3601', 3_600],
    ['9'.repeat(400), 3_600],
    ['Sat, 21 Nov 2026 12:00:12 GMT', 12],
    ['Sat, 21 Nov 2026 12:00:00 GMT', 0],
    ['Fri, 20 Nov 2026 12:00:00 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 3_600],
  ])('is read from retry-after %s: %i seconds', (text, retryAfterSeconds) => {
    for (const status of [429, 503]) {
      const failure = failureOf(answered(status, { 'retry-after': text }));
      expect(repeatable(failure)).toEqual({ is: 'not-done', reason: `vapi-${status}`, retryAfterSeconds });
    }
  });

  it.each([
    '',
    'soon',
    '-1',
    '1.5',
    '1e1',
    '0x10',
    '7 seconds',
    '2026-11-21T12:00:12Z',
    'Sat, 21 Nov 2026 12:00:12 +0100',
    'Sat, 99 Nov 2026 12:00:12 GMT',
    'Sat, 21 Nov 2026 12:00:12 GMT, 7',
  ])('is not known from retry-after %j', (text) => {
    const failure = failureOf(answered(429, { 'retry-after': text }));
    expect(repeatable(failure)).toEqual({ is: 'not-done', reason: 'vapi-429' });
  });

  it('is no part of a refusal, nor of what may have happened', () => {
    const failures = [400, 503].map((status) => failureOf(answered(status, { 'retry-after': '7' })));
    expect(failures.map(onceOnly)).toEqual([
      { is: 'refused', reason: 'vapi-400' },
      { is: 'unsure', reason: 'vapi-503' },
    ]);
  });
});
