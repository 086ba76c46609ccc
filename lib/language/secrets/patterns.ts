import type { SecretName } from '../languages/language.ts';
import type { Lazy } from '../text/lazy.ts';
import { ALONE, digitWord } from './digit-runs.ts';
import { anyName, anyWord } from './words.ts';

/** What stands in a text in place of a secret. */
export type SecretKind = Exclude<SecretName, 'until'> | 'bank';

/** Where a text could be read as two of them, the first one counts. */
export const NAMED: readonly SecretName[] = ['ssn', 'code', 'expiry', 'until', 'pin', 'password', 'card'];
const FIELDS: readonly SecretKind[] = ['ssn', 'code', 'expiry', 'password', 'pin', 'bank', 'card'];

/** The same in every language. They stand behind the others, for of "PIN number" more than "PIN" is the name. */
const ABBREVIATIONS: Partial<Record<SecretName | SecretKind, string>> = {
  code: 'cvv2?|cvc2?|csc',
  pin: 'pin|otp',
  bank: 'iban',
};
const CARD_SCHEMES = 'visa|mastercard|amex|maestro';
const NO_LETTER = '(?![\\p{L}_])';

function nameOf(kind: SecretName): string {
  return anyName(({ names }) => names[kind], kind === 'card' ? CARD_SCHEMES : ABBREVIATIONS[kind]);
}

/** What a text calls a secret, a field may be called as well, but for words that fields of other things have. */
const NAMED_ALIKE: readonly SecretKind[] = ['code', 'pin', 'password'];

function fieldOf(kind: SecretKind): string {
  const own = anyName(({ fields }) => (kind === 'bank' ? '' : fields[kind]), ABBREVIATIONS[kind]);
  if (kind === 'bank' || !NAMED_ALIKE.includes(kind)) return own;
  return [own, anyName(({ names }) => names[kind])].filter((names) => names !== '').join('|');
}

function linkWord(): string {
  return anyWord(({ links }) => links);
}

/** What names a secret, in a group of its kind. */
export const NAME: Lazy<RegExp> = {
  make: () => {
    const names = NAMED.map((kind) => `(?<${kind}>${nameOf(kind)})`).join('|');
    // What stands in brackets is a word of ours, and no name.
    return new RegExp(`(?<![\\p{L}\\p{N}_\\[])(?:${names})${NO_LETTER}`, 'giu');
  },
};

/** Whether a name may be there, which costs less to find out than where. */
export const HAS_NAME: Lazy<RegExp> = {
  make: () =>
    // No `u`: it would cost half as much again.
    new RegExp(`\\b(?:${NAMED.map(nameOf).join('|')})(?![a-z_])`, 'i'),
};

export const CARD_SPOKEN_OF: Lazy<RegExp> = {
  make: () => new RegExp(`\\b(?:${nameOf('card')})${NO_LETTER}`, 'iu'),
};

const MARKS = `[\\s:=,.…?#'’"“„«(\\u2010-\\u2015-]{0,6}`;

function fillerWords(): string {
  return anyName(({ fillers }) => fillers);
}

/** What may stand between the name of a secret and the secret; in the group `link`, what says that it is one. */
export const CONNECTOR: Lazy<RegExp> = {
  make: () => {
    const words = anyWord(({ connectors }) => connectors);
    return new RegExp(
      `${MARKS}(?:(?<link>${linkWord()})|${words}|${fillerWords()}|visa)${ALONE.after}`,
      'iuy',
    );
  },
};

/** What is said before a password while one looks for it. */
export const FILLER: Lazy<RegExp> = {
  make: () => new RegExp(`${MARKS}(?:${fillerWords()})${ALONE.after}`, 'iuy'),
};

/** What the secret is for, or how it came: `for the portal`, `they sent me`, before it is said what it is. */
export const ABOUT: Lazy<RegExp> = {
  make: () => {
    const words = anyWord(({ about }) => about);
    return new RegExp(
      `[ ,]{1,2}(?:${words})(?: [\\p{L}\\p{N}'’-]{1,30}){0,6}?(?=,? (?:${linkWord()})${ALONE.after})`,
      'iuy',
    );
  },
};

export const EXPIRY: Lazy<RegExp> = {
  make: () => {
    const month = `(?:${anyWord(({ months }) => months)})\\p{L}{0,8}`;
    const ofYear = `(?:(?:${anyWord(({ beforeYear }) => beforeYear)}) )?`;
    const century = `(?:${anyWord((words) => words.century)})[ -]`;
    const year = `(?:(?:20)?\\d\\d|${century}(?:${century})?${digitWord()})`;
    const slash = `(?: ?[/.–-] ?| (?:(?:${anyWord((words) => words.slash)}) )?)`;
    return new RegExp(
      `(?:${month}[\\s,./-]{1,2}${ofYear}${year}|(?:0?[1-9]|1[0-2])${slash}(?:20)?\\d\\d|(?:0[1-9]|1[0-2])(?:20)?\\d\\d)(?!\\d|[/.-]\\d|,? 20\\d\\d)${ALONE.after}`,
      'iuy',
    );
  },
};

/** One more letter or digit of a password that is spelled out. */
export const SPELLED: Lazy<RegExp> = {
  make: () => new RegExp(`[ -](?:[\\p{L}\\p{N}]|\\d+|${digitWord()})${ALONE.after}`, 'iuy'),
};

/** What is said of a password without saying it. */
export const NO_PASSWORD: Lazy<RegExp> = {
  make: () => new RegExp(`^(?:${anyWord(({ ofPasswords }) => ofPasswords)})$`, 'iu'),
};

/** Names of fields whose whole value is the secret, in words of lower case. */
export const FIELD_NAMES: Lazy<readonly (readonly [SecretKind, RegExp])[]> = {
  make: () => FIELDS.map((kind) => [kind, new RegExp(`\\b(?:${fieldOf(kind)})\\b`)] as const),
};
