import { ENGLISH } from './english.ts';
import { ENGLISH_AROUND } from './english-around.ts';
import { FRENCH } from './french.ts';
import { FRENCH_AROUND } from './french-around.ts';
import { GERMAN } from './german.ts';
import { GERMAN_AROUND } from './german-around.ts';
import { INDIRECT } from './indirect.ts';
import { INDIRECT_ROMANCE } from './indirect-romance.ts';
import { JOBS } from './jobs.ts';
import { LABELS, type Label } from './labels.ts';
import { SPANISH } from './spanish.ts';
import { SPANISH_AROUND } from './spanish-around.ts';
import { TELLING } from './telling.ts';

export type { Label } from './labels.ts';

const LISTS = [
  ENGLISH,
  ENGLISH_AROUND,
  GERMAN,
  GERMAN_AROUND,
  SPANISH,
  SPANISH_AROUND,
  FRENCH,
  FRENCH_AROUND,
  JOBS,
  ...TELLING,
  ...INDIRECT,
  ...INDIRECT_ROMANCE,
];

/** The lists of all languages, for nobody tells which one is spoken. */
export const WISH_PHRASES: readonly (readonly [Label, readonly string[]])[] = LABELS.map((label) => [
  label,
  LISTS.flatMap((words) => words[label] ?? []),
]);

/** What a quotation may be the text of, so that it is nobody's speech: a button, a letter. */
export const NAMES_OF_TEXTS: ReadonlySet<string> = new Set([
  ...[
    'button',
    'option',
    'link',
    'menu',
    'press',
    'pressed',
    'click',
    'clicked',
    'type',
    'typed',
    'word',
    'words',
  ],
  ...[
    'phrase',
    'sign',
    'title',
    'text',
    'message',
    'letter',
    'email',
    'named',
    'called',
    'labelled',
    'labeled',
  ],
  ...[
    'taste',
    'knopf',
    'wort',
    'worte',
    'brief',
    'nachricht',
    'schild',
    'boton',
    'opcion',
    'mensaje',
    'carta',
  ],
  ...['letrero', 'palabra', 'bouton', 'lettre', 'mot', 'mots', 'courriel', 'touche', 'panneau'],
]);
