import { describe, expect, it } from 'vitest';
import { CONTACTS, HONOLULU, ZONES_OPEN } from '../../../../../infra/local/demo/campaign/contacts.ts';
import { hoursOpenNow } from '../../../../../infra/local/demo/campaign/hours.ts';
import { isOpen, nextOpening } from '../../../../../lib/outbound/hours/next-opening.ts';
import { zonesOf } from '../../../../../lib/outbound/zones/zones-of.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK_MINUTES = 7 * 24 * 60;

describe('The hours of the demo’s campaign', () => {
  it('are told by weekday, and go over midnight', () => {
    // Tuesday 23:40 in Denver.
    const now = Date.parse('2026-07-15T05:40:00Z');
    expect(hoursOpenNow(now, ZONES_OPEN)).toEqual({ tue: ['23:00-24:00'], wed: ['00:00-04:00'] });
    expect(hoursOpenNow(Date.parse('2026-07-19T18:10:00Z'), ZONES_OPEN)).toEqual({ sun: ['12:00-17:00'] });
  });

  it.each([
    ['a week in summer', '2026-07-13T00:00:00Z'],
    ['the week in which the clocks are put forward', '2027-03-11T00:00:00Z'],
    ['the week in which they are put back', '2026-10-29T00:00:00Z'],
  ])('are open in three zones, and begin later in the fourth, at every minute of %s', (_week, from) => {
    const wrong: string[] = [];
    for (let minute = 0; minute < WEEK_MINUTES; minute += 1) {
      const now = Date.parse(from) + minute * MINUTE;
      const hours = hoursOpenNow(now, ZONES_OPEN);
      // The demo is over by far by then.
      const isOpenEverywhere = [now, now + HOUR - 1].every((at) =>
        ZONES_OPEN.every((zone) => isOpen({ hours, zones: [zone] }, at)),
      );
      const opening = nextOpening({ hours, zones: [HONOLULU.zone] }, now);
      const isLater = opening !== undefined && opening > now + HOUR && opening < now + 6 * HOUR;
      if (!isOpenEverywhere || !isLater) wrong.push(new Date(now).toJSON());
    }
    expect(wrong).toEqual([]);
  });
});

describe('The contacts of the demo’s campaign', () => {
  it('are twelve in four time zones, each where the product finds them by their number', () => {
    expect(new Set(CONTACTS.map(({ number }) => number)).size).toBe(12);
    expect(new Set(CONTACTS.map(({ place }) => place.zone)).size).toBe(4);
    for (const { number, place } of CONTACTS)
      expect(zonesOf(number)).toEqual({ is: 'zones', zones: [place.zone] });
  });
});
