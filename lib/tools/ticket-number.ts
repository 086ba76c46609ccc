import { digitsOfNumber } from '../language/secrets/spoken-numbers.ts';
import { anyWord, secretWords } from '../language/secrets/words.ts';
import { type Lazy, made } from '../language/text/lazy.ts';
import { listed } from '../language/text/listed.ts';
import { only } from './arguments.ts';

/** The longest text in which a number is looked for, and the longest number. */
const MOST_LETTERS = 100;
const MOST_OF_NUMBER = 40;
/** "quatre-vingt-dix-sept" in four words. */
const MOST_WORDS_OF_A_NUMBER = 4;
/** What stands before a number in it: "INC", "CASE". */
const MARK = /^(?:\p{Lu}{2,5}|\p{L})$/u;
/** More letters in lower case are a word. */
const SAID_LETTERS = /^\p{L}{2,3}$/u;

/** How tickets and their numbers are called; `lib/language` has more words that stand before any number. */
const LABELS =
  'ticket case request reference ref id no nr num ticketnummer vorgang vorgangsnummer fall anfrage caso incidencia dossier demande';
/** Labels behind which one word may be a whole number: "number one". English "no" is none of them: "no one". */
const BEFORE_ONE_WORD =
  'ticket case request reference ref id nr num number ticketnummer nummer vorgang vorgangsnummer fall anfrage referenz caso incidencia n[úu]mero referencia dossier demande num[ée]ro r[ée]f[ée]rence';
/** What may still follow such a number; anything else counts something: "ticket one week ago". */
const POLITE = "please thanks thank you bitte danke por favor gracias merci svp s['’]il vous pla[iî]t";
const DASHES = 'dash hyphen minus bindestrich strich gui[óo]n raya tiret';

const TOKEN = /\p{L}+(?:['’]\p{L}+)+|[\p{L}\p{N}]+(?:[-_./][\p{L}\p{N}]+)*|-/gu;
const WRITTEN_LABEL = /^(?:ticket|n[ro]|num|number|nummer|n[uú]mero|num[ée]ro)[-_./]?(?=\d)/iu;
/** "n°" is no letter of the number. */
const NUMERO_SIGN = /(?<!\p{L})n°/giu;
const DASH_SIGNS = /[‐-―−]/g;
const BETWEEN_DIGITS = /(?<=\d)[-_./]+(?=\d)/g;
const AT_THE_ENDS = /^[-_./]+|[-_./]+$/g;

type Forms = {
  label: RegExp;
  beforeOneWord: RegExp;
  link: RegExp;
  polite: RegExp;
  connector: RegExp;
  dash: RegExp;
  pause: RegExp;
  digits: Map<string, string>;
  times: Map<string, number>;
};

function wordsOnly(words: string): RegExp {
  return new RegExp(`^(?:${words})$`, 'iu');
}

const FORMS: Lazy<Forms> = {
  make: () => ({
    label: wordsOnly(listed(LABELS).join('|')),
    beforeOneWord: wordsOnly(listed(BEFORE_ONE_WORD).join('|')),
    link: wordsOnly(anyWord(({ links }) => links)),
    polite: wordsOnly(listed(POLITE).join('|')),
    connector: wordsOnly(anyWord(({ connectors, links }) => `${connectors} ${links}`)),
    dash: wordsOnly(listed(DASHES).join('|')),
    pause: wordsOnly(anyWord(({ pauses }) => pauses)),
    digits: new Map(
      secretWords().flatMap(({ digits }) =>
        digits.flatMap((words, digit) => listed(words).map((word) => [word, String(digit)] as const)),
      ),
    ),
    times: new Map(secretWords().flatMap(({ times }) => Object.entries(times))),
  }),
};

/** A part of a ticket's number, or a word beside it. `spelled`: letters that are surely no word. */
type Piece = { word: string } & (
  | { is: 'written' | 'said'; text: string }
  | { is: 'letters'; text: string; spelled: boolean }
  | { is: 'dash' | 'label' | 'pause' | 'word' }
);

/** The number that is said from a place on, in as many words as it has. */
function saidAt(words: readonly string[], at: number): { digits: string; to: number } | undefined {
  for (let to = Math.min(words.length, at + MOST_WORDS_OF_A_NUMBER); to > at; to -= 1) {
    const said = words.slice(at, to).join(' ').toLowerCase();
    const digits = digitsOfNumber(said) ?? made(FORMS).digits.get(said);
    if (digits !== undefined) return { digits, to };
  }
  return undefined;
}

function isDash(word: string): boolean {
  return word === '-' || made(FORMS).dash.test(word);
}

function pieceOf(word: string, next: string): Piece {
  const { label, connector, pause } = made(FORMS);
  if (/\p{N}/u.test(word)) return { word, is: 'written', text: word.replace(WRITTEN_LABEL, '') };
  if (isDash(word)) return { word, is: 'dash' };
  if (pause.test(word)) return { word, is: 'pause' };
  if (label.test(word)) return { word, is: 'label' };
  const isMark = MARK.test(word) || (SAID_LETTERS.test(word) && isDash(next));
  if (isMark) return { word, is: 'letters', text: word, spelled: true };
  if (connector.test(word)) return { word, is: 'label' };
  return SAID_LETTERS.test(word) ? { word, is: 'letters', text: word, spelled: false } : { word, is: 'word' };
}

function piecesIn(text: string): Piece[] {
  const plain = text.normalize('NFKC').replace(NUMERO_SIGN, ' ').replace(DASH_SIGNS, '-');
  const words = plain.match(TOKEN) ?? [];
  const pieces: Piece[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    const times = made(FORMS).times.get(word.toLowerCase());
    const said = saidAt(words, times === undefined ? at : at + 1);
    // "Oh" is a zero only behind another digit.
    const isZero = !/^oh?$/i.test(word) || pieces.at(-1)?.is === 'said';
    if (said !== undefined && isZero) {
      const first = said.digits.slice(0, 1).repeat(times ?? 1);
      pieces.push({ word: words[at] ?? '', is: 'said', text: first + said.digits.slice(1) });
      at = said.to;
    } else {
      pieces.push(pieceOf(word, words[at + 1] ?? ''));
      at += 1;
    }
  }
  return pieces;
}

/** Whether a label of one word stands before a place, with nothing between but "is" and letters of the number. */
function isLabelled(pieces: readonly Piece[], at: number): boolean {
  const { beforeOneWord, link } = made(FORMS);
  const before = pieces.slice(0, at).findLast(({ is, word }) => is !== 'letters' && !link.test(word));
  return before !== undefined && beforeOneWord.test(before.word);
}

/**
 * Whether a digit said alone is a word with which one counts or points: "the latest one", "my two tickets", "das eine".
 * It is part of a number where another digit is said beside it or a dash stands before it, and behind a label at the
 * end of the text.
 */
function isNoNumber(pieces: readonly Piece[], at: number): boolean {
  const piece = pieces[at];
  if (piece?.is !== 'said' || piece.text.length > 1) return false;
  const [before, after] = [
    pieces.slice(0, at).findLast(({ is }) => is !== 'pause'),
    pieces.slice(at + 1).find(({ is }) => is !== 'pause'),
  ];
  if (before?.is === 'said' || before?.is === 'written' || before?.is === 'dash') return false;
  if (after?.is === 'said' || after?.is === 'dash') return false;
  // "The second one, 4711" beside "one 7 1 1".
  if (after?.is === 'written') return piece.text === '1' && after.text.length > 1;
  const { polite } = made(FORMS);
  return !(isLabelled(pieces, at) && pieces.slice(at + 1).every(({ word }) => polite.test(word)));
}

/** The pieces with those as mere words that are no part of a number. */
function counted(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, at) => (isNoNumber(pieces, at) ? { word: piece.word, is: 'word' } : piece));
}

