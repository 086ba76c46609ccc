import { describe, expect, it } from 'vitest';
import { inventedServiceAccount } from '../../../infra/local/simulators/google-calendar/tokens.ts';
import { BadSettings, type Env, readSettings } from '../../../lib/settings/read.ts';
import { TOOL_SETTINGS } from '../../../lib/tools/settings.ts';

const QUEUE = { TOOLS_QUEUE_URL: 'http://127.0.0.1/tools' };
const ACCOUNT = inventedServiceAccount();

const read = (env: Env) => readSettings({ ...QUEUE, ...env }, TOOL_SETTINGS);
const problemsOf = (env: Env): readonly string[] => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  return [];
};
const SECRET = 'correct horse battery';
const HTTP = {
  HELP_DESK: 'http',
  CALENDAR: 'http',
  TOOLS_URL: 'https://tools.example.com/voice',
  TOOLS_SECRET: SECRET,
};

describe('The settings of the tools', () => {
  it('are enough where none is given: then nothing is looked up', () => {
    expect(read({})).toEqual({ ...QUEUE, TOOL_BUDGET_MS: 2_500, APPOINTMENT_MINUTES: 30 });
  });

  it.each([
    ['a system of their own', HTTP],
    ['one on this machine', { ...HTTP, TOOLS_URL: 'http://127.0.0.1:8080/tools' }],
    ['one on localhost', { ...HTTP, TOOLS_URL: 'http://localhost:8080' }],
    [
      'Zendesk',
      {
        HELP_DESK: 'zendesk',
        ZENDESK_SUBDOMAIN: 'acme',
        ZENDESK_CLIENT_ID: 'voice',
        ZENDESK_CLIENT_SECRET: 'f3a9c27be81d',
      },
    ],
    ['HubSpot', { HELP_DESK: 'hubspot', HUBSPOT_TOKEN: 'pat-na1-f3a9c27be81d' }],
    [
      'Google',
      {
        CALENDAR: 'google',
        GOOGLE_CALENDAR_ID: 'team@example.com',
        GOOGLE_SERVICE_ACCOUNT: JSON.stringify(ACCOUNT),
      },
    ],
    [
      'Cal.com',
      { CALENDAR: 'calcom', CALCOM_API_KEY: 'cal_live_f3a9c27be81d', CALCOM_EVENT_TYPE_ID: '123456' },
    ],
    [
      'two at once',
      { ...HTTP, HELP_DESK: 'hubspot', HUBSPOT_TOKEN: 'pat-na1-f3a9c27be81d', CALENDAR: 'http' },
    ],
  ])('are enough for %s', (_which, env) => {
    expect(problemsOf(env)).toEqual([]);
  });

  it.each([
    [
      { HELP_DESK: 'http' },
      ['TOOLS_URL is not set, but HELP_DESK is http', 'TOOLS_SECRET is not set, but HELP_DESK is http'],
    ],
    [
      { CALENDAR: 'http' },
      ['TOOLS_URL is not set, but CALENDAR is http', 'TOOLS_SECRET is not set, but CALENDAR is http'],
    ],
    [
      { HELP_DESK: 'zendesk', CALENDAR: 'google' },
      [
        'ZENDESK_SUBDOMAIN is not set, but HELP_DESK is zendesk',
        'ZENDESK_CLIENT_ID is not set, but HELP_DESK is zendesk',
        'ZENDESK_CLIENT_SECRET is not set, but HELP_DESK is zendesk',
        'GOOGLE_CALENDAR_ID is not set, but CALENDAR is google',
        'GOOGLE_SERVICE_ACCOUNT is not set, but CALENDAR is google',
      ],
    ],
    [
      { HELP_DESK: 'hubspot', CALENDAR: 'calcom' },
      [
        'HUBSPOT_TOKEN is not set, but HELP_DESK is hubspot',
        'CALCOM_API_KEY is not set, but CALENDAR is calcom',
        'CALCOM_EVENT_TYPE_ID is not set, but CALENDAR is calcom',
      ],
    ],
  ])('are missing all at once, with the choice that needs them: %j', (env, problems) => {
    expect(problemsOf(env)).toEqual(problems);
    // An empty value is none.
    const empty = Object.fromEntries(problems.map((problem) => [problem.split(' ')[0], ' ']));
    expect(problemsOf({ ...empty, ...env })).toEqual(problems);
  });

  it.each([
    [{ HELP_DESK: 'freshdesk' }, 'HELP_DESK is none of http, zendesk, hubspot'],
    [{ CALENDAR: 'Google' }, 'CALENDAR is none of http, google, calcom'],
    [{ TOOL_BUDGET_MS: '499' }, 'TOOL_BUDGET_MS is less than 500'],
    [{ TOOL_BUDGET_MS: '10001' }, 'TOOL_BUDGET_MS is more than 10000'],
    [{ TOOL_BUDGET_MS: '2.5' }, 'TOOL_BUDGET_MS is not a whole number'],
    [{ APPOINTMENT_MINUTES: '4' }, 'APPOINTMENT_MINUTES is less than 5'],
    [{ APPOINTMENT_MINUTES: '481' }, 'APPOINTMENT_MINUTES is more than 480'],
    [{ ZENDESK_SUBDOMAIN: 'acme.zendesk.com' }, 'ZENDESK_SUBDOMAIN is not the name before .zendesk.com'],
    [{ ZENDESK_SUBDOMAIN: 'evil.example/' }, 'ZENDESK_SUBDOMAIN is not the name before .zendesk.com'],
    [{ CALCOM_EVENT_TYPE_ID: 'intro-call' }, 'CALCOM_EVENT_TYPE_ID is not the number of an event type'],
    [{ HUBSPOT_TOKEN: 'pat-na1' }, 'HUBSPOT_TOKEN is shorter than 8 characters'],
    [{ CALCOM_API_KEY: 'your-api-key-here' }, 'CALCOM_API_KEY is a placeholder'],
    [{ ZENDESK_CLIENT_SECRET: '<secret>' }, 'ZENDESK_CLIENT_SECRET is a placeholder'],
  ])('may not be %j', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });

  it.each([['500'], ['10000']])('may let a tool call take %s ms', (TOOL_BUDGET_MS) => {
    expect(read({ TOOL_BUDGET_MS }).TOOL_BUDGET_MS).toBe(Number(TOOL_BUDGET_MS));
  });
});

