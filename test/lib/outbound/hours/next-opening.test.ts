import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallingHours } from '../../../../lib/outbound/hours/calling-hours.ts';
import { isOpen, nextOpening } from '../../../../lib/outbound/hours/next-opening.ts';
import type { Asked } from '../../../../lib/outbound/hours/open-spans.ts';
import { isoIn } from '../../../../lib/tools/when/wall.ts';

const NEW_YORK = 'America/New_York';
const CHICAGO = 'America/Chicago';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function opening(hours: CallingHours, zones: readonly string[], from: string, state?: string) {
  const at = nextOpening({ hours, zones, state }, Date.parse(from));
  return at === undefined ? undefined : isoIn(at, zones[0] ?? 'UTC');
}

describe('The next opening', () => {
  it('is now, to the millisecond, while it is open', () => {
    const now = Date.parse('2026-12-02T15:00:00.250Z');
    expect(nextOpening({ hours: 'strict', zones: [NEW_YORK] }, now)).toBe(now);
  });

  it.each([
    ['in the morning', '2026-12-02T06:00:00-05:00', '2026-12-02T10:00:00-05:00'],
    ['in the last second before', '2026-12-02T09:59:59-05:00', '2026-12-02T10:00:00-05:00'],
    ['in the last second', '2026-12-02T16:59:59-05:00', '2026-12-02T16:59:59-05:00'],
    ['at the end', '2026-12-02T17:00:00-05:00', '2026-12-03T10:00:00-05:00'],
    ['on Friday evening', '2026-12-04T18:00:00-05:00', '2026-12-07T10:00:00-05:00'],
    ['before Thanksgiving', '2026-11-25T17:00:00-05:00', '2026-11-27T10:00:00-05:00'],
    ['before Independence Day, observed on Friday', '2026-07-02T17:00:00-04:00', '2026-07-06T10:00:00-04:00'],
    ['at Christmas, a Friday', '2026-12-24T17:00:00-05:00', '2026-12-28T10:00:00-05:00'],
  ])('by strict hours, %s (%s), is %s', (_when, from, expected) => {
    expect(opening('strict', [NEW_YORK], from)).toBe(expected);
  });

  it.each([
    ['at night', '2026-11-28T23:00:00-05:00', '2026-11-29T08:00:00-05:00'],
    ['on a holiday', '2026-12-25T07:00:00-05:00', '2026-12-25T08:00:00-05:00'],
    ['at nine in the evening', '2026-12-25T21:00:00-05:00', '2026-12-26T08:00:00-05:00'],
  ])('by federal hours, %s (%s), is %s', (_when, from, expected) => {
    expect(opening('federal', [NEW_YORK], from)).toBe(expected);
  });

  it('waits until it is ten in the west too, and ends when it is five in the east', () => {
    expect(opening('strict', [NEW_YORK, CHICAGO], '2026-12-02T09:00:00-05:00')).toBe(
      '2026-12-02T11:00:00-05:00',
    );
    expect(opening('strict', [CHICAGO, NEW_YORK], '2026-12-02T16:00:00-06:00')).toBe(
      '2026-12-03T10:00:00-06:00',
    );
  });

  it('is not there where no moment is open in every zone', () => {
    const far = ['Europe/Kaliningrad', 'Asia/Kamchatka'];
    expect(opening('strict', far, '2026-12-02T09:00:00Z')).toBeUndefined();
    expect(opening('federal', far, '2026-12-02T12:00:00Z')).toBe('2026-12-03T08:00:00+02:00');
  });

  it('is not there without a zone', () => {
    expect(nextOpening({ hours: 'federal', zones: [] }, 0)).toBeUndefined();
    expect(isOpen({ hours: 'federal', zones: [] }, Date.parse('2026-12-02T15:00:00Z'))).toBe(false);
  });

  it('is not looked for more than 60 days ahead', () => {
    // Mondays are open for a minute at the same time in both zones only while one of them has put its clocks.
    const hours = { mon: ['10:00-10:01', '14:00-14:01'] };
    const zones = [NEW_YORK, 'Europe/London'];
    const first = Date.parse('2027-03-15T14:00:00Z');
    expect(nextOpening({ hours, zones }, first - 60 * DAY)).toBe(first);
    expect(nextOpening({ hours, zones }, first - 60 * DAY - MINUTE)).toBeUndefined();
  });
});

