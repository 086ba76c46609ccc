import { describe, expect, it } from 'vitest';
import { distance, namesInEnvironment, namesInFile } from '../../infra/setting-names.ts';
import { about, SETTING_NAMES } from '../../infra/settings.ts';

const GIVEN = SETTING_NAMES.filter((name) => !about(name).isProvided && name.includes('_'));
const meant = (problems: readonly string[]) =>
  problems.map((problem) => /did you mean (\w+)\?$/.exec(problem)?.[1]);

describe('A name in the file of settings', () => {
  it('is known when it is declared in any room, or read beside the settings', () => {
    expect(
      namesInFile([...SETTING_NAMES, 'PORT', 'AWS_ENDPOINT_URL_DYNAMODB', 'AWS_REGION', 'NODE_OPTIONS']),
    ).toEqual([]);
  });

  it.each([
    ['VAPI_APIKEY', 'VAPI_API_KEY'],
    ['VAPI_KEY', 'VAPI_API_KEY'],
    ['Vapi_Api_Key', 'VAPI_API_KEY'],
    ['VAPI_SECRET', 'VAPI_SERVER_SECRET'],
    ['VPAI_SERVER_SECRET', 'VAPI_SERVER_SECRET'],
    ['TWILIO_TOKEN', 'TWILIO_AUTH_TOKEN'],
    ['TWILIO_ACCOUNT_ID', 'TWILIO_ACCOUNT_SID'],
    ['TWILIO_PHONE_NUMBER', 'TWILIO_NUMBER'],
    ['HANDOFF_WINDOW', 'HANDOFF_WINDOW_SECONDS'],
    ['WINDOW_SECONDS', 'HANDOFF_WINDOW_SECONDS'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['BASE_URL', 'PUBLIC_BASE_URL'],
    ['OPENING_HOUR', 'OPENING_HOURS'],
    ['BRIGDE', 'BRIDGE'],
    ['POTR', 'PORT'],
  ])('that is unknown is refused with what was meant: %s, %s', (name, expected) => {
    expect(namesInFile([name])).toEqual([`${name} is no setting; did you mean ${expected}?`]);
  });

  it.each([
    'FOO',
    'OPENAI_API_KEY',
    'DATABASE_URL',
    'MY_OWN_THING',
  ])('that is like none of ours is refused too: %s', (name) => {
    expect(namesInFile([name])).toEqual([`${name} is no setting`]);
  });

  it('that is any of ours with one slip is refused, and the slip is seen', () => {
    for (const name of GIVEN) {
      const middle = Math.floor(name.length / 2);
      const swapped = `${name.slice(0, middle)}${name[middle + 1]}${name[middle]}${name.slice(middle + 2)}`;
      const slips = [
        `${name}S`,
        name.slice(0, -1),
        `${name.slice(0, middle)}${name.slice(middle + 1)}`,
        swapped,
        name.toLowerCase(),
      ];
      for (const slip of slips) {
        if (slip === name || SETTING_NAMES.some((known) => known === slip)) continue;
        expect(meant(namesInFile([slip])), slip).toEqual([name]);
      }
    }
  });
});

describe('A name in the environment of the process', () => {
  it.each([
    ['VAPI_APIKEY', 'VAPI_API_KEY'],
    ['vapi_api_key', 'VAPI_API_KEY'],
    ['VapiApiKey', 'VAPI_API_KEY'],
    ['VPAI_API_KEY', 'VAPI_API_KEY'],
    ['TWILO_AUTH_TOKEN', 'TWILIO_AUTH_TOKEN'],
    ['TWILLIO_ACCOUNT_SID', 'TWILIO_ACCOUNT_SID'],
    ['TWILIO_ACCOUNT_ID', 'TWILIO_ACCOUNT_SID'],
    ['TWILIO_WORKSPACE_SDI', 'TWILIO_WORKSPACE_SID'],
    ['CRM-HOOK-URL', 'CRM_HOOK_URL'],
    ['HANDOFF_WINDOW_SECOND', 'HANDOFF_WINDOW_SECONDS'],
  ])('is refused when nobody can have meant another: %s, %s', (name, expected) => {
    expect(namesInEnvironment([name])).toEqual([`${name} is no setting; did you mean ${expected}?`]);
  });

  it("is left alone when it is somebody else's", () => {
    const foreign = [
      'PATH',
      'Path',
      'HOME',
      'SHELL',
      'TERM',
      'USER',
      'LANG',
      'LC_ALL',
      'PWD',
      'HOSTNAME',
      'stage',
      'port',
      'Bridge',
      'AWS_REGION',
      'AWS_PROFILE',
      'AWS_ENDPOINT_URL_S3',
      'AWS_ENDPOINT_URL_SNS',
      'AWS_LAMBDA_FUNCTION_NAME',
      'npm_config_loglevel',
      'npm_config_log_level',
      'npm_package_name',
      'npm_lifecycle_event',
      'NODE_ENV',
      'INIT_CWD',
      'TWILIO_API_KEY',
      'TWILIO_API_SECRET',
      'TWILIO_REGION',
      'TWILIO_EDGE',
      'TWILIO_LOG_LEVEL',
      'TWILIO_PHONE_NUMBER',
      'VAPI_PUBLIC_KEY',
      'VAPI_PRIVATE_KEY',
      'VAPI_ASSISTANT_ID',
      'OPENAI_API_KEY',
      'HAPI_API_KEY',
      'VAST_API_KEY',
      'VITE_API_URL',
      'APP_API_URL',
      'PUBLIC_URL',
      'DATABASE_URL',
      'LOG_FILE',
      'MY_LOG_LEVEL',
      'LOGLEVEL',
      'LogLevel',
      'LOG_LEVELS',
      'CRM_URL',
      'GITHUB_TOKEN',
      'CI',
      'VSCODE_PID',
      'HTTP_PROXY',
      'no_proxy',
      'XDG_RUNTIME_DIR',
      'SSH_AUTH_SOCK',
      '_',
    ];
    expect(namesInEnvironment(foreign)).toEqual([]);
    expect(namesInEnvironment(Object.keys(process.env))).toEqual([]);
  });
});

describe('The distance of two names', () => {
  it.each([
    ['VAPI', 'VAPI', 0],
    ['VAPI', 'VPAI', 1],
    ['VAPI', 'VAP', 1],
    ['VAPI', 'VAPPI', 1],
    ['VAPI', 'HAPI', 1],
    ['VAPI', '', 4],
    ['', 'VAPI', 4],
    ['TOKEN', 'KEY', 3],
  ])('from %s to %s is %d', (from, to, expected) => {
    expect(distance(from, to)).toBe(expected);
  });
});
