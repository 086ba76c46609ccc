import { describe, expect, it } from 'vitest';
import { missingBeside, wrongIn } from '../../infra/setting-problems.ts';

const namesOf = (problems: readonly string[]) => problems.map((problem) => problem.split(' ')[0]);

describe('What is given', () => {
  it('is wrong by its own schema alone: what else is needed is nobody’s fault here', () => {
    expect(wrongIn({ HELP_DESK: 'zendesk' })).toEqual([]);
    expect(wrongIn({ HELP_DESK: 'nobody', MAX_CALLS: 'q7' })).toEqual([
      expect.stringMatching(/^HELP_DESK /),
      'MAX_CALLS is not a whole number',
    ]);
  });

  it.each([
    [{}, []],
    [{ HELP_DESK: 'zendesk' }, ['ZENDESK_SUBDOMAIN', 'ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET']],
    [{ HELP_DESK: 'hubspot' }, ['HUBSPOT_TOKEN']],
    [{ HELP_DESK: 'http' }, ['TOOLS_URL', 'TOOLS_SECRET']],
    [{ HELP_DESK: 'http', TOOLS_URL: 'https://tools.example.com' }, ['TOOLS_SECRET']],
    [{ CALENDAR: 'calcom' }, ['CALCOM_API_KEY', 'CALCOM_EVENT_TYPE_ID']],
  ])('needs something beside it: %j', (given, names) => {
    expect(namesOf(missingBeside(given))).toEqual(names);
  });

  it('needs no secret beside it where those stand somewhere else', () => {
    const inSecret = { inSecret: true };
    expect(namesOf(missingBeside({ HELP_DESK: 'http' }, inSecret))).toEqual(['TOOLS_URL']);
    expect(missingBeside({ CRM_HOOK_URL: 'https://crm.example.com/x' }, inSecret)).toEqual([]);
  });
});