describe('Where the clocks are put', () => {
  it.each([
    ['the day before', '2026-03-07T22:00:00-05:00', '2026-03-08T08:00:00-04:00'],
    ['the night before they go back', '2026-10-31T22:00:00-04:00', '2026-11-01T08:00:00-05:00'],
  ])('it opens at eight by the new time, %s', (_when, from, expected) => {
    expect(opening('federal', [NEW_YORK], from)).toBe(expected);
  });

  it('hours that begin in the hour that is left out begin after it', () => {
    expect(opening({ sun: ['02:30-04:00'] }, [NEW_YORK], '2026-03-08T00:00:00-05:00')).toBe(
      '2026-03-08T03:00:00-04:00',
    );
  });

  it('hours that are wholly left out are not there that day', () => {
    expect(opening({ sun: ['02:10-02:50'] }, [NEW_YORK], '2026-03-08T00:00:00-05:00')).toBe(
      '2026-03-15T02:10:00-04:00',
    );
  });

  it('hours that are shown twice are open twice', () => {
    const hours = { sun: ['01:30-01:45'] };
    expect(opening(hours, [NEW_YORK], '2026-11-01T00:00:00-04:00')).toBe('2026-11-01T01:30:00-04:00');
    expect(opening(hours, [NEW_YORK], '2026-11-01T01:50:30-04:00')).toBe('2026-11-01T01:30:00-05:00');
  });

  it('a day that begins at one o’clock begins there', () => {
    // Chile leaves out the first hour of 2026-09-06.
    expect(opening({ sun: ['00:00-02:00'] }, ['America/Santiago'], '2026-09-05T20:00:00-04:00')).toBe(
      '2026-09-06T01:00:00-03:00',
    );
  });

  it('zones without summer time drift apart from those with it', () => {
    const zones = ['America/Phoenix', 'America/Denver'];
    expect(opening('strict', zones, '2026-07-08T00:00:00-07:00')).toBe('2026-07-08T10:00:00-07:00');
    expect(opening('strict', [...zones].reverse(), '2026-07-08T00:00:00-06:00')).toBe(
      '2026-07-08T11:00:00-06:00',
    );
  });
});

describe('Whatever is asked', () => {
  const ZONES = [
    NEW_YORK,
    CHICAGO,
    'America/Phoenix',
    'America/Los_Angeles',
    'Europe/London',
    'America/Santiago',
  ];
  const span = fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 600 }))
    .map(([from, length]) => [from, Math.min(1440, from + length)])
    .map((both) => both.map((at) => new Date(at * MINUTE).toJSON().slice(11, 16)))
    .map(([from, to]) => `${from}-${to === '00:00' ? '24:00' : to}`);
  const day = fc.array(span, { maxLength: 2 });
  const asked: fc.Arbitrary<Asked> = fc.record({
    hours: fc.oneof(
      fc.constantFrom('strict' as const, 'federal' as const),
      fc.record({ mon: day, wed: day, sat: day, sun: day }),
    ),
    zones: fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 3 }),
    state: fc.constantFrom(undefined, 'RI', 'TX', 'ZZ'),
  });
  const from = fc.integer({
    min: Date.parse('2026-01-01T00:00:00Z'),
    max: Date.parse('2027-12-31T00:00:00Z'),
  });

  it('what is named is open, and nothing before it is', () => {
    fc.assert(
      fc.property(asked, from, (one, at) => {
        const next = nextOpening(one, at);
        expect(next === at).toBe(isOpen(one, at));
        const until = next ?? at + 60 * DAY;
        if (next !== undefined) expect(isOpen(one, next)).toBe(true);
        for (let step = 1; step <= 40; step += 1) {
          const before = at + Math.floor(((until - at) * step) / 41);
          if (before < until) expect(isOpen(one, before)).toBe(false);
        }
        if (next !== undefined && next > at) expect(isOpen(one, next - 1)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});
