import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, isoIn, wallOf } from '../../../../lib/tools/when/wall.ts';

const ZONES = [
  ...['America/New_York', 'America/Los_Angeles', 'America/St_Johns', 'America/Sao_Paulo', 'UTC'],
  ...['Europe/Berlin', 'Europe/London', 'Africa/Casablanca', 'Asia/Kolkata', 'Asia/Kathmandu'],
  ...['Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Chatham', 'Pacific/Kiritimati', 'Etc/GMT+12'],
];
const zone = fc.constantFrom(...ZONES);
/** Whole seconds from 1972 to 2100. */
const moment = fc.integer({ min: 63_072_000, max: 4_102_444_800 }).map((seconds) => seconds * 1000);

describe('A moment is written with the offset of its zone:', () => {
  it.each([
    ['America/Los_Angeles', '2026-12-01T23:00:00Z', '2026-12-01T15:00:00-08:00'],
    ['America/Los_Angeles', '2026-07-01T22:00:00Z', '2026-07-01T15:00:00-07:00'],
    ['America/New_York', '2026-03-08T06:59:59Z', '2026-03-08T01:59:59-05:00'],
    ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08T03:00:00-04:00'],
    ['America/New_York', '2026-11-01T05:30:00Z', '2026-11-01T01:30:00-04:00'],
    ['America/New_York', '2026-11-01T06:30:00Z', '2026-11-01T01:30:00-05:00'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
    ['Europe/Berlin', '2026-12-31T23:00:00Z', '2027-01-01T00:00:00+01:00'],
    ['Australia/Lord_Howe', '2026-04-04T14:59:00Z', '2026-04-05T01:59:00+11:00'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05T01:30:00+10:30'],
    ['Asia/Kolkata', '2026-12-31T18:30:00Z', '2027-01-01T00:00:00+05:30'],
    ['America/St_Johns', '2026-12-01T15:00:00Z', '2026-12-01T11:30:00-03:30'],
    ['UTC', '2028-02-29T12:00:00Z', '2028-02-29T12:00:00+00:00'],
    ['UTC', '2026-12-01T15:00:00.999Z', '2026-12-01T15:00:00+00:00'],
  ])('%s, %s', (timeZone, moment, written) => {
    expect(isoIn(Date.parse(moment), timeZone)).toBe(written);
  });
});

describe('The wall shows date, time and weekday:', () => {
  it.each([
    ['America/New_York', '2027-01-01T04:59:59.999Z', { date: '2026-12-31', minutes: 1439, weekday: 4 }],
    ['America/New_York', '2027-01-01T05:00:00Z', { date: '2027-01-01', minutes: 0, weekday: 5 }],
    ['Europe/Berlin', '2026-12-31T23:00:00Z', { date: '2027-01-01', minutes: 0, weekday: 5 }],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', { date: '2026-10-25', minutes: 150, weekday: 0 }],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', { date: '2026-10-04', minutes: 150, weekday: 0 }],
    ['Asia/Kolkata', '2026-11-28T20:00:00Z', { date: '2026-11-29', minutes: 90, weekday: 0 }],
  ])('%s, %s', (timeZone, moment, shown) => {
    expect(wallOf(Date.parse(moment), timeZone)).toEqual(shown);
  });
});

describe('The moment at which the wall shows a date and a time', () => {
  it.each([
    ['America/New_York', '2026-12-01', 900, '2026-12-01T20:00:00Z'],
    ['America/New_York', '2026-12-31', 1439, '2027-01-01T04:59:00Z'],
    ['America/New_York', '2026-12-31', 1440, '2027-01-01T05:00:00Z'],
    ['America/New_York', '2027-01-01', 0, '2027-01-01T05:00:00Z'],
    ['America/New_York', '2026-03-08', 119, '2026-03-08T06:59:00Z'],
    ['America/New_York', '2026-03-08', 180, '2026-03-08T07:00:00Z'],
    ['Europe/Berlin', '2026-03-29', 119, '2026-03-29T00:59:00Z'],
    ['Europe/Berlin', '2026-03-29', 180, '2026-03-29T01:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-04', 150, '2026-10-03T15:30:00Z'],
    ['Asia/Kolkata', '2026-12-31', 0, '2026-12-30T18:30:00Z'],
    ['Asia/Kolkata', '2028-02-29', 540, '2028-02-29T03:30:00Z'],
  ])('is found: %s, %s, %i minutes', (timeZone, date, minutes, moment) => {
    expect(instantOf(date, minutes, timeZone)).toBe(Date.parse(moment));
  });

  it.each([
    ['America/New_York', '2026-11-01', 90, '2026-11-01T05:30:00Z'],
    ['Europe/Berlin', '2026-10-25', 150, '2026-10-25T00:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', 105, '2026-04-04T14:45:00Z'],
  ])('is the first of two where the clock is put back: %s, %s', (timeZone, date, minutes, moment) => {
    expect(instantOf(date, minutes, timeZone)).toBe(Date.parse(moment));
  });

  it.each([
    ['America/New_York', '2026-03-08', 150, 'the clock is put forward over it'],
    ['Europe/Berlin', '2026-03-29', 120, 'the clock is put forward over it'],
    ['Europe/Berlin', '2026-03-29', 179, 'the clock is put forward over it'],
    ['Australia/Lord_Howe', '2026-10-04', 135, 'the clock is put forward over it'],
    ['Pacific/Apia', '2011-12-30', 600, 'the zone left the whole day out'],
    ['Europe/Berlin', '2026-02-29', 600, 'there is no such date'],
    ['Europe/Berlin', '2026-13-01', 600, 'there is no such date'],
    ['Europe/Berlin', '', 600, 'there is no date'],
  ])('is none: %s, %s, %i minutes (%s)', (timeZone, date, minutes) => {
    expect(instantOf(date, minutes, timeZone)).toBeUndefined();
  });
});

describe('Any moment in any zone', () => {
  it('is written so that it is the same moment', () => {
    fc.assert(fc.property(moment, zone, (ms, timeZone) => Date.parse(isoIn(ms, timeZone)) === ms));
  });

  it('is written as the wall shows it', () => {
    fc.assert(
      fc.property(moment, zone, (ms, timeZone) => {
        const { date, minutes } = wallOf(ms, timeZone);
        const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
          String(part).padStart(2, '0'),
        );
        expect(isoIn(ms, timeZone).startsWith(`${date}T${hour}:${minute}:`)).toBe(true);
      }),
    );
  });

  it('is found by what the wall shows, or an earlier one is that shows the same', () => {
    fc.assert(
      fc.property(moment, zone, (ms, timeZone) => {
        const minute = ms - (ms % 60_000);
        const shown = wallOf(minute, timeZone);
        const found = instantOf(shown.date, shown.minutes, timeZone);
        expect(found).toBeLessThanOrEqual(minute);
        expect(wallOf(found ?? 0, timeZone)).toEqual(shown);
      }),
    );
  });
});
