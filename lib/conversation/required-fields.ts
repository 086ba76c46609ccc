import type { JsonValue } from '../base/bounded-data.ts';
import type { OutputPlace, Reported } from './events.ts';

const isFilled = (value: JsonValue): boolean => {
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object') return value !== null && Object.keys(value).length > 0;
  return true;
};

const loosely = (name: string): string => name.replace(/[\s_-]/g, '').toLowerCase();

/** The values under a name: written exactly so first, then written differently (`first_name`, `First name`). */
const named = (value: JsonValue, name: string): JsonValue[] => {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const exact = entries.filter(([key]) => key === name);
  const alike = entries.filter(([key]) => key !== name && loosely(key) === loosely(name));
  return [...exact, ...alike].map(([, one]) => one);
};

/** Whether a name, or a path of names with dots between them, leads to something. A whole name may hold dots itself. */
const isThere = (value: JsonValue, path: string): boolean => {
  if (named(value, path).some(isFilled)) return true;
  const [first, ...rest] = path.split('.');
  if (first === undefined || rest.length === 0) return false;
  return named(value, first).some((inner) => isThere(inner, rest.join('.')));
};

/** What follows the name of an output in a path; undefined where the path does not begin with it. */
function withinOutput(path: string, output: string): string | undefined {
  for (let dot = path.indexOf('.'); dot > 0 && dot <= LONGEST_NAME; dot = path.indexOf('.', dot + 1)) {
    if (loosely(path.slice(0, dot)) === loosely(output)) return path.slice(dot + 1);
  }
  return undefined;
}

/** Longer than any name of an output that is kept. */
const LONGEST_NAME = 400;

/**
 * Whether an output has what a path leads to. Where its fields stand depends on which other outputs were answered: a
 * field is named alone, or after its output (`Contact.email`), and neither may depend on that.
 */
const isInOutput = (
  structured: Record<string, JsonValue>,
  path: string,
  { name, under, fields = [] }: OutputPlace,
): boolean => {
  const own = withinOutput(path, name);
  if (under !== undefined) {
    const within = structured[under] ?? null;
    return isThere(within, path) || (own !== undefined && isThere(within, own));
  }
  const among = Object.fromEntries(fields.map((field) => [field, structured[field] ?? null]));
  return own !== undefined && isThere(among, own);
};

/**
 * Which of the required fields a call's report lacks (C6), in the order in which they are required. Null, a blank text,
 * an empty list and an empty object are missing; `false` and 0 are answers.
 */
export const missingFields = (
  report: Pick<Reported, 'structured' | 'outputs'> | undefined,
  required: readonly string[],
): string[] => {
  const { structured = {}, outputs = [] } = report ?? {};
  const names = new Set(required.map((name) => name.trim()).filter((name) => name !== ''));
  const isFound = (name: string) =>
    isThere(structured, name) || outputs.some((output) => isInOutput(structured, name, output));
  return [...names].filter((name) => !isFound(name));
};
