/** Numbers as people write them and as they say them, digit by digit, in English, Spanish, German and French. */

const DIGIT_WORDS: Record<string, string> = {};
const SPOKEN = [
  'zero oh o nought naught cero null zéro',
  'one uno una un eins ein eine une',
  'two dos zwei zwo deux',
  'three tres drei trois',
  'four cuatro vier quatre',
  'five cinco fünf fuenf cinq',
  'six seis sechs',
  'seven siete sieben sept',
  'eight ocho acht huit',
  'nine nueve neun neuf',
];
for (const [digit, words] of SPOKEN.entries()) {
  for (const word of words.split(' ')) DIGIT_WORDS[word] = String(digit);
}
const TIMES: Record<string, number> = {
  double: 2,
  doble: 2,
  doppel: 2,
  zweimal: 2,
  triple: 3,
  treble: 3,
  dreimal: 3,
};

export const ALONE = { before: '(?<![\\p{L}\\p{N}_])', after: '(?![\\p{L}\\p{N}_])' };
export const DIGIT_WORD = `(?:${Object.keys(DIGIT_WORDS).join('|')})`;
const TIMES_WORD = `(?:${Object.keys(TIMES).join('|')})`;
/** Two words of a number that is read out. */
export const SAID_DIGITS = `(?:${DIGIT_WORD}|${TIMES_WORD})[\\s,.-]{1,2}${DIGIT_WORD}`;
const TOKEN = `(?:${ALONE.before}(?<times>${TIMES_WORD})[ -])?(?:(?<digits>\\d+)|${ALONE.before}(?<word>${DIGIT_WORD})${ALONE.after})`;
const BETWEEN = '[\\s.,\\-\\u2010-\\u2015\\u2212]';
/** What people say while they read out a number. */
const FILLER = '(?:and|then|u[hm]|und|dann|ähm?|y|luego|et|puis|euh)';

/** The first digits from here on, or an id. */
const FIRST = new RegExp(
  // Ids are passed over whole: Twilio's, UUIDs, ours and those of tool calls.
  `(?<id>\\b(?:[A-Z]{2}[\\da-f]{32}|[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}|(?:ho|cb|call|toolu)_\\w+)\\b)|${TOKEN}`,
  'giu',
);
const AT = new RegExp(TOKEN, 'iuy');
const NEXT = new RegExp(`(?<between>${BETWEEN}{1,4}(?:${FILLER}${BETWEEN}{1,3})?)${TOKEN}`, 'iuy');

/** Some digits, as they stand or as they were said. `weak`: a comma, a line or a filler is before them. */
export type Group = { from: number; to: number; digits: string; spoken: boolean; weak: boolean };

const groupOf = (match: RegExpExecArray, weak: boolean, skipped: number): Group => {
  const { times, digits, word } = match.groups ?? {};
  const said = digits ?? DIGIT_WORDS[(word ?? '').toLowerCase()] ?? '';
  const often = times === undefined ? 1 : (TIMES[times.toLowerCase()] ?? 1);
  return {
    from: match.index + skipped,
    to: match.index + match[0].length,
    digits: said.slice(0, 1).repeat(often) + said.slice(1),
    spoken: digits === undefined,
    weak,
  };
};

/** The digits that follow the first ones, with spaces, dots, dashes, commas or a filler between them. */
const runFrom = (text: string, first: Group, most: number): Group[] => {
  const run = [first];
  let at = first.to;
  while (run.length < most) {
    NEXT.lastIndex = at;
    const match = NEXT.exec(text);
    if (match === null) return run;
    const between = match.groups?.between ?? '';
    const group = groupOf(match, /[,\n\p{L}]/u.test(between), between.length);
    run.push(group);
    at = group.to;
  }
  return run;
};

/** The run of digits that begins exactly at `at`, of `most` groups at most; empty where there is none. */
export const runAt = (text: string, at: number, most: number): Group[] => {
  AT.lastIndex = at;
  const match = AT.exec(text);
  return match === null ? [] : runFrom(text, groupOf(match, false, 0), most);
};

/** Every run of digits in a text, in order. Ids are passed over. */
export const runsIn = function* (text: string): Generator<Group[]> {
  let at = 0;
  for (;;) {
    FIRST.lastIndex = at;
    const match = FIRST.exec(text);
    if (match === null) return;
    at = match.index + match[0].length;
    if (match.groups?.id !== undefined) continue;
    const run = runFrom(text, groupOf(match, false, 0), Number.POSITIVE_INFINITY);
    at = run.at(-1)?.to ?? at;
    yield run;
  }
};
