import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerHref, customerUrlProblem } from '../../../../lib/pages/agent/customer-url.ts';
import { PAGES_SETTINGS } from '../../../../lib/pages/settings.ts';
import { readSettings } from '../../../../lib/settings/read.ts';
import { ANY_UNIT } from '../../any-text.ts';

const PLACEHOLDER = 'holds a placeholder that is neither {customerId} nor {number}';

describe('The address of the customers’ records', () => {
  it.each([
    'https://crm.example.com/customers/{customerId}',
    'https://crm.example.com/find?phone={number}',
    'https://crm.example.com/#/c/{customerId}?p={number}&again={customerId}',
    'http://127.0.0.1:4000/c/{customerId}',
    'http://localhost/c/{customerId}',
    'http://[::1]:4000/c/{customerId}',
  ])('may be %s', (CUSTOMER_URL) => {
    expect(readSettings({ CUSTOMER_URL }, PAGES_SETTINGS)).toEqual({ CUSTOMER_URL });
  });

  it.each([
    ['https://crm.example.com/', 'holds neither {customerId} nor {number}'],
    ['https://crm.example.com/{customer_id}', PLACEHOLDER],
    ['https://crm.example.com/{customerId}/{name}', PLACEHOLDER],
    ['https://crm.example.com/{}/{customerId}', PLACEHOLDER],
    ['https://crm.example.com/{{customerId}}', PLACEHOLDER],
    ['https://crm.example.com/{customerId}}', PLACEHOLDER],
    ['https://crm.example.com/{CustomerId}', PLACEHOLDER],
    ['https://{customerId}.example.com/', 'has a placeholder before its path'],
    ['https://crm.example.com:{number}/', 'has a placeholder before its path'],
    ['https://{customerId}@crm.example.com/', 'holds a user name or a password'],
    ['https://team:hush@crm.example.com/{customerId}', 'holds a user name or a password'],
    ['{customerId}://crm.example.com/', 'is not a URL'],
    ['http://crm.example.com/{customerId}', 'is not an https URL'],
    ['http://127.0.0.1.example.com/{customerId}', 'is not an https URL'],
    ['javascript:alert({customerId})', 'is not an https URL'],
    ['crm.example.com/{customerId}', 'is not a URL'],
    [`https://crm.example.com/${'x'.repeat(500)}{customerId}`, 'is longer than 500 characters'],
  ])('may not be %s', (template, problem) => {
    expect(customerUrlProblem(template)).toBe(problem);
  });
});

describe('The link to a customer’s record', () => {
  const BY_ID = 'https://crm.example.com/c/{customerId}';

  it('holds the values, encoded', () => {
    const keys = { customerId: ' A&B/7?x=1#"<ü> ', number: '+15550100123' };
    expect(customerHref(`${BY_ID}?p={number}`, keys)).toBe(
      'https://crm.example.com/c/A%26B%2F7%3Fx%3D1%23%22%3C%C3%BC%3E?p=%2B15550100123',
    );
    expect(customerHref(BY_ID, { customerId: '$& $1 {number}' })).toBe(
      'https://crm.example.com/c/%24%26%20%241%20%7Bnumber%7D',
    );
  });

  it.each([
    ['there is none', undefined],
    ['it is empty', ''],
    ['nobody can see it', ' \u200B\u00A0'],
    ['it would lead one step up', '..'],
    ['it would lead nowhere', '.'],
    ['it has controls in it', 'C-1\u0000\r\nx: y'],
    ['it is no id', 'C'.repeat(201)],
  ])('is not there where an id is needed and %s', (_why, customerId) => {
    expect(customerHref(BY_ID, { customerId, number: '+15550100123' })).toBeUndefined();
  });

  it('is there without what the address does not need', () => {
    expect(customerHref('https://crm.example.com/?p={number}', { number: '+15550100123' })).toBe(
      'https://crm.example.com/?p=%2B15550100123',
    );
    expect(customerHref('https://crm.example.com/?p={number}', { customerId: 'C-1' })).toBeUndefined();
  });

  it('stays below its path whatever the id is', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_UNIT, maxLength: 40 }), (customerId) => {
        const href = customerHref(BY_ID, { customerId });
        fc.pre(href !== undefined);
        const { origin, pathname, search, hash } = new URL(href);
        expect(origin).toBe('https://crm.example.com');
        expect(pathname.split('/')).toHaveLength(3);
        expect(pathname).toMatch(/^\/c\/./);
        expect(search + hash).toBe('');
      }),
    );
  });
});
