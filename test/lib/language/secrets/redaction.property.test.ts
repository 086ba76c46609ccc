import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redacted } from '../../../../lib/language/secrets/redaction.ts';
import { cpuMs } from '../../../cpu-time.ts';

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

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
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
        const kept = redacted(`${before}; ${card.text}; ${after}`);
        expect(kept).not.toContain(card.text);
        expect(kept).toContain('; [card number]; ');
      }),
      { numRuns: 3_000 },
    );
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
    ...['CA', '-', '[', 'f00d-', 'is is ', '123-45-6789-', 'card number is the ', 'ä', '\ud83d'],
  ])('is done in time with 100,000 characters of %j', (part) => {
    const hostile = part.repeat(Math.ceil(100_000 / part.length));
    expect(cpuMs(() => redacted(hostile))).toBeLessThan(2_000);
  });
});
