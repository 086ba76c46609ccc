import { clip } from './clip.ts';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/** Takes out what must not be kept: card numbers, passwords and the like. */
export type Redact = (text: string) => string;

/** How much of a call's structured data is kept. `fields` of each object and list; `depth` counts the outermost. */
export const STRUCTURED_LIMITS = { depth: 4, fields: 50, bytes: 16 * 1024, text: 4_000, name: 200 } as const;

/** Longer than a card number with its spaces, or a mail address: nothing that a cut has split stays behind. */
export const SEAM = 256;

/** The beginning of a text, at most `most` characters of it, redacted before it is cut. */
export const beginningOf = (text: string, most: number, redact: Redact): { text: string; cut: boolean } => {
  // Redaction may shorten what it reads, so it gets twice as much as can be kept.
  const window = text.slice(0, 2 * most);
  const whole = window.length === text.length;
  const redacted = redact(window).toWellFormed().trim();
  const clean = whole ? redacted : redacted.slice(0, -SEAM);
  if (whole && clean.length <= most) return { text: clean, cut: false };
  return { text: `${clean.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`, cut: true };
};

/** The end of a text, at most `most` characters of it, redacted before it is cut. */
export const endOf = (text: string, most: number, redact: Redact): string => {
  const window = text.slice(-2 * most);
  const redacted = redact(window).toWellFormed().trim();
  const clean = window.length === text.length ? redacted : redacted.slice(SEAM);
  return clean.slice(-most).replace(/^[\uDC00-\uDFFF]/, '');
};

const jsonBytes = (value: string | number | boolean | null): number =>
  Buffer.byteLength(JSON.stringify(value));

/** Below this a text is left out: so little of it says nothing. */
const LEAST_TEXT_BYTES = 100;

/**
 * Structured data as JSON within `STRUCTURED_LIMITS`, in the order in which it came. Every text and every name is
 * redacted, and a number that a text of the same digits would not pass becomes that redacted text. What is too deep
 * becomes `…`, what is too long ends in it, what is too much is left out; `cut` says that any of this happened.
 */
export const boundedData = (
  fields: Record<string, unknown>,
  redact: Redact,
): { data: Record<string, JsonValue>; cut: boolean } => {
  const { depth, fields: mostFields, bytes, text: mostText, name: mostName } = STRUCTURED_LIMITS;
  let left: number = bytes;
  let cut = false;

  /** Undefined where it does not fit. */
  const take = <T extends string | number | boolean | null>(value: T): T | undefined => {
    const size = jsonBytes(value);
    if (size > left) {
      cut = true;
      return undefined;
    }
    left -= size;
    return value;
  };

  const text = (value: string): string | undefined => {
    const short = beginningOf(value, mostText, redact);
    cut ||= short.cut;
    if (jsonBytes(short.text) <= left) return take(short.text);
    cut = true;
    return left < LEAST_TEXT_BYTES ? undefined : take(clip(short.text, left - 2));
  };

  /** The first entries, each one with the byte of its comma. */
  const each = (entries: readonly (readonly [string, unknown])[], level: number, named: boolean) => {
    if (entries.length > mostFields) cut = true;
    const kept: [string, JsonValue][] = [];
    for (const [name, value] of entries.slice(0, mostFields)) {
      const before = left;
      const short = beginningOf(name, mostName, redact);
      cut ||= named && short.cut;
      left -= named ? jsonBytes(short.text) + 2 : 1;
      const bounded = left > 0 ? bound(value, level) : undefined;
      if (bounded === undefined) {
        cut ||= left <= 0;
        left = before;
      } else {
        kept.push([short.text, bounded]);
      }
    }
    return kept;
  };

  /** Undefined for what does not fit, and for what is no JSON. */
  const bound = (value: unknown, level: number): JsonValue | undefined => {
    if (value === null || typeof value === 'boolean') return take(value);
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return undefined;
      const digits = String(value);
      const redacted = redact(digits);
      return redacted === digits ? take(value) : text(redacted);
    }
    if (typeof value !== 'object') return undefined;
    const entries = Object.entries(value);
    if (level > depth && entries.length > 0) {
      cut = true;
      return take('…');
    }
    if (left < 2) {
      cut = true;
      return undefined;
    }
    left -= 2;
    const isList = Array.isArray(value);
    const kept = each(entries, level + 1, !isList);
    return isList ? kept.map(([, one]) => one) : Object.fromEntries(kept);
  };

  left -= 2;
  return { data: Object.fromEntries(each(Object.entries(fields), 2, true)), cut };
};
