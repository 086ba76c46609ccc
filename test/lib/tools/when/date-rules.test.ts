import { describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../../../lib/speech/speech.ts';
import { readDate } from '../../../../lib/tools/when/date.ts';

/** A Tuesday, 10:30 in New York. */
const NOW = '2026-11-24T15:30:00Z';

function read(
  text: unknown,
  language: LanguageCode = 'en',
  timeZone = 'America/New_York',
  now = NOW,
): string {
  const day = readDate(text, { now: Date.parse(now), timeZone, language });
  return day.is === 'date' ? [day.date, day.time, day.partOfDay].filter(Boolean).join(' ') : day.is;
}

describe('A weekday', () => {
  it.each([
    ['monday', '2026-11-30'],
    ['tuesday', '2026-12-01'],
    ['next tuesday', '2026-12-01'],
    ['wednesday', '2026-11-25'],
    ['next wednesday', '2026-11-25'],
    ['sunday', '2026-11-29'],
    ['sunday next week', '2026-12-06'],
    ['monday this week', 'past'],
  ])('is the next one that comes, never today: %s on a Tuesday', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('A date without a year', () => {
  it.each([
    ['November 24', '2026-11-24'],
    ['November 23', '2027-11-23'],
    ['February 29', 'no-such-date'],
    ['the 24th', '2026-11-24'],
    ['the 23rd', '2026-12-23'],
    ['the 31st', '2026-12-31'],
  ])('is the next one that comes: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['February 29', '2027-03-01T12:00:00Z', '2028-02-29'],
    ['the 30th', '2027-01-31T17:00:00Z', '2027-03-30'],
    ['January 5', '2026-12-31T17:00:00Z', '2027-01-05'],
    ['the 1st', '2026-12-31T17:00:00Z', '2027-01-01'],
    ['tomorrow', '2026-12-31T17:00:00Z', '2027-01-01'],
    ['in a month', '2027-01-31T17:00:00Z', '2027-02-28'],
  ])('and others go over ends of months and years: %s on %s', (text, now, expected) => {
    expect(read(text, 'en', 'America/New_York', now)).toBe(expected);
  });
});

describe('Two numbers with a slash', () => {
  it.each([
    ['04/05/2027', 'en', 'America/New_York', '2027-04-05'],
    ['04/05/2027', 'en', 'Pacific/Honolulu', '2027-04-05'],
    ['04/05/2027', 'en', 'Europe/London', '2027-05-04'],
    ['04/05/2027', 'es', 'America/New_York', '2027-05-04'],
    ['04/05/2027', 'de', 'Europe/Berlin', '2027-05-04'],
    ['4-5-2027', 'fr', 'Europe/Paris', '2027-05-04'],
    ['04.05.2027', 'en', 'America/New_York', '2027-05-04'],
    ['4/5/27', 'en', 'America/New_York', '2027-04-05'],
    ['12/1', 'en', 'America/New_York', '2026-12-01'],
    ['12/1', 'fr', 'Europe/Paris', '2027-01-12'],
  ] as const)('are read as at home: %s in %s in %s', (text, language, timeZone, expected) => {
    expect(read(text, language, timeZone)).toBe(expected);
  });

  it.each([
    ['25/12/2026', 'en', '2026-12-25'],
    ['12/25/2026', 'es', '2026-12-25'],
    ['01/12/2026', 'en', '2026-12-01'],
    ['13/13/2026', 'en', 'no-such-date'],
    ['31/11', 'es', 'no-such-date'],
    ['05/11/2026', 'es', 'past'],
    ['25/11/2025', 'es', 'past'],
    ['11/25/2025', 'en', 'past'],
  ] as const)('are read the other way where only that can be: %s in %s', (text, language, expected) => {
    expect(read(text, language)).toBe(expected);
  });
});

describe('The calendar is the one on the wall of the business:', () => {
  it.each([
    ['today', 'Europe/Berlin', '2026-12-31T23:30:00Z', '2027-01-01'],
    ['today', 'America/Los_Angeles', '2026-12-01T07:30:00Z', '2026-11-30'],
    ['tomorrow', 'Asia/Kolkata', '2026-11-30T19:00:00Z', '2026-12-02'],
    ['tomorrow', 'America/New_York', '2026-03-08T04:30:00Z', '2026-03-08'],
    ['in two weeks', 'America/New_York', '2026-03-01T05:30:00Z', '2026-03-15'],
    ['tomorrow', 'Europe/Berlin', '2026-10-24T22:30:00Z', '2026-10-26'],
    ['in einer Woche', 'Europe/Berlin', '2026-10-24T21:30:00Z', '2026-10-31'],
    ['next sunday', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z', '2026-10-11'],
  ])('%s in %s at %s', (text, timeZone, now, expected) => {
    expect(read(text, 'en', timeZone, now)).toBe(expected);
  });

  it.each([
    ['2026-12-01T15:00:00Z', '2026-12-01 10:00'],
    ['2026-12-01T03:00:00+01:00', '2026-11-30 21:00'],
    ['2026-12-01T15:00', '2026-12-01 15:00'],
    ['2026-12-01T00:00:00.000Z', '2026-12-01'],
    ['2026-11-24T00:00:00Z', '2026-11-24'],
    ['2026-11-24T15:29:00Z', 'past'],
    ['2026-02-30T15:00:00Z', 'no-such-date'],
    ['2026-12-01T99:00:00Z', 'unclear'],
  ])('what is written with an offset is put onto it, and a mere date is none: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('A date with midnight behind it', () => {
  it.each([
    ...['2026-11-24T00:00:00', '2026-11-24T00:00', '2026-11-24 00:00', '2026-11-24T00:00:00-05:00'],
    ...['2026-11-24T00:00:00+00:00', '2026-11-24T00:00:00.000+02:00', '2026-11-24T00:00-0500'],
    ...['2026-11-24T00:00:00-05', '2026-11-24T00:00:00Z', '"2026-11-24T00:00:00-05:00".'],
    ...['2026-11-24T00:00:00−05:00', '2026-11-24T00:00:00-05:00[America/New_York]'],
  ])('is a mere date, and today is not over: %s', (text) => {
    expect(read(text)).toBe('2026-11-24');
    expect(read(text.replace('24', '25'))).toBe('2026-11-25');
    expect(read(text.replace('24', '23'))).toBe('past');
    expect(read(text.replace('11-24', '02-30'))).toBe('no-such-date');
  });

  it.each([
    ['midnight', 'unclear'],
    ['tomorrow at midnight', '2026-11-25 00:00'],
    ['2026-11-25T00:30:00', '2026-11-25 00:30'],
    ['2026-11-25T00:30:00-05:00', '2026-11-25 00:30'],
  ])('is none where midnight is said, or it is another time: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('A list of one', () => {
  it('is what stands in it', () => {
    expect(read(['tomorrow'])).toBe('2026-11-25');
    expect(read([])).toBe('unclear');
    expect(read(['tomorrow', 'friday'])).toBe('unclear');
  });
});

describe('What is no day', () => {
  it.each([
    [undefined],
    [null],
    [''],
    ['  '],
    ['null'],
    ['N/A'],
    ['-'],
    ['undefined'],
    ['any'],
    ['whenever'],
  ])('says nothing: %j', (argument) => {
    expect(read(argument)).toBe('none');
  });

  it.each([
    [0],
    [20261201],
    [1.5],
    [Number.NaN],
    [true],
    [[]],
    [[['tomorrow']]],
    [{ date: 'tomorrow' }],
    ['soonish'],
  ])('is unclear: %j', (argument) => {
    expect(read(argument)).toBe('unclear');
  });
});
