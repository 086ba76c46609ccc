import type { LanguageCode } from '../../speech/speech.ts';
import type { IntentPhrases } from '../intent/intents.ts';
import type { WishPhrases } from '../wish/labels.ts';

/**
 * What callers say in one language, and what assistants do. Nobody tells which language is spoken, so the rules read
 * all of them at once, in no order.
 */
export type Language = {
  /** How one asks for a human, and what else is said with those words; by what a phrase does. */
  wish: WishPhrases;
  /** What a quotation may be the text of, so that it is nobody's speech: a button, a letter. Without accents. */
  namesOfTexts: Words;
  /** What a machine says that answers a call: no caller's wish. */
  menu: MenuWords;
  /** What callers come for, and how they say that they do or do not. */
  intent: IntentPhrases;
  /** How one asks, and what questions are made of. */
  question: QuestionWords;
  /** What secrets are called, and how digits are said. */
  secrets: SecretWords;
  /** By which words one hears that it is this language. */
  common: CommonWords;
  /** What has lost its vowel before another word, and is a word: "l" in "l'agent", which is two. */
  elided: Words;
};

/** Phrases, written as in `phrases.ts`. */
type Phrases = readonly string[];
/** Single words with blanks between them, or none. */
type Words = string;

/** Folded: in lower case, without accents. `'m` is what follows an apostrophe, `j'` what stands before one. */
export type CommonWords = {
  code: LanguageCode;
  /** What almost every sentence is made of, and what callers call about. */
  words: Words;
  /** What is said in other languages as well, and parts of names: of themselves they tell nothing. */
  weak: Words;
};

/** Of a telephone's menu and of an answering machine. Single words are written without accents. */
export type MenuWords = {
  /** "I", "me": somebody speaks of themselves, which no menu does where it offers a human. */
  own: Words;
  /** "press", "dial": a key follows. */
  press: Phrases;
  /** "zero", "star"; digits are keys in every language. */
  key: Words;
  /** "say": a word for the machine follows, unless it is one of `notSaid` ("say that again"). */
  say: Phrases;
  notSaid: Words;
  /** "stay on the line", "leave a message": what else is asked of whoever has called. */
  stay: Phrases;
};

export type QuestionWords = {
  /** "what happens", "can you": a question begins. */
  question: Phrases;
  /** "what a mess", "when I called": begins like a question and is none. */
  statement: Phrases;
  /** "hello", "so": may stand before a question. */
  opening: Phrases;
  /** Questions about the line, for a repetition, out of politeness: asked again for other reasons than a bad answer. */
  smallTalk: Phrases;
  /** What an assistant says when it did not understand. */
  clarifying: Phrases;
  /** What an assistant says anyway, though it begins like that. */
  usual: Phrases;
  /** "what", "where". These words and those below are written without accents. */
  questionWords: Words;
  /** Two words of which the first one asks only before the second: "ou est", for "ou" may be "où" or "or". */
  askingPairs: Phrases;
  /** A question word, which is captured, and what may hang on it: "whats", "wheres". */
  contracted: RegExp | undefined;
  /** "much" in "how much": of themselves they name nothing. */
  measures: Words;
  /** What a question asks nothing with: pronouns, helping verbs, fillers. Question words are not among them. */
  emptyWords: Words;
  /** Endings of long words that change nothing: "invoice" and "invoices", "Rechnung" and "Rechnungen" are the same. */
  endings: Words;
};

/** What is named, and then said. */
export type SecretName = 'ssn' | 'code' | 'expiry' | 'until' | 'pin' | 'password' | 'card';

/** Parts of a regular expression with `|` between them, each of whole words, or none. */
type Alternatives = string;

/** Numbers from ten on, in which long numbers are read out two digits at a time. Words as they are written. */
export type SpokenNumbers = {
  /** "eleven": what is no ten with a digit. */
  whole: Readonly<Record<string, number>>;
  /** "forty": with a digit it is one number. */
  tens: Readonly<Record<string, number>>;
  /** What stands between ten and digit, and which of them is first; a part of a regular expression. */
  order: { before?: string; after?: string };
};

/** Words may be parts of a regular expression too: `u[hm]`. */
export type SecretWords = {
  /** What each secret is called. `until` ("valid until") counts only where a card is spoken of. */
  names: Readonly<Record<SecretName, Alternatives>>;
  /** What fields are called whose whole value is the secret, in lower case. */
  fields: Readonly<Record<Exclude<SecretName, 'until'>, Alternatives>>;
  /** "is", "was": between a name and what it names. */
  links: Words;
  /** "number", "my", "account": what else may stand there. */
  connectors: Words;
  /** "um", "let me see": said while one looks for what comes next. */
  fillers: Alternatives;
  /** "for", "of": what the secret is for follows ("for the portal"). */
  about: Words;
  /** "wrong", "my": what is said of a password without saying it. */
  ofPasswords: Words;
  /** How months begin. */
  months: Words;
  /** "of" in "May of 2027". */
  beforeYear: Words;
  /** "slash" in "05 slash 27". */
  slash: Words;
  /** "twenty" in "twenty twenty-seven", where years are said in halves. */
  century: Words;
  /** The digits from 0 to 9, each as written: no part of a regular expression. */
  digits: readonly [Words, Words, Words, Words, Words, Words, Words, Words, Words, Words];
  numbers: SpokenNumbers;
  /** "double", "triple", before a digit: how often it is meant. */
  times: Readonly<Record<string, number>>;
  /** "and", "uh": said between digits that are read out. */
  pauses: Words;
  /** What the + of a phone number is called. */
  plus: Words;
};
