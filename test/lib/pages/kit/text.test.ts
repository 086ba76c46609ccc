import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOf, isText, plainOf, wordsOf } from '../../../../lib/pages/kit/text.ts';
import { ANY_UNIT } from '../../any-text.ts';

const HIDDEN = { numbers: 'hidden' } as const;
const SHOWN = { numbers: 'shown' } as const;
const words = (text: string, room = 200) => wordsOf(text, room, SHOWN).safe;

describe('Foreign text on the page', () => {
  it.each([
    [`<b>&"'\\`, '&lt;b&gt;&amp;&#34;&#39;&#92;'],
    ['a\u202Eb\u2066c\u2069d', 'abcd'],
    ['  a \n\t\u0000 b  ', 'a b'],
    [`e${'\u0301'.repeat(30)}`, `e${'\u0301'.repeat(6)}`],
    ['\uD800x', '\uFFFDx'],
    ['مرحبا', 'مرحبا'],
  ])('is escaped and made harmless: %j', (text, shown) => {
    expect(words(text)).toBe(shown);
  });

  it.each([
    ['long enough to be cut', 12, 'long enou…'],
    ['one two', 7, 'one…'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 40, '👩‍👩‍👧‍👦…'],
    ['a&&&', 12, 'a&amp;…'],
  ])('is cut at what a reader sees as one character: %s in %i bytes', (text, room, shown) => {
    expect(words(text, room)).toBe(shown);
  });

  it('never takes more bytes than it has, in the page or in JSON but for the quotes of a number’s attributes', () => {
    const text = fc.oneof(
      fc.string({ unit: ANY_UNIT, maxLength: 120 }),
      fc.string({ unit: fc.constantFrom('<', '"', '\\', '+14155550123 ', 'é', '👍🏽', ' '), maxLength: 100 }),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 300 }), (foreign, room) => {
        for (const shown of [HIDDEN, SHOWN]) {
          const { safe } = wordsOf(foreign, room, shown);
          expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(room);
          expect(safe.isWellFormed()).toBe(true);
        }
        expect(Buffer.byteLength(JSON.stringify(words(foreign, room))) - 2).toBeLessThanOrEqual(room);
      }),
    );
  });

  it('tells a screen reader how a hidden number ends', () => {
    expect(wordsOf('Call +14155550123', 200, HIDDEN).safe).toBe(
      'Call <bdi dir="ltr" class="number" role="img" aria-label="number ending in 23">+1 415 ••• ••23</bdi>',
    );
    expect(plainOf('Call +14155550123', 200, HIDDEN)).toBe('Call +1 415 ••• ••23');
  });

  it('hides a number wherever the text is cut', () => {
    const text = `${'a'.repeat(80)} +1 415 555 0123 ${'b'.repeat(400)}`;
    for (let room = 10; room < 300; room += 1) {
      expect(wordsOf(text, room, HIDDEN).safe.replace(/[^+\d]/g, '')).not.toContain('555');
      expect(plainOf(text, room, HIDDEN)).not.toContain('555');
    }
  });

  it.each([
    [undefined, false],
    ['', false],
    [' \u0000\u202E\n', false],
    ['0', true],
  ])('%j is something to read: %s', (text, is) => {
    expect(isText(text)).toBe(is);
  });
});

describe('A length of time', () => {
  it.each([
    [-5, '0:00'],
    [42_900, '0:42'],
    [725_000, '12:05'],
    [3_723_000, '1:02:03'],
  ])('of %i ms is shown as %s', (millis, shown) => {
    expect(clockOf(millis)).toBe(shown);
  });
});
