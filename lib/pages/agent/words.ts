import { html, joined, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/shown.ts';
import { inline, isText, plainOf } from '../kit/text.ts';

/** A sentence of ours with names in it, which are foreign text. */
export type Words = readonly (string | { name: string })[];

const NAME_BYTES = 60;

/** The agent by name, or what one says where it is not known. */
export const agentNamed = (name: string | undefined, otherwise: string): Words[number] =>
  isText(name) ? { name } : otherwise;

export const marked = (words: Words, shown: Shown): Safe =>
  joined(
    words.map((part) => (typeof part === 'string' ? html`${part}` : inline(part.name, NAME_BYTES, shown))),
  );

/** The same without markup: for titles and for programs. */
export const plain = (words: Words, shown: Shown): string =>
  words.map((part) => (typeof part === 'string' ? part : plainOf(part.name, NAME_BYTES, shown))).join('');
