import { describe, expect, it } from 'vitest';
import type { OpeningHours } from '../../../../lib/handoff/ask/opening-hours.ts';
import { givenGoogle, HALF_AN_HOUR, ID, TEN, ZONE } from './given-google.ts';

const { at, asked, slots } = givenGoogle();

const open = (week: OpeningHours['week'], holidays: string[] = [], timeZone = ZONE) => ({
  openingHours: { timeZone, week, holidays },
});

describe('Free times of a Google calendar', () => {
  it('are the office hours without what is busy, read by one request', async () => {
    at.google.enter({ start: TEN + HALF_AN_HOUR, minutes: 30 });
    const free = await slots('2026-12-01T14:00:00Z', '2026-12-01T22:00:00Z');
    expect(free).toEqual(
      ['14:00', '14:30', '15:00', '16:00', '16:30', '17:00', '17:30', '18:00', '18:30']
        .concat(['19:00', '19:30', '20:00', '20:30', '21:00', '21:30'])
        .map((time) => `12-01T${time}`),
    );
    expect(asked()).toEqual(['free-busy']);
    expect(at.google.requests.at(-1)).toMatchObject({
      path: '/calendar/v3/freeBusy',
      body: {
        timeMin: '2026-12-01T14:00:00Z',
        timeMax: '2026-12-01T22:30:00Z',
        timeZone: ZONE,
        items: [{ id: ID }],
      },
    });
  });

  it('are none at the weekend, about which Google need not be asked', async () => {
    expect(await slots('2026-12-05T00:00:00-05:00', '2026-12-07T00:00:00-05:00')).toEqual([]);
    expect(at.google.requests).toEqual([]);
  });

  it('begin with the asked time and end before the other', async () => {
    expect(await slots('2026-12-01T10:01:00-05:00', '2026-12-01T11:30:00-05:00')).toEqual([
      '12-01T15:30',
      '12-01T16:00',
    ]);
  });

  it('follow the opening hours, each time from its own beginning, wholly within it, in its own zone', async () => {
    const hours = open({ tue: ['13:15-14:30', '09:10-10:30'] }, [], 'Europe/Berlin');
    expect(await slots('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z', hours)).toEqual([
      '12-01T08:10',
      '12-01T08:40',
      '12-01T12:15',
      '12-01T12:45',
    ]);
  });

  it('are offered once where two opening times overlap', async () => {
    const hours = open({ tue: ['09:00-10:00', '09:15-10:45'] });
    expect(await slots('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z', hours)).toEqual([
      '12-01T14:00',
      '12-01T14:30',
      '12-01T15:15',
    ]);
  });

  it('are none on a holiday', async () => {
    const hours = open({ thu: ['09:00-10:00'], fri: ['09:00-09:30'] }, ['2026-12-24']);
    expect(await slots('2026-12-24T00:00:00-05:00', '2026-12-26T00:00:00-05:00', hours)).toEqual([
      '12-25T14:00',
    ]);
  });

  it('keep to the wall clock when it is put forward, and leave out what it does not show', async () => {
    const hours = { ...open({ sat: ['09:00-10:00'], sun: ['01:00-04:00'] }), minutes: 60 };
    // 1:00 is 6:00 by UTC, 3:00 comes an hour later.
    expect(await slots('2027-03-13T00:00:00-05:00', '2027-03-15T00:00:00-04:00', hours)).toEqual([
      '03-13T14:00',
      '03-14T06:00',
      '03-14T07:00',
    ]);
    const half = open({ sun: ['01:00-02:00'] });
    expect(await slots('2027-03-14T00:00:00-05:00', '2027-03-15T00:00:00-04:00', half)).toEqual([
      '03-14T06:00',
      '03-14T06:30',
    ]);
    const long = { ...open({ sun: ['00:30-04:30'] }), minutes: 60 };
    // From 1:30 it is 3:30, and that is when the next one begins.
    expect(await slots('2027-03-14T00:00:00-05:00', '2027-03-15T00:00:00-04:00', long)).toEqual([
      '03-14T05:30',
      '03-14T06:30',
      '03-14T07:30',
    ]);
    const odd = { ...open({ sun: ['01:00-05:00'] }), minutes: 45 };
    // From 1:45 it is 3:30: the one at 3:15 would begin before.
    expect(await slots('2027-03-14T00:00:00-05:00', '2027-03-15T00:00:00-04:00', odd)).toEqual([
      '03-14T06:00',
      '03-14T06:45',
      '03-14T08:00',
    ]);
    const short = { ...open({ sun: ['01:00-03:00'] }), minutes: 90 };
    // It would end at 3:30.
    expect(await slots('2027-03-14T00:00:00-05:00', '2027-03-15T00:00:00-04:00', short)).toEqual([]);
  });

  it('take an hour that comes twice once, when the clock is put back', async () => {
    const hours = { ...open({ sun: ['00:00-03:00'], mon: ['09:00-10:00'] }), minutes: 60 };
    expect(await slots('2026-11-01T00:00:00-04:00', '2026-11-03T00:00:00-05:00', hours)).toEqual([
      '11-01T04:00',
      '11-01T05:00',
      '11-01T07:00',
      '11-02T14:00',
    ]);
  });

  it('last until midnight where the team does', async () => {
    const hours = open({ tue: ['23:00-24:00'] });
    expect(await slots('2026-12-01T00:00:00-05:00', '2026-12-03T00:00:00-05:00', hours)).toEqual([
      '12-02T04:00',
      '12-02T04:30',
    ]);
  });

  it('are lost to whatever touches them, and not to what ends as they begin or is marked as free', async () => {
    at.google.enter({ start: TEN + 20 * 60_000, minutes: 20 });
    at.google.enter({ start: TEN + 60 * 60_000, minutes: 30, transparency: 'transparent' });
    at.google.enter({ start: TEN + 90 * 60_000, minutes: 30 });
    expect(await slots('2026-12-01T10:00:00-05:00', '2026-12-01T12:30:00-05:00')).toEqual([
      '12-01T16:00',
      '12-01T17:00',
    ]);
  });

  it('end before something that begins at the end of what was asked for', async () => {
    at.google.enter({ start: TEN + HALF_AN_HOUR, minutes: 30 });
    expect(await slots('2026-12-01T10:00:00-05:00', '2026-12-01T10:20:00-05:00', { minutes: 45 })).toEqual(
      [],
    );
  });

  it('are refused for a calendar that is not shared with the service account', async () => {
    expect(
      await slots('2026-12-01T14:00:00Z', '2026-12-01T22:00:00Z', { calendarId: 'o@example.com' }),
    ).toEqual({ is: 'no-answer', reason: 'google-no-access', so: 'never', isFault: false });
  });
});
