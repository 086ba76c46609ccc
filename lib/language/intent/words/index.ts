import { ENGLISH } from './english.ts';
import { FRENCH } from './french.ts';
import { GERMAN } from './german.ts';
import { DISCOURSE_MARKERS, type DiscourseMarker, type Intent } from './phrases-of.ts';
import { SPANISH } from './spanish.ts';

export { type DiscourseMarker as Turn, INTENTS, type Intent } from './phrases-of.ts';

/** Phrases for each intent, as in `phrases.ts`: a trailing `*` is any ending of the word. */
export type IntentWords = Record<Intent, readonly string[]>;

const LANGUAGES = [ENGLISH, GERMAN, SPANISH, FRENCH];
const all = (is: Intent | DiscourseMarker): string[] => LANGUAGES.flatMap((phrases) => phrases[is]);

/** Of all languages, for nobody tells which one is spoken. */
export const DEFAULT_INTENT_WORDS: IntentWords = {
  sales: all('sales'),
  support: all('support'),
  billing: all('billing'),
  technical: all('technical'),
  cancellation: all('cancellation'),
};

export const TURN_PHRASES: readonly (readonly [DiscourseMarker, readonly string[]])[] = DISCOURSE_MARKERS.map(
  (turn) => [turn, all(turn)],
);
