import { describe, expect, it } from 'vitest';
import { deskAssistants } from '../../../../infra/assistants/desk.ts';
import { BASE_URL, GIVEN, isWrite, named, openVapi, stageAt, told } from './world.ts';

const EVERYTHING = [
  'create vapi.credential webhooks',
  'create vapi.assistant front-desk',
  'create vapi.assistant sales',
  'create vapi.assistant support',
  'create vapi.assistant billing',
  'create vapi.assistant outbound',
  'create vapi.squad squad',
  'create vapi.number +1415…0199',
];

describe('an empty account', () => {
  it('is planned with everything in the order of the work, and nothing is written', async () => {
    const vapi = openVapi();
    const rows = await stageAt(vapi).plan();
    expect(told(rows)).toEqual(EVERYTHING);
    expect(vapi.writes()).toEqual([]);
    expect(named(rows, 'support').fields).toEqual({
      name: 'voice-handoff:dev:support',
      model: 'gpt-4.1',
      server: 'https://hooks.example.com/webhook/vapi',
    });
    expect(named(rows, 'squad').fields).toEqual({ members: 'front-desk, sales, support, billing' });
    expect(named(rows, '+1415…0199')).toMatchObject({
      fields: { fallback: '+1415…0188', smsEnabled: 'false' },
      why: expect.stringContaining(
        'voice URL of the number at Twilio to https://api.vapi.ai/twilio/inbound_call',
      ),
    });
  });

  it('gets everything, and the settings all ids; then nothing differs, and nothing is written', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    expect(told(await stage.apply())).toEqual(EVERYTHING);

    const ids = Object.fromEntries(vapi.bodies('assistant').map(({ id, body }) => [body.name, id]));
    expect(JSON.parse(stage.file.VAPI_ASSISTANTS ?? '')).toEqual({
      'front-desk': ids['voice-handoff:dev:front-desk'],
      sales: ids['voice-handoff:dev:sales'],
      support: ids['voice-handoff:dev:support'],
      billing: ids['voice-handoff:dev:billing'],
      outbound: ids['voice-handoff:dev:outbound'],
    });
    expect(stage.file).toMatchObject({
      VAPI_CREDENTIAL_ID: vapi.bodies('credential')[0]?.id,
      VAPI_SQUAD_ID: vapi.bodies('squad')[0]?.id,
      VAPI_PHONE_NUMBER_ID: vapi.bodies('phone-number')[0]?.id,
    });

    const before = vapi.writes().length;
    for (const rows of [await stage.plan(), await stage.apply(), await stage.plan()]) {
      expect(rows.every(({ action }) => action === 'same')).toBe(true);
    }
    expect(vapi.writes()).toHaveLength(before);
  });

  it('is given the assistants of the product, who know each other by their ids, signed and marked', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    await stage.apply();
    const saved = JSON.parse(stage.file.VAPI_ASSISTANTS ?? '');
    const wanted = deskAssistants({
      serverUrl: `${BASE_URL}/webhook/vapi`,
      credentialId: stage.file.VAPI_CREDENTIAL_ID ?? '',
      teamWords: { departments: ['sales', 'support', 'billing'], skills: [] },
      teamTools: { url: `${BASE_URL}/webhook/vapi/tools`, budgetMs: 2500, systems: [] },
      choices: { company: 'Example Energy', model: 'gpt-4.1', about: { sales: 'prices, new contracts' } },
      language: 'en',
      saved,
      namePrefix: 'voice-handoff:dev:',
    });
    for (const [key, assistant] of wanted) {
      const found = vapi.bodies('assistant').find(({ id }) => id === saved[key])?.body;
      const { metadata, ...rest } = found ?? {};
      expect(rest).toEqual(JSON.parse(JSON.stringify(assistant)));
      expect(metadata).toEqual({
        managedBy: 'voice-handoff',
        stage: 'dev',
        configHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      });
    }
  });

  it('is given the credential that our webhook believes, and no secret is told', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    const rows = await stage.apply();
    expect(vapi.bodies('credential')[0]?.body).toEqual({
      provider: 'custom-credential',
      name: expect.stringMatching(/^voice-handoff:dev:key-[0-9a-f]{6}$/),
      authenticationPlan: {
        type: 'hmac',
        secretKey: GIVEN.VAPI_SERVER_SECRET,
        algorithm: 'sha256',
        signatureHeader: 'x-signature',
        timestampHeader: 'x-timestamp',
        includeTimestamp: true,
        payloadFormat: '{timestamp}.{body}',
        signatureEncoding: 'hex',
      },
    });
    const text = JSON.stringify(rows);
    for (const secret of [
      GIVEN.VAPI_SERVER_SECRET,
      GIVEN.TWILIO_AUTH_TOKEN,
      GIVEN.VAPI_API_KEY,
      '14155550188',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('is given the number without anybody who answers it, so that Vapi asks us', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    await stage.apply();
    expect(vapi.bodies('phone-number')[0]?.body).toEqual({
      provider: 'twilio',
      number: '+14155550199',
      name: 'voice-handoff:dev:0199',
      smsEnabled: false,
      twilioAccountSid: GIVEN.TWILIO_ACCOUNT_SID,
      twilioAuthToken: GIVEN.TWILIO_AUTH_TOKEN,
      server: {
        url: `${BASE_URL}/webhook/vapi`,
        timeoutSeconds: 20,
        credentialId: stage.file.VAPI_CREDENTIAL_ID,
      },
      fallbackDestination: { type: 'number', number: GIVEN.HUMAN_AGENT_NUMBER },
    });
  });

  it('has more than a page of somebody else’s, and keeps them', async () => {
    const vapi = openVapi();
    for (let one = 0; one < 230; one += 1) vapi.console.add('assistant', { name: `theirs ${one}` });
    const stage = stageAt(vapi);
    await stage.apply();
    stage.forget('VAPI_ASSISTANTS');
    for (let one = 0; one < 120; one += 1) vapi.console.add('assistant', { name: `theirs too ${one}` });
    expect((await stage.plan()).every(({ action }) => action === 'same')).toBe(true);
    expect(vapi.bodies('assistant')).toHaveLength(355);
  });
});

