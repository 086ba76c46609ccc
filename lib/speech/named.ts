import { LANGUAGES, type LanguageCode } from './speech.ts';

/** What models and people call the languages, without accents; the code of three letters is the first part of a tag. */
const NAMES: Readonly<Record<LanguageCode, { codes: readonly string[]; names: readonly string[] }>> = {
  en: { codes: ['en', 'eng'], names: ['english', 'ingles', 'inglesa', 'englisch', 'anglais', 'anglaise'] },
  es: {
    codes: ['es', 'spa'],
    names: ['spanish', 'espanol', 'espanola', 'castellano', 'castilian', 'spanisch', 'espagnol', 'castillan'],
  },
  de: {
    codes: ['de', 'deu', 'ger'],
    names: ['german', 'aleman', 'alemana', 'deutsch', 'deutsche', 'allemand', 'allemande'],
  },
  fr: {
    codes: ['fr', 'fra', 'fre'],
    names: ['french', 'frances', 'francesa', 'franzosisch', 'franzoesisch', 'francais', 'francaise'],
  },
};

/** "non-English", "anything but French": it says which language it is not. */
const NOT = ['non', 'not', 'no', 'nicht', 'kein', 'pas', 'but', 'except', 'other', 'unknown'];

/** Longer ones are no name of a language. */
const LONGEST = 60;

/**
 * Returns the language of ours that a text names: a code with or without a region ("es-MX", "pt_BR"), or its name in
 * one of our languages ("Spanish", "Deutsch (Schweiz)"). Undefined for what is none of ours: then it is not told.
 */
export function languageNamed(given: unknown): LanguageCode | undefined {
  if (typeof given !== 'string' || given.length > LONGEST) return undefined;
  const plain = given
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '');
  const words = plain.match(/[a-z]+/g) ?? [];
  const [code = ''] = words;
  const coded = LANGUAGES.find((one) => NAMES[one].codes.includes(code));
  if (coded !== undefined || words.some((word) => NOT.includes(word))) return coded;
  for (const word of words) {
    const named = LANGUAGES.find((one) => NAMES[one].names.includes(word));
    if (named !== undefined) return named;
  }
  return undefined;
}
