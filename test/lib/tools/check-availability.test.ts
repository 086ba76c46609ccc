import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../lib/speech/index.ts';
import { chooseTimes } from '../../../lib/tools/check-availability.ts';
import { answerBy, at, type Circumstances, HOUR, NOW, readBy, ZONE } from './asking.ts';
import { ourCalendar } from './team.ts';

const DAY = 24 * HOUR;
const WHOLE_DAY = ['09:00', '09:30', '10:00', '12:00', '14:30', '15:00', '16:30', '17:00', '18:00'];
const ofDay = (day: number) => WHOLE_DAY.map((time) => at(day, time));

const look = async (
  values: Record<string, unknown>,
  starts = ofDay(1),
  circumstances: Circumstances = {},
) => {
  const { calendar, requests } = ourCalendar({ starts });
  const answer = await answerBy('check_availability', values, { calendar }, circumstances);
  return { ...answer, requests, slots: answer.data.slots };
};
/** What is asked of the calendar. */
const asks = async (values: Record<string, unknown>, circumstances: Circumstances = {}) => {
  const read = await readBy('check_availability', values, circumstances);
  if (read.is === 'answer') throw new Error(`it is not asked: ${read.answer.say}`);
  return read.args;
};
const times = (slots: unknown) =>
  Array.isArray(slots) ? slots.map((slot) => String(slot).slice(5, 16)) : slots;

describe('Free times', () => {
  it('are offered three at the most, the earliest first, with the offset of the business’s zone', async () => {
    const { say, slots, found } = await look({ date: 'tomorrow' }, ofDay(1).toReversed());
    expect(slots).toEqual([
      '2026-12-01T09:00:00-05:00',
      '2026-12-01T09:30:00-05:00',
      '2026-12-01T10:00:00-05:00',
    ]);
    expect(say).toMatch(/Tuesday, December 1 .*9:00.*9:30.*10:00/);
    expect(found?.slots).toEqual([at(1, '09:00'), at(1, '09:30'), at(1, '10:00')]);
  });

  it('have the offset that the clock shows then, also where it is put back in between', async () => {
    const now = Date.parse('2026-10-31T15:00:00Z');
    const starts = ['2026-10-31T18:00:00Z', '2026-11-02T18:00:00Z'].map((iso) => Date.parse(iso));
    const { slots } = await look({}, starts, { now });
    expect(slots).toEqual(['2026-10-31T14:00:00-04:00', '2026-11-02T13:00:00-05:00']);
  });

  it.each([
    ['UTC', '2026-12-01T15:00:00+00:00'],
    ['Asia/Kathmandu', '2026-12-01T20:45:00+05:45'],
    ['America/St_Johns', '2026-12-01T11:30:00-03:30'],
  ])('are told by the clock in %s', async (timeZone, slot) => {
    expect((await look({}, [Date.parse('2026-12-01T15:00:00Z')], { timeZone })).slots).toEqual([slot]);
  });

  it.each(LANGUAGES)('are said in the caller’s language: %s', async (language) => {
    const { say, slots } = await look({ date: '2026-12-01' }, ofDay(1), { language });
    expect(slots).toHaveLength(3);
    expect(say).not.toMatch(/[{}]/);
    for (const other of LANGUAGES.filter((one) => one !== language)) {
      expect((await look({ date: '2026-12-01' }, ofDay(1), { language: other })).say).not.toBe(say);
    }
  });

  it('of which there are none are said to be none, and offer nothing', async () => {
    const { say, slots, found } = await look({ date: 'tomorrow' }, []);
    expect(slots).toEqual([]);
    expect(found?.slots).toEqual([]);
    expect(say).toMatch(/Nothing is free/);
  });
});

