import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../base/json.ts';

/** So deep is told what differs: `model.messages`, `server.timeoutSeconds`. */
const DEPTH = 2;

/**
 * Returns the paths at which something is not as it was written. Only what was written counts: Vapi fills in defaults
 * and adds fields of its own.
 */
export function differences(wanted: unknown, has: unknown, path: readonly string[] = []): string[] {
  if (isObject(wanted) && path.length < DEPTH) {
    const held = isObject(has) ? has : {};
    return Object.entries(wanted).flatMap(([key, value]) =>
      value === undefined ? [] : differences(value, held[key], [...path, key]),
    );
  }
  return holds(wanted, has) ? [] : [path.join('.')];
}

/** Whether everything of `wanted` is in it. */
function holds(wanted: unknown, has: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(has) &&
      has.length === wanted.length &&
      wanted.every((one, index) => holds(one, has[index]))
    );
  }
  if (!isObject(wanted)) return isDeepStrictEqual(wanted, has);
  return (
    isObject(has) &&
    Object.entries(wanted).every(([key, value]) => value === undefined || holds(value, has[key]))
  );
}
