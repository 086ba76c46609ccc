import { describe, expect, it } from 'vitest';
import { LANGUAGES, type LanguageCode } from '../../../../lib/speech/speech.ts';
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

describe('A day is understood as callers say it,', () => {
  it.each([
    ['today', '2026-11-24'],
    ['tomorrow', '2026-11-25'],
    ['the day after tomorrow', '2026-11-26'],
    ['next tuesday', '2026-12-01'],
    ['tuesday', '2026-12-01'],
    ['this tuesday', '2026-11-24'],
    ['next friday', '2026-11-27'],
    ['on Monday', '2026-11-30'],
    ['Friday next week', '2026-12-04'],
    ['in two weeks', '2026-12-08'],
    ['in 3 days', '2026-11-27'],
    ['a week from today', '2026-12-01'],
    ['Dec 1', '2026-12-01'],
    ['December 21st', '2026-12-21'],
    ['the first of December', '2026-12-01'],
    ['December twenty-first', '2026-12-21'],
    ['January 5', '2027-01-05'],
    ['Tuesday, December 1st, 2026', '2026-12-01'],
    ['the 15th', '2026-12-15'],
    ['12/01/2026', '2026-12-01'],
    ['25/12/2026', '2026-12-25'],
    ['12/1', '2026-12-01'],
    ['tomorrow at 3 pm', '2026-11-25 15:00'],
    ['tuesday at three', '2026-12-01 15:00'],
    ['next tuesday at half past nine', '2026-12-01 09:30'],
    ['December 1 at noon', '2026-12-01 12:00'],
    ['Friday morning', '2026-11-27 morning'],
    ['this afternoon', '2026-11-24 afternoon'],
    ['tonight', '2026-11-24 evening'],
    ['tomorrow morning at 9', '2026-11-25 09:00'],
    ['next week', 'unclear'],
    ['tuesday or wednesday', 'unclear'],
    ['not tomorrow', 'unclear'],
    ['February 30', 'no-such-date'],
    ['yesterday', 'past'],
    ['3 pm tomorrow', '2026-11-25 15:00'],
    ['tuesday 3 pm', '2026-12-01 15:00'],
    ['tuesday 3', 'unclear'],
    ['tomorrow at 3 at 4', 'unclear'],
    ['three o’clock on tuesday', '2026-12-01 15:00'],
    ['this coming Friday', '2026-11-27'],
    ['friday this week', '2026-11-27'],
    ['a week from Friday', '2026-12-04'],
    ['in a month', '2026-12-24'],
    ['the twenty-third', '2026-12-23'],
    ['tuesday the 1st', '2026-12-01'],
    ['1st of December 2026 at 3:30pm', '2026-12-01 15:30'],
    ['Tue, 01 Dec 2026', '2026-12-01'],
    ['2026-12-01', '2026-12-01'],
    ['2026/12/01', '2026-12-01'],
    ['2026-12-01 15:00', '2026-12-01 15:00'],
    ['2026-12-01 at 3 p.m.', '2026-12-01 15:00'],
    ['tomorrow night at 8', '2026-11-25 20:00'],
    ['any time tomorrow', '2026-11-25'],
    ['as soon as possible', 'none'],
    ['mañana por la tarde', '2026-11-25 afternoon'],
    ['übermorgen um halb drei', '2026-11-26 14:30'],
    ['Monday, December 1', 'unclear'],
    ['tuesday in two weeks', 'unclear'],
    ['next next friday', 'unclear'],
    ['tomorrow after 3', 'unclear'],
    ['tomorrow 9-11', 'unclear'],
    ['in an hour', 'unclear'],
    ['3 pm', 'unclear'],
    ['15', 'unclear'],
    ['please', 'unclear'],
    ['32 December', 'no-such-date'],
    ['last friday', 'past'],
    ['November 23, 2026', 'past'],
    ['today at 9', 'past'],
  ])('in English: %j is %s', (text, expected) => {
    expect(read(text, 'en')).toBe(expected);
  });

  it.each([
    ['heute', '2026-11-24'],
    ['morgen', '2026-11-25'],
    ['übermorgen', '2026-11-26'],
    ['nächsten Dienstag', '2026-12-01'],
    ['am Freitag', '2026-11-27'],
    ['kommenden Montag', '2026-11-30'],
    ['Freitag nächster Woche', '2026-12-04'],
    ['in zwei Wochen', '2026-12-08'],
    ['in drei Tagen', '2026-11-27'],
    ['1.12.', '2026-12-01'],
    ['01.12.2026', '2026-12-01'],
    ['1. Dezember', '2026-12-01'],
    ['am ersten Dezember', '2026-12-01'],
    ['der einundzwanzigste Dezember', '2026-12-21'],
    ['am fünfzehnten', '2026-12-15'],
    ['morgen um 15 Uhr', '2026-11-25 15:00'],
    ['Freitag um halb zehn', '2026-11-27 09:30'],
    ['morgen früh', '2026-11-25 morning'],
    ['morgen Vormittag', '2026-11-25 morning'],
    ['heute Nachmittag', '2026-11-24 afternoon'],
    ['Donnerstagabend', '2026-11-26 evening'],
    ['nächste Woche', 'unclear'],
    ['30. Februar', 'no-such-date'],
    ['gestern', 'past'],
    ['Dienstag', '2026-12-01'],
    ['diesen Dienstag', '2026-11-24'],
    ['nächste Woche Mittwoch', '2026-12-02'],
    ['Freitag in einer Woche', '2026-12-04'],
    ['in acht Tagen', '2026-12-01'],
    ['am 15. um drei', '2026-12-15 15:00'],
    ['am ersten zwölften', '2026-12-01'],
    ['am 1.12. um 15.30 Uhr', '2026-12-01 15:30'],
    ['Dienstag, der 1. Dezember', '2026-12-01'],
    ['1.1.', '2027-01-01'],
    ['Freitag morgen', '2026-11-27 morning'],
    ['heute Morgen', '2026-11-24 morning'],
    ['heute Abend um sieben', '2026-11-24 19:00'],
    ['3 am tomorrow', '2026-11-25 03:00'],
    ['so bald wie möglich', 'none'],
    ['morgen ab 15 Uhr', 'unclear'],
  ])('in German: %j is %s', (text, expected) => {
    expect(read(text, 'de')).toBe(expected);
  });

  it.each([
    ['hoy', '2026-11-24'],
    ['mañana', '2026-11-25'],
    ['pasado mañana', '2026-11-26'],
    ['el próximo martes', '2026-12-01'],
    ['el martes que viene', '2026-12-01'],
    ['el viernes', '2026-11-27'],
    ['el viernes de la próxima semana', '2026-12-04'],
    ['en dos semanas', '2026-12-08'],
    ['dentro de tres días', '2026-11-27'],
    ['el 1 de diciembre', '2026-12-01'],
    ['primero de diciembre', '2026-12-01'],
    ['el veintiuno de diciembre', '2026-12-21'],
    ['01/12/2026', '2026-12-01'],
    ['mañana a las tres de la tarde', '2026-11-25 15:00'],
    ['el viernes a las nueve y media', '2026-11-27 09:30'],
    ['mañana por la mañana', '2026-11-25 morning'],
    ['esta tarde', '2026-11-24 afternoon'],
    ['hoy en la noche', '2026-11-24 evening'],
    ['la próxima semana', 'unclear'],
    ['el 30 de febrero', 'no-such-date'],
    ['ayer', 'past'],
    ['martes', '2026-12-01'],
    ['este martes', '2026-11-24'],
    ['martes 15', '2026-12-15'],
    ['el quince', '2026-12-15'],
    ['en ocho días', '2026-12-01'],
    ['en quince días', '2026-12-08'],
    ['de hoy en ocho', '2026-12-01'],
    ['mañana para las tres', '2026-11-25 15:00'],
    ['hoy a las cinco de la tarde', '2026-11-24 17:00'],
    ['las ocho de la tarde de mañana', '2026-11-25 20:00'],
    ['el viernes a media mañana', '2026-11-27 morning'],
    ['lo antes posible', 'none'],
    ['martes o jueves', 'unclear'],
  ])('in Spanish: %j is %s', (text, expected) => {
    expect(read(text, 'es')).toBe(expected);
  });

  it.each([
    ["aujourd'hui", '2026-11-24'],
    ['demain', '2026-11-25'],
    ['après-demain', '2026-11-26'],
    ['mardi prochain', '2026-12-01'],
    ['vendredi', '2026-11-27'],
    ['vendredi de la semaine prochaine', '2026-12-04'],
    ['dans deux semaines', '2026-12-08'],
    ['dans 3 jours', '2026-11-27'],
    ['le 1er décembre', '2026-12-01'],
    ['le premier décembre', '2026-12-01'],
    ['le vingt et un décembre', '2026-12-21'],
    ['01/12/2026', '2026-12-01'],
    ['demain à 15h', '2026-11-25 15:00'],
    ['vendredi à neuf heures et demie', '2026-11-27 09:30'],
    ['demain matin', '2026-11-25 morning'],
    ['cet après-midi', '2026-11-24 afternoon'],
    ['jeudi soir', '2026-11-26 evening'],
    ['la semaine prochaine', 'unclear'],
    ['le 30 février', 'no-such-date'],
    ['hier', 'past'],
    ['mardi', '2026-12-01'],
    ['ce mardi', '2026-11-24'],
    ['mardi 15', '2026-12-15'],
    ['dans huit jours', '2026-12-01'],
    ['dans quinze jours', '2026-12-08'],
    ['le 15 à 15h', '2026-12-15 15:00'],
    ['après-demain matin', '2026-11-26 morning'],
    ['ce soir à 19h', '2026-11-24 19:00'],
    ['demain à midi et demi', '2026-11-25 12:30'],
    ["n'importe quand", 'none'],
    ['à partir de mardi', 'unclear'],
  ])('in French: %j is %s', (text, expected) => {
    expect(read(text, 'fr')).toBe(expected);
  });
});

