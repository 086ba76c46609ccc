/** What callers come for. */
export const INTENTS = ['sales', 'support', 'billing', 'technical', 'cancellation'] as const;
export type Intent = (typeof INTENTS)[number];

/** What else decides, besides the words of the intents; where two lists have a phrase, the first one counts. */
export const DISCOURSE_MARKERS = [
  /** "but I changed my mind": what was said last is not it. */
  'take-back',
  /** "I never said": whatever follows in this clause is not it, wishes too. */
  'denial',
  /** "that I": goes on with a denial that a pause follows. */
  'that',
  /** "I don't want to": whatever follows in this clause is not it. Begins a clause. */
  'refusal',
  /** "I want to": in this clause is what the caller came for. Begins a clause. */
  'wish',
  /** "but", "because": neither of them goes on. */
  'but',
  /** "not": only what follows directly is not it, for "not working" is a reason to call. */
  'not',
  /** "a", "about": between "not" and its noun. */
  'article',
] as const;
export type DiscourseMarker = (typeof DISCOURSE_MARKERS)[number];

/** The phrases of one language, written as in `phrases.ts`: a trailing `*` is any ending of the word. */
export type IntentPhrases = Record<Intent | DiscourseMarker, readonly string[]>;
