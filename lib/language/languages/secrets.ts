// Apart from the other words: most functions take secrets out of a text and understand nothing else of it.
export { SECRETS as ENGLISH } from './english/secrets.ts';
export { SECRETS as FRENCH } from './french/secrets.ts';
export { SECRETS as GERMAN } from './german/secrets.ts';
export { SECRETS as SPANISH } from './spanish/secrets.ts';