describe('A wish for a time', () => {
  it('is met exactly, with those beside it', async () => {
    const { say, slots } = await look({ date: 'tomorrow', time: '3 pm' });
    expect(times(slots)).toEqual(['12-01T14:30', '12-01T15:00', '12-01T16:30']);
    expect(say).not.toMatch(/not free/);
  });

  it('that cannot be met gets the nearest ones, and is told so', async () => {
    const { say, slots } = await look({ date: 'tomorrow', time: '13:00' });
    expect(times(slots)).toEqual(['12-01T12:00', '12-01T14:30', '12-01T15:00']);
    expect(say).toMatch(/not free/);
  });

  it('without a day is met on the next days that have it', async () => {
    const starts = [ofDay(1), ofDay(2), ofDay(3), ofDay(4)].flat();
    expect(times((await look({ time: '15:00' }, starts)).slots)).toEqual([
      '12-01T15:00',
      '12-02T15:00',
      '12-03T15:00',
    ]);
  });

  it.each([
    ['morning', ['12-01T09:00', '12-01T09:30', '12-01T10:00']],
    ['afternoon', ['12-01T12:00', '12-01T14:30', '12-01T15:00']],
    ['evening', ['12-01T17:00', '12-01T18:00']],
  ])('for a part of the day is met within it: %s', async (part_of_day, slots) => {
    expect(times((await look({ date: 'tomorrow', part_of_day })).slots)).toEqual(slots);
    expect(times((await look({ date: 'tomorrow', partOfDay: part_of_day })).slots)).toEqual(slots);
    expect(times((await look({ date: `tomorrow ${part_of_day}` })).slots)).toEqual(slots);
  });

  it('for a part of the day that is full gets the others, and is told so', async () => {
    const { say, slots } = await look({ date: 'tomorrow', part_of_day: 'evening' }, [at(1, '09:00')]);
    expect(times(slots)).toEqual(['12-01T09:00']);
    expect(say).toMatch(/not free/);
  });

  it.each([
    [{ date: 'tomorrow at 3 pm' }],
    [{ time: 'tomorrow at 3 pm' }],
    [{ date: '2026-12-01', time: '15:00' }],
    [{ date: '2026-12-01T15:00:00-05:00' }],
    [{ date: '2026-12-01T20:00:00Z' }],
    [{ time: '2026-12-01T20:00:00Z' }],
    [{ date: 'tomorrow afternoon', time: '3' }],
    [{ date: 'tomorrow', time: 3 }],
  ])('may stand in either argument: %j', async (values) => {
    expect(await asks(values)).toMatchObject({ date: '2026-12-01', time: '15:00' });
  });

  it('is an hour of the morning where that was said beside it', async () => {
    expect(await asks({ date: 'tomorrow', time: '7', part_of_day: 'morning' })).toMatchObject({
      time: '07:00',
    });
    expect(await asks({ date: 'tomorrow morning', time: '7' })).toMatchObject({ time: '07:00' });
    expect(await asks({ date: 'tomorrow', time: '3' })).toMatchObject({ time: '15:00' });
  });

  it('that is no word for a part of the day is left out', async () => {
    expect(await asks({ date: 'tomorrow', part_of_day: 'whenever' })).not.toHaveProperty('partOfDay');
  });
});

describe('How far is looked', () => {
  it('is from an hour ahead, fourteen days where no day is named', async () => {
    expect(await asks({})).toEqual({ from: NOW + HOUR, to: NOW + HOUR + 14 * DAY });
    expect(await asks({ date: '', time: null, service: 'none' })).toEqual(await asks({}));
  });

  it('is a whole day by the business’s clock, today from an hour ahead', async () => {
    expect(await asks({ date: 'tomorrow' })).toMatchObject({ from: at(1, '00:00'), to: at(2, '00:00') });
    expect(await asks({ date: 'today' })).toMatchObject({ from: NOW + HOUR, to: at(1, '00:00') });
  });

  it('is 23 or 25 hours on the days on which the clock is put', async () => {
    const spring = await asks({ date: '2027-03-14' }, { now: Date.parse('2027-03-10T15:00:00Z') });
    expect(spring).toMatchObject({
      from: Date.parse('2027-03-14T00:00:00-05:00'),
      to: Date.parse('2027-03-15T00:00:00-04:00'),
    });
  });

  it('begins at one where the clock is put forward at midnight', async () => {
    const timeZone = 'America/Santiago';
    const day = await asks({ date: '2027-09-05' }, { now: Date.parse('2027-09-01T15:00:00Z'), timeZone });
    expect(day).toMatchObject({ from: Date.parse('2027-09-05T01:00:00-03:00') });
  });

  it('ends 60 days ahead', async () => {
    expect(await asks({ date: '2027-01-29' })).toMatchObject({ to: NOW + 60 * DAY });
    const late = await look({ date: '2027-01-30' });
    expect(late).toMatchObject({ data: { reason: 'bad_argument', field: 'date' }, requests: [] });
    expect(late.say).toMatch(/60 days/);
  });

  it('leaves out what a calendar tells beside it, and twice', async () => {
    const starts = [NOW + HOUR - 1, NOW + HOUR, NOW + HOUR, NOW + 15 * DAY, NOW + 99 * DAY];
    expect((await look({}, starts)).found?.slots).toEqual([NOW + HOUR]);
  });

  it('is nowhere when today is nearly over: nothing is free, and nobody is asked', async () => {
    const { data, requests } = await look({ date: 'today' }, [], { now: Date.parse('2026-12-01T04:30:00Z') });
    expect(data).toEqual({ reason: 'nothing_free', slots: [] });
    expect(requests).toEqual([]);
  });
});

