import { digitsOfNumber } from '../../../language/secrets/spoken-numbers.ts';
import { folded } from '../../../language/text/folded.ts';
import { listed } from '../../../language/text/listed.ts';
import type { LanguageCode } from '../../../speech/speech.ts';
import { WORDS } from './words/index.ts';

/** "cuarenta y cinco", "vingt et un". */
const MOST_WORDS_OF_A_NUMBER = 3;

/** Dates and times in digits first, then ordinals, numbers, words, and what may stand between words without a meaning. */
const TOKEN =
  /(?<digits>\d{4}([-/])\d{1,2}\2\d{1,2}(?!\d)|\d{1,2}([-./])\d{1,2}\3(?:\d{4}|\d\d)(?!\d)|\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?!\d)|\d{1,2}[./]\d{1,2}(?!\d))\.?|(?<ordinal>\d{1,2})(?:(?:st|nd|rd|th|ten|ter|te|er|ero|º|ª|°)(?!\p{L})|\.(?=\s*\p{L}|\s+\d))|(?<hour>\d{1,2}) ?h(?: ?(?<minute>\d\d))?(?![\p{L}\d])|(?<number>\d+)|(?<word>\p{L}[\p{L}\p{M}]*)|[\s,.;!?()"'’`´¡¿]|(?<!\d)[-‐-―](?!\d)|(?<unknown>.)/gsu;

type Dictionary = {
  /** What each phrase means, by its words with blanks between them. */
  phrases: ReadonlyMap<string, string>;
  longest: number;
  digits: ReadonlyMap<string, number>;
  weekdays: readonly string[];
};

const dictionaries = new Map<LanguageCode, Dictionary>();

function dictionaryOf(language: LanguageCode): Dictionary {
  const known = dictionaries.get(language);
  if (known !== undefined) return known;
  const { when, digits } = WORDS[language];
  const weekdays = when.weekdays.flatMap((words, weekday) =>
    listed(words).map((word): [string, string] => [word, `w${weekday}`]),
  );
  const phrases = new Map([
    ...listed(when.nothing).map((word): [string, string] => [word, '']),
    ...listed(when.one).map((word): [string, string] => [word, '1']),
    ...Object.entries(when.ordinals).map(([word, day]): [string, string] => [word, `#${day}`]),
    ...when.months.flatMap((words, month) =>
      listed(words).map((word): [string, string] => [word, `m${month + 1}`]),
    ),
    ...weekdays,
    ...Object.entries(when.phrases).flatMap(([sign, said]) =>
      said.map((phrase): [string, string] => [phrase, sign]),
    ),
  ]);
  const made = {
    phrases,
    longest: Math.max(...[...phrases.keys()].map((phrase) => phrase.split(' ').length)),
    digits: new Map(digits.flatMap((words, digit) => listed(words).map((word) => [word, digit] as const))),
    weekdays: weekdays.map(([word]) => word),
  };
  dictionaries.set(language, made);
  return made;
}

/** What a single word means that is in no list: "fünfzehnten", "Freitagabend". */
function derived(word: string, language: LanguageCode, { phrases, digits, weekdays }: Dictionary): string {
  for (const ending of listed(WORDS[language].when.ordinalEndings)) {
    const base = word.endsWith(ending) ? word.slice(0, -ending.length) : '';
    const day = digits.get(base) ?? digitsOfNumber(base);
    if (day !== undefined) return `#${day}`;
  }
  const plain = folded(word);
  const weekday = weekdays.find((one) => plain.startsWith(one)) ?? '';
  const rest = weekday === '' ? undefined : phrases.get(plain.slice(weekday.length));
  return rest === undefined ? '?' : `${phrases.get(weekday)} ${rest}`;
}

/** The most of the words from a place on that mean something together, and what. */
function longest<Meaning>(
  words: readonly string[],
  from: number,
  most: number,
  meaningOf: (some: readonly string[]) => Meaning | undefined,
): { to: number; meaning: Meaning } | undefined {
  for (let to = Math.min(words.length, from + most); to > from; to -= 1) {
    const meaning = meaningOf(words.slice(from, to));
    if (meaning !== undefined) return { to, meaning };
  }
  return undefined;
}

/** Words that stand next to each other as signs. */
function signsOf(words: readonly string[], language: LanguageCode): string[] {
  if (words.length === 0) return [];
  const dictionary = dictionaryOf(language);
  const signs: string[] = [];
  const phrase = (some: readonly string[]) => dictionary.phrases.get(some.map(folded).join(' '));
  const number = (some: readonly string[]) => {
    const said = some.join(' ');
    return digitsOfNumber(said) ?? dictionary.digits.get(said)?.toString();
  };
  for (let at = 0; at < words.length; ) {
    const found =
      longest(words, at, dictionary.longest, phrase) ?? longest(words, at, MOST_WORDS_OF_A_NUMBER, number);
    const sign = found?.meaning ?? derived(words[at] ?? '', language, dictionary);
    // "twenty-first" in two words.
    const tens = /^#[1-9]$/.test(sign) && /^[23]0$/.test(signs.at(-1) ?? '') ? Number(signs.pop()) : 0;
    signs.push(tens === 0 ? sign : `#${tens + Number(sign.slice(1))}`);
    at = found?.to ?? at + 1;
  }
  return signs;
}

/** What stands for something only before a number means nothing elsewhere. */
const IDLE = / (?:(?:the|on)(?= [^#\d])|in(?! \d)|at(?! (?:\d|half|quarter|three-quarters)))(?= |$)/g;

/** Signs with a blank before each, in the numbers that are meant: "dans huit jours" is in a week. */
function meant(signs: string, language: LanguageCode): string {
  let all = signs;
  for (const [said, means] of Object.entries(WORDS[language].when.counted)) {
    all = all.replace(new RegExp(` ${said}(?= |$)`), ` ${means}`);
  }
  return all;
}

/** Returns a text in the signs of `words.ts`, with a blank before each; what is not of this language becomes `?`. */
export function signsIn(text: string, language: LanguageCode): string {
  const signs: string[] = [];
  let words: string[] = [];
  const said = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/(\d|^)t(?=\d)/g, '$1 ');
  for (const { groups = {} } of said.matchAll(TOKEN)) {
    const { digits, ordinal, hour, minute, number, word, unknown } = groups;
    if (word !== undefined) words.push(word);
    const written =
      digits ??
      (ordinal === undefined ? undefined : `#${Number(ordinal)}`) ??
      (hour === undefined ? undefined : `${hour} oclock ${minute ?? ''}`.trim()) ??
      number ??
      (unknown === undefined ? undefined : '?');
    if (written === undefined) continue;
    signs.push(...signsOf(words, language), written);
    words = [];
  }
  signs.push(...signsOf(words, language));
  const all = signs.flatMap((sign) => (sign === '' ? [] : ` ${sign}`)).join('');
  return meant(all, language).replace(IDLE, '');
}
