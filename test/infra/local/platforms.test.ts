import { describe, expect, it } from 'vitest';
import { platformsSaid } from '../../../infra/local/platforms.ts';
import { startSettings } from '../../../infra/local/start-settings.ts';

const VAPI = { VAPI_API_KEY: 'k9-key-of-these-tests', VAPI_SERVER_SECRET: 'k9-secret-of-these-tests' };
const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'k9-token-of-these-tests',
  TWILIO_WORKSPACE_SID: `WS${'0'.repeat(32)}`,
  TWILIO_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
};
const BASE = { PUBLIC_BASE_URL: 'https://voice.example.com' };
const of = (env: Record<string, string>) => platformsSaid(startSettings(env));
const lines = (env: Record<string, string>) => of(env).map(({ line }) => line);
const warnings = (env: Record<string, string>) =>
  of(env).flatMap(({ line, isWarning }) => (isWarning ? [line] : []));

describe('What npm start says of the platforms', () => {
  it('is a line for each, and what it means that it is simulated', () => {
    expect(lines({})).toEqual([
      'Vapi: simulated (no VAPI_API_KEY): nobody real calls',
      'Twilio: simulated (no TWILIO_ACCOUNT_SID): nobody real will answer',
      'Help desk and calendar: simulated (no HELP_DESK, no CALENDAR): what they know is made up',
      'CRM: none (no CRM_HOOK_URL): summaries of calls and ends of handoffs are not sent',
      'AWS: emulated: what is kept is gone when this ends',
    ]);
    expect(warnings({})).toEqual([]);
  });

  it('is what it means that they are real', () => {
    const hook = {
      CRM_HOOK_URL: 'https://crm.example.com/hooks/calls',
      CRM_HOOK_SECRET: 'k9-secret-of-the-crm',
    };
    expect(lines({ ...VAPI, ...TWILIO, ...BASE, ...hook }).slice(0, 4)).toEqual([
      'Vapi: real: its callers are people',
      'Twilio: real: its agents are rung, and calls cost money',
      'Help desk: none (no HELP_DESK); calendar: none (no CALENDAR)',
      'CRM: the one of CRM_HOOK_URL: it gets the summary of each call and the end of each handoff',
    ]);
    expect(warnings({ ...VAPI, ...TWILIO, ...BASE, ...hook })).toEqual([]);
  });

  it('is which of the team’s systems are asked', () => {
    const hubspot = { HELP_DESK: 'hubspot', HUBSPOT_TOKEN: 'k9-token-of-the-help-desk' };
    expect(lines(hubspot)).toContain('Help desk: hubspot; calendar: none (no CALENDAR)');
  });

  it('is a warning when people on one side would meet nobody on the other', () => {
    expect(warnings({ ...VAPI, ...BASE })).toEqual([
      'Vapi is real, but Twilio is simulated: a real caller would wait for nobody',
    ]);
    expect(warnings({ ...TWILIO, ...BASE })).toEqual([
      'Twilio is real, but Vapi is simulated: a real agent would be rung for nobody',
    ]);
  });

  it('is a warning when a real platform cannot reach this machine', () => {
    expect(warnings({ ...VAPI, ...TWILIO })).toEqual([
      'PUBLIC_BASE_URL is not set: Vapi and Twilio cannot reach this machine, no webhook will come',
    ]);
    expect(warnings(TWILIO)).toContain(
      'PUBLIC_BASE_URL is not set: Twilio cannot reach this machine, no webhook will come',
    );
  });

  it("names the host where it is somebody else's fake, and nothing that was given as a secret", () => {
    const env = {
      ...VAPI,
      ...TWILIO,
      ...BASE,
      VAPI_API_URL: 'http://127.0.0.1:4010',
      TWILIO_API_URL: 'https://api.ie1.twilio.com',
    };
    expect(lines(env).slice(0, 2)).toEqual([
      'Vapi: real (the one at 127.0.0.1:4010): its callers are people',
      'Twilio: real: its agents are rung, and calls cost money',
    ]);
    expect(lines(env).join()).not.toContain('k9');
  });
});
