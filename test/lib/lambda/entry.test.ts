import { afterEach, describe, expect, it, vi } from 'vitest';
import { SETTINGS } from '../../../infra/settings.ts';
import { loadDynamoDb } from '../../../lib/aws/dynamodb/operations.ts';
import { entry } from '../../../lib/lambda/entry.ts';
import { BadSettings, type Env, readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';

const FIVE_MINUTES = 300_000;

/** As if its file were not there. */
vi.mock('../../../lib/aws/dynamodb/operations.ts', async (original) => ({
  ...(await original<object>()),
  loadDynamoDb: vi.fn(() => Promise.reject(new Error('not there'))),
}));

afterEach(() => {
  vi.unstubAllEnvs();
  vi.mocked(loadDynamoDb).mockClear();
});

const building = () => {
  const built: (string | undefined)[] = [];
  const create = (env: Env) => {
    built.push(env.STAGE);
    return async (event: string, context: string) => `${event} ${context} ${built.length}`;
  };
  return { built, handler: () => entry<string, string, string>(create, only(SETTINGS, 'STAGE')) };
};

describe('The entry of a function', () => {
  it('builds the handler while the module loads, in Lambda', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'handoff-worker');
    vi.stubEnv('STAGE', 'prod');
    const { built, handler } = building();
    const made = handler();
    expect(built).toEqual(['prod']);
    expect(await made('event', 'context')).toBe('event context 1');
    expect(built).toEqual(['prod']);
  });

  it('fails to load with wrong settings, in Lambda, with one message', () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'handoff-worker');
    const create = () => {
      readSettings({}, only(SETTINGS, 'TABLE_NAME'));
      return async () => undefined;
    };
    expect(() => entry(create, only(SETTINGS, 'TABLE_NAME'))).toThrow(BadSettings);
  });

  it('builds nothing by being imported elsewhere, and builds once when it is called', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', undefined);
    const { built, handler } = building();
    const made = handler();
    expect(built).toEqual([]);
    await made('event', 'context');
    expect(await made('again', 'context')).toBe('again context 1');
    expect(built).toHaveLength(1);
  });
});

describe('What speaks to the table', () => {
  const handler = (first: 'table' | 'queue') =>
    entry<string, string, string>(() => async (event) => event, {}, { first });

  it('is loaded while a function loads that asks the table first, and fails no start', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'twilio-events');
    const made = handler('table');
    expect(loadDynamoDb).toHaveBeenCalledTimes(1);
    expect(await made('event', 'context')).toBe('event');
  });

  it('is left for later where the queue comes first, and elsewhere than in Lambda', () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'vapi-webhook');
    handler('queue');
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', undefined);
    handler('table');
    expect(loadDynamoDb).not.toHaveBeenCalled();
  });
});

