import { describe, expect, it } from 'vitest';
import { BadContext, readConfig } from '../../../infra/cloud/config.ts';
import { GIVEN } from './synthesized.ts';

const problemsOf = (context: Record<string, unknown>): string[] => {
  try {
    readConfig(context);
    return [];
  } catch (error) {
    if (!(error instanceof BadContext)) throw error;
    const [, ...lines] = error.message.split('\n');
    return lines.map((line) => line.trim());
  }
};

describe('The context of a deployment', () => {
  it('may be empty: the stage is dev, in the region where Vapi is', () => {
    expect(readConfig({})).toEqual({
      stage: 'dev',
      isProduction: false,
      region: 'us-west-2',
      settings: {},
      runbookUrl: 'infra/runbook.md',
    });
  });

  it('holds settings under their own names, and leaves what belongs to CDK alone', () => {
    const { alarmEmail, ...settings } = GIVEN;
    const config = readConfig({
      stage: 'prod',
      'aws:cdk:enable-path-metadata': true,
      'cli-telemetry': false,
      ...GIVEN,
      HANDOFF_WINDOW_SECONDS: 45,
    });
    expect(config).toMatchObject({ stage: 'prod', isProduction: true, alarmEmail });
    expect(config.settings).toEqual({ ...settings, HANDOFF_WINDOW_SECONDS: '45' });
  });

  it("is that of the stage, and the command line goes before what stands under the stage's name", () => {
    const context = {
      prod: { LOG_LEVEL: 'warn', HANDOFF_WINDOW_SECONDS: '20', region: 'eu-central-1' },
      dev: { LOG_LEVEL: 'error' },
      HANDOFF_WINDOW_SECONDS: '60',
    };
    const prod = readConfig({ ...context, stage: 'prod' });
    expect(prod.settings).toEqual({ LOG_LEVEL: 'warn', HANDOFF_WINDOW_SECONDS: '60' });
    expect(prod.region).toBe('eu-central-1');
    expect(readConfig(context).settings).toMatchObject({ LOG_LEVEL: 'error' });
  });

  it('takes objects where a setting is JSON', () => {
    const { settings } = readConfig({ VAPI_AUTH_OPTIONS: { signatureHeader: 'x-signature' } });
    expect(settings.VAPI_AUTH_OPTIONS).toBe('{"signatureHeader":"x-signature"}');
  });

  it('names everything that is wrong at once', () => {
    const wrong = {
      TWILIO_ACCOUNT_SID: 'SK1',
      HANDOFF_WINDOW_SECONDS: '0',
      VAPI_API_KEY: 'a-secret',
      TABLE_NAME: 'mine',
      HANDOF_WINDOW: '30',
      alarmEmail: 'nobody',
      region: 'Frankfurt',
      domainName: 'voice.example.com',
      PUBLIC_BASE_URL: 'http://voice.example.com',
    };
    expect(problemsOf(wrong).toSorted()).toEqual(
      [
        'TWILIO_ACCOUNT_SID does not look like AC...',
        'HANDOFF_WINDOW_SECONDS is less than 1',
        "VAPI_API_KEY is a secret: it belongs into the stage's secret alone",
        'TABLE_NAME is set by the deployment itself',
        'HANDOF_WINDOW is no setting',
        'alarmEmail is not an e-mail address',
        'region is not a region of AWS',
        'certificateArn is not given',
        'PUBLIC_BASE_URL is given beside domainName, which already says it',
        'PUBLIC_BASE_URL is not a https URL',
      ].toSorted(),
    );
    expect(JSON.stringify(problemsOf(wrong))).not.toContain('a-secret');
  });

  it.each(['Prod', 'a stage', '', '9', 'x'.repeat(21)])('knows no stage named "%s"', (stage) => {
    expect(problemsOf({ stage })).toEqual([expect.stringMatching(/^stage is not a name/)]);
  });

  it('says where its own domain is: both or neither of name and certificate', () => {
    const certificateArn = 'arn:aws:acm:us-west-2:000000000000:certificate/1';
    expect(readConfig({ domainName: 'voice.example.com', certificateArn }).domain).toEqual({
      name: 'voice.example.com',
      certificateArn,
    });
    expect(problemsOf({ certificateArn })).toEqual(['domainName is not given']);
  });
});
