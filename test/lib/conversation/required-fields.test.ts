import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/base/bounded-data.ts';
import { missingFields } from '../../../lib/conversation/required-fields.ts';
import { type CallReport, readCallReport } from '../../../lib/vapi/call-report.ts';
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
    expect(missingFields({ structured: { email: value } }, ['email'])).toEqual(missing ? ['email'] : []);
  });

  it('is missing where there is no structured data at all', () => {
    expect(missingFields(undefined, ['email', 'reason'])).toEqual(['email', 'reason']);
    expect(missingFields({ structured: {} }, ['email'])).toEqual(['email']);
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
    expect(missingFields({ structured }, [path])).toEqual(missing ? [path] : []);
  });

  it.each([
    'firstName',
    'first_name',
    'first-name',
    'First Name',
    'FIRSTNAME',
  ])('is found when it is written %s', (written) => {
    for (const required of ['firstName', 'first_name', 'FIRST NAME', 'first-name']) {
      expect(missingFields({ structured: { [written]: 'Jordan' } }, [required])).toEqual([]);
      expect(
        missingFields({ structured: { Customer: { [written]: 'Jordan' } } }, [`customer.${required}`]),
      ).toEqual([]);
    }
  });

  it('is not found by a name that is only part of another', () => {
    expect(missingFields({ structured: { email2: 'x', emailaddress: 'x' } }, ['email'])).toEqual(['email']);
  });

  it('is there when one of two spellings has it, whichever is the exact one', () => {
    expect(missingFields({ structured: { order_id: null, orderId: 7 } }, ['order_id'])).toEqual([]);
    expect(missingFields({ structured: { order_id: null, orderId: 7 } }, ['orderId'])).toEqual([]);
  });

  it('is named once, as it is required, in the order in which it is required', () => {
    const required = ['reason', ' email ', 'reason', '', '  ', 'Email'];
    expect(missingFields({ structured: { other: 1 } }, required)).toEqual(['reason', 'email', 'Email']);
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
        expect(missingFields({ structured: nest(value) }, [path.join('.')])).toEqual([]);
        expect(missingFields({ structured: nest(null) }, [path.join('.')])).toEqual([path.join('.')]);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('with a name of 100,000 characters or dots is looked for in no time', () => {
    const names = ['_ -'.repeat(33_000), '.'.repeat(5_000), 'a.'.repeat(5_000)];
    const report = { structured: { a: { a: 1 } }, outputs: [{ name: 'a', under: 'a' }] };
    expect(missingFields(report, names)).toHaveLength(3);
    expect(cpuCost(() => missingFields(report, names))).toBeLessThan(50);
  });
});

describe('A required field of a structured output', () => {
  const contact = { name: 'Contact', result: { email: 'a@example.com', phone: '1' } };
  const billing = {
    name: 'Billing',
    result: { email: 'b@example.com', amount: 3, address: { city: 'Springfield' } },
  };
  const unanswered = { name: 'Contact', result: { email: null, phone: '' } };
  const reportOf = (...outputs: { name: string; result: unknown }[]) =>
    readCallReport(
      { artifact: { structuredOutputs: Object.fromEntries(outputs.map((one, nth) => [`u${nth}`, one])) } },
      (text) => text,
    );

  it.each<[string, CallReport, string[]]>([
    ['one output was answered', reportOf(contact), ['email', 'Contact.email', 'contact.phone']],
    [
      'two were',
      reportOf(contact, billing),
      ['email', 'Contact.email', 'Billing.email', 'amount', 'Billing.amount'],
    ],
    [
      'the other one was not',
      reportOf(unanswered, billing),
      ['email', 'Billing.email', 'billing.address.city'],
    ],
    [
      'two have one name',
      reportOf(contact, { ...billing, name: 'Contact' }),
      ['Contact.amount', 'amount', 'email'],
    ],
    ['its name has a dot', reportOf({ ...contact, name: 'v1. Contact' }), ['v1. Contact.email', 'email']],
  ])('is there where %s, by its own name and after the output’s', (_, report, names) => {
    expect(missingFields(report, names)).toEqual([]);
  });

  it.each<[string, CallReport, string[]]>([
    ['only another output has one of that name', reportOf(billing), ['Contact.email', 'Contact.amount']],
    ['it was not answered', reportOf(unanswered, billing), ['phone', 'Contact.phone', 'Contact.email']],
    ['none of them has it', reportOf(contact, billing), ['name', 'Contact.amount', 'Billing.phone']],
    ['it is deeper than said', reportOf(contact, billing), ['city', 'Billing.city']],
    [
      'the data is none of an output',
      { endedReason: '', fieldsFilled: 0, structured: { email: 'x' } },
      ['Contact.email'],
    ],
  ])('is missing where %s', (_, report, names) => {
    expect(missingFields(report, names)).toEqual(names);
  });
});
