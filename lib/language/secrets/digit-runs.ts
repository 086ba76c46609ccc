import { type Lazy, made } from '../text/lazy.ts';
import { listed } from '../text/listed.ts';
import { digitsOfNumber, endsInTen, numberWord, partsOfNumbers } from './spoken-numbers.ts';
import { anyWord, secretWords } from './words.ts';

/** Numbers as people write them and as they say them, digit by digit. */

export const ALONE = { before: '(?<![\\p{L}\\p{N}_])', after: '(?![\\p{L}\\p{N}_])' };
const BETWEEN = '[\\s.,\\-\\u2010-\\u2015\\u2212]';

/** A word for a digit, as part of a regular expression. */
export function digitWord(): string {
  return `(?:${anyWord(({ digits }) => digits.join(' '))})`;
}

function timesWord(): string {
  return `(?:${anyWord(({ times }) => Object.keys(times).join(' '))})`;
}

function token(): string {
  return `(?:${ALONE.before}(?<times>${timesWord()})[ -])?(?:(?<digits>\\d+)|${ALONE.before}(?:(?<number>${numberWord()})|(?<word>${digitWord()}))${ALONE.after})`;
}

const DIGIT_OF: Lazy<ReadonlyMap<string, string>> = {
  make: () =>
    new Map(
      secretWords().flatMap(({ digits }) =>
        digits.flatMap((words, digit) => listed(words).map((word) => [word, String(digit)] as const)),
      ),
    ),
};
const TIMES_OF: Lazy<ReadonlyMap<string, number>> = {
  make: () => new Map(secretWords().flatMap(({ times }) => Object.entries(times))),
};

const NUMBER_WORDS: Lazy<ReadonlySet<string>> = {
  make: () => new Set([...partsOfNumbers(), ...made(DIGIT_OF).keys(), ...made(TIMES_OF).keys()]),
};

/**
 * Whether two words of numbers stand next to one another. A look into a set: the pattern that finds them takes four
 * milliseconds to compile, and most texts have none.
 */
export function saysDigits(text: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}]+/u);
  const isNumber = (word = '') => made(NUMBER_WORDS).has(word) || endsInTen(word);
  return words.some((word, at) => isNumber(word) && isNumber(words[at + 1]));
}

/** English says it of other things; no card begins with the eleven that it is in Spanish. */
const NO_FIRST = '(?!once\\b)';

/** The first digits from here on, or an id. */
const FIRST: Lazy<RegExp> = {
  make: () =>
    new RegExp(
      // Ids are passed over whole: Twilio's, UUIDs, ours and those of tool calls.
      `(?<id>\\b(?:[A-Z]{2}[\\da-f]{32}|[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}|(?:ho|cb|call|toolu)_\\w+)\\b)|${NO_FIRST}${token()}`,
      'giu',
    ),
};
const HERE: Lazy<RegExp> = { make: () => new RegExp(token(), 'iuy') };
const NEXT: Lazy<RegExp> = {
  make: () => {
    const pause = anyWord(({ pauses }) => pauses);
    return new RegExp(`(?<between>${BETWEEN}{1,4}(?:(?:${pause})${BETWEEN}{1,3})?)${token()}`, 'iuy');
  },
};

/**
 * Some digits, as they stand or as they were said; `paired`: two of them as one number ("forty-one"). `weak`: a comma,
 * a line or a filler is before them.
 */
export type Group = {
  from: number;
  to: number;
  digits: string;
  spoken: boolean;
  paired: boolean;
  weak: boolean;
};

const groupOf = (match: RegExpExecArray, weak: boolean, skipped: number): Group => {
  const { times, digits, word, number } = match.groups ?? {};
  const pair = number === undefined ? undefined : digitsOfNumber(number);
  const said = digits ?? pair ?? made(DIGIT_OF).get((word ?? '').toLowerCase()) ?? '';
  const often = times === undefined ? 1 : (made(TIMES_OF).get(times.toLowerCase()) ?? 1);
  return {
    from: match.index + skipped,
    to: match.index + match[0].length,
    digits: pair?.repeat(often) ?? said.slice(0, 1).repeat(often) + said.slice(1),
    spoken: digits === undefined,
    paired: pair !== undefined,
    weak,
  };
};

/** The digits that follow the first ones, with spaces, dots, dashes, commas or a filler between them. */
const runFrom = (text: string, first: Group, most: number): Group[] => {
  const next = made(NEXT);
  const run = [first];
  let at = first.to;
  while (run.length < most) {
    next.lastIndex = at;
    const match = next.exec(text);
    if (match === null) return run;
    const between = match.groups?.between ?? '';
    const group = groupOf(match, /[,\n\p{L}]/u.test(between), between.length);
    run.push(group);
    at = group.to;
  }
  return run;
};

/** The digits that come next, behind a blank or the like; undefined where there are none. */
export const groupAfter = (text: string, at: number): Group | undefined => {
  const next = made(NEXT);
  next.lastIndex = at;
  const match = next.exec(text);
  return match === null ? undefined : groupOf(match, false, (match.groups?.between ?? '').length);
};

/** The run of digits that begins exactly at `at`, of `most` groups at most; empty where there is none. */
export const runAt = (text: string, at: number, most: number): Group[] => {
  const here = made(HERE);
  here.lastIndex = at;
  const match = here.exec(text);
  return match === null ? [] : runFrom(text, groupOf(match, false, 0), most);
};

/** Every run of digits in a text, in order. Ids are passed over. */
export const runsIn = function* (text: string): Generator<Group[]> {
  const first = made(FIRST);
  let at = 0;
  for (;;) {
    first.lastIndex = at;
    const match = first.exec(text);
    if (match === null) return;
    at = match.index + match[0].length;
    if (match.groups?.id !== undefined) continue;
    const run = runFrom(text, groupOf(match, false, 0), Number.POSITIVE_INFINITY);
    at = run.at(-1)?.to ?? at;
    yield run;
  }
};
