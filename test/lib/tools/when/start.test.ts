import { describe, expect, it } from 'vitest';
import { LANGUAGES, type LanguageCode } from '../../../../lib/speech/speech.ts';
import { spokenTime } from '../../../../lib/tools/spoken-time.ts';
import { readStart } from '../../../../lib/tools/when/start.ts';

/** A Tuesday, 10:30 in New York. */
const NOW = '2026-11-24T15:30:00Z';

function read(
  text: unknown,
  timeZone = 'America/New_York',
  language: LanguageCode = 'en',
  now = NOW,
): string {
  const start = readStart(text, { now: Date.parse(now), timeZone, language });
  return start.is === 'start' ? new Date(start.at).toJSON() : start.is;
}

describe('The start of an appointment', () => {
  it.each([
    ['2026-12-01T15:00:00-05:00', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T20:00:00Z', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T20:00:00.000Z', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01t20:00z', '2026-12-01T20:00:00.000Z'],
    ['2026-12-02T01:30:00+05:30', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T15:00-0500', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01 15:00:00-05:00', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01 15:00:00 -05:00', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T15:00:00-05', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T15:00:00−05:00', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T15:00:00–05:00', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T15:00:00-05:00[America/New_York]', '2026-12-01T20:00:00.000Z'],
    ['"2026-12-01T15:00:00-05:00"', '2026-12-01T20:00:00.000Z'],
    ['“2026-12-01T15:00:00-05:00”.', '2026-12-01T20:00:00.000Z'],
    ["'2026-12-01T20:00:00Z'", '2026-12-01T20:00:00.000Z'],
    ['<2026-12-01T20:00:00Z>', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T15:00:00-05:00.', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T9:00:00-11:00', '2026-12-01T20:00:00.000Z'],
    [['2026-12-01T15:00:00-05:00'], '2026-12-01T20:00:00.000Z'],
  ])('is one moment, with whatever offset it is written: %j', (text, expected) => {
    expect(read(text)).toBe(expected);
    expect(read(text, 'Asia/Kolkata')).toBe(expected);
  });

  it.each([
    ['2026-12-01T15:00:00', 'America/New_York', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01 15:00', 'America/New_York', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01 15:00', 'Europe/Berlin', '2026-12-01T14:00:00.000Z'],
    ['2027-07-01 15:00', 'Europe/Berlin', '2027-07-01T13:00:00.000Z'],
    ['2026-12-01T15:00', 'Australia/Lord_Howe', '2026-12-01T04:00:00.000Z'],
    ['2027-11-07T01:30', 'America/New_York', '2027-11-07T05:30:00.000Z'],
    ['2026-12-01T15:00:00.000', 'America/New_York', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T00:00', 'America/New_York', '2026-12-01T05:00:00.000Z'],
    ['2026-12-01T00:00:00-05:00', 'Europe/Berlin', '2026-12-01T05:00:00.000Z'],
    ['2026-12-01T7:00', 'America/New_York', '2026-12-01T12:00:00.000Z'],
    ['2026-12-01 7:00', 'America/New_York', '2026-12-01T12:00:00.000Z'],
    ['2026-12-01, 7:30', 'America/New_York', '2026-12-01T12:30:00.000Z'],
    ['2026-12-01 7:00 pm', 'America/New_York', '2026-12-02T00:00:00.000Z'],
    ['2026-12-01 at 7:00', 'America/New_York', '2026-12-02T00:00:00.000Z'],
    ['12/1/2026 7:00', 'America/New_York', '2026-12-02T00:00:00.000Z'],
    ['"2026-12-01T15:00:00"', 'America/New_York', '2026-12-01T20:00:00.000Z'],
    ['2026-12-01T15:00[America/New_York]', 'America/New_York', '2026-12-01T20:00:00.000Z'],
    ['Tuesday, December 1 at 3:00 PM EST', 'America/New_York', '2026-12-01T20:00:00.000Z'],
    ['Dienstag, 1. Dezember um 15:00 Uhr MEZ', 'Europe/Berlin', '2026-12-01T14:00:00.000Z'],
  ])('is by the clock on the wall where no offset is written: %s in %s', (text, timeZone, expected) => {
    expect(read(text, timeZone)).toBe(expected);
  });

  it.each([
    ['tuesday at three', 'en', '2026-12-01T20:00:00.000Z'],
    ['Tuesday, December 1 at 15:00', 'en', '2026-12-01T20:00:00.000Z'],
    ['today at noon', 'en', '2026-11-24T17:00:00.000Z'],
    ['March 14 at half past two', 'en', '2027-03-14T18:30:00.000Z'],
    ['nächsten Dienstag um halb drei', 'de', '2026-12-01T19:30:00.000Z'],
    ['el martes a las tres y media de la tarde', 'es', '2026-12-01T20:30:00.000Z'],
    ['mardi prochain à quinze heures trente', 'fr', '2026-12-01T20:30:00.000Z'],
  ] as const)('may be said: %s', (text, language, expected) => {
    expect(read(text, 'America/New_York', language)).toBe(expected);
  });

  it.each(LANGUAGES)('is read as we say it ourselves (%s), from eight in the morning on', (language) => {
    const timeZone = 'America/New_York';
    const misread: string[] = [];
    for (let day = 0; day < 60; day += 1) {
      for (let minutes = 8 * 60; minutes < 24 * 60; minutes += 45) {
        const at = Date.UTC(2026, 10, 25 + day, 5, minutes);
        const said = spokenTime(at, language, timeZone);
        if (read(said, timeZone, language) !== new Date(at).toJSON()) misread.push(said);
      }
    }
    expect(misread).toEqual([]);
  });

  it.each([
    ['tomorrow', 'unclear'],
    ['tomorrow afternoon', 'unclear'],
    ['15:00', 'unclear'],
    ['2026-12-01', 'unclear'],
    ['the first one', 'unclear'],
    ['2026-12-01T25:00:00Z', 'unclear'],
    [1_796_155_200_000, 'unclear'],
    [['2026-12-01T15:00:00Z', '2026-12-01T16:00:00Z'], 'unclear'],
    ['2026-12-01T15:00[Europe/Berlin]', 'unclear'],
    ['Tuesday, December 1 at 3:00 PM PST', 'unclear'],
    ['', 'none'],
    [undefined, 'none'],
    ['February 30 at 3', 'no-such-date'],
    ['2027-02-29T15:00:00Z', 'no-such-date'],
    ['2026-11-24T15:29:59Z', 'past'],
    ['today at 9', 'past'],
    ['2026-11-24T10:29', 'past'],
  ])('is not %j: %s', (argument, expected) => {
    expect(read(argument)).toBe(expected);
  });

  it.each([
    ['2027-03-14T02:30', 'America/New_York'],
    ['March 14 at 2:30 am', 'America/New_York'],
    ['2027-03-28 02:15', 'Europe/Berlin'],
    ['2027-10-03 02:15', 'Australia/Lord_Howe'],
  ])('is no time that the clock leaves out: %s in %s', (text, timeZone) => {
    expect(read(text, timeZone)).toBe('no-such-date');
  });
});
