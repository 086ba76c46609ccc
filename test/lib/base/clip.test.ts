import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, cutText, cutTo, sentencesOf } from '../../../lib/base/clip.ts';
import { sizeOf, tokensOf } from '../../../lib/base/text-budget.ts';
import { ANY_UNIT } from '../any-text.ts';

describe('A clipped text', () => {
  const bytes = (text: string) => Buffer.byteLength(JSON.stringify(text)) - 2;

  it('is the text itself where it fits', () => {
    expect(clip('a short word', 12)).toBe('a short word');
    expect(clip('a “short” word', 18)).toBe('a “short” word');
  });

  it('ends with an ellipsis where it does not', () => {
    expect(clip('a short word', 11)).toBe('a short…');
  });

  it('is never cut inside a character of several parts', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(Buffer.byteLength(family)).toBe(25);
    expect(clip(family.repeat(3), 60)).toBe(`${family}${family}…`);
    expect(clip(family.repeat(3), 27)).toBe('…');
  });

  it('has no control characters and no halves of characters', () => {
    expect(clip('a\u0000\u0007b\nc', 20)).toBe('a b c');
    expect(clip('a\ud83db', 20)).toBe('a\ufffdb');
  });

  it('counts what JSON makes of it', () => {
    expect(clip('""""', 8)).toBe('""""');
    expect(clip('"""""', 9)).toBe('"""…');
  });

  it('never takes more than its bytes, whatever the text', () => {
    const any = fc.string({ unit: ANY_UNIT, maxLength: 300 });
    fc.assert(
      fc.property(any, fc.integer({ min: 3, max: 200 }), (text, room) => {
        const kept = clip(text, room);
        expect(bytes(kept)).toBeLessThanOrEqual(room);
        expect(kept.isWellFormed()).toBe(true);
        expect(kept).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 500 },
    );
  });
});

describe('A text that is cut', () => {
  const bytes = (room: number) => ({ bytes: room, tokens: 10_000 });

  it.each([
    ['is whole where it fits', 'One. Two.', 9, 'One. Two.'],
    [
      'ends with a whole sentence',
      'I paid twice. I want it back. Now.',
      33,
      'I paid twice. I want it back. …',
    ],
    [
      'keeps a sentence that fits with its mark right behind it',
      'I paid twice. I want it.',
      16,
      'I paid twice.…',
    ],
    ['ends with a question, too', 'Is it there? I have waited for weeks.', 20, 'Is it there? …'],
    ['ends with a word where no sentence fits', 'I want my money back now.', 20, 'I want my money…'],
    ['ends with a character where no word fits', 'Donaudampfschifffahrt', 10, 'Donauda…'],
    ['ends with a sentence of Chinese', '我要退款。我已经等了很久。', 22, '我要退款。 …'],
    ['ends with a word of Chinese', '我已经等了很久', 14, '我已经…'],
    ['does not end inside a character', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 40, '👩‍👩‍👧‍👦…'],
  ])('%s', (_, text, room, kept) => {
    expect(cutTo(text, bytes(room))).toBe(kept);
    expect(cutText(text, room)).toBe(kept);
  });

  it('is cut by tokens too', () => {
    const chinese = '我要退款。'.repeat(10);
    expect(cutTo(chinese, { bytes: 1_000, tokens: 12 })).toBe('我要退款。我要退款。 …');
    expect(cutTo(chinese, { bytes: 1_000, tokens: 50 })).toBe(chinese);
  });

  it('is marked where only blanks were between what was kept and what was not', () => {
    expect(cutText(`One.${' '.repeat(5_000)}Two.`, 40)).toBe('One. …');
  });

  it('stays within its room, at a boundary of what a reader sees, whatever the text', () => {
    const any = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200, size: 'max' }),
      fc.string({ unit: ANY_UNIT, maxLength: 200, size: 'max' }),
      fc.lorem({ mode: 'sentences', maxCount: 8 }),
    );
    const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    fc.assert(
      fc.property(any, fc.integer({ min: 4, max: 300 }), (given, room) => {
        const text = cutText(given, 100_000);
        const kept = cutText(text, room);
        expect(sizeOf(kept).bytes).toBeLessThanOrEqual(room);
        expect(kept.isWellFormed()).toBe(true);
        if (kept === text) return;
        const beginning = kept.replace(/ ?…$/, '');
        expect(text.startsWith(beginning)).toBe(true);
        const boundaries = Array.from(characters.segment(text), ({ index }) => index);
        expect([...boundaries, text.length]).toContain(beginning.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('loses no sentence that fits', () => {
    const sentence = fc.stringMatching(/^[A-Z][a-z]{0,12}( [a-z]{1,9}){0,5}\.$/);
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 2, maxLength: 8 }),
        fc.integer({ min: 90, max: 300 }),
        (all, room) => {
          const text = all.join(' ');
          fc.pre(text.length > room);
          let fitting = 0;
          while (all.slice(0, fitting + 1).join(' ').length + ' …'.length + 2 <= room) fitting += 1;
          expect(cutTo(text, bytes(room))).toBe(`${all.slice(0, fitting).join(' ')} …`);
        },
      ),
    );
  });
});

describe('Sentences', () => {
  it('are told apart in any script', () => {
    expect(sentencesOf('I paid twice.  Why? ')).toEqual(['I paid twice.', 'Why?']);
    expect(sentencesOf('我要退款。为什么？')).toEqual(['我要退款。', '为什么？']);
    expect(sentencesOf(' ')).toEqual([]);
  });
});

describe('The estimate of tokens', () => {
  it.each([
    ['four letters of English', 'word', 1],
    ['a sentence of English', 'The caller was charged twice in March.', 9.75],
    ['digits and punctuation', '12.50', 2.5],
    ['letters with accents', 'üé', 1],
    ['Chinese', '我要退款', 4],
    ['Arabic', 'مرحبا', 5],
    ['an emoji', '😀', 1],
    ['an emoji of five parts', '👩‍👩‍👧', 5],
    ['nothing', '', 0],
  ])('of %s', (_, text, tokens) => {
    expect(tokensOf(text)).toBe(tokens);
  });

  it('adds up', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(tokensOf(one + other)).toBe(tokensOf(one) + tokensOf(other));
      }),
    );
  });
});
