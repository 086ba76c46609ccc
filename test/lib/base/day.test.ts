import { expect, it } from 'vitest';
import { dayIn } from '../../../lib/base/day.ts';

it.each([
  ['UTC', '2026-11-30T23:59:59Z', '2026-11-30'],
  ['America/Los_Angeles', '2026-12-01T07:59:59Z', '2026-11-30'],
  ['America/Los_Angeles', '2026-12-01T08:00:00Z', '2026-12-01'],
  ['Pacific/Auckland', '2026-11-30T11:00:00Z', '2026-12-01'],
])('The day in %s at %s is %s', (timeZone, at, day) => {
  expect(dayIn(timeZone, Date.parse(at))).toBe(day);
});
