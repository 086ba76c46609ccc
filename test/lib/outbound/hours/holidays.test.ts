import { describe, expect, it } from 'vitest';
import { calendarOf, FEDERAL_HOLIDAYS, type Holiday } from '../../../../lib/outbound/hours/holidays.ts';
import { STATE_HOURS } from '../../../../lib/outbound/hours/state-hours.ts';

function datesOf(year: number, holidays: readonly Holiday[]): string[] {
  const isHoliday = calendarOf(holidays);
  return Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)).toJSON().slice(0, 10))
    .filter((date) => date.startsWith(String(year)))
    .filter(isHoliday);
}

describe('Federal holidays', () => {
  it('are these eleven in 2026, with Independence Day, a Saturday, observed on Friday too', () => {
    expect(datesOf(2026, FEDERAL_HOLIDAYS)).toEqual([
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      '2026-07-03',
      '2026-07-04',
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ]);
  });

  it.each([
    ['2027-07-05', 'Independence Day 2027 is a Sunday: the Monday after'],
    ['2027-12-31', "New Year's Day 2028 is a Saturday: the Friday before, in the old year"],
    ['2023-01-02', "New Year's Day 2023 was a Sunday"],
    ['2029-05-28', 'Memorial Day is the last Monday of May, whether it is the fourth'],
    ['2027-05-31', 'or the fifth'],
    ['2030-11-28', 'Thanksgiving is the fourth Thursday, not the last one'],
  ])('are observed on %s: %s', (date) => {
    expect(calendarOf(FEDERAL_HOLIDAYS)(date)).toBe(true);
  });

  it.each(['2026-07-06', '2027-05-24', '2026-11-27', '2026-12-24'])('are not observed on %s', (date) => {
    expect(calendarOf(FEDERAL_HOLIDAYS)(date)).toBe(false);
  });
});

describe('Holidays of a state', () => {
  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
    // The earliest, and two years in which the epact is corrected.
    [2285, '2285-03-22'],
    [1954, '1954-04-18'],
    [2049, '2049-04-18'],
  ])('hang on Easter, which in %i is on %s', (year, date) => {
    expect(datesOf(year, [{ is: 'easter', days: 0 }])).toEqual([date]);
  });

  it.each([
    ['AL', ['2026-02-17', '2026-04-27', '2026-06-01']],
    ['LA', ['2026-02-17', '2026-04-03', '2026-11-03', '2026-11-27']],
    ['MS', ['2026-04-27']],
    ['PA', ['2026-04-03', '2026-06-14', '2026-06-15', '2026-11-03']],
    ['RI', ['2026-05-04', '2026-08-10', '2026-11-03']],
    ['UT', ['2026-06-15', '2026-07-24']],
  ])('of its own are, in %s in 2026, %j', (state, dates) => {
    expect(datesOf(2026, STATE_HOURS[state]?.closedOn ?? [])).toEqual(dates);
  });

  it('are kept for elections in every year or in every second one', () => {
    expect(datesOf(2027, STATE_HOURS.PA?.closedOn ?? [])).toContain('2027-11-02');
    expect(datesOf(2027, STATE_HOURS.LA?.closedOn ?? [])).not.toContain('2027-11-02');
    expect(datesOf(2028, STATE_HOURS.LA?.closedOn ?? [])).toContain('2028-11-07');
  });
});