describe('The entry of a function whose secrets are in Secrets Manager', () => {
  const world = (secret: Record<string, string>) => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'vapi-webhook');
    vi.stubEnv('SECRET_ARN', 'arn:aws:secretsmanager:us-west-2:000000000000:secret:voice-handoff');
    vi.stubEnv('TABLE_NAME', 'table');
    const state = { now: 0, secret };
    const reads: number[] = [];
    const needs = only(SETTINGS, 'TABLE_NAME', 'VAPI_SERVER_SECRET', 'TWILIO_AUTH_TOKEN');
    const handler = entry(
      (env: Env) => {
        const settings = readSettings(env, needs);
        return async () => settings.VAPI_SERVER_SECRET.join(' ');
      },
      needs,
      {
        read: async () => {
          reads.push(state.now);
          return state.secret;
        },
        clock: () => state.now,
      },
    );
    return { state, reads, asks: () => handler(undefined, undefined) };
  };
  const SECRET = { VAPI_SERVER_SECRET: 'k9-secret-number-one', TWILIO_AUTH_TOKEN: 'k9-token-of-these-tests' };

  it('reads them while the module loads, once', async () => {
    const { reads, asks } = world(SECRET);
    expect(reads).toHaveLength(1);
    expect([await asks(), await asks()]).toEqual(['k9-secret-number-one', 'k9-secret-number-one']);
    expect(reads).toHaveLength(1);
  });

  it('names every missing setting and secret in one message, and works as soon as they are there', async () => {
    vi.stubEnv('TABLE_NAME', '');
    const { state, asks } = world({ VAPI_SERVER_SECRET: '' });
    vi.stubEnv('TABLE_NAME', '');
    const missing = ['TABLE_NAME', 'VAPI_SERVER_SECRET', 'TWILIO_AUTH_TOKEN'].map(
      (name) => `  ${name} is not set`,
    );
    await expect(asks()).rejects.toThrow(`Settings are missing or wrong:\n${missing.join('\n')}`);
    vi.stubEnv('TABLE_NAME', 'table');
    state.secret = SECRET;
    expect(await asks()).toBe('k9-secret-number-one');
  });

  it('takes a rotated secret within five minutes', async () => {
    const { state, asks } = world(SECRET);
    await asks();
    state.secret = { ...SECRET, VAPI_SERVER_SECRET: 'k9-secret-number-two,k9-secret-number-one' };
    state.now = FIVE_MINUTES;
    expect(await asks()).toBe('k9-secret-number-two k9-secret-number-one');
  });

  it('goes on with the old values while the new ones are no good', async () => {
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const { state, asks } = world(SECRET);
    await asks();
    state.secret = { VAPI_SERVER_SECRET: 'k9-secret-number-two' };
    state.now = FIVE_MINUTES;
    expect(await asks()).toBe('k9-secret-number-one');
    expect(await asks()).toBe('k9-secret-number-one');
    expect(said.mock.calls.flat().join('')).toContain('secret not refreshed');
  });

  const lines = (said: { mock: { calls: unknown[][] } }): Record<string, unknown>[] =>
    said.mock.calls.flatMap(([line]) => String(line).trim().split('\n')).map((line) => JSON.parse(line));

  it('refuses a secret that is a placeholder as it refuses one that is missing, and never quotes it', async () => {
    const { asks } = world({ VAPI_SERVER_SECRET: 'put-your-secret-here', TWILIO_AUTH_TOKEN: 'k9' });
    const failed = await asks().catch((error: unknown) => String(error));
    expect(failed).toContain(
      '  VAPI_SERVER_SECRET is a placeholder\n  TWILIO_AUTH_TOKEN is shorter than 16 characters',
    );
    expect(failed).not.toMatch(/put-your|k9/);
  });

  it('says every minute, by name and as a metric, which new value is no good, and takes the next good one', async () => {
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.stubEnv('STAGE', 'prod');
    const { state, reads, asks } = world(SECRET);
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'voice-handoff-prod-vapi-webhook');
    await asks();
    state.secret = { ...SECRET, VAPI_SERVER_SECRET: 'changeme' };
    for (const at of [0, 1, 59_999, 60_000, 61_000]) {
      state.now = FIVE_MINUTES + at;
      expect(await asks()).toBe('k9-secret-number-one');
    }
    expect(reads).toEqual([0, FIVE_MINUTES, FIVE_MINUTES + 60_000]);
    const line = { level: 'error', service: 'vapi-webhook', message: 'secret not refreshed' };
    const once = [{ ...line, reason: 'VAPI_SERVER_SECRET is a placeholder' }, { secret_not_refreshed: 1 }];
    expect(lines(said)).toMatchObject([...once, ...once]);
    expect(lines(said)[1]).toMatchObject({
      stage: 'prod',
      _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'secret_not_refreshed', Unit: 'Count' }] }] },
    });
    state.secret = { ...SECRET, VAPI_SERVER_SECRET: 'k9-secret-number-two' };
    state.now = FIVE_MINUTES + 120_000;
    expect(await asks()).toBe('k9-secret-number-two');
    expect(lines(said)).toHaveLength(4);
  });

  it('reads nothing and builds nothing between two events while all is well', async () => {
    const { reads, asks } = world(SECRET);
    for (let event = 0; event < 1000; event += 1) await asks();
    expect(reads).toHaveLength(1);
  });
});
