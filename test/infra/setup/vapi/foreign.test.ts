import { describe, expect, it } from 'vitest';
import { allSame, GIVEN, named, openVapi, setUp, stageAt, TEAM } from './world.ts';

describe('what somebody else has made', () => {
  it('under a name of ours is not touched, and nothing is written, without --adopt', async () => {
    const vapi = openVapi();
    const theirs = vapi.console.add('assistant', { name: 'voice-handoff:dev:support', firstMessage: 'Hi.' });
    const stage = stageAt(vapi);
    expect(named(await stage.plan(), 'support')).toMatchObject({
      action: 'refuse',
      why: expect.stringContaining('--adopt'),
    });
    await stage.apply();
    expect(vapi.writes()).toEqual([]);
    await stage.apply({ adopt: true });
    expect(JSON.parse(stage.file.VAPI_ASSISTANTS ?? '').support).toBe(theirs);
    expect(vapi.bodies('assistant')).toHaveLength(5);
    expect(allSame(await stage.plan())).toBe(true);
  });

  it('under an id in the settings is not touched without --adopt', async () => {
    const vapi = openVapi();
    const theirs = vapi.console.add('assistant', { name: 'Front desk' });
    const stage = stageAt(vapi, { settings: { VAPI_ASSISTANTS: JSON.stringify({ 'front-desk': theirs }) } });
    expect(named(await stage.plan(), 'front-desk').action).toBe('refuse');
    await stage.apply({ adopt: true });
    expect(vapi.bodies('assistant').find(({ id }) => id === theirs)?.body.name).toBe(
      'voice-handoff:dev:front-desk',
    );
  });

  it('is two of one name: nothing is chosen, not even with --adopt', async () => {
    const vapi = openVapi();
    vapi.console.add('squad', { name: 'voice-handoff:dev:squad', members: [{ assistant: {} }] });
    const other = vapi.console.add('squad', {
      name: 'voice-handoff:dev:squad',
      members: [{ assistant: {} }],
    });
    const stage = stageAt(vapi);
    for (const adopt of [false, true]) {
      expect(named(await stage.plan({ adopt }), 'squad')).toMatchObject({
        action: 'refuse',
        why: expect.stringContaining('2 at Vapi'),
      });
    }
    stage.file.VAPI_SQUAD_ID = other;
    expect(named(await stage.plan({ adopt: true }), 'squad').action).toBe('change');
  });

  it('is a number that leads to them: refused, and taken over with --adopt', async () => {
    const vapi = openVapi();
    const assistantId = vapi.console.add('assistant', { name: 'Theirs' });
    const { TWILIO_ACCOUNT_SID: twilioAccountSid, TWILIO_AUTH_TOKEN: twilioAuthToken } = GIVEN;
    const number = { provider: 'twilio', number: '+14155550199', twilioAccountSid, twilioAuthToken };
    const id = vapi.console.add('phone-number', { ...number, name: 'Main line', assistantId });
    const stage = stageAt(vapi);
    expect(named(await stage.plan(), '+1415…0199')).toMatchObject({
      action: 'refuse',
      why: expect.stringContaining('--adopt'),
    });
    await stage.apply({ adopt: true });
    expect(stage.file.VAPI_PHONE_NUMBER_ID).toBe(id);
    expect(vapi.bodies('phone-number')[0]?.body).not.toHaveProperty('assistantId');
    expect(allSame(await stage.plan())).toBe(true);
  });

  it('is a number that leads nowhere: it is taken', async () => {
    const vapi = openVapi();
    const { TWILIO_ACCOUNT_SID: twilioAccountSid, TWILIO_AUTH_TOKEN: twilioAuthToken } = GIVEN;
    vapi.console.add('phone-number', {
      provider: 'twilio',
      number: '+14155550199',
      twilioAccountSid,
      twilioAuthToken,
    });
    const stage = stageAt(vapi);
    expect(named(await stage.apply(), '+1415…0199').action).toBe('change');
    expect(vapi.bodies('phone-number')).toHaveLength(1);
  });
});

describe('a number that Vapi has and its list does not show', () => {
  it('is found by the refusal of its import', async () => {
    const { vapi, stage } = await setUp();
    const id = stage.file.VAPI_PHONE_NUMBER_ID;
    stage.forget('VAPI_PHONE_NUMBER_ID');
    vapi.failing(({ path }) =>
      path.startsWith('/phone-number?')
        ? { is: 'instead', answer: { is: 'ok', status: 200, body: [] } }
        : undefined,
    );
    expect(named(await stage.apply(), '+1415…0199').action).toBe('create');
    expect(stage.file.VAPI_PHONE_NUMBER_ID).toBe(id);
    expect(vapi.bodies('phone-number')).toHaveLength(1);
  });
});

describe('the number whose id goes into the settings', () => {
  const numbers = [
    { number: '+14155550199', answeredBy: 'vapi' },
    { number: '+14155550166', answeredBy: 'us' },
  ] as const;

  it('is the one that our own voice webhook answers; the plan says what the import does to it', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi, { team: { ...TEAM, numbers } });
    const rows = await stage.apply();
    const own = vapi.bodies('phone-number').find(({ body }) => body.number === '+14155550166');
    expect(stage.file.VAPI_PHONE_NUMBER_ID).toBe(own?.id);
    expect(named(rows, '+1415…0166').why).toContain('sets it back to our own voice webhook');
  });

  it('is the one that is there already', async () => {
    const vapi = openVapi();
    const { TWILIO_ACCOUNT_SID: twilioAccountSid, TWILIO_AUTH_TOKEN: twilioAuthToken } = GIVEN;
    const number = { provider: 'twilio', number: '+14155550144', twilioAccountSid, twilioAuthToken };
    const id = vapi.console.add('phone-number', number);
    const stage = stageAt(vapi, { settings: { VAPI_PHONE_NUMBER_ID: id } });
    await stage.apply();
    expect(stage.file.VAPI_PHONE_NUMBER_ID).toBe(id);
  });
});
