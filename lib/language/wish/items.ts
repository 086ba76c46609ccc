import * as LANGUAGES from '../languages/index.ts';
import { type Lazy, made } from '../text/lazy.ts';
import { listed } from '../text/listed.ts';
import { type PhraseBook, phraseAt, phraseBook } from '../text/phrases.ts';
import type { Stop, Word } from '../text/words.ts';
import { LABELS, type Label } from './labels.ts';

/**
 * A phrase with its label, a word that is in no list ('stranger'), or a quotation ('quoted'). `order`: a negation before
 * it belongs to something else.
 */
export type Item = {
  is: Label | 'stranger' | 'quoted';
  from: number;
  to: number;
  stop: Stop;
  order?: true;
};

/** A few words in quotation marks only stress them ("I want a 'real' person"); more is somebody's speech. */
const STRESSED_WORDS = 2;

/** Of all languages, for nobody tells which one is spoken. */
const WISH_PHRASES: Lazy<PhraseBook<Label>> = {
  make: () =>
    phraseBook(
      LABELS.map((label) => [label, Object.values(LANGUAGES).flatMap(({ wish }) => wish[label])] as const),
    ),
};
const ORDERS: Lazy<PhraseBook<'order'>> = {
  make: () => phraseBook([['order', Object.values(LANGUAGES).flatMap(({ wish }) => wish.orders)]]),
};
const NAMES_OF_TEXTS: Lazy<ReadonlySet<string>> = {
  make: () => new Set(Object.values(LANGUAGES).flatMap((language) => listed(language.namesOfTexts))),
};

/** Asked for nearly every word, so remembered; only words of the lists are, which are a few thousand. */
const fillers = new Map<string, boolean>();
const isFiller = (word: string): boolean => {
  if (!made(WISH_PHRASES).next.has(word)) return false;
  const known = fillers.get(word);
  if (known !== undefined) return known;
  const is = phraseAt(made(WISH_PHRASES), [{ word, stop: 'none' }], 0)?.is;
  const filler = is === 'filler' || is === 'please';
  fillers.set(word, filler);
  return filler;
};

const itemsOf = (words: readonly Word[]): Item[] => {
  const items: Item[] = [];
  for (let from = 0; from < words.length; ) {
    const { is, to } = phraseAt(made(WISH_PHRASES), words, from, isFiller) ?? {
      is: 'stranger',
      to: from + 1,
    };
    const isOrder = phraseAt(made(ORDERS), words, from, isFiller) !== undefined;
    items.push({ is, from, to, stop: words[from]?.stop ?? 'none', ...(isOrder && { order: true }) });
    from = to;
  }
  return items;
};

/** Whether somebody is said to have said or written it; "I said" counts too. */
const tellsOfSpeech = (outside: readonly Word[]): boolean =>
  outside.some(({ word }) => made(NAMES_OF_TEXTS).has(word)) ||
  itemsOf(outside).some(({ is }) => is === 'say' || is === 'i-say');

/** What was said, as labelled phrases in its order; a quotation is one item, unless all is in quotation marks. */
export const labelled = (words: readonly Word[]): Item[] => {
  const outside = words.filter(({ quoted }) => !quoted);
  if (outside.length === 0 || outside.length === words.length) return itemsOf(words);
  const longest = tellsOfSpeech(outside) ? 0 : STRESSED_WORDS;
  const items: Item[] = [];
  for (let from = 0; from < words.length; ) {
    const { quoted, stop } = words[from] ?? { quoted: false, stop: 'none' };
    let to = from + 1;
    while (to < words.length && words[to]?.quoted === quoted) to++;
    if (quoted && to - from > longest) items.push({ is: 'quoted', from, to, stop });
    else {
      for (const item of itemsOf(words.slice(from, to))) {
        items.push({ ...item, from: item.from + from, to: item.to + from });
      }
    }
    from = to;
  }
  return items;
};

/** For every item, whether its sentence ends with a question mark. */
export const sentencesAsked = (items: readonly Item[], lastIsAsked: boolean): boolean[] => {
  const asked = new Array<boolean>(items.length).fill(false);
  let is = lastIsAsked;
  for (let at = items.length - 1; at >= 0; at--) {
    asked[at] = is;
    const stop = items[at]?.stop;
    if (stop === 'question' || stop === 'end') is = stop === 'question';
  }
  return asked;
};
