import type * as LANGUAGES from '../languages/index.ts';
import type { SecretWords } from '../languages/language.ts';
import * as SECRETS from '../languages/secrets.ts';
import { listed } from '../text/listed.ts';

/** So that the compiler names a language that is in the one list and not in the other. */
const BY_LANGUAGE: Readonly<Record<keyof typeof LANGUAGES, SecretWords>> = SECRETS;

/** What secrets are called in every language, for nobody tells which one is spoken. */
export function secretWords(): readonly SecretWords[] {
  return Object.values(BY_LANGUAGE);
}

/** Names in every language as one part of a regular expression; `more` stand behind them. */
export function anyName(of: (words: SecretWords) => string, more = ''): string {
  return [...secretWords().map(of), more].filter((names) => names !== '').join('|');
}

/** Words of every language as one part of a regular expression. */
export function anyWord(of: (words: SecretWords) => string): string {
  return [...new Set(secretWords().flatMap((words) => listed(of(words))))].join('|');
}
