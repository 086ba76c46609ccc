import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redacted } from '../../../../lib/language/secrets/redaction.ts';
import { cpuCost } from '../../../cpu-time.ts';
import { ANY_UNIT } from '../../any-text.ts';

const withCheckDigit = (digits: string): string => {
  let sum = 0;
  for (const [at, digit] of [...digits].reverse().entries()) {
    const twice = Number(digit) * 2;
    sum += at % 2 === 1 ? Number(digit) : twice > 9 ? twice - 9 : twice;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
};

const digit = fc.integer({ min: 0, max: 9 }).map(String);
/** Any number of 13 to 19 digits that passes the checksum; no card's begins with 0. */
const cardNumber = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.array(digit, { minLength: 11, maxLength: 17 }))
  .map(([first, rest]) => withCheckDigit(`${first}${rest.join('')}`));
const visa = fc
  .array(digit, { minLength: 14, maxLength: 14 })
  .map((rest) => withCheckDigit(`4${rest.join('')}`));

const between = fc.constantFrom('', '', '', ' ', '-', '.', ' - ', '–', '  ', '\u00a0');
const grouped = (number: fc.Arbitrary<string>) =>
  fc.tuple(number, fc.array(between, { minLength: 18, maxLength: 18 })).map(([digits, gaps]) => ({
    digits,
    text: [...digits].map((one, at) => `${at === 0 ? '' : gaps[at - 1]}${one}`).join(''),
  }));

const WORDS = {
  English: 'zero one two three four five six seven eight nine',
  Spanish: 'cero uno dos tres cuatro cinco seis siete ocho nueve',
  German: 'null eins zwei drei vier fünf sechs sieben acht neun',
  French: 'zéro un deux trois quatre cinq six sept huit neuf',
};

/** Dates or amounts, one after the other, are left as they are. */
const isListed = (text: string): boolean =>
  /^(?:(?:\d{4}-\d\d-\d\d?|\d\d?[.-]\d\d?[.-](?:\d{4}|\d\d)|\d+\.\d\d)(?:[\s,-]+|$)){2,}$/.test(text);

const said = (words: string, separator = ' ') => words.split(separator);
/** Two digits as they are said: as one number where there is one, else digit by digit. */
const paired =
  (digits: string[], teens: string[], tens: string[], join: (ten: string, unit: string) => string) =>
  (first: number, second: number): string => {
    if (first === 0) return `${digits[0]} ${digits[second]}`;
    if (first === 1) return teens[second] ?? '';
    const ten = tens[first - 2] ?? '';
    return second === 0 ? ten : join(ten, digits[second] ?? '');
  };
const PAIRS = {
  English: paired(
    said(WORDS.English),
    said('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'),
    said('twenty thirty forty fifty sixty seventy eighty ninety'),
    (ten, unit) => `${ten}-${unit}`,
  ),
  Spanish: paired(
    said(WORDS.Spanish),
    said('diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve'),
    said('veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa'),
    (ten, unit) => (ten === 'veinte' ? `veinti${unit.replace('dos', 'dós')}` : `${ten} y ${unit}`),
  ),
  German: paired(
    said(WORDS.German),
    said('zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'),
    said('zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig'),
    (ten, unit) => `${unit.replace('eins', 'ein')}und${ten}`,
  ),
  French: (first: number, second: number): string => {
    const digits = said(WORDS.French);
    const teens = said('dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf');
    const tens = said('vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt');
    if (first === 0) return `${digits[0]} ${digits[second]}`;
    if (first === 1) return teens[second] ?? '';
    const unit = first === 7 || first === 9 ? teens[second] : second === 0 ? '' : digits[second];
    const ten = tens[first - 2] ?? '';
    if (unit === '') return ten;
    return second === 1 && first < 8 ? `${ten} et ${unit}` : `${ten}-${unit}`;
  },
};

