// Apart from the other words: who only wants to know which language is spoken understands nothing else of it.
export { COMMON as ENGLISH } from './english/common.ts';
export { COMMON as FRENCH } from './french/common.ts';
export { COMMON as GERMAN } from './german/common.ts';
export { COMMON as SPANISH } from './spanish/common.ts';
