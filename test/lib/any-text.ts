import * as fc from 'fast-check';

const FIRST_HALF = 0xd800;
const HALVES = 0x800;

/**
 * Any code point but half of a pair, as fast-check's unit `binary`, which costs the first test of a process a second
 * and 140 MB: it makes a map of all of them.
 */
export const ANY_UNIT = fc.nat({ max: 0x10ffff - HALVES }).map(
  (nth) => String.fromCodePoint(nth < FIRST_HALF ? nth : nth + HALVES),
  (unit) => {
    const point = typeof unit === 'string' ? (unit.codePointAt(0) ?? Number.NaN) : Number.NaN;
    if (String.fromCodePoint(point) !== unit) throw new Error('not one code point');
    return point < FIRST_HALF ? point : point - HALVES;
  },
);
