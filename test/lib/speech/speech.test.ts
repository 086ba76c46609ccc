import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../../lib/handoff/record/handoff.ts';
import { languageHeardIn } from '../../../lib/language/heard/heard.ts';
import {
  filled,
  LANGUAGES,
  type LanguageCode,
  languageNamed,
  type Moment,
  SPEECHES,
  speechOf,
  spokenMoment,
} from '../../../lib/speech/index.ts';
import { TOOL_SPEECHES } from '../../../lib/speech/tools/index.ts';
import { tablesOfTools } from './tables.ts';

const tables = [...(await tablesOfTools())];

/** All that we say in a language: what everybody says, what every tool says, and what one of them says. */
const saidIn = (code: LanguageCode) => ({
  ...SPEECHES[code],
  looking: TOOL_SPEECHES[code],
  ...Object.fromEntries(tables.map(([file, table]) => [file, table[code]])),
});

/** Every text in a language by the path of names that leads to it; times of day are no text. */
const textsIn = (value: unknown, path = ''): [path: string, text: string][] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, 'a function']];
  return Object.entries(value ?? {}).flatMap(([name, inner]) =>
    textsIn(inner, path === '' ? name : `${path}.${name}`),
  );
};
const texts = Object.fromEntries(LANGUAGES.map((code) => [code, new Map(textsIn(saidIn(code)))]));
const english = texts.en ?? new Map<string, string>();
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w*\}/g)].map(([one]) => one).sort();

/** What is no sentence: names, single words, and what stands inside of sentences. */
const PARTS =
  /^(readAs$|(looking\.)?time\.|looking\.(ticketStates|priorities)\.|toAgent\.(somebody$|saidToBe$|departments\.))/;
const REASONS = /^toAgent\.(rules\.|incomplete$)/;
const sentences = (code: string) => [...(texts[code] ?? [])].filter(([path]) => !PARTS.test(path));
const others = LANGUAGES.filter((code) => code !== 'en');

