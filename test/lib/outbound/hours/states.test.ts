import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { isOpen, nextOpening } from '../../../../lib/outbound/hours/next-opening.ts';
import type { Asked } from '../../../../lib/outbound/hours/open-spans.ts';
import { STATE_HOURS } from '../../../../lib/outbound/hours/state-hours.ts';
import { zonesOf } from '../../../../lib/outbound/zones/zones-of.ts';
import { isoIn } from '../../../../lib/tools/when/wall.ts';

const preset = z.object({ days: z.string(), from: z.string(), to: z.string(), holidays: z.boolean() });
const row = z.catchall(z.object({}), z.union([z.string(), z.boolean(), z.null()]));
const { strict, federal, states } = z
  .object({ strict: preset, federal: preset, states: z.record(z.string(), row) })
  .parse(JSON.parse(readFileSync(new URL('presets.json', import.meta.url), 'utf8')));

const HALF_HOUR = 30 * 60_000;
const YEAR = 365 * 48;
/** 2026-01-01 UTC. */
const NEW_YEAR = 1_767_225_600_000;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** Weekdays without a holiday in any state. */
const WEEK = [
  '2026-01-25',
  '2026-01-26',
  '2026-01-27',
  '2026-01-28',
  '2026-01-29',
  '2026-01-30',
  '2026-01-31',
];

const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};
/** `Mon-Sat` and `Sun` as weekdays. */
function weekdaysOf(days: string): string[] {
  const [first = '', last = first] = days.split('-');
  const from = DAYS.indexOf(first);
  const count = ((DAYS.indexOf(last) - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, day) => DAYS[(from + day) % 7] ?? '');
}

/** The half hours of a date that are open, as `from-to` in minutes. UTC is the zone: what counts is the clock. */
function openOn(asked: Omit<Asked, 'zones'>, date: string): string {
  const midnight = Date.parse(date);
  const open = Array.from({ length: 48 }, (_, half) => half * 30).filter((minutes) =>
    isOpen({ ...asked, zones: ['UTC'] }, midnight + minutes * 60_000),
  );
  const [first] = open;
  const last = open.at(-1);
  return first === undefined || last === undefined ? 'closed' : `${first}-${last + 30}`;
}

describe('The presets', () => {
  it.each([
    ['strict', strict],
    ['federal', federal],
  ] as const)('%s has its hours on each day of the week', (hours, { days, from, to }) => {
    const open = `${minutesOf(from)}-${minutesOf(to)}`;
    expect(WEEK.map((date) => openOn({ hours }, date))).toEqual(
      DAYS.map((day) => (weekdaysOf(days).includes(day) ? open : 'closed')),
    );
  });

  it.each([
    ['strict', strict],
    ['federal', federal],
  ] as const)('%s has its rule for holidays', (hours, { holidays }) => {
    expect(openOn({ hours }, '2026-11-26') !== 'closed').toBe(holidays);
  });
});

