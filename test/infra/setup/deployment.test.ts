import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadDeployment, cdkArguments, stageIn } from '../../../infra/setup/deployment.ts';
import { temporaryFolder } from './folder.ts';
import { GIVEN } from './world.ts';

const at = temporaryFolder();

describe('npm run deploy', () => {
  it('without a stage is cdk deploy --all, with what it is given, whatever files there are', () => {
    writeFileSync(at('.env'), 'LOG_LEVEL=warn\n');
    expect(cdkArguments(['-c', 'stage=prod', '--require-approval', 'never'], { STAGE: ' ' }, at())).toEqual([
      'deploy',
      '--all',
      '-c',
      'stage=prod',
      '--require-approval',
      'never',
    ]);
  });

  it('with a stage has its settings as context, over which goes what it is given', () => {
    writeFileSync(
      at('.env.prod'),
      `TWILIO_ACCOUNT_SID=${GIVEN.TWILIO_ACCOUNT_SID}\nMAX_CALLS=5\nLOG_LEVEL=warn\n`,
    );
    const given = ['-c', 'MAX_CALLS=9', '--hotswap'];
    expect(cdkArguments(['--stage', 'prod', ...given], { LOG_LEVEL: 'error' }, at())).toEqual([
      'deploy',
      '--all',
      '-c',
      'stage=prod',
      '-c',
      'LOG_LEVEL=error',
      '-c',
      'MAX_CALLS=5',
      '-c',
      `TWILIO_ACCOUNT_SID=${GIVEN.TWILIO_ACCOUNT_SID}`,
      '--outputs-file',
      at('cdk-outputs.prod.json'),
      ...given,
    ]);
  });

  it('goes by STAGE where no --stage is given, as the other commands do', () => {
    writeFileSync(at('.env.night'), 'LOG_LEVEL=warn\n');
    const named = cdkArguments(['--stage', 'night'], {}, at());
    expect(cdkArguments([], { STAGE: 'night' }, at())).toEqual(named);
    expect(cdkArguments(['--stage', 'night'], { STAGE: 'prod' }, at())).toEqual(named);
    expect(() => cdkArguments(['-c', 'stage=dev'], { STAGE: 'night' }, at())).toThrow(
      'STAGE=night and -c stage=dev are two stages',
    );
  });

  it('leaves what is missing beside a setting to CDK, which has it from the command line or from the secret', () => {
    writeFileSync(at('.env.desk'), 'HELP_DESK=zendesk\n');
    expect(cdkArguments(['--stage', 'desk'], {}, at())).toContain('HELP_DESK=zendesk');
  });

  it('tells nobody a secret, and nothing that set-up alone has to know', () => {
    const secrets = {
      ...GIVEN,
      TWILIO_API_KEY: 'SK0q7Zk4mNp2vRx8Lw3',
      TWILIO_API_KEY_SECRET: 'q7-Zk4mNp2vRx8Lw3',
    };
    const more = {
      VAPI_CREDENTIAL_ID: 'cr-1',
      TEAM_FILE: 'night.json',
      ASSISTANT_OPTIONS: '{}',
      STAGE: 'dev',
    };
    const lines = Object.entries({ ...secrets, ...more }).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(at('.env.dev'), lines.join(''));
    const args = cdkArguments(['--stage=dev'], {}, at());
    expect(args.filter((arg) => arg.includes('='))).toEqual([
      'stage=dev',
      `TWILIO_ACCOUNT_SID=${GIVEN.TWILIO_ACCOUNT_SID}`,
    ]);
    for (const secret of [GIVEN.TWILIO_AUTH_TOKEN, GIVEN.VAPI_API_KEY])
      expect(args.join()).not.toContain(secret);
  });

  it('gives JSON of several lines on one, as CDK reads it', () => {
    writeFileSync(at('.env.lines'), 'OPENING_HOURS=\'{\n  "timeZone": "Europe/Berlin",\n  "week": {}\n}\'\n');
    expect(cdkArguments(['--stage', 'lines'], {}, at())).toContain(
      'OPENING_HOURS={ "timeZone": "Europe/Berlin", "week": {} }',
    );
  });

  it('does not begin with settings that are wrong, all of them named', () => {
    writeFileSync(at('.env.bad'), 'VAPI_APIKEY=q7-hush\nMAX_CALLS=q7\n');
    expect(() => cdkArguments(['--stage', 'bad'], {}, at())).toThrow(
      'Settings are missing or wrong:\n  VAPI_APIKEY is no setting; did you mean VAPI_API_KEY?\n  MAX_CALLS is not a whole number',
    );
  });

  it.each([
    [['--stage'], '--stage needs a name'],
    [['--stage', '--all'], '--stage needs a name'],
    [['--stage='], '--stage needs a name'],
    [['--stage', 'dev', '--stage=prod'], '--stage is given twice'],
    [['--stage', 'dev', '-c', 'stage=prod'], '--stage dev and -c stage=prod are two stages'],
    [['--stage', 'dev', '--context=stage=prod'], '--stage dev and -c stage=prod are two stages'],
  ])('knows one stage at a time: %j', (args, told) => {
    expect(() => cdkArguments(args, {}, at('none'))).toThrow(BadDeployment);
    expect(() => cdkArguments(args, {}, at('none'))).toThrow(told);
  });

  it('leaves everything else to CDK, where it was', () => {
    expect(stageIn(['one', '--stage', 'dev', '--', 'two'])).toEqual({
      option: 'dev',
      rest: ['one', '--', 'two'],
    });
  });
});
