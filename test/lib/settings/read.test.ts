import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../../infra/settings.ts';
import { placesOf } from '../../../infra/topology/index.ts';
import { BadSettings, type Env, readSettings, requiredOf, secretsOf } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';

const GOOD: Env = {
  ...placesOf('dev', 'handoff-dev', (queue) => `https://sqs.eu-west-1.amazonaws.com/111111111111/${queue}`),
  PUBLIC_BASE_URL: 'https://handoff.example.com/prod',
  VAPI_API_KEY: 'a7d3-key-of-these-tests',
  VAPI_SERVER_SECRET: 'k9-secret-in-force,k9-secret-to-come',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_WORKSPACE_SID: `WS${'0'.repeat(32)}`,
  TWILIO_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'k9-token-of-these-tests',
};

const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  return [];
};

describe('Settings', () => {
  it('have defaults where there is a sensible one', () => {
    expect(readSettings(GOOD, SETTINGS)).toMatchObject({
      STAGE: 'dev',
      LOG_LEVEL: 'info',
      TABLE_NAME: 'handoff-dev',
      HANDOFF_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111111111111/handoff',
      CALL_EVENTS_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111111111111/call-events',
      CRM_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111111111111/crm',
      QUEUE_URLS: expect.arrayContaining(['https://sqs.eu-west-1.amazonaws.com/111111111111/handoff']),
      PUBLIC_BASE_URL: 'https://handoff.example.com/prod',
      VAPI_API_URL: 'https://api.vapi.ai',
      VAPI_CONTROL_HOSTS: ['.vapi.ai'],
      VAPI_AUTH: 'hmac',
      VAPI_TRANSFER_MODE: 'warm-transfer-experimental',
      VAPI_API_KEY: 'a7d3-key-of-these-tests',
      VAPI_SERVER_SECRET: ['k9-secret-in-force', 'k9-secret-to-come'],
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_WORKSPACE_SID: `WS${'0'.repeat(32)}`,
      TWILIO_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
      TWILIO_TASKROUTER_URL: 'https://taskrouter.twilio.com',
      TWILIO_AUTH_TOKEN: ['k9-token-of-these-tests'],
      TWILIO_API_URL: 'https://api.twilio.com',
      TWILIO_FLEX_WORKFLOW: false,
      HANDOFF_WINDOW_SECONDS: 30,
      RETENTION_DAYS: 7,
      ESCALATION_RULES: {
        'asked-for-human': true,
        interruptions: 3,
        'tool-failures': 2,
        'repeated-question': 2,
        'unclear-intent': 2,
        'simplify-after': 2,
        'cool-down-seconds': 60,
      },
      INTENT_KEYWORDS: {},
      MUTE_ON_INTERRUPTION: false,
      REQUIRED_FIELDS: [],
      BRIDGE: 'auto',
      ESCALATION_TOOLS: ['escalate_to_human', 'escalateToHuman', 'escalate', 'transfer_to_human'],
    });
  });

  it('are read by name: a function needs no more than its own', () => {
    expect(readSettings({ TABLE_NAME: 'handoff-dev' }, only(SETTINGS, 'TABLE_NAME', 'STAGE'))).toEqual({
      TABLE_NAME: 'handoff-dev',
      STAGE: 'dev',
    });
  });

  it('that are missing are named all at once', () => {
    expect(problemsOf(() => readSettings({}, SETTINGS)).toSorted()).toEqual(
      Object.keys(GOOD)
        .filter((name) => name !== 'STAGE')
        .map((name) => `${name} is not set`)
        .toSorted(),
    );
  });

  it('that are JSON say where they are wrong', () => {
    const hours = { timeZone: 'Mars/Olympus', week: { mon: ['9 to 5'] } };
    expect(
      problemsOf(() =>
        readSettings({ OPENING_HOURS: JSON.stringify(hours) }, only(SETTINGS, 'OPENING_HOURS')),
      ),
    ).toEqual([
      'OPENING_HOURS.timeZone is not a time zone like Europe/Berlin',
      'OPENING_HOURS.week.mon.0 is not like 09:00-17:00',
    ]);
  });

  it('that are empty or blank count as not set', () => {
    const blank = { ...GOOD, TABLE_NAME: '', VAPI_API_KEY: '  ', STAGE: '', HUMAN_AGENT_NUMBER: '\t' };
    expect(problemsOf(() => readSettings(blank, SETTINGS))).toEqual([
      'TABLE_NAME is not set',
      'VAPI_API_KEY is not set',
    ]);
    expect(readSettings(blank, only(SETTINGS, 'STAGE', 'HUMAN_AGENT_NUMBER'))).toEqual({ STAGE: 'dev' });
  });

  it('are trimmed: a secret that was pasted with a line break still works', () => {
    expect(
      readSettings({ VAPI_API_KEY: ' a7d3-key-of-these-tests\n' }, only(SETTINGS, 'VAPI_API_KEY')),
    ).toEqual({
      VAPI_API_KEY: 'a7d3-key-of-these-tests',
    });
  });

  const MARK = 'hush';
  const wrong: Record<string, [value: string, problem: string]> = {
    LOG_LEVEL: [MARK, 'is none of info, warn, error, silent'],
    HANDOFF_QUEUE_URL: [MARK, 'is not a http(s) URL'],
    CALL_EVENTS_QUEUE_URL: [MARK, 'is not a http(s) URL'],
    CRM_QUEUE_URL: [MARK, 'is not a http(s) URL'],
    PUBLIC_BASE_URL: [`ftp://${MARK}`, 'is not a http(s) URL'],
    VAPI_API_URL: [`//${MARK}`, 'is not a http(s) URL'],
    VAPI_CONTROL_HOSTS: [',', 'holds no value'],
    VAPI_AUTH: [MARK, 'is none of hmac, hmac-body, secret, bearer'],
    VAPI_TRANSFER_MODE: [
      MARK,
      'is none of warm-transfer-experimental, warm-transfer-say-message, blind-transfer',
    ],
    VAPI_SERVER_SECRET: [' , ', 'holds no value'],
    TWILIO_ACCOUNT_SID: [`SK${MARK}`, 'does not look like AC...'],
    TWILIO_WORKSPACE_SID: [MARK, 'does not look like WS...'],
    TWILIO_WORKFLOW_SID: [`WS${MARK}`, 'does not look like WW...'],
    TWILIO_TASKROUTER_URL: [MARK, 'is not a http(s) URL'],
    TWILIO_API_URL: [MARK, 'is not a http(s) URL'],
    TWILIO_NUMBER: [`415555${MARK}`, 'is not a phone number in E.164 form'],
    TWILIO_FLEX_WORKFLOW: [MARK, 'is neither true nor false'],
    TWILIO_CALLBACK_WORKFLOW_SID: [MARK, 'does not look like WW...'],
    TWILIO_UNAVAILABLE_ACTIVITY_SID: [MARK, 'does not look like WA...'],
    TWILIO_AUTH_TOKEN: [',,', 'holds no value'],
    HUMAN_AGENT_NUMBER: [`415555${MARK}`, 'is not a phone number in E.164 form'],
    HANDOFF_WINDOW_SECONDS: [`3${MARK}`, 'is not a whole number'],
    RETENTION_DAYS: [`7${MARK}`, 'is not a whole number'],
    ESCALATION_RULES: [MARK, 'is not a JSON object'],
    INTENT_KEYWORDS: [MARK, 'is not an object of intents with lists of phrases'],
    MUTE_ON_INTERRUPTION: [MARK, 'is neither true nor false'],
    CRM_HOOK_URL: [`http://${MARK}.example.com`, 'is not an https URL'],
    CRM_HOOK_SECRET: [`whsec_${MARK}!`, 'is not base64 after whsec_'],
    TWILIO_REVIEW_WORKFLOW_SID: [MARK, 'does not look like WW...'],
    BRIDGE: [MARK, 'is none of auto, vapi-transfer, conference, enqueue'],
    OPENING_HOURS: [MARK, 'is not an object with timeZone and week'],
  };

  for (const [name, [value, problem]] of Object.entries(wrong)) {
    it(`${name} that is wrong is named: ${problem}`, () => {
      expect(
        problemsOf(() =>
          readSettings({ ...GOOD, CRM_HOOK_SECRET: 'k9-secret-of-the-crm', [name]: value }, SETTINGS),
        ),
      ).toEqual([`${name} ${problem}`]);
    });
  }

  it('that are wrong are named all at once, with those that are missing, and none of their values', () => {
    const env = { ...Object.fromEntries(Object.entries(wrong).map(([name, [value]]) => [name, value])) };
    const problems = problemsOf(() => readSettings(env, SETTINGS));
    const named = problems.map((problem) => problem.split(' ', 1)[0]).toSorted();
    expect(named).toEqual([...new Set([...Object.keys(wrong), ...requiredOf(SETTINGS)])].toSorted());
    expect(named).toEqual(expect.arrayContaining(['TABLE_NAME', 'VAPI_API_KEY']));
    const thrown = new BadSettings(problems);
    expect(thrown.message.split('\n')).toHaveLength(1 + problems.length);
    expect(thrown.message).not.toContain(MARK);
  });

  it.each([
    ['true', true],
    ['false', false],
  ])('know a workflow for Flex by one word: %s', (word, flexWorkflow) => {
    expect(readSettings({ TWILIO_FLEX_WORKFLOW: word }, only(SETTINGS, 'TWILIO_FLEX_WORKFLOW'))).toEqual({
      TWILIO_FLEX_WORKFLOW: flexWorkflow,
    });
  });

  it.each(['auto', 'vapi-transfer', 'conference', 'enqueue'])('name how callers are joined: %s', (bridge) => {
    expect(readSettings({ BRIDGE: bridge }, only(SETTINGS, 'BRIDGE'))).toEqual({ BRIDGE: bridge });
  });

  const windows: [string, number | string][] = [
    ['1', 1],
    ['900', 900],
    ['0', 'HANDOFF_WINDOW_SECONDS is less than 1'],
    ['901', 'HANDOFF_WINDOW_SECONDS is more than 900'],
    ['30.5', 'HANDOFF_WINDOW_SECONDS is not a whole number'],
    ['-1', 'HANDOFF_WINDOW_SECONDS is not a whole number'],
  ];
  for (const [value, expected] of windows) {
    it(`take a window of 1 to 900 seconds: ${value}`, () => {
      const read = () =>
        readSettings({ HANDOFF_WINDOW_SECONDS: value }, only(SETTINGS, 'HANDOFF_WINDOW_SECONDS'));
      if (typeof expected === 'number') expect(read()).toEqual({ HANDOFF_WINDOW_SECONDS: expected });
      else expect(problemsOf(read)).toEqual([expected]);
    });
  }

  it('know which of them are secrets, and which of those nobody can do without', () => {
    const secrets = secretsOf(SETTINGS);
    const required = requiredOf(SETTINGS);
    expect(secrets.filter((name) => required.includes(name)).toSorted()).toEqual([
      'TWILIO_AUTH_TOKEN',
      'VAPI_API_KEY',
      'VAPI_SERVER_SECRET',
    ]);
    expect(secrets.filter((name) => !required.includes(name)).toSorted()).toEqual([
      'CALCOM_API_KEY',
      'CRM_HOOK_SECRET',
      'GOOGLE_SERVICE_ACCOUNT',
      'HUBSPOT_TOKEN',
      'LINK_SIGNING_KEY',
      'OUTBOUND_API_KEY',
      'TOOLS_SECRET',
      'TWILIO_API_KEY',
      'TWILIO_API_KEY_SECRET',
      'ZENDESK_CLIENT_SECRET',
    ]);
  });

  it('that are lists are split at commas, without blanks and empty items', () => {
    const env = {
      VAPI_CONTROL_HOSTS: ' .vapi.ai, 127.0.0.1 ,,',
      ESCALATION_TOOLS: 'escalate',
      REQUIRED_FIELDS: 'invoice, wants ,',
    };
    expect(
      readSettings(env, only(SETTINGS, 'VAPI_CONTROL_HOSTS', 'ESCALATION_TOOLS', 'REQUIRED_FIELDS')),
    ).toEqual({
      VAPI_CONTROL_HOSTS: ['.vapi.ai', '127.0.0.1'],
      ESCALATION_TOOLS: ['escalate'],
      REQUIRED_FIELDS: ['invoice', 'wants'],
    });
  });

  it('of the authentication are read together with their scheme', () => {
    const read = (VAPI_AUTH: string, VAPI_AUTH_OPTIONS: string) =>
      problemsOf(() =>
        readSettings({ VAPI_AUTH, VAPI_AUTH_OPTIONS }, only(SETTINGS, 'VAPI_AUTH', 'VAPI_AUTH_OPTIONS')),
      );
    expect(read('hmac', '{"signatureHeader":"x-signature"}')).toEqual([]);
    expect(read('hmac', 'not json')).toEqual(['VAPI_AUTH_OPTIONS is not JSON']);
    expect(read('secret', '{"signatureHeader":"x-signature"}')).toEqual([
      'VAPI_AUTH_OPTIONS has no option signatureHeader',
    ]);
  });
});