describe('A week and a fortnight are counted in days', () => {
  it.each([
    ['fr', 'dans huit jours', 'dans 8 jours', '2026-12-01'],
    ['fr', "d'ici huit jours", "d'ici 8 jours", '2026-12-01'],
    ['fr', 'dans quinze jours', 'dans 15 jours', '2026-12-08'],
    ['fr', 'dans quinze jours à 15h', 'dans 15 jours à 15h', '2026-12-08 15:00'],
    ['es', 'en ocho días', 'en 8 días', '2026-12-01'],
    ['es', 'dentro de quince días', 'dentro de 15 días', '2026-12-08'],
    ['es', 'de hoy en ocho', 'de hoy en 8', '2026-12-01'],
    ['de', 'in acht Tagen', 'in 8 Tagen', '2026-12-01'],
    ['de', 'heute in acht Tagen', 'heute in 8 Tagen', '2026-12-01'],
    ['de', 'morgen in acht Tagen', 'morgen in 8 Tagen', '2026-12-02'],
  ] as const)('in %s, the same in words and in digits: %s', (language, words, digits, expected) => {
    expect([read(words, language), read(digits, language)]).toEqual([expected, expected]);
  });

  it.each([
    ['fr', 'dans sept jours', 'dans 7 jours', '2026-12-01'],
    ['fr', 'dans dix-huit jours', 'dans 18 jours', '2026-12-12'],
    ['es', 'en catorce días', 'en 14 días', '2026-12-08'],
    ['es', 'en dieciocho días', 'en 18 días', '2026-12-12'],
    ['de', 'in vierzehn Tagen', 'in 14 Tagen', '2026-12-08'],
    ['de', 'in fünfzehn Tagen', 'in 15 Tagen', '2026-12-09'],
    ['de', 'in achtzehn Tagen', 'in 18 Tagen', '2026-12-12'],
    ['en', 'in eight days', 'in 8 days', '2026-12-02'],
    ['en', 'in fifteen days', 'in 15 days', '2026-12-09'],
    ['fr', 'in eight days', 'in 8 days', '2026-12-02'],
  ] as const)('and other numbers of days are as many as they say: in %s, %s', (language, words, digits, expected) => {
    expect([read(words, language), read(digits, language)]).toEqual([expected, expected]);
  });
});

/** As each language's calendar writes them; French has a first and then two, three. */
const WRITTEN = [...(['en-US', 'es-ES', 'es-MX', 'de-DE', 'de-AT', 'fr-FR', 'fr-CA'] as const)].flatMap(
  (tag) =>
    [
      { dateStyle: 'full' } as const,
      { dateStyle: 'long' } as const,
      { dateStyle: 'medium' } as const,
      { dateStyle: 'short' } as const,
      { day: 'numeric', month: 'long' } as const,
      { weekday: 'long', day: 'numeric', month: 'long' } as const,
    ].map((style) => [tag, style] as const),
);

describe('Every day of the coming year', () => {
  it.each(WRITTEN)('is read as it is written: %s, %j', (tag, style) => {
    const language = LANGUAGES.find((code) => tag.startsWith(code)) ?? 'en';
    const written = new Intl.DateTimeFormat(tag, { ...style, timeZone: 'UTC' });
    const days = Array.from({ length: 365 }, (_, ahead) => Date.UTC(2026, 10, 24 + ahead));
    const misread = days
      .map((day) => [written.format(day), new Date(day).toJSON().slice(0, 10)] as const)
      .filter(([text, date]) => read(text, language) !== date);
    expect(misread).toEqual([]);
  });
});
