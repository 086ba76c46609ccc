import { segmenterOf } from '../../base/clip.ts';
import { type Piece, withoutNumbers } from '../../language/secrets/telephone-numbers.ts';
import { bytesOf, escaped, html, joined, type Safe } from './html.ts';
import type { Shown } from './shown.ts';

/** The longest telephone number with all its separators: 15 digits and three characters between any two. */
const LONGEST_NUMBER = 64;

const isDigitOrBetween = /[\p{Nd}+\s().,/-]/u;

/** The beginning of a cut text without a number that may go on behind the cut. */
const withoutOpenNumber = (text: string): string => {
  let end = text.length;
  while (end > 0 && text.length - end < LONGEST_NUMBER && isDigitOrBetween.test(text.charAt(end - 1)))
    end -= 1;
  return text.slice(0, end);
};

/**
 * One line of well-formed text without controls. Marks that turn the direction of writing are left out: nobody
 * speaks them, and a stray one ends the isolation that the page puts around foreign text (Unicode annex 9).
 * Of marks heaped on one letter the first six stay: more than any written language needs.
 */
const lineOf = (text: string, room: number): { line: string; cut: boolean } => {
  const start = text.trimStart();
  const kept = room + LONGEST_NUMBER;
  const cut = start.length > kept;
  const line = start
    .slice(0, kept)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/(\p{M}{6})\p{M}+/gu, '$1')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return { line: cut ? withoutOpenNumber(line) : line, cut };
};

const ELLIPSIS = '…';
const ELLIPSIS_BYTES = 3;

/** How much of a text fits, in UTF-16 units, never ending inside what a reader sees as one character. */
const fitting = (text: string, room: number): { end: number; bytes: number } => {
  let end = 0;
  let bytes = 0;
  for (const character of text) {
    const more = bytesOf(character);
    if (bytes + more > room) {
      const within = segmenterOf('grapheme').segment(text).containing(end);
      return { end: within?.index ?? end, bytes };
    }
    end += character.length;
    bytes += more;
  }
  return { end, bytes };
};

const numberOf = ({ hidden, label }: Extract<Piece, { is: 'number' }>): Safe =>
  html`<bdi dir="ltr" class="number" role="img" aria-label="${label}">${hidden}</bdi>`;

const piecesOf = (line: string, { numbers }: Shown): Piece[] =>
  numbers === 'hidden' ? withoutNumbers(line) : [{ is: 'text', text: line }];

/**
 * Foreign text as markup of at most `room` bytes, cut with an ellipsis, telephone numbers hidden unless they are to
 * be shown. The bytes are those of the page: a character may take five when it is escaped, a number over a hundred.
 */
export const wordsOf = (text: string, room: number, shown: Shown): Safe => {
  const { line, cut } = lineOf(text, room);
  const parts: Safe[] = [];
  let left = room - ELLIPSIS_BYTES;
  for (const piece of piecesOf(line, shown)) {
    if (piece.is === 'number') {
      const number = numberOf(piece);
      left -= Buffer.byteLength(number.safe);
      if (left < 0) return joined([...parts, { safe: ELLIPSIS }]);
      parts.push(number);
      continue;
    }
    const { end, bytes } = fitting(piece.text, left);
    left -= bytes;
    const whole = end === piece.text.length;
    const part = piece.text.slice(0, end);
    parts.push({ safe: escaped(whole ? part : part.trimEnd()) });
    if (!whole) return joined([...parts, { safe: ELLIPSIS }]);
  }
  return joined(cut ? [...parts, { safe: ELLIPSIS }] : parts);
};

/** The same as plain text, at most `room` bytes when escaped: for the title of the page and for programs. */
export const plainOf = (text: string, room: number, shown: Shown): string => {
  const { line, cut } = lineOf(text, room);
  const whole = piecesOf(line, shown)
    .map((piece) => (piece.is === 'number' ? piece.hidden : piece.text))
    .join('');
  const { end } = fitting(whole, room - ELLIPSIS_BYTES);
  return cut || end < whole.length ? `${whole.slice(0, end).trimEnd()}${ELLIPSIS}` : whole;
};

/** Foreign text within a line: its direction of writing stays its own. */
export const inline = (text: string, room: number, shown: Shown): Safe =>
  html`<bdi>${wordsOf(text, room, shown)}</bdi>`;

/** Foreign text as a paragraph, aligned as its own language is written. */
export const paragraph = (text: string, room: number, shown: Shown): Safe =>
  html`<p dir="auto">${wordsOf(text, room, shown)}</p>`;

/** Whether there is anything to read in it. */
export const isText = (text: string | undefined): text is string =>
  text !== undefined && /[^\s\p{C}]/u.test(text);

const LONG_MINUTE = 60;

/** A length of time as a clock shows it: 0:42, 12:05, 1:02:03. */
export const clockOf = (millis: number): string => {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  const two = (count: number) => String(count).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < LONG_MINUTE
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
};
