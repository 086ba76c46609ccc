import { describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../../../lib/speech/speech.ts';
import { readPartOfDay, readTime } from '../../../../lib/tools/when/time.ts';

/** A Tuesday, 10:30 in New York. */
const HERE = { now: Date.parse('2026-11-24T15:30:00Z'), timeZone: 'America/New_York' };

function read(text: unknown, language: LanguageCode = 'en'): string {
  const time = readTime(text, { ...HERE, language });
  if (time.is === 'time') return [time.date, time.time].filter(Boolean).join(' ');
  return time.is === 'part' ? [time.date, time.partOfDay].filter(Boolean).join(' ') : time.is;
}

describe('A time is understood as callers say it,', () => {
  it.each([
    ['3 pm', '15:00'],
    ['3', '15:00'],
    ['at nine', '09:00'],
    ['half past nine', '09:30'],
    ['quarter to four', '15:45'],
    ['ten past eleven', '11:10'],
    ['three thirty', '15:30'],
    ['3:30 p.m.', '15:30'],
    ['noon', '12:00'],
    ['midnight', '00:00'],
    ['3 in the morning', '03:00'],
    ['in the morning', 'morning'],
    ['15:00', '15:00'],
    ['7', '19:00'],
    ['8', '08:00'],
    ['07:00', '07:00'],
    ['nine thirty am', '09:30'],
    ['three oh five', '15:05'],
    ['half nine', '09:30'],
    ['quarter to one', '12:45'],
    ['quarter to one in the afternoon', '12:45'],
    ['quarter to one am', '00:45'],
    ['12 am', '00:00'],
    ['12:30 pm', '12:30'],
    ['8 at night', '20:00'],
    ['15:00 pm', '15:00'],
    ['this evening', '2026-11-24 evening'],
    ['tomorrow at 3', '2026-11-25 15:00'],
    ['2026-12-01T20:00:00Z', '2026-12-01 15:00'],
    ['any time', 'none'],
    ['3 pm in the morning', 'unclear'],
    ['2 to 4', 'unclear'],
    ['2-4', 'unclear'],
    ['after 3', 'unclear'],
    ['tomorrow', 'unclear'],
    ['yesterday at 3', 'unclear'],
    ['25', 'unclear'],
    ['12:60', 'unclear'],
    ['2026-02-30T10:00:00Z', 'unclear'],
  ])('in English: %j is %s', (text, expected) => {
    expect(read(text, 'en')).toBe(expected);
  });

  it.each([
    ['15 Uhr', '15:00'],
    ['fünfzehn Uhr dreißig', '15:30'],
    ['halb zehn', '09:30'],
    ['halb drei', '14:30'],
    ['viertel nach drei', '15:15'],
    ['viertel vor zwölf', '11:45'],
    ['um drei', '15:00'],
    ['drei Uhr morgens', '03:00'],
    ['mittags', '12:00'],
    ['vormittags', 'morning'],
    ['15.30 Uhr', '15:30'],
    ['fünf vor halb zehn', '09:25'],
    ['zehn nach halb zehn', '09:40'],
    ['Viertel vier', '15:15'],
    ['Dreiviertel vier', '15:45'],
    ['morgen', 'morning'],
    ['9 am', '09:00'],
  ])('in German: %j is %s', (text, expected) => {
    expect(read(text, 'de')).toBe(expected);
  });

  it.each([
    ['a las tres y media de la tarde', '15:30'],
    ['a las nueve', '09:00'],
    ['las cuatro menos cuarto', '15:45'],
    ['a la una', '13:00'],
    ['mediodía', '12:00'],
    ['medianoche', '00:00'],
    ['3 de la mañana', '03:00'],
    ['por la tarde', 'afternoon'],
    ['quince para las tres', '14:45'],
    ['doce menos cuarto', '11:45'],
    ['doce de la noche', '00:00'],
    ['mañana', 'morning'],
    ['madrugada', 'unclear'],
  ])('in Spanish: %j is %s', (text, expected) => {
    expect(read(text, 'es')).toBe(expected);
  });

  it.each([
    ['quinze heures trente', '15:30'],
    ['15h30', '15:30'],
    ['trois heures et quart', '15:15'],
    ['quatre heures moins le quart', '15:45'],
    ['neuf heures', '09:00'],
    ['midi', '12:00'],
    ['midi et demi', '12:30'],
    ['trois heures du matin', '03:00'],
    ["l'après-midi", 'afternoon'],
    ['dix-sept heures', '17:00'],
    ['huit heures du soir', '20:00'],
  ])('in French: %j is %s', (text, expected) => {
    expect(read(text, 'fr')).toBe(expected);
  });
});

describe('An hour that is said without more', () => {
  it.each([1, 2, 3, 4, 5, 6, 7])('is in the afternoon from one to seven: %i', (hour) => {
    expect(read(hour)).toBe(`${hour + 12}:00`);
    expect(read(String(hour))).toBe(`${hour + 12}:00`);
  });

  it.each([8, 9, 10, 11, 12, 13, 23])('is as it is from eight on: %i', (hour) => {
    expect(read(hour)).toBe(`${String(hour).padStart(2, '0')}:00`);
  });

  it.each([
    ['7', 'morning', '07:00'],
    ['half past seven', 'morning', '07:30'],
    ['8', 'evening', '20:00'],
    ['3', 'afternoon', '15:00'],
    ['9', undefined, '09:00'],
    ['7 pm', 'morning', '19:00'],
  ] as const)('is in the part of the day that was told beside it: %s, %s', (text, partOfDay, time) => {
    expect(readTime(text, { ...HERE, language: 'en', partOfDay })).toEqual({ is: 'time', time });
  });

  it('is unclear where the part of the day cannot have it', () => {
    expect(readTime('15:00', { ...HERE, language: 'en', partOfDay: 'morning' })).toEqual({ is: 'unclear' });
  });
});

describe('A quarter or half an hour before an hour', () => {
  it.each([
    ['en', 'quarter to eight', '07:45'],
    ['en', 'ten to eight', '07:50'],
    ['en', 'quarter to seven', '18:45'],
    ['en', 'quarter to two', '13:45'],
    ['en', 'quarter to one', '12:45'],
    ['en', 'quarter to nine', '08:45'],
    ['en', 'quarter past eight', '08:15'],
    ['en', 'half past seven', '19:30'],
    ['en', 'quarter to eight in the evening', '19:45'],
    ['en', 'quarter to eight am', '07:45'],
    ['en', 'quarter to four in the morning', '03:45'],
    ['de', 'halb acht', '07:30'],
    ['de', 'halb sieben', '18:30'],
    ['de', 'halb eins', '12:30'],
    ['de', 'fünf vor halb acht', '07:25'],
    ['de', 'viertel vor acht', '07:45'],
    ['de', 'viertel acht', '07:15'],
    ['de', 'dreiviertel acht', '07:45'],
    ['de', 'halb acht abends', '19:30'],
    ['es', 'las ocho menos cuarto', '07:45'],
    ['es', 'cuarto para las ocho', '07:45'],
    ['es', 'las ocho menos cuarto de la tarde', '19:45'],
    ['es', 'la una menos cuarto', '12:45'],
    ['fr', 'huit heures moins le quart', '07:45'],
    ['fr', 'sept heures moins le quart', '18:45'],
    ['fr', 'huit heures moins le quart du soir', '19:45'],
    ['fr', 'une heure moins dix', '12:50'],
  ] as const)('is in the half of the day in which that hour is: in %s, %s', (language, text, expected) => {
    expect(read(text, language)).toBe(expected);
  });
});

describe('A time as a clock writes it', () => {
  it.each([
    ['1500', '15:00'],
    ['0730', '07:30'],
    [1530, '15:30'],
    ['1500 tomorrow', '2026-11-25 15:00'],
    ['15:00:00', '15:00'],
    ['T15:00', '15:00'],
    ['15:00:00-05:00', '15:00'],
    ['15:00-0500', '15:00'],
    ['15:00:00.000−05', '15:00'],
    ['T15:00:00-04:00', '15:00'],
    ['3:00 PM EST', '15:00'],
    ['3 pm EDT', '15:00'],
    ['3 pm (ET)', '15:00'],
    ['3 pm Eastern Time', '15:00'],
    ['at 3 pm eastern standard time', '15:00'],
    ['15:00 America/New_York', '15:00'],
    [['15:00'], '15:00'],
  ])('is read, with the zone of the business behind it: %j is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['15:00 MEZ', 'de', 'Europe/Berlin'],
    ['15 Uhr MESZ', 'de', 'Europe/Berlin'],
    ['3 pm CET', 'en', 'Europe/Berlin'],
    ['15:00 mitteleuropäische Zeit', 'de', 'Europe/Berlin'],
    ['15h heure normale d’Europe centrale', 'fr', 'Europe/Paris'],
    ['15:00Z', 'en', 'UTC'],
    ['15:00 UTC', 'en', 'UTC'],
    ['15:00 GMT', 'en', 'Europe/London'],
    ['15:00+01:00', 'en', 'Europe/London'],
  ] as const)('has that zone in the words of any language: %s', (text, language, timeZone) => {
    expect(readTime(text, { ...HERE, timeZone, language })).toEqual({ is: 'time', time: '15:00' });
  });

  it.each([
    ...['3 pm PST', '15:00Z', '15:00:00+01:00', '15:00 UTC', '3 pm Pacific Time', '2460', '2500', '1260'],
    ...['3 pm EST EST', 'EST', '15:00 in Eastern'],
  ])('is unclear with another zone, or where no clock shows it: %s', (text) => {
    expect(read(text)).toBe('unclear');
  });
});