describe('before a deployment', () => {
  it('makes the credential alone; what needs our URL waits', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi, { baseUrl: undefined });
    const waiting = EVERYTHING.map((line, at) => (at === 0 ? line : `${line} later`));
    expect(told(await stage.plan())).toEqual(waiting);
    const rows = await stage.apply();
    expect(told(rows)).toEqual(waiting);
    expect(JSON.stringify(rows)).not.toContain('invalid');
    expect(vapi.writes().map(({ path }) => path)).toEqual(['/credential']);
    expect(told(await stage.apply({ baseUrl: BASE_URL }))).toEqual([
      'same vapi.credential webhooks',
      ...EVERYTHING.slice(1),
    ]);
  });

  it('refuses already what could never be made', async () => {
    const rows = await stageAt(openVapi(), { baseUrl: undefined, stage: 'a-stage-of-20-letters' }).plan();
    const why = rows.filter(({ action }) => action === 'refuse').map((row) => row.why);
    expect(why).toEqual([expect.stringContaining('longer than the 40 characters')]);
  });
});

it('writes nothing that Vapi does not take: no body that was read, no type, the members with every squad', async () => {
  const vapi = openVapi();
  const stage = stageAt(vapi);
  await stage.apply();
  vapi.console.change('squad', stage.file.VAPI_SQUAD_ID ?? '', { name: 'renamed by hand' });
  vapi.console.change('phone-number', stage.file.VAPI_PHONE_NUMBER_ID ?? '', { smsEnabled: true });
  await stage.apply();
  const changes = vapi.asked.filter(isWrite).filter(({ method }) => method === 'PATCH');
  expect(changes.filter(({ path }) => path.startsWith('/squad')).map(({ body }) => body)).toEqual([
    { name: 'voice-handoff:dev:squad', members: expect.any(Array) },
  ]);
  expect(changes.filter(({ path }) => path.startsWith('/phone-number')).map(({ body }) => body)).toEqual([
    { provider: 'twilio', smsEnabled: false },
  ]);
  expect(JSON.stringify(changes)).not.toContain('latestVersion');
});