describe('A state', () => {
  const hoursOf = (hours: string): string => {
    const [from, to] = hours.split('-').map((hour) => Number(hour) * 60);
    return `${from}-${to}`;
  };

  it.each(Object.entries(states))('%s leaves of the federal hours what its row says', (state, rules) => {
    const days = Object.entries(rules).filter(([key]) => /^[A-Z][a-z]{2}/.test(key));
    const expected = DAYS.map((day) => {
      const [, hours] = days.find(([key]) => weekdaysOf(key).includes(day)) ?? [];
      return typeof hours === 'string' ? hoursOf(hours) : 'closed';
    });
    expect(WEEK.map((date) => openOn({ hours: 'federal', state }, date))).toEqual(expected);
  });

  it.each(
    Object.entries(states).filter(([, { holidays }]) => holidays === false),
  )('%s leaves nothing on holidays', (state) => {
    expect(openOn({ hours: 'federal', state }, '2026-11-26')).toBe('closed');
    expect(openOn({ hours: 'federal', state }, '2026-11-24')).not.toBe('closed');
  });

  it('leaves nothing on a holiday of its own, and another state does', () => {
    expect(openOn({ hours: 'federal', state: 'UT' }, '2026-07-24')).toBe('closed');
    expect(openOn({ hours: 'federal', state: 'WY' }, '2026-07-24')).toBe('480-1200');
  });

  it.each(['KY', 'ky', ' Ky ', 'Kentucky', 'KENTUCKY'])('is known as %j', (state) => {
    expect(openOn({ hours: 'federal', state }, '2026-01-26')).toBe('600-1260');
  });

  it.each([
    undefined,
    '',
    'NY',
    'ZZ',
    'Bavaria',
  ])('that has no row (%j) leaves all of the federal hours', (state) => {
    expect(openOn({ hours: 'federal', state }, '2026-01-25')).toBe('480-1260');
  });

  it.each(['ON', 'Quebec'])('of Canada has shorter week-ends: %s', (state) => {
    expect(openOn({ hours: 'federal', state }, '2026-01-25')).toBe('600-1080');
    expect(openOn({ hours: 'federal', state }, '2026-01-26')).toBe('540-1260');
  });

  it('takes nothing from hours that are given by weekday', () => {
    const hours = { sun: ['06:00-23:00'] };
    expect(openOn({ hours, state: 'AL' }, '2026-01-25')).toBe('360-1380');
    expect(openOn({ hours: { thu: ['06:00-23:00'] }, state: 'AL' }, '2026-11-26')).toBe('360-1380');
  });

  it('has a source, and zones that are those of its numbers', () => {
    const NUMBERS = { AL: '+12055550123', PA: '+12155550123', UT: '+18015550123', LA: '+15045550123' };
    for (const [state, number] of Object.entries(NUMBERS)) {
      expect(zonesOf(number)).toEqual({ is: 'zones', zones: STATE_HOURS[state]?.zones });
    }
    expect(Object.values(STATE_HOURS).filter(({ about }) => about === '')).toEqual([]);
  });
});

describe('Strict hours', () => {
  const US = Object.entries(STATE_HOURS).filter(([, { zones }]) => zones.length > 0);
  const openIn = new Map(
    [...new Set(US.flatMap(([, { zones }]) => zones))].map((zone) => {
      const halfHours = Array.from({ length: YEAR }, (_, half) => NEW_YEAR + half * HALF_HOUR);
      return [zone, halfHours.filter((at) => isOpen({ hours: 'strict', zones: [zone] }, at))] as const;
    }),
  );

  it.each(
    US,
  )('are within what %s allows, in every half hour of a year, though no state is told', (state, row) => {
    for (const zone of row.zones) {
      const open = openIn.get(zone) ?? [];
      // 14 half hours on some 240 days.
      expect(open.length).toBeGreaterThan(14 * 235);
      const forbidden = open.filter((at) => !isOpen({ hours: 'federal', zones: [zone], state }, at));
      expect(forbidden.map((at) => isoIn(at, zone))).toEqual([]);
    }
  });

  it('keep the holidays of every state in the zone of a number, and with a state only those of it', () => {
    const goodFriday = Date.parse('2026-04-03T10:00:00-05:00');
    const asked: Asked = { hours: 'strict', zones: ['America/Chicago'] };
    expect(isOpen(asked, goodFriday)).toBe(false);
    expect(isOpen({ ...asked, state: 'LA' }, goodFriday)).toBe(false);
    expect(isOpen({ ...asked, state: 'AL' }, goodFriday)).toBe(true);
    expect(isOpen({ ...asked, state: 'Alabama' }, goodFriday)).toBe(true);
    expect(isOpen({ ...asked, state: 'IA' }, goodFriday)).toBe(true);
    expect(isOpen({ ...asked, state: 'somewhere' }, goodFriday)).toBe(false);
    expect(isOpen({ ...asked, zones: ['America/Los_Angeles'] }, goodFriday + 2 * 60 * 60_000)).toBe(true);
  });

  it('end earlier where the state ends earlier', () => {
    const asked: Asked = { hours: 'federal', zones: ['America/New_York'], state: 'ME' };
    expect(nextOpening(asked, Date.parse('2026-12-04T17:00:00-05:00'))).toBe(
      Date.parse('2026-12-07T09:00:00-05:00'),
    );
  });
});
