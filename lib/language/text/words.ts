import * as LANGUAGES from '../languages/index.ts';
import { folded } from './folded.ts';
import { type Lazy, made } from './lazy.ts';
import { listed } from './listed.ts';

/** What stands between a word and the one before it: nothing, a pause (comma), or the end of a sentence. */
export type Stop = 'none' | 'pause' | 'end' | 'question';

/** One word as it is compared: lower case, no accents, no apostrophe. `from` and `to` are places in the text. */
export type Word = { word: string; from: number; to: number; stop: Stop; quoted: boolean };

/** `asked`: whether the last sentence ends with a question mark. */
export type Spoken = { words: Word[]; asked: boolean };

/** Digits with a point between them are one word, so that "3.50" ends no sentence. */
const TOKEN =
  /\p{L}[\p{L}\p{M}\p{N}]*(?:['’ʼ`][\p{L}\p{M}]+)*|\p{N}[\p{L}\p{M}\p{N}]*(?:[.,]\p{N}+)*|[.!?¿¡;:,…"“”„«»‹›‘’'\n]|[-–—]+/gu;
const APOSTROPHE = /['’ʼ`]/;
/** Of several signs in a row the strongest counts. */
const STRENGTH: Record<Stop, number> = { none: 0, pause: 1, end: 2, question: 3 };
const DOUBLE_QUOTES = new Set('"“”„«»‹›');
const SINGLE_QUOTES = new Set("'‘’");
const LETTER = /[\p{L}\p{N}]/u;
/** What is a word of its own before an apostrophe: "l'agent" is two words, "don't" is one. */
const ELIDED: Lazy<ReadonlySet<string>> = {
  make: () => new Set(Object.values(LANGUAGES).flatMap((language) => listed(language.elided))),
};

const isLetter = (char: string | undefined): boolean => char !== undefined && LETTER.test(char);

/** What a sign puts between two words; `before`, `after`: what stands around it. */
const stopOf = (sign: string, before: string | undefined, after: string | undefined): Stop => {
  if (sign === '?') return 'question';
  // Dots in a row are a hesitation, not an end.
  if (sign === '.') return before === '.' || after === '.' ? 'pause' : 'end';
  if ('!¿¡;\n'.includes(sign)) return 'end';
  // "passez-moi" are two words without a pause.
  return '-–—'.includes(sign.charAt(0)) && isLetter(before) && isLetter(after) ? 'none' : 'pause';
};

/** "l'agent" in its two words, "don't" in its one, each with its place in the text. */
const partsOf = (token: string): { word: string; to: number }[] => {
  // Nearly every word: cutting it where nothing is to be cut took a tenth of the reading of a text.
  if (!APOSTROPHE.test(token)) return [{ word: folded(token), to: token.length }];
  const [head = '', ...rest] = token.split(APOSTROPHE);
  if (!made(ELIDED).has(head.toLowerCase())) {
    return [{ word: folded([head, ...rest].join('')), to: token.length }];
  }
  return [
    { word: folded(head), to: head.length },
    { word: folded(rest.join('')), to: token.length },
  ];
};

/** Cuts what was said into words, in one pass. */
export const spoken = (text: string): Spoken => {
  const words: Word[] = [];
  const now: { stop: Stop; double?: number | undefined; single?: number | undefined } = { stop: 'end' };
  const quote = (since: number): void => {
    for (const word of words.slice(since)) word.quoted = true;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const [before, after] = [text[index - 1], text[index + token.length]];
    if (DOUBLE_QUOTES.has(token)) {
      if (now.double !== undefined) quote(now.double);
      now.double = now.double === undefined ? words.length : undefined;
    } else if (SINGLE_QUOTES.has(token)) {
      if (now.single === undefined && !isLetter(before) && isLetter(after)) now.single = words.length;
      else if (now.single !== undefined && !isLetter(after)) {
        quote(now.single);
        now.single = undefined;
      }
    } else if (isLetter(token)) {
      let from = index;
      for (const { word, to } of partsOf(token)) {
        if (word !== '') words.push({ word, from, to: index + to, stop: now.stop, quoted: false });
        if (word !== '') now.stop = 'none';
        from = index + to + 1;
      }
    } else {
      const stop = stopOf(token, before, after);
      if (STRENGTH[stop] > STRENGTH[now.stop]) now.stop = stop;
    }
  }
  // A quotation that is never closed goes on to the end; a lone apostrophe is none.
  if (now.double !== undefined) quote(now.double);
  return { words, asked: now.stop === 'question' };
};
