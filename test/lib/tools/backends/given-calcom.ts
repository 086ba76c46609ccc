import { afterEach, beforeEach } from 'vitest';
import { type CalcomSimulator, startCalcom } from '../../../../infra/local/simulators/calcom/calcom.ts';
import { type CalcomOptions, calcom } from '../../../../lib/tools/backends/calcom.ts';
import type { Attempt, Booking } from '../../../../lib/tools/ports.ts';

export const NOW = Date.parse('2026-11-30T12:00:00Z');
export const ZONE = 'America/New_York';
export const KEY = 'cal_live_INVENTED';
export const CALLER = '+14155550123';
/** Tuesday at 10:00 in New York. */
export const TEN = Date.parse('2026-12-01T15:00:00Z');
export const HALF_AN_HOUR = 1_800_000;
/** A day and a half of them. */
const STARTS = Array.from({ length: 72 }, (_, index) => TEN + index * HALF_AN_HOUR);

export function attemptOf(toolCallId = 'tc_01', changed: Partial<Attempt> = {}): Attempt {
  const asker = { callId: 'call_fd01', caller: CALLER, verified: true };
  return { toolCallId, asker, mayHaveHappened: false, signal: new AbortController().signal, ...changed };
}
/** A further attempt, after one that may have happened. */
export function again(toolCallId = 'tc_01'): Attempt {
  return attemptOf(toolCallId, { mayHaveHappened: true });
}
export function orderOf(changed: Partial<Booking> = {}): Booking {
  const who = { name: 'Jordan Ellis', phone: CALLER, email: 'jordan@example.com' };
  return { start: TEN, ...who, language: 'en', ...changed };
}
export function none(reason: string, so: 'never' | 'open', isFault: boolean) {
  return { is: 'no-answer', reason, so, isFault };
}

/** A Cal.com of its own for each test of a file, and what a test wants to know of it. */
export function givenCalcom() {
  let simulator: CalcomSimulator | undefined;
  const at = {
    now: NOW,
    get cal(): CalcomSimulator {
      if (simulator === undefined) throw new Error('not started');
      return simulator;
    },
  };
  beforeEach(async () => {
    at.now = NOW;
    simulator = await startCalcom({ apiKey: KEY, eventTypeId: 123456, starts: STARTS, clock: () => at.now });
  });
  afterEach(() => at.cal.stop());

  return {
    at,
    calendarOf(changed: Partial<CalcomOptions> = {}) {
      const calendar = calcom({
        apiKey: KEY,
        eventTypeId: '123456',
        url: at.cal.url,
        clock: () => at.now,
        timeZone: ZONE,
        ...changed,
      });
      if (calendar.whoDecides !== 'us') throw new Error('we decide');
      return calendar;
    },
    asked: () => at.cal.requests.map(({ operation }) => operation),
    uidOf: (index: number) => [...at.cal.bookings.keys()][index] ?? 'none',
  };
}
