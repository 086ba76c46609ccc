import { describe, expect, it } from 'vitest';
import {
  type OpeningHours,
  openingAt,
  openingHoursSchema,
} from '../../../../lib/handoff/ask/opening-hours.ts';
import { speech } from '../../../../lib/speech/english.ts';
import { spokenMoment } from '../../../../lib/speech/moment.ts';

const BERLIN: OpeningHours = {
  timeZone: 'Europe/Berlin',
  week: {
    mon: ['13:00-17:00', '09:00-12:00'],
    wed: ['08:30-09:45'],
    fri: ['09:00-14:00'],
    sat: ['22:00-24:00'],
  },
  holidays: ['2026-12-25'],
};
const at = (time: string, hours = BERLIN) => openingAt(hours, Date.parse(time));

describe('The team', () => {
  it.each([
    ['on Monday morning', '2026-11-23T09:00:00+01:00'],
    ['until the last minute', '2026-11-23T11:59:59+01:00'],
    ['after lunch', '2026-11-23T13:00:00+01:00'],
    ['until midnight', '2026-11-28T23:59:00+01:00'],
    ['from half past eight', '2026-11-25T08:30:00+01:00'],
    ['until a quarter to ten', '2026-11-25T09:44:00+01:00'],
    ['by the wall clock in summer too', '2026-07-06T09:30:00+02:00'],
    ['an hour later by UTC once the clocks are set back', '2026-10-26T08:00:00Z'],
  ])('is there %s', (_when, time) => {
    expect(at(time)).toEqual({ is: 'open' });
  });

  it.each([
    ['before it opens', '2026-11-23T08:59:00+01:00', 'today at 9:00'],
    ['over lunch', '2026-11-23T12:00:00+01:00', 'today at 13:00'],
    ['before half past eight', '2026-11-25T08:29:00+01:00', 'today at 8:30'],
    ['from a quarter to ten', '2026-11-25T09:45:00+01:00', 'on Friday at 9:00'],
    ['on a day without hours', '2026-11-24T10:00:00+01:00', 'tomorrow at 8:30'],
    ['the evening before', '2026-11-26T20:00:00+01:00', 'tomorrow at 9:00'],
    ['on a holiday', '2026-12-25T10:00:00+01:00', 'tomorrow at 22:00'],
    ['after midnight in Berlin, which is still yesterday by UTC', '2026-11-22T23:30:00Z', 'today at 9:00'],
    ['before the clocks are set back', '2026-10-26T07:59:00Z', 'today at 9:00'],
  ])('is not there %s, and says when it is', (_when, time, next) => {
    const opening = at(time);
    const when = opening.is === 'closed' && opening.next !== undefined && spokenMoment(speech, opening.next);
    expect(when).toBe(next);
  });

  it('tells when it is back as a day and a time, for every language to say in its own way', () => {
    expect(at('2026-11-25T10:00:00+01:00')).toEqual({
      is: 'closed',
      next: { day: 'later', weekday: 5, minutes: 540 },
    });
  });

  it('that is never there names no day, nor one that is a week ahead or more', () => {
    expect(at('2026-11-23T10:00:00+01:00', { ...BERLIN, week: {} })).toEqual({ is: 'closed' });
    const mondays = { ...BERLIN, week: { mon: ['09:00-10:00'] } };
    expect(at('2026-11-23T11:00:00+01:00', mondays)).toEqual({ is: 'closed' });
    const next = { day: 'later', weekday: 1, minutes: 540 };
    expect(at('2026-11-24T11:00:00+01:00', mondays)).toEqual({ is: 'closed', next });
    const twoWeeksOff = { ...mondays, holidays: ['2026-11-30', '2026-12-07'] };
    expect(at('2026-11-24T11:00:00+01:00', twoWeeksOff)).toEqual({ is: 'closed' });
  });
});

describe('Opening hours that are written wrong', () => {
  const problemsOf = (given: unknown) =>
    (openingHoursSchema.safeParse(given).error?.issues ?? []).map(
      ({ path, message }) => `${path.join('.')} ${message}`,
    );
  it.each([
    [{ ...BERLIN, timeZone: 'Berlin' }, 'timeZone is not a time zone like Europe/Berlin'],
    [{ ...BERLIN, week: { mon: ['9-17'] } }, 'week.mon.0 is not like 09:00-17:00'],
    [{ ...BERLIN, week: { mon: ['17:00-09:00'] } }, 'week.mon.0 is not like 09:00-17:00'],
    [{ ...BERLIN, week: { mon: ['09:00-09:00'] } }, 'week.mon.0 is not like 09:00-17:00'],
    [{ ...BERLIN, week: { mon: ['20:00-24:30'] } }, 'week.mon.0 is not like 09:00-17:00'],
    [{ ...BERLIN, week: { mon: '09:00-17:00' } }, 'week.mon is not a list of times like ["09:00-17:00"]'],
    [{ ...BERLIN, holidays: ['2026-02-30'] }, 'holidays.0 is not a date like 2026-12-25'],
    [{ ...BERLIN, holidays: ['2026-13-01'] }, 'holidays.0 is not a date like 2026-12-25'],
    [{ timeZone: 'Europe/Berlin' }, 'week is not given'],
    [undefined, ' is not an object with timeZone and week'],
  ])('are named: %o', (given, problem) => {
    expect(problemsOf(given)).toEqual([problem]);
  });

  it('are refused when a day is misspelt', () => {
    expect(problemsOf({ ...BERLIN, week: { monday: [] } })).toHaveLength(1);
  });
});
