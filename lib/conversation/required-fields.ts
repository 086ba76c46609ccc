import type { JsonValue } from '../base/bounded-data.ts';

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

/**
 * Which of the required fields a call's structured data lacks (C6), in the order in which they are required. Null, a
 * blank text, an empty list and an empty object are missing; `false` and 0 are answers.
 */
export const missingFields = (
  structured: Record<string, JsonValue> | undefined,
  required: readonly string[],
): string[] => {
  const names = new Set(required.map((name) => name.trim()).filter((name) => name !== ''));
  return [...names].filter((name) => !isThere(structured ?? {}, name));
};
