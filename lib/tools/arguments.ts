import { SEAM } from '../base/bounded-data.ts';
import { legible } from '../base/clip.ts';
import { redacted } from '../language/secrets/redaction.ts';

/** Returns what is given, also as a list of one, as models write it. */
export function only(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** What models write where nothing was said. */
const NOTHING = /^(?:null|undefined|none|n\/?a|unknown|unspecified|not (?:given|provided|specified))?\.?$/i;

/** Whether an argument says nothing: absent, empty, or a word for that. */
export function isNothing(given: unknown): boolean {
  const value = only(given);
  return value === undefined || value === null || (typeof value === 'string' && NOTHING.test(value.trim()));
}

function writtenOf(given: unknown): string | undefined {
  const value = only(given);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Returns a text on one line, as it was given, of at most `most` characters; undefined for none. */
export function lineOf(given: unknown, most: number): string | undefined {
  const written = isNothing(given) ? undefined : writtenOf(given);
  return (written && legible(written, most)) || undefined;
}

/** Redacted before it is cut: of half a card number nobody can tell what it is. */
function keptOf(written: string, most: number): string | undefined {
  const window = 2 * most + SEAM;
  const text = written.replace(/^[\s\p{Cc}]+/u, '');
  const whole = redacted(legible(text, window));
  return legible(text.length > window ? whole.slice(0, -SEAM) : whole, most) || undefined;
}

/** Returns the same without what must not be kept. */
export function textOf(given: unknown, most: number): string | undefined {
  const written = isNothing(given) ? undefined : writtenOf(given);
  return written === undefined ? undefined : keptOf(written, most);
}

/** These are surnames as well, but for their capital. */
const SURNAMES = /^(?:Null|NULL|Na|NA|None|NONE)$/;

/** Returns a name, as `textOf` does a text. Of words that are surnames only "null", "na" and "none" say nothing. */
export function nameOf(given: unknown, most: number): string | undefined {
  const written = writtenOf(given)?.trim() ?? '';
  return SURNAMES.test(written) ? written : textOf(given, most);
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
