import { runsIn, saysDigits } from '../language/secrets/digit-runs.ts';
import { IDS } from '../language/secrets/telephone-numbers.ts';

const HIDDEN = '••••';
const SHOWN_DIGITS = 4;
/** Fewer digits are no number that somebody could be called at. */
const FEWEST_DIGITS = 7;

const shownAs = (digits: string): string => `${HIDDEN} ${digits.slice(-SHOWN_DIGITS)}`;

/** A number but for its last four digits; `null` for an address that is none. */
export function hiddenNumber(caller: string | undefined): string | null {
  const digits = /^\+?\d+$/.test(caller ?? '') ? (caller ?? '').replace('+', '') : '';
  return digits.length < FEWEST_DIGITS ? null : shownAs(digits);
}

/** What people and keyboards put between the digits of a number: anything but a letter. */
const BETWEEN = String.raw`[^\p{L}\p{N}]{0,3}`;
/**
 * First ids, of which the digits are nobody's number. Then digits in a row. Every part has a fixed length or eats
 * disjoint characters, so the time is linear.
 */
const RUN = new RegExp([...IDS, String.raw`[+\uFF0B]?\(?\p{Nd}(?:${BETWEEN}\p{Nd})*`].join('|'), 'gu');
const ID = /[A-Za-z]/;
const DIGIT = /\p{Nd}/gu;

const TIME = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,3})?)?`;
const DAY_OR_MONTH = String.raw`(?:0?[1-9]|[12]\d|3[01])`;
/** What stands by itself among digits and is no part of a number: a date, a time, an amount of money. */
const PLAIN = new RegExp(
  `^\\(?(?:${[
    String.raw`(?:19|20)\d\d([-./])${DAY_OR_MONTH}\1${DAY_OR_MONTH}`,
    String.raw`${DAY_OR_MONTH}([-./])${DAY_OR_MONTH}\2(?:19|20)\d\d`,
    String.raw`${TIME}(?:[-\u2013]${TIME})?`,
    String.raw`[1-9]\d{0,2}(?:,\d{3})+\.\d\d|[1-9]\d{0,2}(?:\.\d{3})+,\d\d`,
  ].join('|')})\\)?$`,
);

/** Digits that belong together, and what stands around them. */
function hiddenPart(part: string): string {
  const digits = (part.match(DIGIT) ?? []).join('');
  if (digits.length < FEWEST_DIGITS) return part;
  // A bracket around the whole number is the sentence's, one around the area code is the number's.
  const opening = part.startsWith('(') && !part.includes(')') ? '(' : '';
  return `${opening}${shownAs(digits)}`;
}

function hiddenRun(run: string): string {
  if (ID.test(run)) return run;
  const shown: string[] = [];
  let part = '';
  let gap = '';
  for (const [at, piece] of run.split(/(,?[\s;]+)/u).entries()) {
    if (at % 2 === 1) {
      gap = piece;
    } else if (PLAIN.test(piece)) {
      shown.push(hiddenPart(part), gap, piece);
      [part, gap] = ['', ''];
    } else if (part === '') {
      shown.push(gap);
      [part, gap] = [piece, ''];
    } else {
      part += `${gap}${piece}`;
      gap = '';
    }
  }
  return [...shown, hiddenPart(part), gap].join('');
}

/** Numbers in words, as speech is written down too. Who counts up says no number. */
function withoutSpoken(text: string): string {
  if (!saysDigits(text)) return text;
  let shown = '';
  let from = 0;
  for (const run of runsIn(text)) {
    const [first, last] = [run[0], run.at(-1)];
    const digits = run.map((group) => group.digits).join('');
    const counts = run.every(
      (group, at) => at === 0 || Number(group.digits) === Number(run[at - 1]?.digits) + 1,
    );
    const isNumber = digits.length >= FEWEST_DIGITS && !counts && run.some(({ spoken }) => spoken);
    if (first === undefined || last === undefined || !isNumber) continue;
    shown += `${text.slice(from, first.from)}${shownAs(digits)}`;
    from = last.to;
  }
  return `${shown}${text.slice(from)}`;
}

/** A clipped text may end in the middle of a number. */
const OPEN_NUMBER = new RegExp(String.raw`[+\uFF0B(\s]*\p{Nd}(?:${BETWEEN}\p{Nd}){2,}${BETWEEN}…$`, 'u');

/** A text with all but the last four digits of the numbers in it hidden; `null` where there is none. */
export function hiddenIn(text: string | null | undefined): string | null {
  if (text === undefined || text === null) return null;
  return withoutSpoken(text.replace(OPEN_NUMBER, ' …')).replace(RUN, hiddenRun);
}
