// The languages that are understood. A new one is a folder and a line here; the compiler then asks for its line in
// `secrets.ts`.
export { ENGLISH } from './english/index.ts';
export { FRENCH } from './french/index.ts';
export { GERMAN } from './german/index.ts';
export { SPANISH } from './spanish/index.ts';
