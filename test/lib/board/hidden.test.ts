import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenIn, hiddenNumber } from '../../../lib/board/hidden.ts';

describe('What the board shows of a number', () => {
  it.each([
    ['+14155550199', '•••• 0199'],
    ['4155550199', '•••• 0199'],
    ['+15550100', '•••• 0100'],
  ])('is its last four digits: %s', (number, shown) => {
    expect(hiddenNumber(number)).toBe(shown);
  });

  it.each([
    'sip:jo@example.com',
    'client:jo',
    '112',
    '',
    undefined,
  ])('is nothing of what is none: %s', (address) => {
    expect(hiddenNumber(address)).toBeNull();
  });
});

describe('What somebody said', () => {
  it.each([
    ['call me at +1 415 555 0199 please', 'call me at •••• 0199 please'],
    ['my number is 4155550199', 'my number is •••• 0199'],
    ['call +14155550177', 'call •••• 0177'],
    ['llámeme al 612 345 678', 'llámeme al •••• 5678'],
    ['612345678', '•••• 5678'],
    ['ruf 0170-12345 an', 'ruf •••• 2345 an'],
    ['030 123456', '•••• 3456'],
    ['06.12.34.56.78', '•••• 5678'],
    ['415·555·0177', '•••• 0177'],
    ['415_555_0177', '•••• 0177'],
    ['415:555:0177', '•••• 0177'],
    ['415,5550177', '•••• 0177'],
    ['415, 555, 0177', '•••• 0177'],
    ['(my number: +1 (415) 555-0177)', '(my number: •••• 0177)'],
    ['at home (415 555 0177)', 'at home (•••• 0177)'],
    ['５５５ ０１７７', '•••• ０１７７'],
    ['four one five five five five zero one seven seven', '•••• 0177'],
    ['order 88213, card 4111 1111 1111 1111', 'order 88213, card •••• 1111'],
    ['10:30 at 415 555 0177, on 2026-12-01', '10:30 at •••• 0177, on 2026-12-01'],
    ['2026-12-01 4155550177', '2026-12-01 •••• 0177'],
    ['4155550177 10:30', '•••• 0177 10:30'],
  ])('is shown with the last four digits of a number: %s', (said, shown) => {
    expect(hiddenIn(said)).toBe(shown);
  });

  it.each([
    'order 88213 arrived broken',
    'invoice 204518 of 12.03.2026, 14:30',
    'on 2026-11-30 from 10:30-11:45',
    '12/03/2026, 9:05',
    'at 09:15:30.250, 10:20',
    'charged $12,500.00 twice, once 1.250,00',
    'one two three four five six seven eight',
    'the call 9e8d7c6b-5a49-4838-b726-150403f2e1d0',
    'the call CA0123456789abcdef0123456789abcdef',
  ])('is shown as it is where it holds no number of a telephone: %s', (said) => {
    expect(hiddenIn(said)).toBe(said);
  });

  it('may be clipped in the middle of a number', () => {
    expect(hiddenIn('ring me at +1 415 55…')).toBe('ring me at …');
    expect(hiddenIn('ring me at 415·55…')).toBe('ring me at …');
    expect(hiddenIn(undefined)).toBeNull();
  });

  it('never shows more than four digits of a number, whatever stands between them', () => {
    const gap = fc.constantFrom('', ' ', '·', '_', ' (', ') ', ' | ', '\u2011', '\u200b', '\n');
    const digit = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(digit, gap), { minLength: 7, maxLength: 15 }), (pairs) => {
        const said = pairs.map(([one, between]) => `${one}${between}`).join('');
        const last = pairs.slice(-4).map(([one]) => one);
        expect(hiddenIn(`ring ${said}!`)?.replace(/\D/g, '')).toBe(last.join(''));
      }),
    );
  });
});
