import { describe, expect, it } from 'vitest';
import {
  parseExpression,
  scopeOf,
} from '../../../../../../infra/local/simulators/twilio/taskrouter/expression.ts';

const ATTRIBUTES = {
  departments: ['support', 'billing'],
  department: 'support',
  level: 3,
  isLead: true,
  address: { city: 'Riga' },
};

describe('an expression of the simulated TaskRouter', () => {
  it.each([
    ['1==1', true],
    ["departments HAS 'support'", true],
    ['departments HAS "sales"', false],
    ["department HAS 'support'", false],
    ["nothing HAS 'support'", false],
    ["department == 'support' AND level >= 3", true],
    ["department = 'support'", true],
    ["department != 'support' OR level < 3", false],
    ["department IN ['sales', 'support']", true],
    ["department NOT IN ['sales', 'support']", false],
    ['department IN departments', true],
    ["department CONTAINS 'upp'", true],
    ["departments CONTAINS 'billing'", true],
    ["(department == 'sales' OR isLead == true) and level > 2", true],
    ["department == 'sales' OR isLead == true AND level > 3", false],
    ["address.city == 'Riga'", true],
    ["level > '2'", false],
    ['unknown == null', false],
    ["department == 'two-part'", false],
  ])('%s is %s', (text, is) => {
    expect(parseExpression(text)?.(scopeOf(ATTRIBUTES))).toBe(is);
  });

  it.each([
    '',
    'department',
    "contact-uri == 'x'",
    "departments HAS 'support",
    "departments HAS 'support')",
    "(departments HAS 'support'",
    "departments LIKE 'support'",
    "departments NOT HAS 'support'",
    "department == 'a' AND",
    'department IN [',
    "department =~ 'a'",
  ])('%j is refused', (text) => {
    expect(parseExpression(text)).toBeUndefined();
  });
});
