import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/base/bounded-data.ts';
import { missingFields } from '../../../lib/conversation/required-fields.ts';
import { cpuCost } from '../../cpu-time.ts';

describe('A required field', () => {
  const values: [value: JsonValue, missing: boolean][] = [
    [null, true],
    ['', true],
    [' \n\t', true],
    [[], true],
    [{}, true],
    [false, false],
    [0, false],
    ['0', false],
    [['a'], false],
    [{ a: null }, false],
  ];
  it.each(values)('with the value %j is missing: %s', (value, missing) => {
    expect(missingFields({ email: value }, ['email'])).toEqual(missing ? ['email'] : []);
  });

  it('is missing where there is no structured data at all', () => {
    expect(missingFields(undefined, ['email', 'reason'])).toEqual(['email', 'reason']);
    expect(missingFields({}, ['email'])).toEqual(['email']);
    expect(missingFields({}, [])).toEqual([]);
  });

  const paths: [path: string, structured: Record<string, JsonValue>, missing: boolean][] = [
    ['customer.email', { customer: { email: 'jordan@example.com' } }, false],
    ['customer.email', { customer: { email: '' } }, true],
    ['customer.email', { customer: {} }, true],
    ['customer.email', { customer: 'jordan@example.com' }, true],
    ['customer.email', { email: 'jordan@example.com' }, true],
    ['customer.email', { 'customer.email': 'jordan@example.com' }, false],
    ['a.b.c', { 'a.b': { c: 1 } }, true],
    ['a.b.c', { a: { 'b.c': 1 } }, false],
    ['items.0.id', { items: [{ id: 1 }] }, false],
    ['items.1.id', { items: [{ id: 1 }] }, true],
    ['items.length', { items: [{ id: 1 }] }, true],
    ['email.length', { email: 'x' }, true],
    ['toString', {}, true],
    ['constructor.name', {}, true],
    ['__proto__', {}, true],
    ['.', { a: 1 }, true],
    ['a.', { a: 1 }, true],
  ];
  it.each(paths)('%s in %j is missing: %s', (path, structured, missing) => {
    expect(missingFields(structured, [path])).toEqual(missing ? [path] : []);
  });

  it.each([
    'firstName',
    'first_name',
    'first-name',
    'First Name',
    'FIRSTNAME',
  ])('is found when it is written %s', (written) => {
    for (const required of ['firstName', 'first_name', 'FIRST NAME', 'first-name']) {
      expect(missingFields({ [written]: 'Jordan' }, [required])).toEqual([]);
      expect(missingFields({ Customer: { [written]: 'Jordan' } }, [`customer.${required}`])).toEqual([]);
    }
  });

  it('is not found by a name that is only part of another', () => {
    expect(missingFields({ email2: 'x', emailaddress: 'x' }, ['email'])).toEqual(['email']);
  });

  it('is there when one of two spellings has it, whichever is the exact one', () => {
    expect(missingFields({ order_id: null, orderId: 7 }, ['order_id'])).toEqual([]);
    expect(missingFields({ order_id: null, orderId: 7 }, ['orderId'])).toEqual([]);
  });

  it('is named once, as it is required, in the order in which it is required', () => {
    const required = ['reason', ' email ', 'reason', '', '  ', 'Email'];
    expect(missingFields({ other: 1 }, required)).toEqual(['reason', 'email', 'Email']);
  });

  it('is there whenever it is filled, under any path, and missing whenever it is taken away', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    const filled = fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[a-z]{1,5}$/));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), filled, (path, value) => {
        const nest = (leaf: JsonValue): Record<string, JsonValue> => {
          const [last = '', ...outer] = [...path].reverse();
          return outer.reduce<Record<string, JsonValue>>((inner, one) => ({ [one]: inner }), {
            [last]: leaf,
          });
        };
        expect(missingFields(nest(value), [path.join('.')])).toEqual([]);
        expect(missingFields(nest(null), [path.join('.')])).toEqual([path.join('.')]);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('with a name of 100,000 characters or dots is looked for in no time', () => {
    const names = ['_ -'.repeat(33_000), '.'.repeat(5_000), 'a.'.repeat(5_000)];
    expect(missingFields({ a: { a: 1 } }, names)).toHaveLength(3);
    expect(cpuCost(() => missingFields({ a: { a: 1 } }, names))).toBeLessThan(50);
  });
});
