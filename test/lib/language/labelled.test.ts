import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import de from './labelled/de.json' with { type: 'json' };
import en from './labelled/en.json' with { type: 'json' };
import es from './labelled/es.json' with { type: 'json' };
import fr from './labelled/fr.json' with { type: 'json' };
import intents from './labelled/intents.json' with { type: 'json' };

const KINDS_OF_WISH = [
  'plain',
  'polite',
  'angry',
  'indirect',
  'role',
  'after-other-matter',
  'no-robot',
  'unpunctuated',
  'corrected',
  'repeated',
] as const;
const KINDS_OF_OTHER_TALK = [
  'negated',
  'quoted',
  'past',
  'question-about',
  'other-topic',
  'ordinary',
  'conditional-later',
  'thanks-decline',
] as const;
const INTENTS = ['sales', 'support', 'billing', 'technical', 'cancellation', 'none'] as const;
const LANGUAGES = ['en', 'es', 'de', 'fr'] as const;

const text = z.string().check(z.regex(/\S/));
const set = z.enum(['dev', 'held-out']);
const wishesSchema = z.array(
  z.discriminatedUnion('wants', [
    z.strictObject({ text, wants: z.literal(true), kind: z.enum(KINDS_OF_WISH), set }),
    z.strictObject({ text, wants: z.literal(false), kind: z.enum(KINDS_OF_OTHER_TALK), set }),
  ]),
);
const intentsSchema = z.array(
  z.strictObject({ text, language: z.enum(LANGUAGES), intent: z.enum(INTENTS), set }),
);

const wishes = {
  en: wishesSchema.parse(en),
  es: wishesSchema.parse(es),
  de: wishesSchema.parse(de),
  fr: wishesSchema.parse(fr),
};
const spoken = intentsSchema.parse(intents);

const words = (utterance: string) =>
  utterance
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Whether two utterances are the same, or differ in one word that was put in, left out or replaced. */
const nearlyAlike = (first: readonly string[], second: readonly string[]) => {
  const shorter = Math.min(first.length, second.length);
  if (Math.max(first.length, second.length) - shorter > 1) return false;
  let head = 0;
  while (head < shorter && first[head] === second[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && first.at(-1 - tail) === second.at(-1 - tail)) tail += 1;
  return Math.max(first.length, second.length) - head - tail <= 1;
};

const repeats = (utterances: readonly string[]) => {
  const seen = new Set<string>();
  return utterances.filter((utterance) => {
    const key = words(utterance).join(' ');
    const known = seen.has(key);
    seen.add(key);
    return known;
  });
};

const imbalance = (entries: readonly { set: 'dev' | 'held-out' }[]) =>
  Math.abs(entries.length - 2 * entries.filter((entry) => entry.set === 'dev').length);

describe('The labelled utterances', () => {
  it('are many, and none is there twice', () => {
    const all = LANGUAGES.flatMap((language) => wishes[language].map((entry) => entry.text));
    expect(all.length).toBeGreaterThanOrEqual(300);
    expect(repeats(all)).toEqual([]);
  });

  describe.each(LANGUAGES)('in %s', (language) => {
    const entries = wishes[language];

    it('hold both labels in fair shares', () => {
      const share = entries.filter((entry) => entry.wants).length / entries.length;
      expect(share).toBeGreaterThanOrEqual(0.4);
      expect(share).toBeLessThanOrEqual(0.5);
    });

    it.each([...KINDS_OF_WISH, ...KINDS_OF_OTHER_TALK])('have %s ones in both sets alike', (kind) => {
      const ofKind = entries.filter((entry) => entry.kind === kind);
      expect(ofKind.length).toBeGreaterThanOrEqual(3);
      expect(imbalance(ofKind)).toBeLessThanOrEqual(1);
    });

    it('are halved between the sets, wishes and other talk alike', () => {
      expect(imbalance(entries.filter((entry) => entry.wants))).toBe(0);
      expect(imbalance(entries.filter((entry) => !entry.wants))).toBe(0);
    });

    it('are no copies of each other with one word changed', () => {
      // Below four words a changed word is another utterance: "Human." and "Operator.".
      const long = entries.map((entry) => words(entry.text)).filter((each) => each.length >= 4);
      const pairs = long.flatMap((first, at) =>
        long.slice(at + 1).flatMap((second) => (nearlyAlike(first, second) ? [[first, second]] : [])),
      );
      expect(pairs).toEqual([]);
    });

    it('are written as their kind says: without capitals and stops, or with a word said again', () => {
      const ofKind = (kind: string) =>
        entries.filter((entry) => entry.kind === kind).map((entry) => entry.text);
      expect(ofKind('unpunctuated').filter((each) => /[.,;:!?¿¡]|\p{Lu}/u.test(each))).toEqual([]);
      const once = ofKind('repeated').filter((each) => new Set(words(each)).size === words(each).length);
      expect(once).toEqual([]);
    });
  });
});

describe('The utterances labelled with an intent', () => {
  it('are many, and none is there twice', () => {
    expect(spoken.length).toBeGreaterThanOrEqual(150);
    expect(repeats(spoken.map((entry) => entry.text))).toEqual([]);
  });

  it.each(
    LANGUAGES.flatMap((language) => INTENTS.map((intent) => [language, intent] as const)),
  )('hold in %s the intent %s in both sets alike', (language, intent) => {
    const some = spoken.filter((entry) => entry.language === language && entry.intent === intent);
    expect(some.length).toBeGreaterThanOrEqual(4);
    expect(imbalance(some)).toBeLessThanOrEqual(1);
  });

  it('are halved between the sets', () => {
    expect(imbalance(spoken)).toBe(0);
  });
});
