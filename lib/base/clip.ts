import { type Budget, fits, minus, sizeOf } from './text-budget.ts';

const ELLIPSIS = '…';

type Granularity = 'sentence' | 'word' | 'grapheme';
const segmenters = new Map<Granularity, Intl.Segmenter>();

/** The first one in a process takes 12 to 30 ms to make: not while a function loads, and not where nothing is cut. */
export const segmenterOf = (granularity: Granularity): Intl.Segmenter => {
  const segmenter = segmenters.get(granularity) ?? new Intl.Segmenter(undefined, { granularity });
  segmenters.set(granularity, segmenter);
  return segmenter;
};

/** The text without control characters, broken characters and blanks around it; of its first `most` units. */
export const legible = (text: string, most = text.length): string =>
  text
    .replace(/^[\s\p{Cc}]+/u, '')
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** The beginning of a text within `bytes` of JSON, never cut inside what a reader sees as one character. */
export const clip = (text: string, bytes: number): string => {
  // A character takes at least one byte, so not many more than `bytes` of them can matter.
  const start = text.replace(/^[\s\p{Cc}]+/u, '');
  const wellFormed = legible(start, 2 * bytes);
  const room = { bytes, tokens: Number.POSITIVE_INFINITY };
  if (start.length <= 2 * bytes && fits(sizeOf(wellFormed), room)) return wellFormed;
  return `${beginning(wellFormed, 'grapheme', without(room, ELLIPSIS))}${ELLIPSIS}`;
};

/** The same of a text that may be missing; undefined where nothing is left of it. */
export const clipped = (text: string | undefined, bytes: number): string | undefined =>
  text === undefined ? undefined : clip(text, bytes) || undefined;

const without = (room: Budget, text: string): Budget => minus(room, sizeOf(text));

/** As many whole sentences, words or characters from the beginning as there is room for. */
const beginning = (text: string, granularity: Granularity, room: Budget): string => {
  let left = room;
  let end = 0;
  for (const { segment, index } of segmenterOf(granularity).segment(text)) {
    // A blank behind it is cut off if it is the last.
    const shown = segment.trimEnd();
    const size = sizeOf(segment);
    if (!fits(shown === segment ? size : sizeOf(shown), left)) break;
    if (shown !== '') end = index + shown.length;
    left = minus(left, size);
  }
  // A word may end inside what a reader sees as one character (Hangul and its fillers).
  const character = segmenterOf('grapheme').segment(text).containing(end);
  return text.slice(0, character?.index ?? end);
};

/**
 * The beginning of a legible text within the room: all of it, or its whole sentences; at a word only where not even
 * one sentence fits, inside a word only where not even one word fits. An ellipsis marks the cut.
 */
export const cutTo = (text: string, room: Budget): string => {
  // Every character takes a byte: what is behind these cannot fit, and need not be looked at.
  const most = Math.max(0, Math.floor(room.bytes));
  if (text.length <= most && fits(sizeOf(text), room)) return text;
  const near = text.slice(0, most + 1).replace(/[\uD800-\uDBFF]$/, '');
  const sentences = beginning(near, 'sentence', without(room, ` ${ELLIPSIS}`));
  if (sentences !== '') return `${sentences} ${ELLIPSIS}`;
  const marked = without(room, ELLIPSIS);
  return `${beginning(near, 'word', marked) || beginning(near, 'grapheme', marked)}${ELLIPSIS}`;
};

/** The same for any text, within bytes of JSON alone. */
export const cutText = (text: string, bytes: number): string => {
  const room = { bytes, tokens: Number.POSITIVE_INFINITY };
  // Blanks become one: twice as many units as bytes are looked at, as by `clip`.
  const start = text.replace(/^[\s\p{Cc}]+/u, '');
  const near = legible(start, 4 * bytes);
  if (start.length <= 4 * bytes || !fits(sizeOf(near), room)) return cutTo(near, room);
  return `${cutTo(near, without(room, ` ${ELLIPSIS}`))} ${ELLIPSIS}`;
};

/** The sentences of a legible text, without the blanks around them. */
export const sentencesOf = (text: string): string[] =>
  Array.from(segmenterOf('sentence').segment(text), ({ segment }) => segment.trim()).filter(
    (sentence) => sentence !== '',
  );