describe('What we say', () => {
  it('has the same names in every language, and none is empty', () => {
    expect(english.size).toBeGreaterThan(120);
    expect(tables.length).toBeGreaterThan(5);
    for (const code of LANGUAGES) {
      expect([...(texts[code]?.keys() ?? [])].sort()).toEqual([...english.keys()].sort());
      expect([...(texts[code] ?? [])].filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it.each(others)('is filled in at the same places as English: %s', (code) => {
    const wrong = [...(texts[code] ?? [])].filter(
      ([path, text]) => placeholders(text).join() !== placeholders(english.get(path) ?? '').join(),
    );
    expect(wrong).toEqual([]);
  });

  it.each(others)('is in no place English: %s', (code) => {
    const [left, foreign] = [[], []] as [string[], string[]];
    for (const [path, text] of sentences(code)) {
      if (text === english.get(path)) left.push(path);
      const heard = languageHeardIn(text.replace(/request_callback|URL|JSON/g, ''));
      if (heard !== undefined && heard !== code) foreign.push(`${heard}: ${text}`);
    }
    expect(left).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it.each(
    // What tools say is shorter, and in very few words no language shows.
    LANGUAGES.flatMap((code) => [[code, 'everybody', 0.85] as const, [code, 'tools', 0.75] as const]),
  )('is heard as what it is: %s, of %s', (code, whose, part) => {
    const said = sentences(code)
      .filter(([path]) => /^(lib\/tools\/|looking\.)/.test(path) === (whose === 'tools'))
      .map(([, text]) => languageHeardIn(text.replace(/request_callback/g, '')));
    expect(said.length).toBeGreaterThan(40);
    expect(said.filter((heard) => heard === code).length / said.length).toBeGreaterThan(part);
  });

  it.each(LANGUAGES)('is whole sentences that can be read aloud: %s', (code) => {
    for (const [path, text] of sentences(code)) {
      expect(text, path).toMatch(/^(?:[¿A-ZÀ-Ý]|\{name\} )/);
      // What is written down as the reason for something gets its full stop where it is said.
      if (!REASONS.test(path)) expect(text, path).toMatch(/([.?]|:|: \{sentence\})$/);
      expect(text, path).not.toMatch(/ {2}|^\s|\s$|\.\.|\n/);
      expect(text, path).toBe(text.normalize('NFC'));
    }
    // Twilio reads symbols out by their names; the apostrophe of typographers is none that it knows.
    const said = sentences(code).filter(
      ([path]) => !/^((looking\.)?toAssistant\.|toAgent\.extract$)/.test(path),
    );
    for (const [path, text] of said) {
      expect(text.replace(/[“„«]? ?\{\w+\} ?[”“»]?/g, ''), path).toMatch(/^[\p{L}\d ,.:;?¿'-]*$/u);
    }
  });

  it('leaves a space before what French separates, and nowhere else', () => {
    for (const [path, text] of sentences('fr')) {
      expect(text, path).not.toMatch(/[^ ][?!:;»]|«[^ ]/);
    }
    for (const code of others.filter((one) => one !== 'fr')) {
      for (const [path, text] of sentences(code)) expect(text, path).not.toMatch(/ [?!:;.,]/);
    }
  });

  it.each(LANGUAGES)('has words for every outcome: %s', (code) => {
    const { welcomeBack, toAssistant } = SPEECHES[code];
    for (const outcome of OUTCOMES) {
      expect(welcomeBack[outcome]).not.toBe('');
      expect(toAssistant.ended[outcome]).not.toBe('');
    }
    for (const outcome of ['no_agent', 'bridge_failed', 'task_failed'] as const) {
      expect(toAssistant.ended[outcome]).toContain('request_callback');
    }
  });

  it.each([
    [
      'es',
      /(?<!\p{L})(tú|te|ti|tienes|puedes|encantad[oa]|bienvenid[oa]|conectad[oa]|(el|la) agente)(?!\p{L})/iu,
    ],
    ['de', /(?<!\p{L})(du|dich|dir|dein|Kolleg(e|in)|Mitarbeiter(in)?|Kund(e|in)|Anrufer(in)?)(?!\p{L})/iu],
    ['fr', /(?<!\p{L})(tu|te|toi|ton|tes|désolée?|ravie?|rappelée?|connectée?|conseill(er|ère))(?!\p{L})/iu],
  ])('is polite to everybody, models too, and no guess about who is a man or a woman: %s', (code, avoided) => {
    expect(sentences(code).filter(([, text]) => avoided.test(text))).toEqual([]);
  });

  it('is English for a code that is none of ours, or that there is not', () => {
    for (const code of [undefined, '', 'it', 'EN', 'constructor', '__proto__']) {
      expect(speechOf(code)).toBe(SPEECHES.en);
    }
    expect(speechOf('de')).toBe(SPEECHES.de);
  });
});

describe('A sentence that is filled in', () => {
  it('holds what was told, also where that looks like a place to fill in', () => {
    const { noted, notedFor } = SPEECHES.es.tools.request_callback;
    expect(filled(noted, { digits: '0 1 9 9' })).toBe(
      'He anotado que le devuelvan la llamada al número que termina en 0 1 9 9.',
    );
    expect(filled(notedFor, { digits: '{when}', when: '$& {digits} $1' })).toBe(
      'He anotado que le devuelvan la llamada al número que termina en {when}. El momento que prefiere: $& {digits} $1.',
    );
  });

  it('does not compile without what belongs into it', () => {
    // @ts-expect-error: `when` is missing.
    expect(filled(SPEECHES.de.toCaller.closedUntil, {})).toContain('{when}');
    // @ts-expect-error: there is no such place.
    filled(SPEECHES.de.toCaller.closedUntil, { when: 'morgen', who: 'niemand' });
  });
});

describe('A moment', () => {
  const on = (day: Moment['day'], time: string, weekday = 1): Moment => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return { day, weekday, minutes: hour * 60 + minute };
  };
  it.each([
    ['en', on('later', '9:00'), 'on Monday at 9:00'],
    ['en', on('tomorrow', '13:05'), 'tomorrow at 13:05'],
    ['en', on('today', '9:30'), 'today at 9:30'],
    ['de', on('later', '9:00'), 'am Montag um 9 Uhr'],
    ['de', on('later', '9:30', 4), 'am Donnerstag um 9 Uhr 30'],
    ['de', on('today', '14:00'), 'heute um 14 Uhr'],
    ['de', on('tomorrow', '9:05'), 'morgen um 9 Uhr 5'],
    ['de', on('tomorrow', '0:00'), 'morgen um 0 Uhr'],
    ['de', on('today', '24:00'), 'heute um 24 Uhr'],
    ['de', on('later', '12:00', 0), 'am Sonntag um 12 Uhr'],
    ['es', on('later', '9:00'), 'el lunes a las 9'],
    ['es', on('tomorrow', '9:00'), 'mañana a las 9'],
    ['es', on('tomorrow', '9:30'), 'mañana a las 9 y media'],
    ['es', on('today', '9:15'), 'hoy a las 9 y cuarto'],
    ['es', on('today', '9:40'), 'hoy a las 9 y 40'],
    ['es', on('today', '13:00'), 'hoy a la 1 de la tarde'],
    ['es', on('today', '14:30'), 'hoy a las 2 y media de la tarde'],
    ['es', on('later', '12:00', 3), 'el miércoles a las 12 del mediodía'],
    ['es', on('later', '20:00', 6), 'el sábado a las 8 de la noche'],
    ['es', on('tomorrow', '1:00'), 'mañana a la 1 de la madrugada'],
    ['es', on('tomorrow', '0:00'), 'mañana a las 0 horas'],
    ['es', on('tomorrow', '24:00'), 'mañana a las 12 de la noche'],
    ['fr', on('later', '9:00'), 'lundi à 9 heures'],
    ['fr', on('later', '9:30', 5), 'vendredi à 9 heures 30'],
    ['fr', on('tomorrow', '9:00'), 'demain à 9 heures'],
    ['fr', on('today', '14:00'), "aujourd'hui à 14 heures"],
    ['fr', on('tomorrow', '1:00'), 'demain à 1 heure'],
    ['fr', on('tomorrow', '12:00'), 'demain à midi'],
    ['fr', on('tomorrow', '12:30'), 'demain à 12 heures 30'],
    ['fr', on('tomorrow', '0:00'), 'demain à 0 heure'],
    ['fr', on('tomorrow', '24:00'), 'demain à minuit'],
  ])('in %s, %j, is %s', (code, moment, said) => {
    expect(spokenMoment(speechOf(code), moment)).toBe(said);
  });

  it.each(LANGUAGES)('is said at every minute of every day: %s', (code) => {
    const said = new Set<string>();
    for (let minutes = 0; minutes <= 1440; minutes += 1) {
      const moment = spokenMoment(SPEECHES[code], { day: 'later', weekday: minutes % 7, minutes });
      expect(moment).toMatch(/^[\p{L}\d :']+$/u);
      expect(moment).not.toMatch(/undefined|NaN| {2}/);
      said.add(SPEECHES[code].time.at(minutes));
    }
    expect(said.size).toBe(1441);
  });
});

describe('A day', () => {
  it.each(LANGUAGES)('is said on every day of the year, each otherwise: %s', (code) => {
    const { date } = TOOL_SPEECHES[code].time;
    const said = new Set<string>();
    for (let at = Date.UTC(2028, 0, 1); at < Date.UTC(2029, 0, 1); at += 86_400_000) {
      const day = new Date(at);
      const words = date(day.getUTCMonth() + 1, day.getUTCDate());
      expect(words).toMatch(/^[\p{L}\d .]+$/u);
      expect(words).not.toMatch(/undefined|NaN| {2}/);
      said.add(words);
    }
    expect(said.size).toBe(366);
  });
});

describe('A language that is told', () => {
  it.each([
    ...[
      'en',
      'en-US',
      'en_GB',
      'EN',
      'eng',
      'English',
      'British English',
      'inglés',
      'Englisch',
      'en-US,en;q=0.9',
    ].map((told) => [told, 'en']),
    ...[
      'es',
      'es-MX',
      'es_419',
      'spa',
      'Spanish',
      'spanish (Mexico)',
      'Mexican Spanish',
      'español',
      'Espanol',
      'Castellano',
      'espagnol',
    ].map((told) => [told, 'es']),
    ...[
      'de',
      'de-CH',
      'DE_at',
      'deu',
      'ger',
      'German',
      'deutsch',
      'Deutsch (Österreich)',
      'alemán',
      ' de ',
    ].map((told) => [told, 'de']),
    ...['fr', 'fr-CA', 'fra', 'fre', 'French', 'français', 'Canadian French', 'Französisch'].map((told) => [
      told,
      'fr',
    ]),
  ])('as %j is read: %s', (told, code) => {
    expect(languageNamed(told)).toBe(code);
  });

  it.each([
    ...[
      '',
      ' ',
      'multi',
      'pt-BR',
      'it',
      'Portuguese',
      'zh',
      'xx',
      'unknown',
      'null',
      '12',
      'no',
      'nl',
      'other',
    ],
    ...['non-English', 'not English', 'anything but French', 'esperanto', 'frisian', 'enough', 'estonian'],
    'x'.repeat(10_000),
    `${'español '.repeat(500)}`,
    ...[undefined, null, 3, true, ['es'], { language: 'es' }],
  ])('as %j is none of ours', (told) => {
    expect(languageNamed(told)).toBeUndefined();
  });
});
