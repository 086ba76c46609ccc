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
  const SECRET = { VAPI_SERVER_SECRET: 'one', TWILIO_AUTH_TOKEN: 'token' };

  it('reads them while the module loads, once', async () => {
    const { reads, asks } = world(SECRET);
    expect(reads).toHaveLength(1);
    expect([await asks(), await asks()]).toEqual(['one', 'one']);
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
    expect(await asks()).toBe('one');
  });

  it('takes a rotated secret within five minutes', async () => {
    const { state, asks } = world(SECRET);
    await asks();
    state.secret = { ...SECRET, VAPI_SERVER_SECRET: 'two,one' };
    state.now = FIVE_MINUTES;
    expect(await asks()).toBe('two one');
  });

  it('goes on with the old values while the new ones are no good', async () => {
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const { state, asks } = world(SECRET);
    await asks();
    state.secret = { VAPI_SERVER_SECRET: 'two' };
    state.now = FIVE_MINUTES;
    expect(await asks()).toBe('one');
    expect(await asks()).toBe('one');
    expect(said.mock.calls.flat().join('')).toContain('secret not refreshed');
  });
});