describe('The address of a system', () => {
  const NAMES = [
    'TOOLS_URL',
    'ZENDESK_URL',
    'HUBSPOT_URL',
    'GOOGLE_CALENDAR_URL',
    'GOOGLE_TOKEN_URL',
    'CALCOM_URL',
  ];

  it.each(NAMES)('is not on plain http, but on this machine: %s', (name) => {
    for (const url of ['http://tools.example.com', 'http://10.0.0.7/tools', 'http://127.0.0.1.example.com']) {
      expect(problemsOf({ [name]: url })).toEqual([`${name} is not an https URL`]);
    }
    for (const url of [
      'https://tools.example.com/a',
      'http://127.0.0.1:1',
      'http://[::1]:1',
      'http://localhost',
    ]) {
      expect(problemsOf({ [name]: url })).toEqual([]);
    }
  });

  it('holds no password, and is never quoted', () => {
    const secret = 'k3yOfTheTeam';
    for (const [TOOLS_URL, problem] of [
      [`https://team:${secret}@tools.example.com`, 'TOOLS_URL holds a user name or a password'],
      [`${secret}`, 'TOOLS_URL is not a URL'],
      [`ftp://${secret}.example.com`, 'TOOLS_URL is not an https URL'],
    ]) {
      expect(problemsOf({ TOOLS_URL })).toEqual([problem]);
    }
  });
});

describe('The secret that signs requests to a team’s own system', () => {
  it.each([
    ['of 16 characters', 'a1b2c3d4e5f6g7h8'],
    ['as Standard Webhooks writes it', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['that is being replaced', `${SECRET},whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`],
  ])('may be one %s', (_what, TOOLS_SECRET) => {
    expect(problemsOf({ ...HTTP, TOOLS_SECRET })).toEqual([]);
    expect(read({ ...HTTP, TOOLS_SECRET }).TOOLS_SECRET).toEqual(TOOLS_SECRET.split(','));
  });

  it.each([
    ['short', 'a1b2c3d4e5f6g7h', 'is shorter than 16 characters'],
    ['easy to guess', 'qzqzqzqzqzqzqzqzqz', 'is too easy to guess'],
    ['a placeholder', 'change-me-please', 'is a placeholder'],
    ['a prefix alone', 'whsec_', 'is not base64 after whsec_'],
    ['no base64', 'whsec_not base64 at all!', 'is not base64 after whsec_'],
    ['short behind its prefix', 'whsec_YWJjZGVm', 'is shorter than 16 characters'],
    ['weak beside a good one', `${SECRET}, short-one`, 'is shorter than 16 characters'],
    ['nothing but commas', ' , ,', 'holds no value'],
  ])('may not be %s', (_what, TOOLS_SECRET, problem) => {
    expect(problemsOf({ ...HTTP, TOOLS_SECRET })).toEqual([`TOOLS_SECRET ${problem}`]);
  });
});

describe('The key of a service account', () => {
  const google = (GOOGLE_SERVICE_ACCOUNT: string) =>
    problemsOf({ CALENDAR: 'google', GOOGLE_CALENDAR_ID: 'team@example.com', GOOGLE_SERVICE_ACCOUNT });

  it('is the JSON that Google makes, also with its line ends as two characters', () => {
    const escaped = {
      ...ACCOUNT,
      private_key: ACCOUNT.private_key.replaceAll('\n', '\\n'),
      project_id: 'example',
    };
    expect(google(JSON.stringify(escaped))).toEqual([]);
    const { GOOGLE_SERVICE_ACCOUNT } = read({ GOOGLE_SERVICE_ACCOUNT: JSON.stringify(escaped) });
    expect(GOOGLE_SERVICE_ACCOUNT).toEqual(ACCOUNT);
  });

  it.each([
    ['a path', 'service-account.json', ['GOOGLE_SERVICE_ACCOUNT is not the JSON of a service account']],
    ['a list', '[]', ['GOOGLE_SERVICE_ACCOUNT is not the JSON of a service account']],
    [
      'the key of something else',
      '{"type": "authorized_user"}',
      ['GOOGLE_SERVICE_ACCOUNT.client_email is not given', 'GOOGLE_SERVICE_ACCOUNT.private_key is not given'],
    ],
    [
      'of nobody, and no key',
      '{"client_email": "nobody", "private_key": "-----BEGIN PRIVATE KEY-----"}',
      [
        'GOOGLE_SERVICE_ACCOUNT.client_email is not the e-mail address of a service account',
        'GOOGLE_SERVICE_ACCOUNT.private_key is not an RSA private key in PEM form',
      ],
    ],
  ])('may not be %s, and is never quoted', (_what, given, problems) => {
    expect(google(given)).toEqual(problems);
  });
});
