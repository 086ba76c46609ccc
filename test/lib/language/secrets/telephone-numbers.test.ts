import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutNumbers } from '../../../../lib/language/secrets/telephone-numbers.ts';
import { cpuCost } from '../../../cpu-time.ts';

const hidden = (text: string): string =>
  withoutNumbers(text)
    .map((piece) => (piece.is === 'number' ? `[${piece.hidden}]` : piece.text))
    .join('');

describe('A telephone number in a text', () => {
  it.each([
    ['+14155550123', '[+1 415 ••• ••23]'],
    ['Call +1 (415) 555-0123 now', 'Call [+1 415 ••• ••23] now'],
    ['Call 415-555-0123.', 'Call [415 ••• ••23].'],
    ['Call (415) 555-0123.', 'Call [415 ••• ••23].'],
    ['Call me (4155550123) today', 'Call me ([415 ••• ••23]) today'],
    ['415.555.0123 or 4155550124', '[415 ••• ••23] or [415 ••• ••24]'],
    ['it is 415, 555, 0123', 'it is [415 ••• ••23]'],
    ['+44 7700 900123', '[+44 ••••••••23]'],
    ['+12345678', '[+12 ••••78]'],
    ['1 415 555 0123', '[•••••••••23]'],
    ['٤١٥٥٥٥٠١٢٣', '[٤١٥ ••• ••٢٣]'],
    ['415\u200e555\u200e0123', '[415 ••• ••23]'],
    ['sip:+14155550123@example.com', 'sip:[+1 415 ••• ••23]@example.com'],
    ['+14155550123+14155550124', '[+1 415 ••• ••23][+1 415 ••• ••24]'],
    ['card 4111 1111 1111 1111', 'card [•••••••••••••11]'],
    ['it is four one five, five double five, oh one two three.', 'it is [415 ••• ••23].'],
    ['call four fifteen five fifty-five 0123 now', 'call [415 ••• ••23] now'],
    ['null eins fünf eins fünf fünf fünf null eins zwei drei', '[•••••••••23]'],
    ['seis uno dos tres cuatro cinco seis siete ocho nueve', '[612 ••• ••89]'],
    ['zéro six douze trente-quatre cinquante-six soixante-dix-huit', '[061 ••• ••78]'],
    [
      '+1 415 555 0123 or four one five five five five oh one two four',
      '[+1 415 ••• ••23] or [415 ••• ••24]',
    ],
  ])('is hidden but for its end: %s', (text, shown) => {
    expect(hidden(text)).toBe(shown);
  });

  it.each([
    'INV-2031',
    '48.20 USD on the 3rd',
    'on 2026-10-03 10:30',
    'between 10 and 15 or 20',
    'order 123456789',
    '+1234567',
    '0190a1b2-0000-7000-8000-000000000001',
    'CA0123456789abcdef0123456789abcdef',
    '1,234,567,890 dollars',
    'one two three four five six seven eight nine ten',
    'invoice one two three four five',
    'twenty-five dollars and forty cents',
    'nineteen eighty-four and two thousand and three',
  ])('is not seen where there is none: %s', (text) => {
    expect(hidden(text)).toBe(text);
  });

  it('never shows through, whatever stands around and between its digits', () => {
    const digits = fc.stringMatching(/^[1-9]\d{9,14}$/);
    const between = fc.constantFrom('', ' ', '-', '.', ') ', ' - ', '\u00a0', '/');
    const around = fc.string({ unit: fc.constantFrom('a', ' ', '<', ',', '"', '(', ':', 'é'), maxLength: 8 });
    fc.assert(
      fc.property(digits, between, around, around, fc.boolean(), (number, separator, before, after, plus) => {
        const grouped = (number.match(/.{1,3}/g) ?? []).join(separator);
        const shown = hidden(`${before}${plus ? '+' : ''}${grouped}${after}`);
        expect((shown.match(/\d/g) ?? []).length).toBeLessThanOrEqual(6);
        expect(shown).toContain('•');
      }),
    );
  });

  it.each([
    ['digits', '1'.repeat(100_000)],
    ['digits and spaces', '1 '.repeat(50_000)],
    ['digits far apart', '1    '.repeat(20_000)],
    ['pluses', '+'.repeat(100_000)],
    ['brackets', '(1'.repeat(50_000)],
    ['commas', '123, '.repeat(20_000)],
    ['words', 'one hundred '.repeat(8_000)],
    ['hexadecimal', '0123abcd-'.repeat(11_000)],
  ])('is looked for in 100,000 characters of %s within 100 ms', (_name, text) => {
    expect(cpuCost(() => withoutNumbers(text))).toBeLessThan(50);
  });
});
