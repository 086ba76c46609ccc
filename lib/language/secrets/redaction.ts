import { ALONE, DIGIT_WORD, type Group, runAt, SAID_DIGITS } from './digit-runs.ts';
import { ibansIn } from './iban.ts';
import { cardsIn } from './payment-card.ts';

const IN_PLACE_OF = {
  card: '[card number]',
  code: '[security code]',
  expiry: '[expiry]',
  bank: '[bank account]',
  ssn: '[social security number]',
  password: '[password]',
  pin: '[pin]',
} as const;
type Kind = keyof typeof IN_PLACE_OF;
type Span = { from: number; to: number; kind: Kind };

/** What names a secret, in English, German, Spanish and French. `until` counts only where a card is spoken of. */
const NAMES = {
  ssn: 'social security(?: number)?|ssn|(?:n[úu]mero de )?seguro social',
  code: 'cvv2?|cvc2?|csc|security (?:code|number)|card verification (?:code|number|value)|(?:karten)?pr[üu]e?f(?:nummer|ziffer)|sicherheits(?:code|nummer)|c[óo]digo de seguridad|code de s[ée]curit[ée]|cryptogramme(?: visuel)?|(?:digits|number|code) on the back',
  expiry:
    "exp|expir(?:y|ation)(?: date)?|valid thru|ablaufdatum|verfallsdatum|g[üu]ltigkeitsdatum|(?:fecha de )?(?:caducidad|vencimiento|expiraci[óo]n)|date d[’' ]expiration",
  until:
    "expires|valid (?:until|through)|g[üu]ltig bis|l[äa]uft|vence|caduca|v[áa]lida hasta|expire|valable jusqu[’' ](?:en|[àa]|au)",
  pin: "pin(?:[ -]?(?:code|nummer|number))?|geheimzahl|otp|(?:one[ -]time|single[ -]use) (?:pass)?(?:code|word|pin)|passcode|(?:verification|authentication|access|login|2fa) (?:code|pin)|einmal(?:code|passwort)|(?:best[äa]tigungs|verifizierungs|zugangs)code|(?:meine|die|sms|m)[ -]?tan|(?:c[óo]digo|n[úu]mero) (?:pin|secreto)|c[óo]digo de (?:verificaci[óo]n|acceso|un solo uso)|code (?:secret|confidentiel|de v[ée]rification|de validation|d[’' ]acc[èe]s|[àa] usage unique)|(?:mi|la) clave",
  password: 'pass ?word|passwor[td]|passwd|passphrase|kennwort|contrase[ñn]a|mot de passe',
  card: '(?:(?:credit|debit|ec|bank)[ -]?)?card(?: ?number)?|(?:kredit|ec[ -]|bank|giro)?karten?(?:nummer)?|tarjeta|carte|visa|mastercard|amex|maestro',
} as const;
type Named = keyof typeof NAMES;
const NAMED = ['ssn', 'code', 'expiry', 'until', 'pin', 'password', 'card'] as const satisfies Named[];

const ANY_NAME = NAMED.map((kind) => `(?<${kind}>${NAMES[kind]})`).join('|');
const NO_LETTER = '(?![\\p{L}_])';
// What stands in brackets is a word of ours, and no name.
const NAME = new RegExp(`(?<![\\p{L}\\p{N}_\\[])(?:${ANY_NAME})${NO_LETTER}`, 'giu');
const HAS_DIGIT = /\d/;
/** Without digits, a secret has a name or is said in digit words. No `u`: it would cost half as much again. */
const HAS_WORD = new RegExp(`\\b(?:(?:${Object.values(NAMES).join('|')})(?![a-z_])|${SAID_DIGITS})`, 'i');

