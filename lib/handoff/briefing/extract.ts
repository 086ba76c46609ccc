import { cutText, legible, sentencesOf } from '../../base/clip.ts';
import { sizeOf, tokensOf } from '../../base/text-budget.ts';
import { speechOf } from '../../speech/index.ts';
import type { Utterance } from '../record/handoff.ts';

/** Of each of the two ends of the talk, in bytes of JSON. */
const END_BYTES = 300;
const MOST_SENTENCES = 3;
/** A greeting or a yes is no matter. About 16 letters of English, or four characters of Chinese. */
const MATTER_TOKENS = 4;
/** A message is at most this long when it gets here; of a longer one the beginning and the end are enough. */
const LOOKED = 4_000;

const isMatter = (text: string): boolean => text.endsWith('?') || tokensOf(text) >= MATTER_TOKENS;

type Sentence = { text: string; message: number };

/** Whole sentences, one after the other, as long as there is room; at least one. */
const within = (sentences: readonly Sentence[]): Sentence[] => {
  const taken: Sentence[] = [];
  let bytes = 0;
  for (const sentence of sentences) {
    bytes += sizeOf(sentence.text).bytes + 1;
    if (taken.length > 0 && (bytes > END_BYTES || taken.length === MOST_SENTENCES)) break;
    // Who speaks without a stop is cut at a word.
    taken.push({ ...sentence, text: cutText(sentence.text, END_BYTES) });
  }
  return taken;
};

/**
 * What stands in for a summary where the assistant gave none: the first thing that the caller asked in the messages,
 * and their last sentences. Nothing is added, and it begins with a word that says what it is. Undefined where the
 * caller has said nothing.
 */
export const extractOf = (messages: readonly Utterance[], language?: string): string | undefined => {
  const said = messages.filter(({ role, text }) => role === 'caller' && /[^\s\p{Cc}]/u.test(text));
  const asked = said.findIndex(({ text }) => isMatter(legible(text, LOOKED)));
  const [opening, ...others] = said.slice(Math.max(asked, 0));
  if (opening === undefined) return undefined;
  // Each has a sentence at least: what is before these cannot be among the last.
  const ending = others.slice(-MOST_SENTENCES);
  const sentences = [opening, ...ending].flatMap(({ text }, message) =>
    sentencesOf(legible(text, LOOKED))
      // Only the mark of a cut.
      .filter((sentence) => sentence !== '…')
      .map((sentence) => ({ text: sentence, message })),
  );
  const first = within(sentences.filter(({ message }) => message === 0));
  const last = within(sentences.slice(first.length).reverse()).reverse();
  const isAll = first.length + last.length === sentences.length && ending.length === others.length;
  const gap = isAll ? [] : ['…'];
  return [
    speechOf(language).toAgent.extract,
    ...first.map(({ text }) => text),
    ...gap,
    ...last.map(({ text }) => text),
  ].join(' ');
};
