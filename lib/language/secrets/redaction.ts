import { made } from '../text/lazy.ts';
import { type Group, runAt, saysDigits } from './digit-runs.ts';
import { ibansIn } from './iban.ts';
import {
  ABOUT,
  CARD_SPOKEN_OF,
  CONNECTOR,
  EXPIRY,
  FIELD_NAMES,
  FILLER,
  HAS_NAME,
  NAME,
  NAMED,
  NO_PASSWORD,
  type SecretKind,
  SPELLED,
} from './patterns.ts';
import { cardsIn } from './payment-card.ts';

const IN_PLACE_OF: Readonly<Record<SecretKind, string>> = {
  card: '[card number]',
  code: '[security code]',
  expiry: '[expiry]',
  bank: '[bank account]',
  ssn: '[social security number]',
  password: '[password]',
  pin: '[pin]',
};
type Span = { from: number; to: number; kind: SecretKind };

const HAS_DIGIT = /\d/;
const PAD = /[\s:=,.…?#'’"“„«(\u2010-\u2015-]{0,6}/uy;
const MOST_CONNECTORS = 8;
const MOST_FILLERS = 4;

/** Where the value after a name would begin. `linked`: somebody says what it *is*. */
const valueAfter = (
  text: string,
  behindName: number,
  firstLink: boolean,
): { at: number; linked: boolean } => {
  const [about, between] = [made(ABOUT), made(CONNECTOR)];
  about.lastIndex = behindName;
  let at = about.test(text) ? about.lastIndex : behindName;
  let linked = false;
  for (let count = 0; count < MOST_CONNECTORS && !(firstLink && linked); count++) {
    between.lastIndex = at;
    const match = between.exec(text);
    if (match === null) break;
    linked ||= match.groups?.link !== undefined || /[:=]/.test(match[0]);
    at = between.lastIndex;
  }
  const filler = made(FILLER);
  for (let count = 0; firstLink && linked && count < MOST_FILLERS; count++) {
    filler.lastIndex = at;
    if (!filler.test(text)) break;
    at = filler.lastIndex;
  }
  PAD.lastIndex = at;
  const pad = PAD.exec(text)?.[0] ?? '';
  return { at: at + pad.length, linked: linked || /[:=]/.test(pad) };
};

/** The end of the first digits that are at least so many: one group of them, or several that are spelled out. */
const endOfDigits = (run: readonly Group[], least: number, most: number): number | undefined => {
  const [first] = run;
  if (first === undefined) return undefined;
  let count = 0;
  let end: number | undefined;
  for (const { digits, to, weak } of run) {
    const goesOn = first.digits.length < least && digits.length <= 2 && !weak;
    if (count >= least && !goesOn) break;
    count += digits.length;
    if (count > most) break;
    if (count >= least) end = to;
  }
  return end;
};

const NUMBER_GOES_ON = /[-/.:]\d/y;
const digitsAt = (text: string, at: number, least: number, most: number): number | undefined => {
  const end = endOfDigits(runAt(text, at, most + 1), least, most);
  if (end === undefined) return undefined;
  NUMBER_GOES_ON.lastIndex = end;
  return NUMBER_GOES_ON.test(text) ? undefined : end;
};

const expiryAt = (text: string, at: number): number | undefined => {
  const expiry = made(EXPIRY);
  expiry.lastIndex = at;
  if (expiry.test(text)) return expiry.lastIndex;
  const run = runAt(text, at, 7);
  return run[0]?.spoken === true ? endOfDigits(run, 3, 6) : undefined;
};

const QUOTED = /(?<=["“„«])[^"“”»\n]{1,80}(?=["“”»])/uy;
const WORD = /(?:(?!\[(?:card number|security code|bank account|password|pin|expiry)\])[^\s]){1,200}/uy;
const PUNCTUATION = /[.,;:!?)\]}"'”’»]+$/u;

const passwordAt = (text: string, at: number, linked: boolean): number | undefined => {
  QUOTED.lastIndex = at;
  if (linked && QUOTED.test(text)) return QUOTED.lastIndex;
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0].replace(PUNCTUATION, '') ?? '';
  if (word === '' || made(NO_PASSWORD).test(word)) return undefined;
  if (!linked && !(word.length >= 4 && /\d/.test(word))) return undefined;
  let end = at + word.length;
  const spelled = made(SPELLED);
  // A password that is spelled out, at most as long as passwords are.
  for (let count = 0; count < 40; count++) {
    spelled.lastIndex = end;
    if (!spelled.test(text)) break;
    end = spelled.lastIndex;
  }
  return end;
};

/** Where the secret ends that begins at `at`, if it is one. */
const endOfSecret = (
  text: string,
  kind: Exclude<SecretKind, 'bank'>,
  at: number,
  linked: boolean,
): number | undefined => {
  switch (kind) {
    case 'ssn':
      return endOfDigits(runAt(text, at, 10), 9, 9);
    case 'code':
      return digitsAt(text, at, 3, 8);
    case 'pin':
      return digitsAt(text, at, 4, 8);
    case 'expiry':
      return expiryAt(text, at);
    case 'card': {
      const run = runAt(text, at, 17);
      return run[0]?.digits.startsWith('0') ? undefined : endOfDigits(run, 13, 16);
    }
    case 'password':
      return passwordAt(text, at, linked);
  }
};

const namedIn = (text: string): Span[] => {
  const name = made(NAME);
  const spans: Span[] = [];
  let ofCard: boolean | undefined;
  let from = 0;
  for (;;) {
    name.lastIndex = from;
    const match = name.exec(text);
    if (match === null) return spans;
    from = match.index + 1;
    const named = NAMED.find((kind) => match.groups?.[kind] !== undefined);
    if (named === undefined) continue;
    if (named === 'until') ofCard ??= made(CARD_SPOKEN_OF).test(text);
    if (named === 'until' && !ofCard) continue;
    const kind = named === 'until' ? 'expiry' : named;
    const { at, linked } = valueAfter(text, match.index + match[0].length, kind === 'password');
    const to = endOfSecret(text, kind, at, linked);
    if (to === undefined) continue;
    spans.push({ from: at, to, kind });
    from = to;
  }
};

const SSN = /(?<!\d|\d[-.])\d{3}-\d{2}-\d{4}(?!\d|[-.]\d)/g;
const securityNumbersIn = (text: string): Span[] =>
  Array.from(text.matchAll(SSN), ({ index }) => ({ from: index, to: index + 11, kind: 'ssn' }));

const without = (text: string, spans: readonly Span[]): string => {
  if (spans.length === 0) return text;
  let kept = '';
  let at = 0;
  for (const { from, to, kind } of spans) {
    kept += text.slice(at, from) + IN_PLACE_OF[kind];
    at = to;
  }
  return kept + text.slice(at);
};

const once = (text: string): string => {
  const noBank = without(
    text,
    ibansIn(text).map((span) => ({ ...span, kind: 'bank' })),
  );
  const noCard = without(
    noBank,
    cardsIn(noBank).map((span) => ({ ...span, kind: 'card' })),
  );
  const noNumber = without(noCard, securityNumbersIn(noCard));
  return without(noNumber, namedIn(noNumber));
};

/** One secret that is taken out may leave another one standing alone: it is looked again until nothing is found. */
const ROUNDS = 5;

/**
 * The text without what must not be stored or queued: payment card numbers (written or said digit by digit), security
 * codes, expiry dates, IBANs, US social security numbers, passwords, PINs and one-time codes; each is replaced by a
 * word in brackets. Cards and IBANs are known by their checksum, the others by what they are called in the
 * languages that are understood. Phone numbers, order numbers, dates, amounts and ids stay.
 *
 * It sees one text: a number that is split over two utterances cannot be found here. Neither can a password that
 * nobody calls one, nor digits other than 0 to 9.
 */
export const redacted = (text: string): string => {
  // Without digits, a secret has a name or is said in words.
  if (!HAS_DIGIT.test(text) && !made(HAS_NAME).test(text) && !saysDigits(text)) return text;
  let known = text;
  for (let round = 0; round < ROUNDS; round++) {
    const next = once(known);
    if (next === known) return next;
    known = next;
  }
  return known;
};

const wordsOf = (name: string): string =>
  name
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .toLowerCase();

/**
 * Captured data without secrets: each value like any other text, and whole where the name of its field says that it is
 * one (`card_number`, `CVV`, `userPassword`, `iban`).
 */
export const redactedFields = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const words = wordsOf(name);
      const kind = made(FIELD_NAMES).find(([, names]) => names.test(words))?.[0];
      return [redacted(name), kind === undefined || value === '' ? redacted(value) : IN_PLACE_OF[kind]];
    }),
  );
