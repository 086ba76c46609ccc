import type { LanguageCode } from '../../speech/speech.ts';
import * as COMMON from '../languages/common.ts';
import { folded } from '../text/folded.ts';
import { type Lazy, made } from '../text/lazy.ts';
import { listed } from '../text/listed.ts';
import { OTHERS } from './others.ts';

/** `other`: one that we do not speak. */
type Heard = LanguageCode | 'other';
type Share = { of: Heard; weight: number };
type Sum = { of: Heard; sum: number; own: number };

/** A word of one language alone, a weak one, and one that several languages have. */
const WEIGHT = { own: 1, weak: 0.4, shared: 0.3 };
/** Two words that only this language has, or one and two that it shares; never weak ones alone. */
const ENOUGH = 1.5;
/**
 * So many times as much as any other language of ours: two languages in one sentence are none. Languages that we do
 * not speak share more words with ours, and are named by fewer.
 */
const LEAD = { ours: 3, other: 2 };
/** The end of what was said is enough. */
const READ = { letters: 600, words: 80, utterances: 6 };

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

type Words = { of: Heard; weight: number; words: ReadonlySet<string> };
const LISTS: Lazy<readonly Words[]> = {
  make: () => [
    ...Object.values(COMMON).flatMap(({ code, words, weak }): Words[] => [
      { of: code, weight: WEIGHT.own, words: new Set(listed(words)) },
      { of: code, weight: WEIGHT.weak, words: new Set(listed(weak)) },
    ]),
    { of: 'other', weight: WEIGHT.own, words: new Set(listed(OTHERS)) },
  ],
};

/** By word, of those that were heard: to make all of them takes milliseconds. */
const shares = new Map<string, readonly Share[]>();

/** What a word says about the language. */
function sharesOf(word: string): readonly Share[] {
  const known = shares.get(word);
  if (known !== undefined) return known;
  const weights = new Map<Heard, number>();
  for (const { of, weight, words } of made(LISTS)) if (words.has(word)) weights.set(of, weight);
  const found = [...weights].map(([of, weight]) => ({
    of,
    weight: weights.size === 1 ? weight : Math.min(weight, WEIGHT.shared),
  }));
  // Words that say nothing have no end.
  if (found.length > 0) shares.set(word, found);
  return found;
}

/** "don't" is "don" and "'t", "j'ai" is "j'" and "ai": the apostrophe tells most. */
function partsOf(token: string): string[] {
  const [head = '', ...rest] = token.split(/['’]/);
  if (rest.length === 0) return [folded(head)];
  return [folded(head), `${folded(head)}'`, ...rest.flatMap((one) => [folded(one), `'${folded(one)}`])];
}

/**
 * Returns the language in which something was said; undefined where it does not show: in a name, a number, "okay", a
 * mixture of two. Each word counts once, so that a repetition proves nothing.
 */
export function languageHeardIn(text: string): LanguageCode | undefined {
  const tokens = text.slice(-READ.letters).match(WORD) ?? [];
  const words = new Set(tokens.slice(-READ.words).flatMap(partsOf));
  const sums = new Map<Heard, Sum>();
  for (const word of words) {
    for (const { of, weight } of sharesOf(word)) {
      const { sum, own } = sums.get(of) ?? { sum: 0, own: 0 };
      sums.set(of, { of, sum: sum + weight, own: own + (weight === WEIGHT.own ? 1 : 0) });
    }
  }
  const [best, ...others] = [...sums.values()].toSorted((a, b) => b.sum - a.sum);
  if (best === undefined || best.of === 'other' || best.own === 0 || best.sum < ENOUGH) return undefined;
  const leads = others.every(({ of, sum }) => best.sum >= sum * (of === 'other' ? LEAD.other : LEAD.ours));
  return leads ? best.of : undefined;
}

/** Returns the language in which the caller was last heard, newest words first. */
export function languageLastHeard(
  said: readonly { role: 'assistant' | 'caller'; text: string }[],
): LanguageCode | undefined {
  const callers = said.filter(({ role }) => role === 'caller').slice(-READ.utterances);
  for (const { text } of callers.toReversed()) {
    const heard = languageHeardIn(text);
    if (heard !== undefined) return heard;
  }
  return undefined;
}
