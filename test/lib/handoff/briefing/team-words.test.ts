import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemOfWords, teamWordOf } from '../../../../lib/handoff/briefing/team-words.ts';

const TEAM = ['sales', 'Technical Support', 'Billing', 'Facturación', 'Größere Kunden', '請求'];

describe('A department that a model names', () => {
  it.each([
    ['Billing', 'Billing'],
    ['BILLING', 'Billing'],
    ['billing ', 'Billing'],
    [' the billing department', 'Billing'],
    ['billing-team', 'Billing'],
    ['Billing Dept.', 'Billing'],
    ['the Department of Billing', 'Billing'],
    ['billings', 'Billing'],
    ['the billings team', 'Billing'],
    ['technicalsupport', 'Technical Support'],
    ['sale', 'sales'],
    ['technical_support', 'Technical Support'],
    ['technicalSupport', 'Technical Support'],
    ['billingDepartment', 'Billing'],
    ['TheBillingTeam', 'Billing'],
    ['TECHNICAL-SUPPORT', 'Technical Support'],
    ['facturacion', 'Facturación'],
    ['departamento de facturación', 'Facturación'],
    ['Facturacio\u0301n', 'Facturación'],
    ['GRÖSSERE KUNDEN', 'Größere Kunden'],
    ['abteilung größere kunden', 'Größere Kunden'],
    ['請求', '請求'],
  ])('is the team’s own: %j', (said, word) => {
    expect(teamWordOf(said, TEAM)).toBe(word);
  });

  it.each([
    'legal',
    'management',
    'support',
    'billing and sales',
    'billing, sales',
    'unbilling',
    'department',
    'the team',
    '',
    ' ',
    '…',
    "billing' OR 1 == 1",
    'b'.repeat(5_000),
    '__proto__',
    'constructor',
  ])('is none of the team’s: %j', (said) => {
    expect(teamWordOf(said, TEAM)).toBeUndefined();
  });

  it('is none where it could be two', () => {
    expect(teamWordOf('support team', ['Support Desk', 'Support Office'])).toBeUndefined();
    // Written out it is one of them all the same.
    expect(teamWordOf('support desk', ['Support Desk', 'Support Office'])).toBe('Support Desk');
    expect(teamWordOf('the sales team', ['Sale', 'Sales'])).toBe('Sales');
  });

  it('is the team’s own with an "s" too few, however its words stand together', () => {
    expect(teamWordOf('the aftersale desk', ['After-Sales', 'Sales'])).toBe('After-Sales');
    // Of a short word the "s" is no ending.
    expect(teamWordOf('GA', ['Gas'])).toBeUndefined();
  });

  it('is none where only words are said that name no department, though one be called so', () => {
    expect(teamWordOf('the team', ['Service', 'Sales'])).toBeUndefined();
    expect(teamWordOf('service', ['Service', 'Sales'])).toBe('Service');
  });

  it('is never a word that the team has not written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (said) => {
        expect([...TEAM, undefined]).toContain(teamWordOf(said, TEAM));
      }),
    );
  });
});

describe('A team’s own words', () => {
  it('can be told from each other', () => {
    expect(problemOfWords(TEAM)).toBeUndefined();
    expect(problemOfWords([])).toBeUndefined();
    expect(problemOfWords(['Billing', 'billing '])).toBe('holds two values that sound alike');
    expect(problemOfWords(['after sales', 'After-Sales'])).toBe('holds two values that sound alike');
    expect(problemOfWords(['aftersales', 'After-Sales'])).toBe('holds two values that sound alike');
    expect(problemOfWords(['billing', '—'])).toBe('holds a value without a letter or a digit');
    expect(problemOfWords(['b'.repeat(60)])).toBeUndefined();
    expect(problemOfWords(['b'.repeat(61)])).toBe('holds a value of more than 60 characters');
  });
});
