import { beginningOf } from '../../base/bounded-data.ts';
import { redacted } from '../../language/secrets/redaction.ts';

/** No word or question of a model's is longer. */
const LONGEST = 300;

/** Models write a text as a list of one, too. */
const only = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/** Returns the first text under one of the names, on one line and without what must not be kept. */
export function textIn(values: Readonly<Record<string, unknown>>, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = only(values[name]);
    if (typeof value !== 'string') continue;
    const text = beginningOf(value, LONGEST, redacted).text.replace(/\s+/g, ' ').trim();
    if (text !== '') return text;
  }
  return undefined;
}
