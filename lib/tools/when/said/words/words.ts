/** What is said of a time, or instead of one. */
export const PARTS = [
  ...(['am', 'pm', 'noon', 'midnight'] as const),
  ...(['morning', 'afternoon', 'evening', 'night', 'dawn'] as const),
] as const;
export type Part = (typeof PARTS)[number];

/**
 * What is said is first put into these signs, which are the same in every language, each in the order in which it was
 * said; so the rules (`day.ts`, `clock.ts`) are written once. Besides them there are numbers, dates and times in digits,
 * `#21` (the twenty-first), `w2` (Tuesday), `m12` (December), and `?` for what nobody knows.
 */
export type Sign =
  /** `morrow`: "mañana", "morgen", which are tomorrow or the morning. */
  | ('today' | 'tomorrow' | 'overmorrow' | 'yesterday' | 'morrow')
  | ('this' | 'next' | 'last' | 'this night')
  | ('day' | 'week' | 'fortnight' | 'month')
  /** "in" three days, a week "from" today */
  | ('in' | 'from')
  /** The day of a month follows, where a number does. */
  | ('the' | 'on')
  /** A time follows, where a number does. */
  | 'at'
  /** "para las": a quarter "to" three, or just "at" three. */
  | 'towards'
  | ('oclock' | 'half' | 'quarter' | 'three-quarters')
  /** "halb zehn": half an hour before ten. */
  | 'half-to'
  /** The minutes stand before: "ten past three". */
  | ('past' | 'to')
  /** The minutes stand behind: "tres y diez". */
  | ('plus' | 'minus')
  | Part
  /** "whenever", "as soon as possible": says nothing of itself. */
  | 'any';

/** Single words with blanks between them, or none. */
type Words = string;

/**
 * How dates and times are said in one language. Everything is written as it is compared: lower case, no accents, a
 * blank for an apostrophe or a hyphen.
 */
export type WhenWords = {
  phrases: Readonly<Partial<Record<Sign, readonly string[]>>>;
  /** Sunday first. */
  weekdays: readonly [Words, Words, Words, Words, Words, Words, Words];
  /** January first. */
  months: readonly [
    ...[Words, Words, Words, Words, Words, Words],
    ...[Words, Words, Words, Words, Words, Words],
  ];
  /** Ordinals that are no number with an ending behind it. */
  ordinals: Readonly<Record<string, number>>;
  /** What makes a number an ordinal, behind it. */
  ordinalEndings: Words;
  /** Signs with a number that means another one, as it is said and as it is written, and what it means: "8 Tage". */
  counted: Readonly<Record<string, string>>;
  /** "a", "einer": one, besides the word with which one counts. */
  one: Words;
  /** What changes nothing: "please", "around". */
  nothing: Words;
};
