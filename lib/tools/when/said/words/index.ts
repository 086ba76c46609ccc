import type { SecretWords } from '../../../../language/languages/language.ts';
import * as SECRETS from '../../../../language/languages/secrets.ts';
import type { LanguageCode } from '../../../../speech/speech.ts';
import { ENGLISH } from './english.ts';
import { FRENCH } from './french.ts';
import { GERMAN } from './german.ts';
import { SPANISH } from './spanish.ts';
import type { WhenWords } from './words.ts';

/** Numbers are said as they are in `lib/language`, which has their words. */
export const WORDS: Readonly<Record<LanguageCode, { when: WhenWords; digits: SecretWords['digits'] }>> = {
  en: { when: ENGLISH, digits: SECRETS.ENGLISH.digits },
  es: { when: SPANISH, digits: SECRETS.SPANISH.digits },
  de: { when: GERMAN, digits: SECRETS.GERMAN.digits },
  fr: { when: FRENCH, digits: SECRETS.FRENCH.digits },
};
