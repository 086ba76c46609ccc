import { describe, expect, it } from 'vitest';
import type { SecretRead, Secrets, SecretWritten } from '../../../../infra/setup/aws/secret.ts';
import { NO_CREDENTIALS } from '../../../../infra/setup/aws/secret.ts';
import { planSecret, secretOf, setUpSecret } from '../../../../infra/setup/aws/set-up.ts';
import { type PlanRow, SetupFailed } from '../../../../infra/setup/plan.ts';

const SETTINGS = {
  VAPI_API_KEY: 'k9-Tb6hYd1sQf5Jc2',
  TWILIO_AUTH_TOKEN: 'q7-Zk4mNp2vRx8Lw3',
  LANGUAGE: 'en',
  TWILIO_API_KEY: 'SK00000000000000000000000000000001',
};
const CONSOLE = 'https://eu-central-1.console.aws.amazon.com/secretsmanager/secret?name=Secret-abc';
const OUTPUTS = { 'voice-handoff-dev-data': { SecretName: 'Secret-abc', SecretConsoleUrl: CONSOLE } };

function awsWith(text: string, answers: { read?: SecretRead; written?: SecretWritten } = {}) {
  let now = { version: 'v1', text };
  const asked: string[] = [];
  const secrets = ({ region }: { region?: string }): Secrets => ({
    async read(name) {
      asked.push(`read ${name} in ${region}`);
      return answers.read ?? { is: 'read', ...now };
    },
    async write(name, next) {
      asked.push(`write ${name}`);
      if (answers.written !== undefined) return answers.written;
      if (next.version !== now.version) return { is: 'overtaken' };
      now = { version: `${now.version}+`, text: next.text };
      return { is: 'written' };
    },
  });
  return { secrets, asked, held: (): unknown => JSON.parse(now.text) };
}

async function run(
  aws: ReturnType<typeof awsWith>,
  mode: 'plan' | 'apply',
  isDeployed = true,
): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  await setUpSecret({
    mode,
    stage: 'dev',
    team: { departments: {}, agents: [], numbers: [] },
    settings: SETTINGS,
    baseUrl: undefined,
    adopt: false,
    tell: (row) => rows.push(row),
    keep: () => Promise.resolve(),
    outputs: isDeployed ? OUTPUTS : undefined,
    secrets: aws.secrets,
  });
  return rows;
}

describe('the secret of a stage', () => {
  it('gets the keys that are given, and keeps all others; then nothing differs', async () => {
    const aws = awsWith(
      '{"VAPI_API_KEY":"","LINK_SIGNING_KEY":"generated","TWILIO_AUTH_TOKEN":"another one"}',
    );
    const [row] = await run(aws, 'apply');
    expect(row).toEqual({
      what: 'aws.secret',
      name: 'Secret-abc',
      action: 'change',
      fields: { VAPI_API_KEY: 'set', TWILIO_AUTH_TOKEN: 'new value' },
    });
    expect(aws.held()).toEqual({
      VAPI_API_KEY: SETTINGS.VAPI_API_KEY,
      TWILIO_AUTH_TOKEN: SETTINGS.TWILIO_AUTH_TOKEN,
      LINK_SIGNING_KEY: 'generated',
    });
    expect(await run(aws, 'apply')).toMatchObject([
      { action: 'same', fields: { VAPI_API_KEY: 'same', TWILIO_AUTH_TOKEN: 'same' } },
    ]);
    expect(aws.asked.filter((one) => one.startsWith('write'))).toHaveLength(1);
  });

  it('is only looked at for a plan, in the region of the deployment', async () => {
    const aws = awsWith('{}');
    expect(await run(aws, 'plan')).toMatchObject([{ action: 'change' }]);
    expect(aws.asked).toEqual(['read Secret-abc in eu-central-1']);
  });

  it('waits for the deployment, and AWS is asked nothing', async () => {
    const aws = awsWith('{}');
    expect(await run(aws, 'apply', false)).toEqual([
      {
        what: 'aws.secret',
        name: 'secret',
        action: 'create',
        fields: { VAPI_API_KEY: 'set', TWILIO_AUTH_TOKEN: 'set' },
        later: true,
      },
    ]);
    expect(aws.asked).toEqual([]);
  });

  it('is told without any of its values', async () => {
    const text = JSON.stringify(await run(awsWith('{"TWILIO_AUTH_TOKEN":"another one"}'), 'plan'));
    for (const value of [...Object.values(SETTINGS), 'another one']) {
      if (value !== 'en') expect(text).not.toContain(value);
    }
  });

  it.each([['a text'], ['["a"]'], ['null']])('that holds %s is left as it is', async (held) => {
    const aws = awsWith(held);
    expect(await run(aws, 'apply')).toMatchObject([{ action: 'refuse', why: expect.any(String) }]);
    expect(aws.asked).toHaveLength(1);
  });

  it('that is empty is filled', () => {
    expect(planSecret('name', { settings: SETTINGS, adopt: false }, '').text).toContain('VAPI_API_KEY');
  });
});

describe('what goes wrong at AWS', () => {
  it.each<[string, Parameters<typeof awsWith>[1], RegExp, RegExp]>([
    ['no credentials', { read: { is: 'failed', why: NO_CREDENTIALS } }, /no credentials/, /AWS_PROFILE/],
    ['no such secret', { read: { is: 'missing' } }, /no such secret/, /account and region/],
    ['a refusal', { read: { is: 'failed', why: 'AWS: AccessDenied' } }, /AccessDenied/, /Run it again/],
    ['somebody else’s change', { written: { is: 'overtaken' } }, /somebody else/, /Nothing was written over/],
    ['a failed write', { written: { is: 'failed', why: 'AWS: Throttled' } }, /Throttled/, /Run it again/],
  ])('%s stops set-up with one message and what to do', async (_what, answers, message, remedy) => {
    const failed = await run(awsWith('{}', answers), 'apply').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(SetupFailed);
    expect(failed).toMatchObject({
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
  });
});

it('the secret is found in the outputs, with its region where they tell it', () => {
  expect(secretOf(OUTPUTS, 'dev')).toEqual({ name: 'Secret-abc', region: 'eu-central-1' });
  expect(secretOf({ 'voice-handoff-dev-data': { SecretName: 's' } }, 'dev')).toEqual({ name: 's' });
  expect(secretOf(OUTPUTS, 'prod')).toBeUndefined();
  expect(secretOf(undefined, 'dev')).toBeUndefined();
});

describe('A key that was made just now', () => {
  const plan = (adopt: boolean, made: string[], held: object) =>
    planSecret(
      'name',
      { settings: { VAPI_SERVER_SECRET: 'a new random text' }, adopt, made },
      JSON.stringify(held),
    );

  it('is not written over one that is in use, unless that is wanted', () => {
    const held = { VAPI_SERVER_SECRET: 'the one in use' };
    const { row, text } = plan(false, ['VAPI_SERVER_SECRET'], held);
    expect([row.action, text]).toEqual(['refuse', undefined]);
    expect(row.why).toContain('VAPI_SERVER_SECRET');
    expect(row.why).not.toContain('the one in use');
    expect(plan(true, ['VAPI_SERVER_SECRET'], held).text).toContain('a new random text');
    expect(plan(false, [], held).row.action).toBe('change');
  });

  it('is written where there is none yet', () => {
    expect(plan(false, ['VAPI_SERVER_SECRET'], { VAPI_SERVER_SECRET: '' }).row.action).toBe('change');
    expect(plan(false, ['VAPI_SERVER_SECRET'], {}).row.action).toBe('change');
  });
});
