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
      isProtected: false,
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
    expect(config).toMatchObject({ stage: 'prod', isProtected: true, alarmEmail });
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
        'HANDOF_WINDOW is no setting; did you mean HANDOFF_WINDOW_SECONDS?',
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

  it('refuses names that nobody knows, and says what was meant', () => {
    const wrong = {
      Stage: 'prod',
      alarmEmial: 'on-call@example.com',
      handoff_window_seconds: '45',
      'retention-days': '30',
      TWILIO_ACOUNT_SID: `AC${'0'.repeat(32)}`,
      VAPI_API_KEYS: 'k9',
      owner: 'the-team',
      dev: { LOGLEVEL: 'warn', HANDOFF_WINDOW_SECONDS: '0' },
      live: { regoin: 'eu-central-1' },
    };
    expect(problemsOf(wrong)).toEqual([
      'Stage is no setting; did you mean stage?',
      'alarmEmial is no setting; did you mean alarmEmail?',
      'handoff_window_seconds is no setting; did you mean HANDOFF_WINDOW_SECONDS?',
      'retention-days is no setting; did you mean RETENTION_DAYS?',
      'TWILIO_ACOUNT_SID is no setting; did you mean TWILIO_ACCOUNT_SID?',
      'VAPI_API_KEYS is no setting; did you mean VAPI_API_KEY?',
      'owner is no setting',
      'LOGLEVEL is no setting; did you mean LOG_LEVEL?',
      'regoin is no setting; did you mean region?',
      'HANDOFF_WINDOW_SECONDS is less than 1',
    ]);
  });

  it.each([
    [{ HELP_DESK: 'zendesk' }, ['ZENDESK_SUBDOMAIN', 'ZENDESK_CLIENT_ID']],
    [{ CALENDAR: 'google' }, ['GOOGLE_CALENDAR_ID']],
    // The secret of the hook stands in the stage's secret.
    [{ CRM_HOOK_URL: 'https://crm.example.com/x' }, []],
  ])('refuses what lacks something beside it, secrets apart: %j', (context, missing) => {
    expect(problemsOf(context).map((problem) => problem.split(' ')[0])).toEqual(missing);
  });

  it('refuses a stage that is named within the section of one: nobody reads it there', () => {
    expect(problemsOf({ dev: { stage: 'prod', MAX_CALLS: '3' } })).toEqual([
      'stage stands in the section of a stage, where nobody reads it',
    ]);
  });

  it('passes what CDK keeps there: feature flags, look-ups, options of its command line', () => {
    expect(
      problemsOf({
        'aws:cdk:enable-path-metadata': true,
        'aws:cdk:bundling-stacks': ['**'],
        '@aws-cdk/core:defaultCrossStackReferences': 'strong',
        '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
        'availability-zones:account=000000000000:region=us-west-2': ['us-west-2a'],
        'hosted-zone:account=000000000000:domainName=example.com:region=us-west-2': { Id: '/hostedzone/Z1' },
        'cli-telemetry': false,
        'acknowledged-issue-numbers': [1],
        prod: { alarmEmail: 'on-call@example.com' },
      }),
    ).toEqual([]);
  });

  it('refuses what still holds the place of a value', () => {
    expect(
      problemsOf({
        TWILIO_ACCOUNT_SID: 'AC...',
        TWILIO_WORKFLOW_SID: `WW${'x'.repeat(32)}`,
        PUBLIC_BASE_URL: 'https://your-tunnel.example.com',
        alarmEmail: 'you@example.com',
      }),
    ).toEqual([
      'alarmEmail is not an e-mail address',
      'TWILIO_ACCOUNT_SID does not look like AC...',
      'TWILIO_WORKFLOW_SID is a placeholder',
      'PUBLIC_BASE_URL is a placeholder',
    ]);
  });

  it.each([
    'https://team:hush@proxy.example.com',
    'https://proxy.example.com/voice?key=hush',
    'https://proxy.example.com/webhook/vapi',
    'HTTP://proxy.example.com',
  ])('refuses a base URL with which every signature would be wrong: %s', (url) => {
    expect(problemsOf({ PUBLIC_BASE_URL: url })).toEqual([expect.stringMatching(/^PUBLIC_BASE_URL /)]);
    expect(problemsOf({ PUBLIC_BASE_URL: url }).join()).not.toContain('hush');
  });

  it('protects every stage but dev, whatever it is called, and those that are said to be disposable', () => {
    for (const stage of ['prod', 'production', 'live', 'staging', 'eu', 'dev-2']) {
      expect(readConfig({ stage }).isProtected, stage).toBe(true);
      expect(readConfig({ stage, disposable: 'false' }).isProtected, stage).toBe(true);
      expect(readConfig({ stage, disposable: 'true' }).isProtected, stage).toBe(false);
      expect(readConfig({ stage, [stage]: { disposable: true } }).isProtected, stage).toBe(false);
    }
    expect(readConfig({}).isProtected).toBe(false);
    expect(readConfig({ stage: 'dev' }).isProtected).toBe(false);
    expect(problemsOf({ stage: 'trial', disposable: 'yes' })).toEqual([
      'disposable is neither true nor false',
    ]);
    expect(problemsOf({ stage: 'trial', Disposable: 'true' })).toEqual([
      'Disposable is no setting; did you mean disposable?',
    ]);
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
