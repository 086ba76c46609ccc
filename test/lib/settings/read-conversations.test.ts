import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../../infra/settings.ts';
import { BadSettings, type Env, readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';

const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  return [];
};

describe('The settings of conversations', () => {
  const days: [string, number | string][] = [
    ['1', 1],
    ['365', 365],
    ['0', 'RETENTION_DAYS is less than 1'],
    ['366', 'RETENTION_DAYS is more than 365'],
    ['1.5', 'RETENTION_DAYS is not a whole number'],
  ];
  for (const [value, expected] of days) {
    it(`keep conversations for 1 to 365 days: ${value}`, () => {
      const read = () => readSettings({ RETENTION_DAYS: value }, only(SETTINGS, 'RETENTION_DAYS'));
      if (typeof expected === 'number') expect(read()).toEqual({ RETENTION_DAYS: expected });
      else expect(problemsOf(read)).toEqual([expected]);
    });
  }

  const rules: [what: string, given: string, expected: string[]][] = [
    ['switch a rule off', '{"interruptions":false,"asked-for-human":false}', []],
    [
      'name a rule that does not exist',
      '{"interuptions":3}',
      ['ESCALATION_RULES has no option interuptions'],
    ],
    [
      'name each value that is wrong',
      '{"interruptions":0,"asked-for-human":"yes"}',
      [
        'ESCALATION_RULES.asked-for-human is not true or false',
        'ESCALATION_RULES.interruptions is not a value that it may have',
      ],
    ],
    ['are no list', '[]', ['ESCALATION_RULES is not a JSON object']],
  ];
  for (const [what, value, expected] of rules) {
    it(`of the escalation rules ${what}`, () => {
      expect(
        problemsOf(() => readSettings({ ESCALATION_RULES: value }, only(SETTINGS, 'ESCALATION_RULES'))),
      ).toEqual(expected);
    });
  }

  it('of the escalation rules leave the others as they are', () => {
    const { ESCALATION_RULES: read } = readSettings(
      { ESCALATION_RULES: '{"interruptions":false,"cool-down-seconds":30}' },
      only(SETTINGS, 'ESCALATION_RULES'),
    );
    expect(read).toMatchObject({ interruptions: false, 'cool-down-seconds': 30, 'tool-failures': 2 });
  });

  const hooks: [url: string, problem?: string][] = [
    ['https://crm.example.com/hooks/calls'],
    ['http://127.0.0.1:4000/hooks/calls'],
    ['http://localhost:4000/hooks/calls'],
    ['http://crm.example.com/hooks/calls', 'CRM_HOOK_URL is not an https URL'],
    ['http://127.0.0.1.example.com/', 'CRM_HOOK_URL is not an https URL'],
    ['https://team:hush@crm.example.com/', 'CRM_HOOK_URL holds a user name or a password'],
    ['crm.example.com', 'CRM_HOOK_URL is not a URL'],
  ];
  for (const [url, problem] of hooks) {
    it(`post to a CRM over https, or on this machine: ${url}`, () => {
      expect(problemsOf(() => readSettings({ CRM_HOOK_URL: url }, only(SETTINGS, 'CRM_HOOK_URL')))).toEqual(
        problem === undefined ? [] : [problem],
      );
    });
  }

  it('of the CRM hook are read together: whoever posts has to sign', () => {
    const CRM_HOOK_URL = 'https://crm.example.com/hooks/calls';
    const read = (env: Env) =>
      problemsOf(() => readSettings(env, only(SETTINGS, 'CRM_HOOK_URL', 'CRM_HOOK_SECRET')));
    expect(read({ CRM_HOOK_URL })).toEqual(['CRM_HOOK_SECRET is not set, but CRM_HOOK_URL is']);
    expect(read({ CRM_HOOK_URL, CRM_HOOK_SECRET: ' ' })).toHaveLength(1);
    expect(read({ CRM_HOOK_URL, CRM_HOOK_SECRET: 'whsec_bmV3LXNlY3JldA==, k9-secret-of-the-crm' })).toEqual(
      [],
    );
    expect(read({ CRM_HOOK_SECRET: 'k9-secret-of-the-crm' })).toEqual([]);
    // Who posts nothing needs to know only whether there is a hook.
    expect(problemsOf(() => readSettings({ CRM_HOOK_URL }, only(SETTINGS, 'CRM_HOOK_URL')))).toEqual([]);
  });
});
