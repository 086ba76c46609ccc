import { describe, expect, it } from 'vitest';
import { withoutZone } from '../../../../lib/tools/when/zone.ts';

const NOW = Date.parse('2026-11-24T15:30:00Z');
const without = (text: string, timeZone = 'America/New_York') => withoutZone(text, { timeZone, now: NOW });

describe('The zone of the business', () => {
  it.each([
    ['3 pm EST', '3 pm'],
    ['3 pm edt', '3 pm'],
    ['3 pm (Eastern Time)', '3 pm'],
    ['3 pm Eastern Standard Time.', '3 pm'],
    ['15:00-05:00', '15:00'],
    ['15:00:00 -0400', '15:00:00'],
    ['15:00 America/New_York', '15:00'],
  ])('says nothing new behind a time, in summer and in winter: %s', (text, rest) => {
    expect(without(text)).toBe(rest);
  });

  it.each([
    ...['3 pm PST', '15:00Z', '15:00+01:00', '3 pm', '15:00', '', 'the best', '9-05:00', '10:00-11:00'],
  ])('is all that is left out: %j stays', (text) => {
    expect(without(text)).toBe(text);
  });

  it('is another one elsewhere', () => {
    expect(without('15:00Z', 'UTC')).toBe('15:00');
    expect(without('15 Uhr MEZ', 'Europe/Berlin')).toBe('15 Uhr');
    expect(without('3 pm EST', 'Europe/Berlin')).toBe('3 pm EST');
    expect(without('15:00+05:30', 'Asia/Kolkata')).toBe('15:00');
  });
});
