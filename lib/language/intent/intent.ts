import * as LANGUAGES from '../languages/index.ts';
import { type Lazy, made } from '../text/lazy.ts';
import { type PhraseBook, phraseAt, phraseBook } from '../text/phrases.ts';
import { spoken } from '../text/words.ts';
import { DISCOURSE_MARKERS, type DiscourseMarker, INTENTS, type Intent } from './intents.ts';
import type { OwnIntentWords } from './settings.ts';

export { INTENTS, type Intent } from './intents.ts';

/** Phrases for each intent, written as in `phrases.ts`. */
export type IntentWords = Record<Intent, readonly string[]>;

/** Of all languages, for nobody tells which one is spoken. */
const phrasesOf = (is: Intent | DiscourseMarker): string[] =>
  Object.values(LANGUAGES).flatMap(({ intent }) => intent[is]);

export const DEFAULT_INTENT_WORDS: IntentWords = {
  sales: phrasesOf('sales'),
  support: phrasesOf('support'),
  billing: phrasesOf('billing'),
  technical: phrasesOf('technical'),
  cancellation: phrasesOf('cancellation'),
};

/** A configured phrase in the words that are compared; its stars stay: "E-Mail", "l'abo*". */
const asSpoken = (phrase: string): string =>
  spoken(phrase)
    .words.map(({ word, to }) => (phrase[to] === '*' ? `${word}*` : word))
    .join(' ');

/** The phrases of each intent: those that are configured replace the default ones of their intent. */
export const intentWordsOf = (own: OwnIntentWords): IntentWords => ({
  sales: own.sales?.map(asSpoken) ?? DEFAULT_INTENT_WORDS.sales,
  support: own.support?.map(asSpoken) ?? DEFAULT_INTENT_WORDS.support,
  billing: own.billing?.map(asSpoken) ?? DEFAULT_INTENT_WORDS.billing,
  technical: own.technical?.map(asSpoken) ?? DEFAULT_INTENT_WORDS.technical,
  cancellation: own.cancellation?.map(asSpoken) ?? DEFAULT_INTENT_WORDS.cancellation,
});

/** A phrase that is said to be wanted counts as much as four that are only mentioned. */
const WANTED = 4;
const MENTIONED = 1;
const NEVER = Number.POSITIVE_INFINITY;
/** "not a billing question": so many small words may stand between. */
const ARTICLES_AFTER_NOT = 3;

type Meaning = Intent | DiscourseMarker;
const books = new WeakMap<IntentWords, PhraseBook<Meaning>>();

const bookOf = (words: IntentWords): PhraseBook<Meaning> => {
  const known = books.get(words);
  if (known !== undefined) return known;
  const fresh = phraseBook<Meaning>(INTENTS.map((intent) => [intent, words[intent]] as const));
  books.set(words, fresh);
  return fresh;
};
const MARKER_PHRASES: Lazy<PhraseBook<Meaning>> = {
  make: () => phraseBook<Meaning>(DISCOURSE_MARKERS.map((marker) => [marker, phrasesOf(marker)] as const)),
};
const isIntent = (is: Meaning): is is Intent => INTENTS.some((intent) => intent === is);

/**
 * What the caller came for, by configured phrases (C4): the intent that is wanted, else the one with the most
 * phrases, else the one that came first; support, which is close to everything, counts half and
 * gives way.
 * What the caller says not to want does not count.
 */
export const intentOf = (text: string, words: IntentWords): Intent | undefined => {
  const said = spoken(text).words;
  const scores = new Map<Intent, number>();
  let last: Intent | undefined;
  let refused = false;
  let denied = false;
  let deniedUntil = NEVER;
  let wanted = false;
  let sinceNot = NEVER;
  for (let at = 0; at < said.length; ) {
    if (said[at]?.stop !== 'none') {
      refused = false;
      wanted = false;
      sinceNot = NEVER;
    }
    const intent = phraseAt(bookOf(words), said, at);
    const marker = phraseAt(made(MARKER_PHRASES), said, at);
    const found = intent !== undefined && intent.to >= (marker?.to ?? 0) ? intent : marker;
    if (said[at]?.stop !== 'none') denied &&= deniedUntil === at && found?.is === 'that';
    if (found === undefined) {
      sinceNot = NEVER;
      at++;
      continue;
    }
    const { is, to } = found;
    if (isIntent(is)) {
      const counts = !refused && !denied && sinceNot > ARTICLES_AFTER_NOT;
      if (counts) last = is;
      if (counts) scores.set(is, (scores.get(is) ?? 0) + (wanted ? WANTED : MENTIONED));
    } else if (is === 'take-back') {
      if (last !== undefined) scores.delete(last);
    } else if (is === 'denial') {
      denied = true;
      deniedUntil = to;
    } else if (is === 'refusal' || is === 'wish' || is === 'but') {
      refused = is === 'refusal';
      wanted = is === 'wish';
      denied &&= is !== 'but';
    }
    if (is === 'article') sinceNot++;
    else sinceNot = is === 'not' ? 0 : NEVER;
    at = to;
  }
  let best: Intent | undefined;
  let most = 0;
  for (const [intent, score] of scores) {
    const weight = intent === 'support' ? score / 2 : score;
    if (weight > most || (weight === most && best === 'support')) {
      best = intent;
      most = weight;
    }
  }
  return best;
};
