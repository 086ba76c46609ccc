/** A language as a code, as far as one is said at a telephone: `es`, `es-MX`, `zh-Hant`. */
const TAG = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i;

/** Codes of two letters (ISO 639-1) that models write out as names. */
const NAMED =
  'ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu id it ja ko lt lv ml mr ms nb nl pa pl pt ro ru sk sl sr sv sw ta te th tl tr uk ur vi zh';
/** Names are read in these languages, and each language in its own. */
const READ_IN = ['en', 'es', 'de', 'fr'];

let codes: Intl.DisplayNames | undefined;
let names: Map<string, string> | undefined;

const namesIn = (language: string): Intl.DisplayNames =>
  new Intl.DisplayNames(language, { type: 'language', fallback: 'none' });

/** The names of languages; made when one is first said, because that takes some milliseconds. */
function named(): Map<string, string> {
  if (names !== undefined) return names;
  const made = new Map<string, string>();
  const listed = NAMED.split(' ');
  for (const reader of READ_IN) {
    const read = namesIn(reader);
    for (const code of listed) {
      const name = read.of(code)?.toLowerCase();
      if (name !== undefined && !made.has(name)) made.set(name, code);
    }
  }
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
  return named().get(said.trim().toLowerCase());
}
