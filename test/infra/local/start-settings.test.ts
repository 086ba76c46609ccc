import { describe, expect, it } from 'vitest';
import { startSettings } from '../../../infra/local/start-settings.ts';
import { BadSettings } from '../../../lib/settings/read.ts';

const VAPI = { VAPI_API_KEY: 'k9-key-of-these-tests', VAPI_SERVER_SECRET: 'k9-secret-of-these-tests' };
const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'k9-token-of-these-tests',
  TWILIO_WORKSPACE_SID: `WS${'0'.repeat(32)}`,
  TWILIO_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
};

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    startSettings(env);
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
};

describe('The settings of the local system', () => {
  it('simulate both platforms when nothing is set', () => {
    expect(startSettings({})).toMatchObject({ port: 3000, simulateVapi: true, simulateTwilio: true });
  });

  it('simulate only what no setting speaks of', () => {
    expect(startSettings(VAPI)).toMatchObject({ simulateVapi: false, simulateTwilio: true });
    expect(startSettings(TWILIO)).toMatchObject({ simulateVapi: true, simulateTwilio: false });
    expect(startSettings({ ...VAPI, ...TWILIO })).toMatchObject({
      simulateVapi: false,
      simulateTwilio: false,
    });
  });

  it('name everything that is missing or wrong at once', () => {
    const problems = problemsOf({
      VAPI_API_URL: 'not a url',
      TWILIO_AUTH_TOKEN: 'k9-token-of-these-tests',
      HANDOFF_WINDOW_SECONDS: '0',
      VAPI_AUTH: 'hmac',
      VAPI_AUTH_OPTIONS: '{"algoritm":"sha256"}',
      PORT: 'http',
    });
    for (const name of [
      'VAPI_API_KEY is not set',
      'VAPI_SERVER_SECRET is not set',
      'VAPI_API_URL is not a http(s) URL',
      'TWILIO_ACCOUNT_SID is not set',
      'TWILIO_WORKSPACE_SID is not set',
      'TWILIO_WORKFLOW_SID is not set',
      'HANDOFF_WINDOW_SECONDS is less than 1',
      'VAPI_AUTH_OPTIONS has no option algoritm',
      'PORT is not a port number',
    ]) {
      expect(problems).toContain(name);
    }
  });

  it('count an empty value as not set', () => {
    expect(startSettings({ VAPI_API_KEY: '', TWILIO_AUTH_TOKEN: ' ' })).toMatchObject({
      simulateVapi: true,
      simulateTwilio: true,
    });
  });

  it('name what is wrong about conversations too, and no value of it', () => {
    const problems = problemsOf({
      ESCALATION_RULES: '{"interruption":3}',
      RETENTION_DAYS: '400',
      CRM_HOOK_URL: 'http://crm.example.com/hush',
      CRM_HOOK_SECRET: 'whsec_hush!',
    });
    expect(problems).toEqual([
      'RETENTION_DAYS is more than 365',
      'ESCALATION_RULES has no option interruption',
      'CRM_HOOK_URL is not an https URL',
      'CRM_HOOK_SECRET is not base64 after whsec_',
    ]);
  });

  it('take a CRM on this machine for a hook, signed like any other', () => {
    const hook = { CRM_HOOK_URL: 'http://127.0.0.1:4000/hooks/calls' };
    expect(startSettings({ ...hook, CRM_HOOK_SECRET: 'k9-secret-of-the-crm' }).env).toMatchObject(hook);
    expect(problemsOf(hook)).toEqual(['CRM_HOOK_SECRET is not set, but CRM_HOOK_URL is']);
  });

  it('need no queue of the environment: the local system has its own', () => {
    const { env } = startSettings({});
    expect(Object.keys(env).filter((name) => name.endsWith('_QUEUE_URL'))).toEqual([]);
  });

  it.each([
    [{ VAPI_API_KEY: VAPI.VAPI_API_KEY }, ['VAPI_SERVER_SECRET is not set']],
    [{ VAPI_SERVER_SECRET: VAPI.VAPI_SERVER_SECRET }, ['VAPI_API_KEY is not set']],
    [
      { TWILIO_WORKFLOW_SID: TWILIO.TWILIO_WORKFLOW_SID, TWILIO_WORKSPACE_SID: TWILIO.TWILIO_WORKSPACE_SID },
      ['TWILIO_ACCOUNT_SID is not set', 'TWILIO_AUTH_TOKEN is not set'],
    ],
  ])('are refused when only a part of the credentials is given, with the names of the others', (given, missing) => {
    expect(problemsOf(given)).toEqual(missing);
  });

  it('refuse a misspelt name in the environment, where a missing key means that nothing is real', () => {
    expect(problemsOf({ ...VAPI, TWILIO_ACOUNT_SID: 'AC1', twilio_auth_token: 'k9' })).toEqual([
      'TWILIO_ACOUNT_SID is no setting; did you mean TWILIO_ACCOUNT_SID?',
      'twilio_auth_token is no setting; did you mean TWILIO_AUTH_TOKEN?',
    ]);
  });

  it('name what is unknown, missing, wrong and weak in one message', () => {
    const seen = ['HANDOFF_WINDOW is no setting; did you mean HANDOFF_WINDOW_SECONDS?'];
    const given = {
      VAPI_API_KEY: 'changeme',
      TWILIO_AUTH_TOKEN: 'k9',
      PUBLIC_BASE_URL: 'https://team:hush@voice.example.com',
      LINK_SIGNING_KEY: 'k'.repeat(40),
      BRIDGE: 'carrier-pigeon',
      CRM_HOOK_SECRETS: 'k9',
    };
    expect(() => startSettings(given, seen)).toThrow(
      new BadSettings([
        ...seen,
        'CRM_HOOK_SECRETS is no setting; did you mean CRM_HOOK_SECRET?',
        'PUBLIC_BASE_URL holds a user name or a password',
        'LINK_SIGNING_KEY is too easy to guess',
        'VAPI_API_KEY is a placeholder',
        'VAPI_SERVER_SECRET is not set',
        'TWILIO_ACCOUNT_SID is not set',
        'TWILIO_AUTH_TOKEN is shorter than 16 characters',
        'TWILIO_WORKSPACE_SID is not set',
        'TWILIO_WORKFLOW_SID is not set',
        'BRIDGE is none of auto, vapi-transfer, conference, enqueue',
      ]),
    );
  });
});
