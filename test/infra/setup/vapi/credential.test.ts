import { describe, expect, it } from 'vitest';
import { allSame, GIVEN, named, openVapi, setUp, stageAt } from './world.ts';

describe('a key that may not do everything with credentials', () => {
  it.each([
    'forbidden',
    'absent',
  ] as const)('makes none (%s): set-up says how to make it by hand', async (access) => {
    const vapi = openVapi();
    vapi.account.answers({ credentialReads: access, credentialWrites: access });
    const stage = stageAt(vapi);
    const row = named(await stage.plan(), 'webhooks');
    expect(row).toMatchObject({ action: 'create', why: expect.stringContaining('VAPI_CREDENTIAL_ID') });
    expect(row.why).toContain('signatureHeader x-signature');
    await expect(stage.apply()).rejects.toMatchObject({
      message: expect.stringContaining('this key may not make one'),
      remedy: expect.stringContaining('dashboard'),
    });
    expect(vapi.bodies('assistant')).toEqual([]);
  });

  it.each(['forbidden', 'absent'] as const)('goes on with the one in the settings (%s)', async (access) => {
    const vapi = openVapi();
    vapi.account.answers({ credentialReads: access, credentialWrites: access });
    const stage = stageAt(vapi, { settings: { VAPI_CREDENTIAL_ID: '9e8d7c6b-5a49-4838-b726-150403f2e1d0' } });
    expect(named(await stage.apply(), 'webhooks')).toMatchObject({
      action: 'same',
      why: expect.stringContaining('dashboard'),
    });
    expect(vapi.bodies('assistant')[0]?.body.server).toMatchObject({
      credentialId: '9e8d7c6b-5a49-4838-b726-150403f2e1d0',
    });
    expect(allSame(await stage.plan())).toBe(true);
  });

  it('lists credentials, and is not shown the one in the settings: it is taken as it is', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi, { settings: { VAPI_CREDENTIAL_ID: '9e8d7c6b-5a49-4838-b726-150403f2e1d0' } });
    vapi.failing((one) =>
      one.path.startsWith('/credential/')
        ? { is: 'instead', answer: { is: 'refused', status: 403, body: {} } }
        : undefined,
    );
    const row = named(await stage.apply(), 'webhooks');
    expect(row).toMatchObject({ action: 'same', why: expect.stringContaining('dashboard') });
    expect(allSame(await stage.plan())).toBe(true);
  });

  it('lists credentials and may make none: it goes on with that of the settings, and says how to make one', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi, { settings: { VAPI_CREDENTIAL_ID: '9e8d7c6b-5a49-4838-b726-150403f2e1d0' } });
    vapi.account.answers({ credentialWrites: 'forbidden' });
    const rows = await stage.apply();
    expect(rows.filter(({ name }) => name === 'webhooks').at(-1)).toMatchObject({
      action: 'same',
      why: expect.stringMatching(/^This key may not make one \(403\).*dashboard/),
    });
    expect(vapi.bodies('assistant')[0]?.body.server).toMatchObject({
      credentialId: '9e8d7c6b-5a49-4838-b726-150403f2e1d0',
    });
  });

  it('uses one that was made by hand, and leaves it as it is', async () => {
    const vapi = openVapi();
    const id = vapi.console.add('credential', {
      provider: 'custom-credential',
      name: 'By hand',
      authenticationPlan: { type: 'hmac', secretKey: GIVEN.VAPI_SERVER_SECRET, algorithm: 'sha256' },
    });
    const stage = stageAt(vapi, { settings: { VAPI_CREDENTIAL_ID: id } });
    await stage.apply();
    expect(vapi.bodies('credential')).toHaveLength(1);
    expect(vapi.bodies('credential')[0]?.body.name).toBe('By hand');
    expect(allSame(await stage.plan())).toBe(true);
  });

  it('does not mind that Vapi shows what is secret, or not', async () => {
    const { vapi, stage } = await setUp();
    vapi.account.answers({ credentialSecrets: 'shown' });
    const rows = await stage.plan();
    expect(allSame(rows)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(GIVEN.VAPI_SERVER_SECRET);
  });
});
