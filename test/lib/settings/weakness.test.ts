import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LOCAL_LINK_SIGNING_KEY, LOCAL_TWILIO, LOCAL_VAPI } from '../../../infra/local/local-values.ts';
import { about, SETTING_NAMES, SETTINGS } from '../../../infra/settings.ts';
import { BadSettings, readSettings, secretsOf } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';
import { isPlaceholder, weaknessOf } from '../../../lib/settings/weakness.ts';

describe('A secret', () => {
  it.each([
    '...',
    '…',
    'changeme',
    'CHANGE_ME',
    'please-change-this-secret',
    'your-secret-here',
    'YOUR_VAPI_API_KEY_GOES_HERE',
    'YourSecretKeyGoesHere',
    'put your secret here',
    'xxx',
    'XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
    'sk_xxxxxxxxxxxxxxxxxxxx',
    '<your token>',
    '<32 hex characters of the console>',
    '$' + '{VAPI_SERVER_SECRET}',
    '$VAPI_SERVER_SECRET',
    '{{ secrets.vapi }}',
    '[secret]',
    '%TOKEN%',
    'whsec_...',
    'a long random text',
    'any long random text',
    'my-very-long-secret-key',
    'secret-secret-secret-1',
    'passwordpasswordpassword',
    'TODO',
    'TODO-set-this-secret',
    'undefinedundefined',
    'some-random-string-here',
    '$(cat vapi-secret.txt)',
    'password12345678',
    'my-super-secret-value-123',
    '****************',
    '____-____-____-____',
  ])('is none while it only says that one belongs here: %s', (text) => {
    expect(isPlaceholder(text)).toBe(true);
    expect(weaknessOf(text)).toBe('is a placeholder');
  });

  it.each(['k', 'k9', '0123456789abcde', 'hunter2'])('is refused when it is short: %s', (text) => {
    expect(weaknessOf(text)).toBe('is shorter than 16 characters');
  });

  it.each([
    '0000000000000000',
    'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk',
    'k9k9k9k9k9k9k9k9k9',
    'qwertz-qwertz-qwertz-qw',
    '1234567890123456',
    '9876543210987654321',
    '123456789123456789',
  ])('is refused when it repeats itself or counts: %s', (text) => {
    expect(weaknessOf(text)).toBe('is too easy to guess');
  });

  it.each([
    ...Object.entries({ ...LOCAL_VAPI, ...LOCAL_TWILIO, LOCAL_LINK_SIGNING_KEY })
      .filter(([name]) => !name.endsWith('_SID'))
      .map(([, value]) => value),
    'f00dbeeff00dbeeff00dbeeff00dbeef',
    // Words that say what it is, and a value of its own behind them.
    'signing-key-0123456789',
    'TWILIO_AUTH_TOKEN_0123456789',
    'test-vapi-server-secret',
    'e2e-secret-0123456789',
    // Random ones can be all digits but one, or all.
    'a1127514671268462190',
    '6167250249255094',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    '0123456789abcdef0123456789abcdef',
    'correct horse battery staple',
    '3f9a1c77-0b5e-4a4f-9a52-7f3f5a1c2b3d',
  ])('is taken when it is one: %s', (text) => {
    expect(weaknessOf(text)).toBeUndefined();
  });

  it('is taken however the platforms and password generators make it', () => {
    for (let made = 0; made < 2000; made += 1) {
      for (const text of [
        randomBytes(16).toString('hex'),
        randomUUID(),
        randomBytes(24).toString('base64'),
        randomBytes(32).toString('base64url'),
      ]) {
        expect(weaknessOf(text), text).toBeUndefined();
      }
    }
  });
});

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readSettings(env, only(SETTINGS, ...SETTING_NAMES.filter((name) => name in env)));
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
};

/** Keys that a platform made: by them nobody is believed here, and some are short. */
const OF_PLATFORMS = [
  'VAPI_API_KEY',
  'TWILIO_API_KEY',
  'TWILIO_API_KEY_SECRET',
  'ZENDESK_CLIENT_SECRET',
  'HUBSPOT_TOKEN',
  'CALCOM_API_KEY',
];

describe('The secrets among the settings', () => {
  it.each(
    secretsOf(SETTINGS).filter((name) => name !== 'GOOGLE_SERVICE_ACCOUNT'),
  )('%s is refused while it is the example of the docs, and when anybody can guess it', (name) => {
    const { example = '' } = SETTING_NAMES.filter((one) => one === name).map(about)[0] ?? {};
    expect(example).not.toBe('');
    expect(problemsOf({ [name]: example })).toEqual([`${name} is a placeholder`]);
    const least = OF_PLATFORMS.includes(name) ? 8 : 16;
    expect(problemsOf({ [name]: 'q' })).toEqual([`${name} is shorter than ${least} characters`]);
    expect(problemsOf({ [name]: 'q7-Zk4mNp2vR'.repeat(2).slice(0, least - 1) })).toHaveLength(1);
    expect(problemsOf({ [name]: 'q'.repeat(40) })).toEqual([`${name} is too easy to guess`]);
  });

  it('that are a key file are refused without what is in one, and never quoted', () => {
    const { example = '' } = about('GOOGLE_SERVICE_ACCOUNT');
    expect(example).not.toBe('');
    for (const given of [example, '{"client_email":"q7-weak","private_key":"q7-weak"}']) {
      const problems = problemsOf({ GOOGLE_SERVICE_ACCOUNT: given });
      expect(problems).toEqual([
        expect.stringMatching(/^GOOGLE_SERVICE_ACCOUNT\.client_email is not/),
        expect.stringMatching(/^GOOGLE_SERVICE_ACCOUNT\.private_key is not/),
      ]);
      expect(problems.join()).not.toContain('q7');
    }
  });

  it('are refused all at once, by name and never with the value', () => {
    const env = Object.fromEntries(secretsOf(SETTINGS).map((name) => [name, 'q7-weak']));
    const problems = problemsOf(env);
    expect(problems).toHaveLength(secretsOf(SETTINGS).length);
    expect(problems.join()).not.toContain('q7');
  });

  it('are refused when only one of two is good, as while one is replaced', () => {
    expect(problemsOf({ VAPI_SERVER_SECRET: `${LOCAL_VAPI.VAPI_SERVER_SECRET},changeme` })).toEqual([
      'VAPI_SERVER_SECRET is a placeholder',
    ]);
    expect(problemsOf({ CRM_HOOK_SECRET: 'whsec_a2V5LW9mLXRoZXNlLXRlc3Rz,whsec_YQ==' })).toEqual([
      'CRM_HOOK_SECRET is shorter than 16 characters',
    ]);
  });

  it('stand beside ids that are refused as placeholders too', () => {
    expect(problemsOf({ TWILIO_ACCOUNT_SID: `AC${'x'.repeat(32)}`, TWILIO_WORKFLOW_SID: 'WW...' })).toEqual([
      'TWILIO_ACCOUNT_SID is a placeholder',
      'TWILIO_WORKFLOW_SID does not look like WW...',
    ]);
  });
});