type Part = { is: 'digits' | 'letters'; text: string };

/** The one number among the pieces, part by part; undefined where there are two. */
function partsOf(pieces: readonly Piece[]): readonly Part[] | undefined {
  let parts: Part[] = [];
  let isOver = false;
  let onlyLabels = true;
  let last: Piece['is'] | undefined;
  for (const piece of pieces) {
    const hasDigits = parts.some(({ is }) => is === 'digits');
    const isNumber = piece.is === 'written' || piece.is === 'said';
    if (isOver) {
      // "4711, for one person" is one number.
      if (isNumber && piece.text.length > 1) return undefined;
    } else if (isNumber) {
      parts.push({ is: 'digits', text: piece.text });
    } else if (piece.is === 'dash') {
      parts.push({ is: 'letters', text: '-' });
    } else if (
      piece.is === 'letters' &&
      (last === 'dash' || (hasDigits ? piece.text.length === 1 : piece.spelled || onlyLabels))
    ) {
      parts.push({ is: 'letters', text: piece.text });
    } else if (piece.is !== 'pause' || last !== 'said') {
      if (hasDigits) isOver = true;
      else parts = [];
      if (piece.is !== 'label') onlyLabels = false;
    }
    last = piece.is;
  }
  return parts;
}

/**
 * Returns the number of a ticket as it is said or written, its letters in upper case, with nothing between digits:
 * "ticket 47-11" and "forty-seven eleven" are `4711`, "AB dash 12" is `AB-12`. Returns undefined where there is none, or
 * more than one.
 */
export function ticketNumberIn(given: unknown): string | undefined {
  const argument = only(given);
  if (typeof argument === 'number') {
    return Number.isSafeInteger(argument) && argument >= 0 ? String(argument) : undefined;
  }
  if (typeof argument !== 'string' || argument.length > MOST_LETTERS) return undefined;
  const number = (partsOf(counted(piecesIn(argument))) ?? [])
    .map(({ text }) => text)
    .join('')
    .toUpperCase()
    .replace(BETWEEN_DIGITS, '')
    .replace(AT_THE_ENDS, '');
  return /\p{N}/u.test(number) && number.length <= MOST_OF_NUMBER ? number : undefined;
}
