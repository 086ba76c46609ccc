import * as LANGUAGES from '../languages/index.ts';
import type { QuestionWords } from '../languages/language.ts';
import { type Lazy, made } from '../text/lazy.ts';
import { listed } from '../text/listed.ts';
import { type PhraseBook, phraseAt, phraseBook } from '../text/phrases.ts';
import { spoken, type Word } from '../text/words.ts';

/** Shorter questions have too little in them to compare, unless word for word. */
const FEWEST_WORDS = 3;
/** With the same question word, a single other word is enough: "where is my order". */
const SHORT = 2;
/** Of the longer question so much must be in the shorter one. */
const SHARED = 0.5;
/** With so many words in common, one may be replaced by another. */
const ENOUGH_FOR_A_REPLACEMENT = 5;
/** Words are long enough for their ending to say nothing: "invoice" and "invoices" are the same. */
const LONG_ENOUGH = 5;

/** Where two lists have a phrase, the first one counts. */
const PARTS = ['statement', 'question', 'opening'] as const;
const ANSWERS = ['usual', 'clarifying'] as const;

/** Of all languages, for nobody tells which one is spoken. */
const all = <T>(of: (words: QuestionWords) => T | readonly T[]): T[] =>
  Object.values(LANGUAGES).flatMap(({ question }) => of(question));
const wordsOf = (of: (words: QuestionWords) => string): string[] => all((words) => listed(of(words)));

const PART_PHRASES: Lazy<PhraseBook<(typeof PARTS)[number]>> = {
  make: () => phraseBook(PARTS.map((part) => [part, all((words) => words[part])] as const)),
};
const ANSWER_PHRASES: Lazy<PhraseBook<(typeof ANSWERS)[number]>> = {
  make: () => phraseBook(ANSWERS.map((is) => [is, all((words) => words[is])] as const)),
};
const SMALL_TALK: Lazy<PhraseBook<'small talk'>> = {
  make: () => phraseBook([['small talk', all((words) => words.smallTalk)]]),
};
const QUESTION_WORDS: Lazy<ReadonlySet<string>> = {
  make: () => new Set(wordsOf((words) => words.questionWords)),
};
const ASKING_PAIRS: Lazy<ReadonlySet<string>> = { make: () => new Set(all((words) => words.askingPairs)) };
const MEASURES: Lazy<ReadonlySet<string>> = { make: () => new Set(wordsOf((words) => words.measures)) };
const EMPTY_WORDS: Lazy<ReadonlySet<string>> = { make: () => new Set(wordsOf((words) => words.emptyWords)) };
const CONTRACTIONS: Lazy<readonly RegExp[]> = { make: () => all((words) => words.contracted ?? []) };
const ENDING: Lazy<RegExp> = {
  make: () => new RegExp(`(?:${wordsOf(({ endings }) => endings).join('|')})$`),
};

const beginsQuestion = (words: readonly Word[], from: number): boolean => {
  for (let at = from; at < words.length; ) {
    const found = phraseAt(made(PART_PHRASES), words, at);
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
  const content = new Set<string>();
  for (const [at, { word: heard }] of words.entries()) {
    const word = made(CONTRACTIONS).reduce((whole, hung) => whole.replace(hung, '$1'), heard);
    const asks = made(ASKING_PAIRS).has(`${word} ${words[at + 1]?.word ?? ''}`);
    if (asks || !made(EMPTY_WORDS).has(word)) content.add(word);
  }
  return [...content];
};

/** Whether nothing else is said than small talk: "sorry, can you hear me?". */
const isSmallTalk = (words: readonly Word[]): boolean => {
  for (let at = 0; at < words.length; ) {
    const opening = phraseAt(made(PART_PHRASES), words, at);
    const found = phraseAt(made(SMALL_TALK), words, at) ?? (opening?.is === 'opening' ? opening : undefined);
    if (found === undefined) return false;
    at = found.to;
  }
  return true;
};

const sameWords = (a: readonly Word[], b: readonly Word[]): boolean =>
  a.length === b.length && a.every(({ word }, at) => word === b[at]?.word);

const isNumber = (word: string): boolean => /^\d/.test(word);

const stemOf = (word: string): string =>
  isNumber(word) || word.length < LONG_ENOUGH ? word : word.replace(made(ENDING), '');

/** "where is my order", "so where's my order then": both say the same, and one of it is the question word. */
const sameInShort = (words: readonly string[], shared: number): boolean => {
  const named = words.filter((word) => !made(QUESTION_WORDS).has(word) && !made(MEASURES).has(word));
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
  const { words } = spoken(text);
  for (let at = 0; at < words.length; ) {
    const found = phraseAt(made(ANSWER_PHRASES), words, at);
    if (found?.is === 'clarifying') return true;
    at = found?.to ?? at + 1;
  }
  return false;
};