/** Words that may stand between the name of a secret and the secret. */
const LINK = "is|was|are|it[’']?s|ist|war|lautet|sind|es|era|son|est|était|sont";
const CONNECTOR = new RegExp(
  `[\\s:=,.?#'’"“„«(-]{0,3}(?:(?<link>${LINK})|number|nummer|no|num|n[úu]m[ée]ro|code|date|value|would|be|it|the|my|your|for|of|on|to|and|der|die|das|meiner?|f[üu]r|auf|lauten|y|el|la|de|del|mi|en|le|c|ce|du|ma|mon|cr[ée]dito?|d[ée]bito?|credit|debit|bancaria|bancaire|bleue|visa|card|karte|tarjeta|carte|account|konto|cuenta|compte|email|ab|am|also|actually|um|uh)${ALONE.after}`,
  'iuy',
);
const PAD = /[\s:=,.?#'’"“„«(-]{0,4}/uy;
/** What the secret is for: `for the portal`, before it is said what it is. */
const ABOUT = new RegExp(
  `[ ,]{1,2}(?:for|to|of|on|from|für|zu|von|para|de|del|pour)(?: [\\p{L}\\p{N}'’-]{1,30}){1,4}?(?= (?:${LINK})${ALONE.after})`,
  'iuy',
);
const MOST_CONNECTORS = 6;

/** Where the value after a name would begin. `linked`: somebody says what it *is*. */
const valueAfter = (
  text: string,
  behindName: number,
  firstLink: boolean,
): { at: number; linked: boolean } => {
  ABOUT.lastIndex = behindName;
  let at = ABOUT.test(text) ? ABOUT.lastIndex : behindName;
  let linked = false;
  for (let count = 0; count < MOST_CONNECTORS && !(firstLink && linked); count++) {
    CONNECTOR.lastIndex = at;
    const match = CONNECTOR.exec(text);
    if (match === null) break;
    linked ||= match.groups?.link !== undefined || /[:=]/.test(match[0]);
    at = CONNECTOR.lastIndex;
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

const MONTH =
  '(?:jan|feb|febr|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|dic|ene|abr|ago|fév|fev|avr|juin|juil|août|aout|déc)\\p{L}{0,8}';
const EXPIRY = new RegExp(
  `(?:${MONTH}[\\s,./-]{1,2}(?:of |del? )?(?:(?:20)?\\d\\d|twenty[ -](?:twenty[ -])?${DIGIT_WORD})|(?:0?[1-9]|1[0-2])(?: ?[/.–-] ?| (?:(?:slash|stroke|barra|schrägstrich|sur|of|de) )?)(?:20)?\\d\\d|(?:0[1-9]|1[0-2])(?:20)?\\d\\d)(?!\\d|[/.-]\\d|,? 20\\d\\d)${ALONE.after}`,
  'iuy',
);
const expiryAt = (text: string, at: number): number | undefined => {
  EXPIRY.lastIndex = at;
  if (EXPIRY.test(text)) return EXPIRY.lastIndex;
  const run = runAt(text, at, 7);
  return run[0]?.spoken === true ? endOfDigits(run, 3, 6) : undefined;
};

const QUOTED = /(?<=["“„«])[^"“”»\n]{1,80}(?=["“”»])/uy;
const WORD = /(?:(?!\[(?:card number|security code|bank account|password|pin|expiry)\])[^\s]){1,200}/uy;
const SPELLED = new RegExp(`[ -](?:[\\p{L}\\p{N}]|\\d+|${DIGIT_WORD})${ALONE.after}`, 'iuy');
/** What is said of a password without saying it. */
const NO_PASSWORD =
  /^(?:not|n[’']t|no|never|always|still|also|too|very|so|just|now|at|only|case|about|supposed|saved|stored|set|being|been|getting|going|wrong|incorrect|invalid|expired|locked|blocked|rejected|correct|right|fine|okay|weak|strong|short|long|different|the|a|an|my|your|same|required|needed|missing|forgotten|lost|gone|unknown|reset|changed|working|what|which|nicht|kein|mindestens|falsch|ungültig|abgelaufen|gesperrt|richtig|korrekt|zu|jetzt|immer|noch|weg|vergessen|das|der|die|mein|ein|incorrect[oa]|correct[oa]|inválid[oa]|caducad[oa]|bloquead[oa]|demasiado|muy|la|el|una?|mal|incorrecte|erroné|faux|invalide|expiré|bloqué|pas|trop|le|mon|oublié|toujours)$/iu;
const PUNCTUATION = /[.,;:!?)\]}"'”’»]+$/u;

const passwordAt = (text: string, at: number, linked: boolean): number | undefined => {
  QUOTED.lastIndex = at;
  if (linked && QUOTED.test(text)) return QUOTED.lastIndex;
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0].replace(PUNCTUATION, '') ?? '';
  if (word === '' || NO_PASSWORD.test(word)) return undefined;
  if (!linked && !(word.length >= 4 && /\d/.test(word))) return undefined;
  let end = at + word.length;
  // A password that is spelled out, at most as long as passwords are.
  for (let count = 0; count < 40; count++) {
    SPELLED.lastIndex = end;
    if (!SPELLED.test(text)) break;
    end = SPELLED.lastIndex;
  }
  return end;
};

const CARD_SPOKEN_OF = new RegExp(`\\b(?:${NAMES.card})${NO_LETTER}`, 'iu');

/** Where the secret ends that begins at `at`, if it is one. */
const endOfSecret = (
  text: string,
  kind: Exclude<Named, 'until'>,
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
  const spans: Span[] = [];
  let ofCard: boolean | undefined;
  let from = 0;
  for (;;) {
    NAME.lastIndex = from;
    const match = NAME.exec(text);
    if (match === null) return spans;
    from = match.index + 1;
    const named = NAMED.find((kind) => match.groups?.[kind] !== undefined);
    if (named === undefined) continue;
    if (named === 'until') ofCard ??= CARD_SPOKEN_OF.test(text);
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
 * word in brackets. Cards and IBANs are known by their checksum, the others by what they are called in English,
 * German, Spanish or French. Phone numbers, order numbers, dates, amounts and ids stay.
 *
 * It sees one text: a number that is split over two utterances cannot be found here. Neither can a password that
 * nobody calls one, nor digits other than 0 to 9.
 */
export const redacted = (text: string): string => {
  if (!HAS_DIGIT.test(text) && !HAS_WORD.test(text)) return text;
  let known = text;
  for (let round = 0; round < ROUNDS; round++) {
    const next = once(known);
    if (next === known) return next;
    known = next;
  }
  return known;
};

/** Names of fields whose whole value is the secret, in words of lower case. */
const FIELD_NAMES: readonly (readonly [Kind, RegExp])[] = [
  [
    'code',
    /\b(?:cvv2?|cvc2?|csc|security code|verification value|pr[üu]e?f(?:nummer|ziffer)|cryptogramme)\b/,
  ],
  ['expiry', /\bexp(?:iry|iration)?\b.*\bcard\b|\bcard\b.*\bexp(?:iry|iration|ires)?\b/],
  ['ssn', /\bssn\b|\bsocial ?security\b|\bseguro social\b/],
  [
    'password',
    /\bpass ?(?:word|phrase)\b|\b(?:passwort|passwd|pwd|kennwort|contraseña|contrasena|mot de passe)\b/,
  ],
  ['pin', /\b(?:pin|pincode|pinnumber|otp|passcode|geheimzahl)\b|\bone time (?:code|pin)\b/],
  ['bank', /\biban\b/],
  [
    'card',
    /\b(?:credit|debit)?cards?(?:number|no)?\b|\b(?:kredit)?karten?(?:nummer)?\b|\b(?:tarjeta|carte)\b/,
  ],
];

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
      const kind = FIELD_NAMES.find(([, names]) => names.test(words))?.[0];
      return [redacted(name), kind === undefined || value === '' ? redacted(value) : IN_PLACE_OF[kind]];
    }),
  );