const anyText = fc.oneof(
  fc.string({ unit: ANY_UNIT, maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.lorem({ maxCount: 12 }),
  fc.constantFrom('my card is', 'Bestellung 12345', 'password', 'cvv 123', '12/26', '€ 10.00', '😀'),
);
/** What looks most like secrets, in any order. */
const alike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'card ',
          'number ',
          'is ',
          'cvv ',
          'pin ',
          'password ',
          'ssn ',
          'exp ',
          'expires ',
          'one ',
          'double ',
          'forty-one ',
          'eleven ',
          'D E ',
        ],
        ...[
          'zero ',
          'and ',
          ', ',
          '. ',
          '-',
          ' ',
          '\n',
          ': ',
          '"',
          '[',
          ']',
          '+',
          '/',
          '12/26 ',
          'DE89 ',
          'x',
          'hunter2 ',
        ],
        ...[
          '123-45-6789',
          '4111 1111 1111 1111',
          '[card number]',
          '[password]',
          'Karte ',
          'the ',
          '2026-03-14 ',
        ],
      ),
      fc.stringMatching(/^\d{1,9}$/),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('Redaction', () => {
  it('finds every number with a card’s checksum, however it is grouped and wherever it stands', () => {
    fc.assert(
      fc.property(anyText, grouped(cardNumber), anyText, (before, card, after) => {
        fc.pre(!isListed(card.text));
        const kept = redacted(`${before}; ${card.text}; ${after}`);
        expect(kept).not.toContain(card.text);
        expect(kept).toContain('; [card number]; ');
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    '1.0.000 - 0-0-0000-00.0-08',
    '40.12.1999 - 00.0.0000-11',
  ])('takes nothing for a list of dates in which there is none: %s', (card) => {
    expect(redacted(`; ${card}; nec`)).toBe('; [card number]; nec');
  });

  it('finds a card right behind other numbers', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,9}$/), visa, (before, card) => {
        const text = `${before} ${card.replace(/\d{4}(?=\d)/g, '$& ')}`;
        const kept = redacted(text);
        expect(kept).toContain('[card number]');
        expect(kept.replace(/\D/g, '').length).toBeLessThan(13);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(Object.entries(WORDS))('finds a card that is said in %s', (_, words) => {
    const spoken = words.split(' ');
    fc.assert(
      fc.property(visa, fc.constantFrom(' ', ', ', '-', '. '), (card, gap) => {
        const said = [...card].map((one) => spoken[Number(one)]).join(gap);
        expect(redacted(`(${said})`)).toBe('([card number])');
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.entries(PAIRS))('finds a card that is said in %s two digits at a time', (_, pairs) => {
    fc.assert(
      fc.property(visa, fc.constantFrom(' ', ', '), (card, gap) => {
        // "Zéro quatre vingt-deux" may be four and twenty-two, or eighty-two; "soixante dix" may be 6010, or 70.
        fc.pre(!/^(?:..)*(?:042|[68]01)/.test(card));
        const said = (card.match(/../g) ?? []).map((two) => pairs(Number(two[0]), Number(two[1])));
        expect(redacted(`(${said.join(gap)})`)).toBe('([card number])');
      }),
      { numRuns: 200 },
    );
  });

  it('leaves a text without digits and without names of secrets as it is', () => {
    const harmless = anyText.map((text) => text.replace(/\p{N}|card|password|cvv/giu, ''));
    fc.assert(
      fc.property(harmless, (text) => {
        expect(redacted(text)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds nothing more in what it has been over', () => {
    fc.assert(
      fc.property(fc.oneof(alike, anyText), (text) => {
        const kept = redacted(text);
        expect(redacted(kept)).toBe(kept);
      }),
      { numRuns: 10_000 },
    );
  });

  it('never makes a text more than five times as long, and keeps it well-formed', () => {
    fc.assert(
      fc.property(fc.oneof(alike, anyText), (text) => {
        const kept = redacted(text);
        expect(kept.length).toBeLessThanOrEqual(5 * text.length);
        if (text.isWellFormed()) expect(kept.isWellFormed()).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  // The slowest takes some 60 ms alone; a quadratic one would take minutes.
  it.each([
    ...[
      '1 ',
      '1',
      '1.',
      '12 ',
      '4111 1111 1111 1111 ',
      'one ',
      'double ',
      '4 um ',
      'a1',
      'de12 ',
      ' .,-',
      '"',
    ],
    ...[
      'password ',
      'password-',
      'password is ',
      'password:',
      'card ',
      'expires ',
      'exp dec ',
      'pin 4 ',
      'card is ',
    ],
    ...['forty-one ', 'einundvierzig ', 'quatre-vingt-dix ', 'vingt et ', 'D E eight nine ', 'de a b '],
    ...['password is um ', 'password … … ', 'password is let me ', 'um, '],
    ...['CA', '-', '[', 'f00d-', 'is is ', '123-45-6789-', 'card number is the ', 'ä', '\ud83d'],
  ])('is done in time with 100,000 characters of %j', (part) => {
    const hostile = part.repeat(Math.ceil(100_000 / part.length));
    expect(cpuCost(() => redacted(hostile), 500)).toBeLessThan(500);
  });
});
