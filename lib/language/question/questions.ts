import { type PhraseBook, phraseAt, phraseBook } from '../text/phrases.ts';
import { spoken, type Word } from '../text/words.ts';
import { CLARIFYING, EMPTY_WORDS, QUESTION_PARTS, type QuestionPart } from './lists.ts';
import { SMALL_TALK } from './small-talk.ts';

/** Shorter questions have too little in them to compare, unless word for word. */
const FEWEST_WORDS = 3;
/** With the same question word, a single other word is enough: "where is my order". */
const SHORT = 2;
/** Of the longer question so much must be in the shorter one. */
const SHARED = 0.5;
/** With so many words in common, one may be replaced by another. */
const ENOUGH_FOR_A_REPLACEMENT = 5;
/** Endings of words that are long enough: "invoice" and "invoices", "Rechnung" and "Rechnungen" are the same. */
const ENDING = /(?:es|en|s|e|n)$/;
const LONG_ENOUGH = 5;

let parts: PhraseBook<QuestionPart> | undefined;
let clarifying: PhraseBook<'usual' | 'clarifying'> | undefined;
let smallTalk: PhraseBook<'small talk'> | undefined;
let empty: ReadonlySet<string> | undefined;

const QUESTION_WORDS = new Set(
  `what where when why who whom whose which how
  was wo wann warum wieso weshalb wer wem wen wessen wie wohin woher womit wofur welche welcher welches welchen welchem wieviel
  cual cuales donde adonde cuando como quien quienes cuanto cuanta cuantos cuantas
  quoi ou pourquoi comment quand combien qui quel quelle quels quelles`.split(/\s+/),
);
/** "how much", "wie lange": of themselves they name nothing. */
const MEASURES = new Set(['much', 'many', 'long', 'soon', 'far', 'viel', 'viele', 'lange', 'weit', 'tiempo']);
const CONTRACTED = /^(what|where|when|who|how)(?:s|re|d|ll)$/;
/** French "où", which sounds and is folded like "or". */
const AFTER_WHERE = new Set(['est', 'sont', 'en', 'se', 'puis', 'peut', 'sera']);

const beginsQuestion = (words: readonly Word[], from: number): boolean => {
  parts ??= phraseBook(QUESTION_PARTS);
  for (let at = from; at < words.length; ) {
    const found = phraseAt(parts, words, at);
    if (found?.is !== 'opening') return found?.is === 'question';
    at = found.to;
    if (words[at]?.stop === 'end' || words[at]?.stop === 'question') return false;
  }
  return false;
};

/** Whether this is a question: by its mark, or by how one of its sentences begins, as no mark is heard. */
export const isQuestion = (text: string): boolean => {
  if (text.includes('?') && /[\p{L}\p{N}]/u.test(text)) return true;
  const { words } = spoken(text);
  return words.some(({ stop }, at) => (at === 0 || stop === 'end') && beginsQuestion(words, at));
};

const contentOf = (words: readonly Word[]): string[] => {
  const emptyWords = empty ?? new Set(EMPTY_WORDS.split(/\s+/));
  empty = emptyWords;
  const content = new Set<string>();
  for (const [at, { word: heard }] of words.entries()) {
    const word = heard.replace(CONTRACTED, '$1');
    const asksWhere = word === 'ou' && AFTER_WHERE.has(words[at + 1]?.word ?? '');
    if (asksWhere || !emptyWords.has(word)) content.add(word);
  }
  return [...content];
};

/** Whether nothing else is said than small talk: "sorry, can you hear me?". */
const isSmallTalk = (words: readonly Word[]): boolean => {
  smallTalk ??= phraseBook([['small talk', SMALL_TALK]]);
  parts ??= phraseBook(QUESTION_PARTS);
  for (let at = 0; at < words.length; ) {
    const opening = phraseAt(parts, words, at);
    const found = phraseAt(smallTalk, words, at) ?? (opening?.is === 'opening' ? opening : undefined);
    if (found === undefined) return false;
    at = found.to;
  }
  return true;
};

const sameWords = (a: readonly Word[], b: readonly Word[]): boolean =>
  a.length === b.length && a.every(({ word }, at) => word === b[at]?.word);

const isNumber = (word: string): boolean => /^\d/.test(word);

const stemOf = (word: string): string =>
  isNumber(word) || word.length < LONG_ENOUGH ? word : word.replace(ENDING, '');

/** "where is my order", "so where's my order then": both say the same, and one of it is the question word. */
const sameInShort = (words: readonly string[], shared: number): boolean => {
  const named = words.filter((word) => !QUESTION_WORDS.has(word) && !MEASURES.has(word));
  return shared === SHORT && named.length === SHORT - 1;
};

/**
 * Whether `b` asks what `a` asked: word for word, with three words or more, or in other words. Then everything
 * that one of them names is named by the other, and no number differs; of questions with fewer than three words
 * with a meaning, only the question word and one other may make them the same. Small talk never is.
 * The caller of this function knows that both are questions.
 */
export const sameQuestion = (a: string, b: string): boolean => {
  const [first, second] = [spoken(a).words, spoken(b).words];
  if (isSmallTalk(first) || isSmallTalk(second)) return false;
  if (first.length >= FEWEST_WORDS && sameWords(first, second)) return true;
  const [one, other] = [contentOf(first), contentOf(second)];
  const numbers = [one, other].map((words) => words.filter(isNumber).sort().join(' '));
  if (numbers[0] !== numbers[1] && numbers.every((it) => it !== '')) return false;
  const [stems, others] = [new Set(one.map(stemOf)), new Set(other.map(stemOf))];
  const shared = [...stems].filter((stem) => others.has(stem)).length;
  const [more, less] = [Math.max(stems.size, others.size), Math.min(stems.size, others.size)];
  if (more === SHORT) return sameInShort(one, shared);
  if (Math.min(one.length, other.length) < FEWEST_WORDS) return false;
  const left = less - shared;
  if (left > (shared >= ENOUGH_FOR_A_REPLACEMENT ? 1 : 0)) return false;
  return shared >= FEWEST_WORDS && shared / more >= SHARED;
};

/**
 * Whether the assistant asks what the caller wants because it did not understand (C3). The greeting, "anything
 * else?" and the questions of an ordinary process are not meant.
 */
export const isClarifyingQuestion = (text: string): boolean => {
  clarifying ??= phraseBook(CLARIFYING);
  const { words } = spoken(text);
  for (let at = 0; at < words.length; ) {
    const found = phraseAt(clarifying, words, at);
    if (found?.is === 'clarifying') return true;
    at = found?.to ?? at + 1;
  }
  return false;
};
