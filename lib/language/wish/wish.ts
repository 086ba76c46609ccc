import { spoken, type Word } from '../text/words.ts';
import { offersIn } from './announcement.ts';
import { bareWishes } from './bare.ts';
import type { Finding } from './clause.ts';
import { type Item, labelled } from './items.ts';
import { decisionsIn } from './reading.ts';

/** `words`: the clause that says so, for the agent to read; 120 characters at most, whole words. */
export type Wish = { is: 'wish'; words: string } | { is: 'no-wish' };

const LONGEST = 120;

/** The clause as it was said: to the pause that ends it, or as many of its words as fit. */
const clauseOf = (text: string, words: readonly Word[], items: readonly Item[], found: Finding): string => {
  const first = items[found.from]?.from ?? 0;
  const decided = items[found.until - 1]?.to ?? first + 1;
  const begin = words[first]?.from ?? 0;
  let end = begin;
  for (let at = first; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || (at >= decided && word.stop !== 'none') || word.to - begin > LONGEST) break;
    end = word.to;
  }
  return text.slice(begin, end).replace(/\s+/g, ' ');
};

/**
 * Whether the caller asks for a human (C3). What is refused, reported, quoted, past, conditional or asked about is
 * no wish, and what a machine offers is none; of several decisions the last one counts.
 */
export const wishForHuman = (text: string): Wish => {
  const { words, asked } = spoken(text);
  const items = labelled(words);
  const isOffered = offersIn(words);
  const found = [...decisionsIn(items, asked), ...bareWishes(items)]
    .filter(({ wish, from, until }) => !wish || !isOffered(items[from]?.from ?? 0, items[until - 1]?.to ?? 0))
    .sort((a, b) => a.until - b.until);
  const last = found.at(-1);
  return last?.wish === true ? { is: 'wish', words: clauseOf(text, words, items, last) } : { is: 'no-wish' };
};
