import { afterEach, beforeEach, expect } from 'vitest';
import {
  type GoogleCalendarSimulator,
  startGoogleCalendar,
} from '../../../../infra/local/simulators/google-calendar/google-calendar.ts';
import { inventedServiceAccount } from '../../../../infra/local/simulators/google-calendar/tokens.ts';
import {
  type GoogleCalendarOptions,
  googleCalendar,
} from '../../../../lib/tools/backends/google-calendar.ts';
import type { Attempt, Booking } from '../../../../lib/tools/ports.ts';

/** A Monday, 7:00 in New York. */
export const NOW = Date.parse('2026-11-30T12:00:00Z');
export const ZONE = 'America/New_York';
export const ID = 'support@example.com';
export const CALLER = '+14155550123';
/** Tuesday at 10:00. */
export const TEN = Date.parse('2026-12-01T10:00:00-05:00');
export const HALF_AN_HOUR = 1_800_000;
export const ACCOUNT = inventedServiceAccount();

export function attemptOf(toolCallId = 'tc_01', changed: Partial<Attempt> = {}): Attempt {
  const asker = { callId: 'call_fd01', caller: CALLER, verified: true };
  return { toolCallId, asker, mayHaveHappened: false, signal: new AbortController().signal, ...changed };
}
/** A further attempt, after one that may have happened. */
export function again(toolCallId = 'tc_01'): Attempt {
  return attemptOf(toolCallId, { mayHaveHappened: true });
}
export function orderOf(changed: Partial<Booking> = {}): Booking {
  return { start: TEN, name: 'Jordan Ellis', phone: CALLER, language: 'en', ...changed };
}

/** A Google of its own for each test of a file, and what a test wants to know of it. */
export function givenGoogle() {
  let simulator: GoogleCalendarSimulator | undefined;
  const at = {
    now: NOW,
    get google(): GoogleCalendarSimulator {
      if (simulator === undefined) throw new Error('not started');
      return simulator;
    },
  };
  beforeEach(async () => {
    at.now = NOW;
    simulator = await startGoogleCalendar({ calendarId: ID, serviceAccount: ACCOUNT, clock: () => at.now });
  });
  afterEach(() => at.google.stop());

  function calendarOf(changed: Partial<GoogleCalendarOptions> = {}) {
    const calendar = googleCalendar({
      calendarId: ID,
      serviceAccount: ACCOUNT,
      url: at.google.url,
      tokenUrl: at.google.tokenUrl,
      clock: () => at.now,
      timeZone: ZONE,
      minutes: 30,
      ...changed,
    });
    if (calendar.whoDecides !== 'us') throw new Error('we decide');
    return calendar;
  }

  return {
    at,
    calendarOf,
    /** What was asked after the token. */
    asked: () => at.google.requests.map(({ operation }) => operation).filter((name) => name !== 'token'),
    tokens: () => at.google.requests.filter(({ operation }) => operation === 'token').length,
    standing: () => [...at.google.events.values()].filter(({ status }) => status === 'confirmed'),
    /** Free starts by UTC, without the year. */
    async slots(from: string, to: string, changed: Partial<GoogleCalendarOptions> = {}) {
      const time = { from: Date.parse(from), to: Date.parse(to) };
      const answer = await calendarOf(changed).slots(time, attemptOf());
      if (answer.is !== 'slots') return answer;
      return answer.starts.map((start) => new Date(start).toJSON().slice(5, 16));
    },
    /** The attempt's time is over as soon as Google has got the request. */
    async outOfTime<T>(operation: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const limit = new AbortController();
      const answer = run(limit.signal);
      const seen = () => at.google.requests.some((request) => request.operation === operation);
      await expect.poll(seen, { interval: 5, timeout: 30_000 }).toBe(true);
      limit.abort(new DOMException('too late', 'TimeoutError'));
      return answer;
    },
  };
}
