/** A language as a code, as far as one is said at a telephone: `es`, `es-MX`, `zh-Hant`. */
const TAG = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i;

/** Codes of two letters (ISO 639-1) that models write out as names. */
const NAMED =
  'ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu id it ja ko lt lv ml mr ms nb nl pa pl pt ro ru sk sl sr sv sw ta te th tl tr uk ur vi zh';
/** Names are read in these languages, and each language in its own. */
const READ_IN = ['en', 'es', 'de', 'fr'];
/** What people call some of them beside that. */
const ALSO = {
  mandarin: 'zh',
  cantonese: 'yue',
  castilian: 'es',
  castellano: 'es',
  castillan: 'es',
  kastilisch: 'es',
  farsi: 'fa',
  flemish: 'nl',
  flamisch: 'nl',
  flamand: 'nl',
  tagalog: 'tl',
  norwegian: 'nb',
};
/** "not English", "Spanish or English": no language is named. */
const NOT = /^(?:non?|not|nor|or|and|but|except|other|than|y|o|nicht|kein|oder|und|et|ou|pas|sauf)$/;
const LONGEST = 60;
/** What stands around a name: "Spanish (Mexico)", "Brazilian Portuguese". */
const MOST_WORDS = 3;

/** Without case and accents: many a model leaves them out. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

let codes: Intl.DisplayNames | undefined;
let names: Map<string, string> | undefined;

const namesIn = (language: string): Intl.DisplayNames =>
  new Intl.DisplayNames(language, { type: 'language', fallback: 'none' });

/** The names of languages; made when one is first said, because that takes some milliseconds. */
function named(): Map<string, string> {
  if (names !== undefined) return names;
  const made = new Map<string, string>(Object.entries(ALSO));
  const listed = NAMED.split(' ');
  const put = (name: string | undefined, code: string): void => {
    if (name !== undefined && !made.has(plain(name))) made.set(plain(name), code);
  };
  for (const reader of READ_IN) {
    const read = namesIn(reader);
    for (const code of listed) put(read.of(code), code);
  }
  for (const code of listed) put(namesIn(code).of(code), code);
  names = made;
  return made;
}

/** Returns the code of a language that is told as a code or by its name; undefined for what is no language. */
export function languageTagOf(said: string): string | undefined {
  const tag = said.trim().replaceAll('_', '-');
  if (TAG.test(tag)) {
    codes ??= namesIn('en');
    const [known] = Intl.getCanonicalLocales(tag);
    if (known !== undefined && codes.of(known) !== undefined) return known;
  }
  if (said.length > LONGEST) return undefined;
  const known = named();
  const whole = known.get(plain(said.trim()));
  if (whole !== undefined) return whole;
  const words = plain(said).match(/[\p{L}\p{N}'=]+/gu) ?? [];
  if (words.length > MOST_WORDS || words.some((word) => NOT.test(word))) return undefined;
  const found = new Set(words.flatMap((word) => known.get(word) ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}