describe('A day that cannot be looked at', () => {
  it.each([
    ['is not in the calendar', '2026-02-30'],
    ['is in no year', 'February 30'],
    ['has no such month', '2026-13-01'],
    ['is over', 'yesterday'],
    ['is over by its date', '2026-11-29'],
    ['is over by its name', 'last monday'],
    ['is years ahead', '2030-01-01'],
    ['is none', 'when the moon is full'],
    ['goes on and on', 'x'.repeat(10_000)],
    ['is an object', { day: 1 }],
    ['is two', ['2026-12-01', '2026-12-02']],
    ['is a boolean', true],
  ])('because it %s is asked for once more, and nobody is asked', async (_why, date) => {
    const { data, say, requests } = await look({ date });
    expect(data).toEqual({ reason: 'bad_argument', field: 'date' });
    expect(say).toMatch(/\?/);
    expect(requests).toEqual([]);
  });

  it.each([
    ['25:00'],
    ['half past'],
    [['9', '10']],
    [{ hour: 9 }],
  ])('is not looked at with a time that is none: %j', async (time) => {
    const { data, requests } = await look({ date: 'tomorrow', time });
    expect(data).toEqual({ reason: 'bad_argument', field: 'time' });
    expect(requests).toEqual([]);
  });

  it('is told apart: not there, over, too far, not understood', async () => {
    const said = await Promise.all(
      ['2026-02-30', 'yesterday', '2030-01-01', 'sometime somewhere'].map(
        async (date) => (await look({ date })).say,
      ),
    );
    expect(new Set(said).size).toBe(4);
  });
});

describe('What else is asked for', () => {
  it('is the service, on one line, short and without secrets', async () => {
    expect(await asks({ service: ' boiler\n check ' })).toMatchObject({ service: 'boiler check' });
    expect(await asks({ service: 'card 4111 1111 1111 1111' })).toMatchObject({
      service: 'card [card number]',
    });
    const { service } = Object(await asks({ service: 'x'.repeat(5_000) }));
    expect(service).toHaveLength(80);
    expect(await asks({ service: { name: 'boiler' } })).not.toHaveProperty('service');
  });
});

describe('The choice among free times', () => {
  const span = { from: NOW, to: NOW + DAY };

  it('takes the earlier one of two that are equally near', () => {
    const starts = [at(1, '09:00'), at(1, '11:00'), at(1, '10:30'), at(1, '09:30')];
    const { times: chosen } = chooseTimes(
      starts,
      { time: '10:00', from: at(1, '00:00'), to: at(2, '00:00') },
      ZONE,
    );
    expect(chosen).toEqual([at(1, '09:00'), at(1, '09:30'), at(1, '10:30')]);
  });

  it('offers nothing where nothing is free', () => {
    for (const wanted of [{}, { time: '10:00' }, { partOfDay: 'morning' as const }]) {
      expect(chooseTimes([], { ...wanted, ...span }, ZONE)).toEqual({ times: [], asAsked: false });
    }
  });
});
