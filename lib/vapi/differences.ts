import { isObject } from '../base/json.ts';

/** The settings of something at Vapi, as JSON has them. */
type Settings = Readonly<Record<string, unknown>>;

/** One value that is not as it is to be: `model.tools[2].messages[0].content`. */
export type Difference = { path: string; from: unknown; to: unknown };

/**
 * Returns where `actual` lacks what is wanted. Only what we send is looked at: Vapi fills in defaults, orders keys as it
 * likes and knows fields that we do not.
 */
export function differences(wanted: Settings, actual: Settings): Difference[] {
  return Object.entries(wanted).flatMap(([key, value]) => between(value, actual[key], key));
}

function between(wanted: unknown, actual: unknown, path: string): Difference[] {
  // JSON does not carry it, so it is not sent.
  if (wanted === undefined) return [];
  if (Array.isArray(wanted) && Array.isArray(actual) && wanted.length === actual.length) {
    return wanted.flatMap((one: unknown, at) => between(one, actual[at], `${path}[${at}]`));
  }
  if (isObject(wanted) && isObject(actual)) {
    return Object.entries(wanted).flatMap(([key, value]) => between(value, actual[key], `${path}.${key}`));
  }
  return wanted === actual ? [] : [{ path, from: actual, to: wanted }];
}

/** Returns the whole top-level subtrees in which something differs: what is nested in them is replaced with them. */
export function subtrees(wanted: Settings, found: readonly Difference[]): Settings {
  const keys = new Set(found.map(({ path }) => /^[^.[]+/.exec(path)?.[0]));
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => keys.has(key)));
}
