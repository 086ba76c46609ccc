import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../../infra/settings.ts';
import { environment } from '../../../lib/lambda/environment.ts';
import { type Env, readSettings } from '../../../lib/settings/read.ts';
import { type Declared, only } from '../../../lib/settings/setting.ts';

const MINUTE = 60_000;
const ARN = 'arn:aws:secretsmanager:us-west-2:000000000000:secret:voice-handoff-dev-AbCdEf';
const NEEDS = only(SETTINGS, 'TABLE_NAME', 'VAPI_SERVER_SECRET', 'LINK_SIGNING_KEY');
const SECRET = { VAPI_SERVER_SECRET: 'old', LINK_SIGNING_KEY: 'key', TWILIO_AUTH_TOKEN: 'not for us' };

const world = (env: Env, needs: Declared = NEEDS) => {
  const state = { now: 0, secret: { ...SECRET } as Record<string, string>, down: false };
  const reads: string[] = [];
  const warned: string[] = [];
  const { current: source, forget } = environment({
    env,
    needs,
    async readSecret(arn) {
      reads.push(arn);
      if (state.down) throw new Error('no answer');
      return { ...state.secret };
    },
    clock: () => state.now,
    warn: (reason) => warned.push(reason),
  });
  return { state, reads, warned, source, forget };
};

describe('What a function knows', () => {
  it('is its environment where no secret is named', async () => {
    const env = { TABLE_NAME: 'table' };
    const { reads, source } = world(env);
    expect(source()).toBe(env);
    expect(reads).toEqual([]);
  });

  it('is completed by the secret, of which it keeps only the keys that it needs', async () => {
    const { reads, source } = world({ TABLE_NAME: 'table', SECRET_ARN: ARN });
    expect(await source()).toEqual({
      TABLE_NAME: 'table',
      SECRET_ARN: ARN,
      VAPI_SERVER_SECRET: 'old',
      LINK_SIGNING_KEY: 'key',
    });
    expect(reads).toEqual([ARN]);
  });

  it('comes from the environment first: what stands there is not asked for', async () => {
    const own = { SECRET_ARN: ARN, VAPI_SERVER_SECRET: 'local', LINK_SIGNING_KEY: 'local' };
    const { reads, source } = world(own);
    expect(source()).toBe(own);
    expect(reads).toEqual([]);
    const partly = world({ ...own, LINK_SIGNING_KEY: ' ' });
    expect(await partly.source()).toMatchObject({ VAPI_SERVER_SECRET: 'local', LINK_SIGNING_KEY: 'key' });
  });

  it('lacks what the secret lacks: an earlier version knew fewer keys', async () => {
    const { reads, source } = world(
      { SECRET_ARN: ARN, CRM_HOOK_SECRET: '' },
      only(SETTINGS, 'CRM_HOOK_SECRET'),
    );
    const known = await source();
    expect(known.CRM_HOOK_SECRET).toBeUndefined();
    expect(readSettings(known, only(SETTINGS, 'CRM_HOOK_SECRET', 'CRM_HOOK_URL'))).toEqual({});
    expect(source()).toBe(known);
    expect(reads).toEqual([ARN]);
  });

  it('takes up a key that is added to the secret later', async () => {
    const { state, source } = world({ SECRET_ARN: ARN }, only(SETTINGS, 'CRM_HOOK_SECRET'));
    await source();
    state.secret.CRM_HOOK_SECRET = 'added';
    state.now = 5 * MINUTE;
    expect(await source()).toMatchObject({ CRM_HOOK_SECRET: 'added' });
  });

  it('asks for no secret where none is needed', () => {
    const { reads, source } = world({ SECRET_ARN: ARN }, only(SETTINGS, 'TABLE_NAME'));
    expect(source()).toEqual({ SECRET_ARN: ARN });
    expect(reads).toEqual([]);
  });

  it('is read again after five minutes, once for all who wait, and stays the same object while nothing changed', async () => {
    const { state, reads, source } = world({ SECRET_ARN: ARN });
    const first = await source();
    state.now = 5 * MINUTE - 1;
    expect(source()).toBe(first);
    state.now = 5 * MINUTE;
    expect(await Promise.all([source(), source()])).toEqual([first, first]);
    expect(reads).toHaveLength(2);
    state.secret.VAPI_SERVER_SECRET = 'new,old';
    state.now = 10 * MINUTE;
    const rotated = await source();
    expect(rotated).not.toBe(first);
    expect(rotated.VAPI_SERVER_SECRET).toBe('new,old');
  });

  it('goes on with the old values while the secret cannot be read, and tries again a minute later', async () => {
    const { state, reads, warned, source } = world({ SECRET_ARN: ARN });
    const first = await source();
    state.down = true;
    state.now = 5 * MINUTE;
    expect(await source()).toBe(first);
    expect(source()).toBe(first);
    expect(warned).toEqual(['Error']);
    state.down = false;
    state.secret.VAPI_SERVER_SECRET = 'new';
    state.now = 6 * MINUTE;
    expect((await source()).VAPI_SERVER_SECRET).toBe('new');
    expect(reads).toHaveLength(3);
  });

  it('is read again at once when it was no good', async () => {
    const { state, source, forget } = world({ SECRET_ARN: ARN });
    state.secret = {};
    await source();
    state.secret = { ...SECRET };
    forget();
    expect(await source()).toMatchObject({ VAPI_SERVER_SECRET: 'old' });
  });

  it('is nothing while the first reading fails, and comes with the next', async () => {
    const { state, source } = world({ SECRET_ARN: ARN });
    state.down = true;
    await expect(source()).rejects.toThrow('no answer');
    state.down = false;
    expect(await source()).toMatchObject({ VAPI_SERVER_SECRET: 'old' });
  });
});
