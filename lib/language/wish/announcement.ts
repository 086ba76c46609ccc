import * as LANGUAGES from '../languages/index.ts';
import { type Lazy, made } from '../text/lazy.ts';
import { listed } from '../text/listed.ts';
import { type PhraseBook, phraseAt, phraseBook } from '../text/phrases.ts';
import type { Word } from '../text/words.ts';

type Instruction = 'press' | 'say' | 'stay';

/** Of all languages, for nobody tells which one is spoken. */
const INSTRUCTIONS: Lazy<PhraseBook<Instruction>> = {
  make: () =>
    phraseBook(
      (['press', 'say', 'stay'] as const).map(
        (is) => [is, Object.values(LANGUAGES).flatMap(({ menu }) => menu[is])] as const,
      ),
    ),
};

const wordsOf = (name: 'own' | 'key' | 'notSaid'): Lazy<ReadonlySet<string>> => ({
  make: () => new Set(Object.values(LANGUAGES).flatMap(({ menu }) => listed(menu[name]))),
});
const OWN = wordsOf('own');
const KEYS = wordsOf('key');
const NOT_SAID = wordsOf('notSaid');

/** "press the number zero", "die Taste fünf drücken": so near to the verb stands the key, behind it or before it. */
const NEAR_KEY = 4;

const isKey = ({ word }: Word): boolean => made(KEYS).has(word) || /^\d{1,4}$/.test(word);
const isOwn = ({ word }: Word): boolean => made(OWN).has(word);
/** Whether a sentence begins with it; what is not there ends one. */
const begins = (word: Word | undefined): boolean =>
  word === undefined || word.stop === 'end' || word.stop === 'question';

/** A few words of the same sentence: up to `to` from its beginning, or from `from` to its end. */
const before = (words: readonly Word[], to: number): readonly Word[] => {
  let from = to;
  while (from > Math.max(0, to - NEAR_KEY) && !begins(words[from])) from--;
  return words.slice(from, to);
};
const behind = (words: readonly Word[], from: number): readonly Word[] => {
  const near = words.slice(from, from + NEAR_KEY);
  const end = near.findIndex(begins);
  return end === -1 ? near : near.slice(0, end);
};

/** Whether somebody tells of themselves before it, without a pause: "I pressed", "can I press", "told me to press". */
const isTold = (words: readonly Word[], at: number): boolean => {
  let from = at;
  while (from > 0 && words[from]?.stop === 'none') from--;
  return words.slice(from, at).some(isOwn);
};

const instructs = (words: readonly Word[], at: number): boolean => {
  const found = phraseAt(made(INSTRUCTIONS), words, at);
  if (found === undefined || isTold(words, at)) return false;
  switch (found.is) {
    case 'press':
      return behind(words, found.to).some(isKey) || before(words, at).some(isKey);
    case 'say': {
      const [next] = behind(words, found.to);
      return next !== undefined && !made(NOT_SAID).has(next.word) && !isOwn(next);
    }
    case 'stay':
      return true;
  }
};

/**
 * What a machine offers ("to speak to an agent, press zero") is no wish of a caller's. Returns whether the words from
 * `from` up to `until`, which ask for a human, belong to such an offer: an instruction stands in their sentence, or
 * begins the next one, and nobody speaks of themselves in them.
 */
export function offersIn(words: readonly Word[]): (from: number, until: number) => boolean {
  /** Of each word, the number of its sentence; of each sentence, what it holds. */
  const sentences: number[] = [];
  let sentence = -1;
  for (const word of words) {
    if (sentence === -1 || begins(word)) sentence++;
    sentences.push(sentence);
  }
  const offering = new Set<number>();
  const beginning = new Set<number>();
  for (const at of words.keys()) {
    if (!instructs(words, at)) continue;
    const own = sentences[at] ?? 0;
    offering.add(own);
    const first = sentences.indexOf(own);
    if (at - first <= 1) beginning.add(own);
  }
  return (from, until) => {
    if (words.slice(from, until).some(isOwn)) return false;
    const own = sentences[from] ?? 0;
    const last = sentences[Math.max(from, until - 1)] ?? own;
    return offering.has(own) || offering.has(last) || beginning.has(last + 1);
  };
}
