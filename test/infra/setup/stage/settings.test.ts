import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stageSettings } from '../../../../infra/setup/stage/settings.ts';
import { temporaryFolder } from '../folder.ts';

const at = temporaryFolder();

describe('The settings of a stage', () => {
  it('are those of its file, over which the environment goes', () => {
    writeFileSync(at('.env.dev'), 'HANDOFF_WINDOW_SECONDS=45\nLOG_LEVEL=warn\nBUSY=\nAWS_PROFILE=shop\n');
    expect(stageSettings(at('.env.dev'), { LOG_LEVEL: 'error', HOME: '/root', TABLE_NAME: 'mine' })).toEqual({
      values: { HANDOFF_WINDOW_SECONDS: '45', LOG_LEVEL: 'error' },
      problems: [],
      missing: [],
    });
  });

  it('need no file, and none of them has to be there', () => {
    expect(stageSettings(at('.env.none'), {})).toEqual({ values: {}, problems: [], missing: [] });
  });

  it.each([
    ['HELP_DESK=zendesk', ['ZENDESK_SUBDOMAIN', 'ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET']],
    ['CALENDAR=google', ['GOOGLE_CALENDAR_ID', 'GOOGLE_SERVICE_ACCOUNT']],
    ['CRM_HOOK_URL=https://crm.example.com/x', ['CRM_HOOK_SECRET']],
  ])('name what is missing beside %s', (line, missing) => {
    writeFileSync(at('.env.beside'), `${line}\n`);
    const read = stageSettings(at('.env.beside'), {});
    expect(read.problems).toEqual([]);
    expect(read.missing.map((problem) => problem.split(' ')[0])).toEqual(missing);
  });

  it('are kept where the environment has an empty variable of their name', () => {
    writeFileSync(at('.env.kept'), 'LINK_SIGNING_KEY=my-own-link-key-234234sdf\n');
    const { values } = stageSettings(at('.env.kept'), { LINK_SIGNING_KEY: '' });
    expect(values).toEqual({ LINK_SIGNING_KEY: 'my-own-link-key-234234sdf' });
  });

  it('are all named at once that are unknown, wrong, weak or a placeholder, and never with a value', () => {
    writeFileSync(
      at('.env.bad'),
      'VAPI_APIKEY=q7-hush\nTWILIO_ACCOUNT_SID=AC...\nVAPI_SERVER_SECRET=q7-hush\nHANDOFF_WINDOW_SECONDS=q7\nLOG_LEVEL: warn\n',
    );
    const { problems } = stageSettings(at('.env.bad'), { TWILIO_ACOUNT_SID: 'q7-hush' });
    expect(problems.toSorted()).toEqual([
      'HANDOFF_WINDOW_SECONDS is not a whole number',
      'LOG_LEVEL has no "=" behind it',
      'TWILIO_ACCOUNT_SID does not look like AC...',
      'TWILIO_ACOUNT_SID is no setting; did you mean TWILIO_ACCOUNT_SID?',
      'VAPI_APIKEY is no setting; did you mean VAPI_API_KEY?',
      'VAPI_SERVER_SECRET is shorter than 16 characters',
    ]);
  });
});
