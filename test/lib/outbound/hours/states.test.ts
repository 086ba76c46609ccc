import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { isOpen, nextOpening } from '../../../../lib/outbound/hours/next-opening.ts';
import type { Asked } from '../../../../lib/outbound/hours/open-spans.ts';
import { STATE_HOURS } from '../../../../lib/outbound/hours/state-hours.ts';
import { STATE_ZONES } from '../../../../lib/outbound/zones/state-zones.ts';
import { isoIn, startOf } from '../../../../lib/tools/when/wall.ts';

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

/**
 * The half hours of a date that are open, as `from-to` in minutes. UTC is the zone, but for a rule that names one: what
 * counts is the clock.
 */
function openOn(asked: Omit<Asked, 'zones'>, date: string): string {
  const zone = STATE_HOURS[asked.state ?? '']?.clocks ?? 'UTC';
  const midnight = startOf(date, zone) ?? 0;
  const open = Array.from({ length: 48 }, (_, half) => half * 30).filter((minutes) =>
    isOpen({ ...asked, zones: [zone] }, midnight + minutes * 60_000),
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

  it('has a source, and zones', () => {
    expect(Object.values(STATE_HOURS).filter(({ about }) => about === '')).toEqual([]);
    expect(Object.keys(STATE_HOURS).filter((state) => !STATE_ZONES.has(state))).toEqual([]);
  });

  it('whose rule names a clock is called by it, wherever the number is', () => {
    const asked: Asked = { hours: 'federal', zones: ['America/Los_Angeles'], state: 'MS' };
    expect(isOpen(asked, Date.parse('2026-12-01T17:59:00-08:00'))).toBe(true);
    expect(isOpen(asked, Date.parse('2026-12-01T18:00:00-08:00'))).toBe(false);
    expect(isOpen(asked, Date.parse('2026-12-01T07:59:00-08:00'))).toBe(false);
  });
});

describe('The states of an area code', () => {
  const hours = 'federal';

  it.each([
    ['KY', '2026-01-26', '600-1260'],
    ['ME', '2026-01-26', '540-1020'],
    ['ME', '2026-01-25', 'closed'],
    ['ON', '2026-01-25', '600-1080'],
    ['NY', '2026-01-25', '480-1260'],
  ])('count where the contact has no state: %s on %s', (state, date, open) => {
    expect(openOn({ hours, areaStates: [state] }, date)).toBe(open);
    expect(openOn({ hours, areaStates: [state], state: '' }, date)).toBe(open);
    expect(openOn({ hours, areaStates: [state], state: 'ZZ' }, date)).toBe(open);
  });

  it('do not count where it has one', () => {
    expect(openOn({ hours, areaStates: ['ME'], state: 'NY' }, '2026-01-25')).toBe('480-1260');
    expect(openOn({ hours, areaStates: ['NY'], state: 'ME' }, '2026-01-25')).toBe('closed');
  });

  it('all count where it lies in several', () => {
    expect(openOn({ hours, areaStates: ['KY', 'FL'] }, '2026-01-26')).toBe('600-1200');
  });
});

describe('Strict hours', () => {
  const US = Object.keys(STATE_HOURS).filter((state) => !/^(AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT)$/.test(state));
  const openIn = new Map(
    [...new Set(US.flatMap((state) => STATE_ZONES.get(state) ?? []))].map((zone) => {
      const halfHours = Array.from({ length: YEAR }, (_, half) => NEW_YEAR + half * HALF_HOUR);
      return [zone, halfHours.filter((at) => isOpen({ hours: 'strict', zones: [zone] }, at))] as const;
    }),
  );

  it.each(US)('are within what %s allows, in every half hour of a year, though no state is told', (state) => {
    for (const zone of STATE_ZONES.get(state) ?? []) {
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
    expect(isOpen({ ...asked, state: 'ZZ' }, goodFriday)).toBe(false);
    expect(isOpen({ ...asked, zones: ['America/Los_Angeles'] }, goodFriday + 2 * 60 * 60_000)).toBe(true);
  });

  it.each([
    ['America/Detroit', '2026-04-03T12:00:00-04:00'],
    ['America/Indiana/Indianapolis', '2026-04-03T12:00:00-04:00'],
    ['EST5EDT', '2026-04-03T12:00:00-04:00'],
    ['America/Indiana/Tell_City', '2026-02-17T12:00:00-06:00'],
    ['CST6CDT', '2026-02-17T12:00:00-06:00'],
    ['America/Boise', '2026-07-24T12:00:00-06:00'],
    ['MST7MDT', '2026-07-24T12:00:00-06:00'],
  ])('keep the holidays of states with the same clocks in %s', (zone, holiday) => {
    expect(isOpen({ hours: 'strict', zones: [zone] }, Date.parse(holiday))).toBe(false);
    expect(isOpen({ hours: 'strict', zones: [zone], state: 'NY' }, Date.parse(holiday))).toBe(true);
  });

  it('end earlier where the state ends earlier', () => {
    const asked: Asked = { hours: 'federal', zones: ['America/New_York'], state: 'ME' };
    expect(nextOpening(asked, Date.parse('2026-12-04T17:00:00-05:00'))).toBe(
      Date.parse('2026-12-07T09:00:00-05:00'),
    );
  });
});
