import { describe, expect, it } from 'vitest';
import { startSettings } from '../../../infra/local/start-settings.ts';
import { BadSettings } from '../../../lib/settings/read.ts';

const VAPI = { VAPI_API_KEY: 'key', VAPI_SERVER_SECRET: 'secret' };
const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
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
      TWILIO_AUTH_TOKEN: 'token',
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
    expect(startSettings({ ...hook, CRM_HOOK_SECRET: 'local' }).env).toMatchObject(hook);
    expect(problemsOf(hook)).toEqual(['CRM_HOOK_SECRET is not set, but CRM_HOOK_URL is']);
  });

  it('need no queue of the environment: the local system has its own', () => {
    const { env } = startSettings({});
    expect(Object.keys(env).filter((name) => name.endsWith('_QUEUE_URL'))).toEqual([]);
  });
});
