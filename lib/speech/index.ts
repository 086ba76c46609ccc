import { speech as english } from './english.ts';
import { speech as french } from './french.ts';
import { speech as german } from './german.ts';
import { speech as spanish } from './spanish.ts';
import { LANGUAGES, type LanguageCode, type Speech } from './speech.ts';

export { type Moment, spokenMoment } from './moment.ts';
export { languageNamed } from './named.ts';
export { filled, LANGUAGES, type LanguageCode, type Speech } from './speech.ts';

/** What we say in each language that we speak. */
export const SPEECHES: Readonly<Record<LanguageCode, Speech>> = {
  en: english,
  es: spanish,
  de: german,
  fr: french,
};

/** Returns what we say in a language; English for a code that a record does not have, or that another version wrote. */
export function speechOf(language: string | undefined): Speech {
  return SPEECHES[LANGUAGES.find((one) => one === language) ?? 'en'];
}
