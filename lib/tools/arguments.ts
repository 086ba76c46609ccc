import { legible } from '../base/clip.ts';
import { redacted } from '../language/secrets/redaction.ts';

/** Models write a text as a list of one, and numbers as numbers. */
function only(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** What models write where nothing was said. */
const NOTHING = /^(?:null|undefined|none|n\/?a|unknown|unspecified|not (?:given|provided|specified))?\.?$/i;

/** Whether an argument says nothing: absent, empty, or a word for that. */
export function isNothing(given: unknown): boolean {
  const value = only(given);
  return value === undefined || value === null || (typeof value === 'string' && NOTHING.test(value.trim()));
}

/** Returns a text on one line, as it was given, of at most `most` characters; undefined for none. */
export function lineOf(given: unknown, most: number): string | undefined {
  const value = only(given);
  if (isNothing(value) || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
  const text = legible(String(value), most);
  return text === '' ? undefined : text;
}

/** Returns the same without what must not be kept. */
export function textOf(given: unknown, most: number): string | undefined {
  const line = lineOf(given, most);
  return line === undefined ? undefined : redacted(line);
}

/** As long as an address may be (RFC 5321). */
const EMAIL = { longest: 254, form: /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[\p{L}\d-]{2,}$/u };

/** Returns an e-mail address as it was said or written ("jo at example dot com"); undefined for what is none. */
export function emailOf(given: unknown): string | undefined {
  const value = only(given);
  if (typeof value !== 'string' || value.length > EMAIL.longest) return undefined;
  const text = value
    .trim()
    .toLowerCase()
    .replace(/\s+(?:at|arroba|ät|arobase|klammeraffe)\s+/g, '@')
    .replace(/\s+(?:dot|punto|punkt|point)\s+/g, '.')
    // The end of a sentence.
    .replace(/[.!?]+$/, '');
  return EMAIL.form.test(text) ? text : undefined;
}

/** What strangers wrote: on one line, short, and without signs that could end the quotation. */
export function quoted(text: string, most: number): string {
  return legible(text, most).replace(/["“”„«»<>{}`]/g, "'");
}
