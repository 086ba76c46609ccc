import { type Lazy, made } from '../text/lazy.ts';
import { type Group, runsIn } from './digit-runs.ts';
import { anyWord } from './words.ts';

const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const counted = at % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
};

const SHORTEST = 13;
const LONGEST = 19;

/** How the numbers of the large schemes begin, by length (ISO/IEC 7812; 13 digits are not given out any more). */
const ISSUED =
  /^(?:3(?:0[0-59]|[689]\d)\d{11}|3[47]\d{13}|(?:2[2-7]|35|[4-6]\d|8[12]|9\d)\d{14}|(?:4\d|5[06-8]|6\d)\d{15,17})$/;
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
/** Nothing but dates that there are, or amounts, one after the other. */
const LISTED = new RegExp(
  `^(?:(?:\\d{4}-(?:0[1-9]|1[0-2])-${DAY}|${DAY}[.-]${DAY}[.-](?:\\d{4}|\\d\\d)|\\d+\\.\\d\\d)(?:[\\s,-]+|$)){2,}$`,
);

const PLUS_BEFORE: Lazy<RegExp> = {
  make: () => new RegExp(`(?:\\+|${anyWord(({ plus }) => plus)}) ?$`, 'i'),
};

/** `sure`: these groups are all that stands there, with nothing but spaces, dots and dashes between them. */
const isCard = (text: string, groups: readonly Group[], digits: string, sure: boolean): boolean => {
  const [first] = groups;
  const last = groups.at(-1);
  if (first === undefined || last === undefined) return false;
  if (digits.length < SHORTEST || digits.length > LONGEST) return false;
  // No card's number begins with 0; a phone number's may, and with its plus it has 15 digits at most (E.164).
  if (digits.startsWith('0')) return false;
  const ahead = text.slice(Math.max(0, first.from - 5), first.from);
  if (digits.length <= 15 && made(PLUS_BEFORE).test(ahead)) return false;
  // Nearly every card has 15 or 16 digits. A single misheard word would undo the checksum. Who counts, or names years
  // or prices, says numbers from ten on as well.
  const said = sure && groups.every(({ spoken, paired }) => spoken && !paired);
  if (said && (digits.length === 15 || digits.length === 16)) return true;
  if (!passesLuhn(digits) || !(sure || ISSUED.test(digits))) return false;
  return !LISTED.test(text.slice(first.from, last.to));
};

const isWholeCard = (text: string, groups: readonly Group[]): boolean => {
  if (groups.length > LONGEST || groups.some(({ digits }) => digits.length > LONGEST)) return false;
  const sure = groups.every(({ weak }, at) => at === 0 || !weak);
  return isCard(text, groups, groups.map(({ digits }) => digits).join(''), sure);
};

/** How many groups from `from` on are a card together; the most that are one, 0 where none are. */
const groupsOfCard = (text: string, run: readonly Group[], from: number): number => {
  let digits = '';
  let most = 0;
  for (let to = from; to < run.length && digits.length < LONGEST; to++) {
    digits += run[to]?.digits ?? '';
    if (digits.length < SHORTEST || digits.length > LONGEST) continue;
    if (isCard(text, run.slice(from, to + 1), digits, false)) most = to + 1 - from;
  }
  return most;
};

/**
 * The card numbers in a run: all of it, or some of its groups. Other digits on either side of a card are looked at
 * as a run of their own, as they would be had the card never stood there.
 */
const cardsInRun = (text: string, run: readonly Group[]): Group[][] => {
  if (isWholeCard(text, run)) return [[...run]];
  const cards: Group[][] = [];
  let start = 0;
  for (let at = 0; at < run.length; ) {
    const groups = groupsOfCard(text, run, at);
    if (groups === 0) {
      at += 1;
      continue;
    }
    const before = run.slice(start, at);
    if (isWholeCard(text, before)) cards.push(before);
    cards.push(run.slice(at, at + groups));
    at += groups;
    start = at;
    // No card is longer than 19 groups.
    const after = run.slice(at, at + LONGEST + 1);
    if (isWholeCard(text, after)) return [...cards, after];
  }
  return cards;
};

/** Signs that stand in paths and in dates as well: between other digits they are no pause. */
const DIVIDERS = ['/', '_'];
const DIVIDED = /(?<![\d/_])\d+(?: ?[/_] ?\d+){1,9}(?![\d/_])/g;

type Place = { from: number; to: number };

const dividedCardsIn = (text: string): Place[] => {
  // To make the expression costs a first tool call more than to look whether it is needed.
  if (!DIVIDERS.some((sign) => text.includes(sign))) return [];
  return Array.from(text.matchAll(DIVIDED)).flatMap(({ 0: written, index: from }) => {
    const digits = written.replace(/\D/g, '');
    return ISSUED.test(digits) && passesLuhn(digits) ? [{ from, to: from + written.length }] : [];
  });
};

/** Where payment card numbers stand in a text, in order: 13 to 19 digits, written or said, Luhn-checked. */
export const cardsIn = (text: string): Place[] => {
  const spans: Place[] = [];
  for (const run of runsIn(text)) {
    for (const card of cardsInRun(text, run)) {
      const [first] = card;
      const last = card.at(-1);
      if (first !== undefined && last !== undefined) spans.push({ from: first.from, to: last.to });
    }
  }
  const divided = dividedCardsIn(text).filter(
    ({ from, to }) => !spans.some((span) => span.from < to && from < span.to),
  );
  return [...spans, ...divided].sort((one, other) => one.from - other.from);
};
