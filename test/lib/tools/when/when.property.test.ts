import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../../lib/speech/speech.ts';
import { ticketNumberIn } from '../../../../lib/tools/ticket-number.ts';
import { readDate } from '../../../../lib/tools/when/date.ts';
import { WORDS } from '../../../../lib/tools/when/said/words/index.ts';
import { readStart } from '../../../../lib/tools/when/start.ts';
import { readPartOfDay, readTime } from '../../../../lib/tools/when/time.ts';
import { isoIn, wallOf } from '../../../../lib/tools/when/wall.ts';
import { cpuCost } from '../../../cpu-time.ts';

const zone = fc.constantFrom(
  ...['America/New_York', 'America/St_Johns', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe'],
);
const language = fc.constantFrom(...LANGUAGES);
/** Whole seconds from 2020 to 2060. */
const now = fc.integer({ min: 1_577_836_800, max: 2_840_140_800 }).map((seconds) => seconds * 1000);

/** Every word that is known, in any order, with numbers and dates among them. */
const word = fc.oneof(
  fc.constantFrom(
    ...Object.values(WORDS).flatMap(({ when }) => [
      ...Object.values(when.phrases).flat(),
      ...[...when.weekdays, ...when.months].flatMap((words) => words.split(' ')),
      ...Object.keys(when.ordinals),
    ]),
  ),
  fc.integer({ min: 0, max: 40 }).map(String),
  fc
    .tuple(fc.integer({ min: 0, max: 32 }), fc.integer({ min: 0, max: 13 }))
    .map(([one, two]) => `${one}/${two}/2030`),
  fc
    .tuple(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 10, max: 61 }))
    .map(([one, two]) => `${one}:${two}`),
);
const saying = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const RUNS = { numRuns: 2000 };

describe('Whatever is said', () => {
  it('no day is over that is understood, and each one exists', () => {
    let understood = 0;
    fc.assert(
      fc.property(saying, now, zone, language, (text, at, timeZone, code) => {
        const read = readDate(text, { now: at, timeZone, language: code });
        if (read.is !== 'date') return;
        understood += 1;
        expect(read.date >= wallOf(at, timeZone).date).toBe(true);
        expect(new Date(`${read.date}T00:00:00Z`).toJSON().slice(0, 10)).toBe(read.date);
        expect(read.time ?? '00:00').toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
        expect(read.time === undefined || read.partOfDay === undefined).toBe(true);
      }),
      RUNS,
    );
    expect(understood).toBeGreaterThan(50);
  });

  it('no start is over', () => {
    fc.assert(
      fc.property(saying, now, zone, language, (text, at, timeZone, code) => {
        const read = readStart(text, { now: at, timeZone, language: code });
        expect(read.is === 'start' && read.at < at).toBe(false);
      }),
      RUNS,
    );
  });

  it('a time is one of a day', () => {
    fc.assert(
      fc.property(saying, now, zone, language, (text, at, timeZone, code) => {
        const read = readTime(text, { now: at, timeZone, language: code });
        if (read.is === 'time') expect(read.time).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
      }),
      RUNS,
    );
  });

  it('anything else is answered too', () => {
    fc.assert(
      fc.property(fc.anything(), now, zone, language, (argument, at, timeZone, code) => {
        const here = { now: at, timeZone, language: code };
        for (const read of [readDate(argument, here), readTime(argument, here), readStart(argument, here)]) {
          expect(read.is).toEqual(expect.any(String));
        }
        expect([undefined, 'morning', 'afternoon', 'evening']).toContain(readPartOfDay(argument));
        expect(ticketNumberIn(argument)?.length ?? 1).toBeLessThanOrEqual(40);
      }),
    );
  });
});

describe('A start that was offered', () => {
  it('is the same moment when it is handed on', () => {
    fc.assert(
      fc.property(
        now,
        zone,
        zone,
        language,
        fc.integer({ min: 0, max: 60 * 86_400 }),
        (at, timeZone, other, code, later) => {
          const start = at + later * 1000;
          const read = readStart(isoIn(start, timeZone), { now: at, timeZone: other, language: code });
          expect(read).toEqual({ is: 'start', at: start });
        },
      ),
    );
  });
});

describe('A text of 100,000 letters', () => {
  it.each([
    'monday ',
    'next monday ',
    '3 ',
    '1/',
    'a',
    'ñ',
    ' ',
    'in 3 weeks from ',
    'quatre-vingt-',
    '2026-12-01T',
  ])('costs next to nothing: %j', (part) => {
    const text = part.repeat(100_000 / part.length);
    const here = { now: 1_795_534_200_000, timeZone: 'America/New_York', language: 'en' } as const;
    const cost = cpuCost(() => {
      for (const read of [readDate, readTime, readStart]) expect(read(text, here).is).toBe('unclear');
      expect(readPartOfDay(text)).toBeUndefined();
      expect(ticketNumberIn(text)).toBeUndefined();
    });
    expect(cost).toBeLessThan(20);
  });

  it.each([
    'monday ',
    'next monday ',
    '3 ',
    'in 3 weeks from ',
    'this next ',
    '1st ',
    '1st 2nd monday 3rd ',
    'mañana ',
    'any ',
    'vingt et ',
  ])('is not read, and one that is read has no costly form: %j', (part) => {
    // Its last sign is unknown, so that every way to cut it is tried.
    const text = `${part.repeat(199 / part.length)}%`;
    const here = { now: 1_795_534_200_000, timeZone: 'America/New_York', language: 'en' } as const;
    expect(
      cpuCost(() => [readDate(text, here), readTime(text, here), ticketNumberIn(text.slice(0, 100))]),
    ).toBeLessThan(50);
  });
});
