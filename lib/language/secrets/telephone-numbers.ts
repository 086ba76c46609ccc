import { runsIn, saysDigits } from './digit-runs.ts';

export type Piece = { is: 'text'; text: string } | { is: 'number'; hidden: string; label: string };

/** What speech and keyboards put between the digits of a number; the invisible marks U+200B to U+200F among them. */
const BETWEEN = String.raw`[\s().\/\u200B-\u200F\u2010-\u2015-]{0,3}`;
/** What only looks like numbers: a UUID, an id of Twilio's. */
export const IDS = [
  '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  '[A-Z]{2}[0-9a-f]{32}',
];
/**
 * First ids and dates. Then digits in a row, at least eight; then digits in groups with commas, as speech is written
 * down. Every part has a fixed length or eats disjoint characters, so the time is linear.
 */
const CANDIDATE = new RegExp(
  [
    ...IDS,
    String.raw`\d{4}-\d\d-\d\d(?!\d)`,
    String.raw`\+?(?:\d{1,3}, ?)?\d{3}, ?\d{3}, ?\d{4}(?!\d)`,
    String.raw`(?:[+\uFF0B]${BETWEEN})?\(?\p{Nd}(?:${BETWEEN}\p{Nd}){7,}`,
  ].join('|'),
  'gu',
);
const DIGIT = /\p{Nd}/gu;
const ID = /^(?:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-|[A-Z]{2}|\d{4}-\d\d-\d\d$)/;

/** The longer one of two that begin together. */
const inOrder = (one: Found, other: Found): number => one.index - other.index || other.end - one.end;

const FEWEST_AFTER_PLUS = 8;
const FEWEST = 10;

const DOT = '•';

const masked = (plus: boolean, digits: string): string => {
  const last = digits.slice(-2);
  // +1 and ten digits, or the ten alone: North America's, whose area code tells where a caller is from.
  if (plus && digits.length === 11 && digits.startsWith('1')) return `+1 ${digits.slice(1, 4)} ••• ••${last}`;
  if (!plus && digits.length === 10) return `${digits.slice(0, 3)} ••• ••${last}`;
  const first = plus ? digits.slice(0, 2) : '';
  const dots = DOT.repeat(Math.min(digits.length, 15) - first.length - 2);
  return `${plus ? '+' : ''}${first}${first === '' ? '' : ' '}${dots}${last}`;
};

type Found = { index: number; end: number; hidden: string; digits: string };

/** Numbers in digits. */
const written = (text: string): Found[] => {
  const found: Found[] = [];
  for (const { 0: match, index } of text.matchAll(CANDIDATE)) {
    const digits = (match.match(DIGIT) ?? []).join('');
    const sign = match.search(/[+\uFF0B]/);
    const few = digits.length < (sign === 0 ? FEWEST_AFTER_PLUS : FEWEST);
    if (few || ID.test(match)) continue;
    // A bracket around the whole number is the sentence's, one around the area code is the number's.
    const opening = match.startsWith('(') && !match.includes(')') ? 1 : 0;
    const end = index + match.length;
    found.push({ index: index + opening, end, hidden: masked(sign === 0, digits), digits });
  }
  return found;
};

/** Numbers in words, as speech is written down too. Who counts up says no number. */
const said = (text: string): Found[] => {
  if (!saysDigits(text)) return [];
  return [...runsIn(text)].flatMap((run): Found[] => {
    const [first] = run;
    const last = run.at(-1);
    const digits = run.map((group) => group.digits).join('');
    const counts = run.every(
      (group, at) => at === 0 || Number(group.digits) === Number(run[at - 1]?.digits) + 1,
    );
    const isNumber = digits.length >= FEWEST && !counts && run.some(({ spoken }) => spoken);
    if (first === undefined || last === undefined || !isNumber) return [];
    return [{ index: first.from, end: last.to, hidden: masked(false, digits), digits }];
  });
};

/**
 * Splits a text at what may be a telephone number: a plus and at least 8 digits, or at least 10 digits, with the
 * usual separators, in digits or in words. More than 15 in a row are no telephone number but a card's or an account's,
 * and hidden too.
 */
export const withoutNumbers = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index, end, hidden, digits } of [...written(text), ...said(text)].toSorted(inOrder)) {
    if (index < from) continue;
    pieces.push({ is: 'text', text: text.slice(from, index) });
    pieces.push({ is: 'number', hidden, label: `number ending in ${digits.slice(-2)}` });
    from = end;
  }
  pieces.push({ is: 'text', text: text.slice(from) });
  return pieces.filter((piece) => piece.is === 'number' || piece.text !== '');
};
