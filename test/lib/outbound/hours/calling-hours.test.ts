import { describe, expect, it } from 'vitest';
import { callingHoursSchema } from '../../../../lib/outbound/hours/calling-hours.ts';

function problemsOf(given: unknown): string[] {
  return (callingHoursSchema.safeParse(given).error?.issues ?? []).map(({ path, message }) =>
    `${path.join('.')} ${message}`.trim(),
  );
}

describe('Calling hours', () => {
  it.each([
    'strict',
    'federal',
    { mon: ['10:00-17:00'] },
    { sat: ['09:00-12:00', '13:00-24:00'], sun: [] },
  ])('can be %j', (given) => {
    expect(callingHoursSchema.parse(given)).toEqual(given);
  });

  it.each([
    ['lenient', 'is neither strict nor federal nor hours by weekday like {"mon": ["10:00-17:00"]}'],
    [undefined, 'is neither strict nor federal nor hours by weekday like {"mon": ["10:00-17:00"]}'],
    [[], 'is neither strict nor federal nor hours by weekday like {"mon": ["10:00-17:00"]}'],
    [{ mon: ['17:00-10:00'] }, 'mon.0 is not like 09:00-17:00'],
    [{ mon: ['10:00-24:30'] }, 'mon.0 is not like 09:00-17:00'],
    [
      { mon: '10:00-17:00' },
      'is neither strict nor federal nor hours by weekday like {"mon": ["10:00-17:00"]}',
    ],
    [{ monday: ['10:00-17:00'] }, 'has another day than mon, tue, wed, thu, fri, sat, sun'],
    [{}, 'is never open'],
    [{ mon: [] }, 'is never open'],
  ])('cannot be %j', (given, problem) => {
    expect(problemsOf(given)).toContain(problem);
  });
});
