import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { e164In, e164Of, rungBy, whyNotCalled } from '../../../lib/base/phone-number.ts';
import { ANY_UNIT } from '../any-text.ts';

const US = '+14155550199';
const DE = '+491705550199';
const GB = '+447700900199';
const IT = '+390655550199';

describe('A number as people say it', () => {
  it.each([
    ['(415) 555-0123', US, '+14155550123'],
    ['415.555.0123', US, '+14155550123'],
    ['1 415 555 0123', US, '+14155550123'],
    ['14155550123', US, '+14155550123'],
    ['4 1 5, 5 5 5, 0 1 2 3', US, '+14155550123'],
    ['4 1 5 5 5 5 0 1 2 3', US, '+14155550123'],
    ['my number is 415 555 0123, thanks', US, '+14155550123'],
    ['415 555 0123 ext. 12', US, '+14155550123'],
    ['tel:+1-415-555-0123', US, '+14155550123'],
    ['tel:415-555-0123', US, '+14155550123'],
    ['４１５５５５０１２３', US, '+14155550123'],
    ['0170 5550123', DE, '+491705550123'],
    ['07700 900123', GB, '+447700900123'],
    ['06 5555 0123', IT, '+390655550123'],
  ])('is one of the country that the caller calls from: %s', (said, near, number) => {
    expect(e164Of(said, near)).toBe(number);
  });

  it.each([
    ['+49 170 5550123', US],
    ['+49 (0)170 5550123', US],
    ['plus 49 170 5550123', US],
    ['011 49 170 5550123', US],
    ['0049 170 5550123', GB],
    ['00491705550123', DE],
    ['491705550123', DE],
    ['tel:+49-170-5550123', undefined],
  ])('is one of the country that it names: %s', (said, near) => {
    expect(e164Of(said, near)).toBe('+491705550123');
  });

  it('that begins at home like the code of the country is one of home', () => {
    expect(e164Of('391 555 0123', IT)).toBe('+393915550123');
  });

  it.each([
    ['555 0123', US],
    ['0 1 2 3', US],
    ['0 1 2 3', DE],
    ['2027', DE],
    ['110', DE],
    ['911', US],
    ['415 555 01234', US],
    ['+1 415 555 012', US],
    ['+1 415 555 0123 0000 0000', US],
    ['415-555-0123 or 415-555-0124', US],
    ['between 9 and 17 at 415 555 0123', US],
    ['415 555 0123', undefined],
    ['the same', US],
    ['', US],
  ])('is none when it cannot be a whole one: %s', (said, near) => {
    expect(e164Of(said, near)).toBeUndefined();
  });

  it('is none where the caller withholds theirs, and the words for that are none either', () => {
    // RESTRICTED, BLOCKED, UNKNOWN, ANONYMOUS and UNAVAILABLE, as typed on a keypad.
    for (const withheld of [
      '+7378742833',
      '+2562533',
      '+8566696',
      '+266696687',
      '+86282452253',
      'anonymous',
    ]) {
      expect(e164Of(withheld, withheld)).toBeUndefined();
      expect(e164Of('(415) 555-0123', withheld)).toBeUndefined();
    }
  });

  it('may be one that no range of today knows, as those for tests', () => {
    for (const reserved of [US, GB, '+441632960123', '+14155550100']) {
      expect(e164Of(reserved)).toBe(reserved);
    }
  });

  it('is in E.164 or none, whatever is said and whoever calls', () => {
    const said = fc.oneof(
      fc.string({ unit: ANY_UNIT, maxLength: 400 }),
      fc.stringMatching(/^(tel:)?[+0-9 ().x-]{0,30}$/),
      fc.stringMatching(
        /^(\+1|\+49|\+44|\+39|00|0|1|49|)[1-9][0-9]{2}[ -]?[0-9]{4,9}(, ?[0-9]{1,3}| x[0-9]{2})?$/,
      ),
    );
    const near = fc.option(fc.oneof(fc.constantFrom(US, DE, GB, IT), said), { nil: undefined });
    let numbers = 0;
    fc.assert(
      fc.property(said, near, (text, from) => {
        const number = e164Of(text, from);
        if (number === undefined) return;
        numbers += 1;
        expect(number).toMatch(/^\+[1-9]\d{3,14}$/);
        // What was made of it is a number by itself.
        expect(e164Of(number)).toBe(number);
      }),
      { numRuns: 3_000, seed: 5 },
    );
    expect(numbers).toBeGreaterThan(20);
  });
});

describe('A number in a list of one country', () => {
  it.each([
    ['415.555.0123', 'US', '+14155550123'],
    ['14155550123', 'US', '+14155550123'],
    ['0170/5550123', 'DE', '+491705550123'],
    ['1705550123', 'DE', '+491705550123'],
    ['491705550123', 'DE', '+491705550123'],
    ['0044 7700 900123', 'DE', '+447700900123'],
    ['391 555 0123', 'IT', '+393915550123'],
    ['911', 'US', undefined],
    ['415 555 01234', 'US', undefined],
    ['415 555 0123', 'UK', undefined],
  ])('is one of it, unless it names another: %s in %s', (text, country, number) => {
    expect(e164In(country, text)).toBe(number);
  });
});

describe('A number that somebody should be called on', () => {
  const COUNTRIES = ['DE', 'IT', 'GB', 'NL', 'US', 'FR', 'CH', 'AT'];

  it.each([
    ['premium', '+499001123456'],
    ['premium, one digit too many', '+4990011234567'],
    ['premium, two digits too many', '+49900112345678'],
    ['premium abroad, two digits too many', '+3989912345678'],
    ['shared cost, two digits too many', '+49137123456789'],
    ['shared cost abroad, two digits too many', '+3984012345678'],
    ['a short code', '+4911833'],
  ])('costs more than a call: %s', (_, number) => {
    expect(whyNotCalled(number, COUNTRIES)).toBe('costly');
  });

  it.each([
    ['a company, Netherlands 088', '+31881234567'],
    ['a company, Britain 03', '+443331234567'],
    ['a mobile', '+491705550199'],
    ['a mobile, two digits too many', '+49170555019912'],
    ['a fixed line', '+390655550199'],
    ['a fixed line that can be dialled through', '+493012345678'],
    ['free of charge', '+18005550123'],
    ['a mobile that begins like a personal number', '+817044749180'],
  ])('is an ordinary one: %s', (_, number) => {
    expect(whyNotCalled(number, [...COUNTRIES, 'JP'])).toBeUndefined();
  });

  it.each([
    ['+49170555019912', '+4917055501991'],
    ['+3939155501234', '+393915550123'],
    ['+49900112345678', '+499001123456'],
    ['+14155550123', '+14155550123'],
    ['+493012345678', '+493012345678'],
    ['+447700900199', '+447700900199'],
    ['+1', '+1'],
  ])('rings what is left without the digits that are too many: %s', (number, rings) => {
    expect(rungBy(number)).toBe(rings);
  });
});
