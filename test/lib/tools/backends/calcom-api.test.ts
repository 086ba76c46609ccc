import { describe, expect, it } from 'vitest';
import {
  again,
  attemptOf,
  CALLER,
  givenCalcom,
  HALF_AN_HOUR,
  NOW,
  none,
  orderOf,
  TEN,
} from './given-calcom.ts';

const { at, calendarOf, asked } = givenCalcom();

describe('Cal.com in trouble', () => {
  const time = { from: TEN, to: TEN + HALF_AN_HOUR };
  const limited = (headers: Record<string, string>) => ({ kind: 'status', status: 429, headers }) as const;
  const reset = (seconds: number) =>
    limited({ 'x-ratelimit-remaining-default': '0', 'x-ratelimit-reset-default': String(seconds) });

  it.each([
    ['for a time', limited({ 'retry-after': '4' }), 4],
    [
      'for a time, whatever else it says',
      limited({ 'retry-after': '4', 'x-ratelimit-reset-default': '9' }),
      4,
    ],
    ['until a moment', reset(NOW / 1000 + 12), 12],
    ['for a time, by its own header', reset(9), 9],
    ['until a moment that has passed', reset(NOW / 1000 - 5), 0],
    ['and does not say for how long', limited({}), 1],
  ])('asks to be left alone %s', async (_how, fault, retryAfterSeconds) => {
    at.cal.faults.next('slots', fault);
    expect(await calendarOf().slots(time, attemptOf())).toEqual({
      ...none('calcom-429', 'open', false),
      retryAfterSeconds,
    });
    expect(asked()).toEqual(['slots']);
  });

  it('that wants to be left alone for longer than 30 s is not asked again', async () => {
    at.cal.faults.next('create', reset(NOW / 1000 + 60));
    expect(await calendarOf().book(orderOf(), attemptOf())).toEqual(none('calcom-429', 'never', false));
    expect(at.cal.bookings.size).toBe(0);
  });

  it.each([
    ['its own trouble', { kind: 'status', status: 503, as: 'page' }, none('calcom-503', 'never', true)],
    ['a connection that breaks', { kind: 'cut' }, none('calcom-cut', 'open', true)],
    ['half an answer', { kind: 'malformed' }, none('calcom-unreadable', 'never', true)],
    ['an endless answer', { kind: 'huge' }, none('calcom-too-large', 'never', true)],
    ['an answer without slots', { kind: 'without', field: 'data' }, none('calcom-unreadable', 'never', true)],
    ['a redirect', { kind: 'status', status: 307 }, none('calcom-307', 'never', false)],
  ] as const)('tells %s', async (_what, fault, expected) => {
    at.cal.faults.next('slots', fault);
    expect(await calendarOf().slots(time, attemptOf())).toEqual(expected);
    expect(asked()).toEqual(['slots']);
  });

  it('refuses a wrong key', async () => {
    const calendar = calendarOf({ apiKey: 'cal_live_OTHER' });
    const refused = none('calcom-401', 'never', false);
    expect(await calendar.book(orderOf(), attemptOf())).toEqual(refused);
    expect(await calendar.find({ bookedBy: CALLER }, attemptOf())).toEqual(refused);
    expect(await calendar.find({ reference: 'bk_INVENTED' }, attemptOf())).toEqual(refused);
    expect(await calendar.cancel({ reference: 'bk_INVENTED', start: TEN }, attemptOf())).toEqual(refused);
  });

  it('is not waited for longer than the attempt lasts, and what it did meanwhile is found', async () => {
    at.cal.faults.next('create', { kind: 'slow', ms: 60_000 });
    const calendar = calendarOf();
    const limit = new AbortController();
    const answer = calendar.book(orderOf(), attemptOf('tc_01', { signal: limit.signal }));
    await expect.poll(() => at.cal.bookings.size, { interval: 5, timeout: 30_000 }).toBe(1);
    limit.abort(new DOMException('too late', 'TimeoutError'));
    expect(await answer).toEqual(none('calcom-timeout', 'open', true));
    expect(await calendar.book(orderOf(), again())).toMatchObject({ is: 'booked' });
    expect(at.cal.bookings.size).toBe(1);
  });

  it('is told as unreachable where nobody listens', async () => {
    await at.cal.stop();
    expect(await calendarOf().slots(time, attemptOf())).toEqual(none('calcom-unreachable', 'never', true));
  });

  it('is reached whether or not its address has the version in it', async () => {
    for (const url of [`${at.cal.url}/`, `${at.cal.url}/v2`, `${at.cal.url}/v2/`]) {
      expect(await calendarOf({ url }).slots(time, attemptOf())).toMatchObject({ is: 'slots' });
    }
  });
});