describe('What is no time', () => {
  it.each([[undefined], [null], [''], ['none'], ['any time']])('says nothing: %j', (argument) => {
    expect(read(argument)).toBe('none');
  });

  it.each([
    [24],
    [-3],
    [1560],
    [930],
    [3.5],
    [Number.POSITIVE_INFINITY],
    [false],
    [['3', '4']],
    [{}],
    ['soonish'],
  ])('is unclear: %j', (argument) => {
    expect(read(argument)).toBe('unclear');
  });
});

describe('A part of the day', () => {
  it.each([
    ...[
      ['morning', 'morning'],
      ['in the afternoon', 'afternoon'],
      ['evening', 'evening'],
      ['tonight', 'evening'],
    ],
    ...[
      ['Vormittag', 'morning'],
      ['morgen', 'morning'],
      ['nachmittags', 'afternoon'],
      ['Abend', 'evening'],
    ],
    ...[
      ['mañana', 'morning'],
      ['por la tarde', 'afternoon'],
      ['tarde', 'afternoon'],
      ['noche', 'evening'],
    ],
    ...[
      ['matin', 'morning'],
      ["l'après-midi", 'afternoon'],
      ['soir', 'evening'],
      ['soirée', 'evening'],
    ],
    ...[
      ['AM', 'morning'],
      ['pm', 'afternoon'],
    ],
  ])('is understood in any language: %s', (text, expected) => {
    expect(readPartOfDay(text)).toBe(expected);
  });

  it.each([
    [undefined],
    [''],
    ['any'],
    ['3 pm'],
    ['noon'],
    ['madrugada'],
    ['morning or evening'],
    ['morning, afternoon'],
    [3],
    [{}],
  ])('is not %j', (argument) => {
    expect(readPartOfDay(argument)).toBeUndefined();
  });
});
