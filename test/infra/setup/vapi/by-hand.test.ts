import { describe, expect, it } from 'vitest';
import { allSame, BASE_URL, named, openVapi, setUp, stageAt, TEAM, told } from './world.ts';

describe('what was changed in the dashboard', () => {
  it('is told value by value, and mended with the whole of what it stands in', async () => {
    const { vapi, stage, id, body } = await setUp();
    vapi.console.change('assistant', id('support'), {
      server: { url: 'https://elsewhere.example.com/hook?key=abc' },
      firstMessageInterruptionsEnabled: false,
    });
    const rows = await stage.plan();
    expect(named(rows, 'support')).toMatchObject({
      action: 'change',
      fields: {
        firstMessageInterruptionsEnabled: { from: 'false', to: 'true' },
        'server.url': { from: 'https://elsewhere.example.com/hook?…', to: `${BASE_URL}/webhook/vapi` },
        'server.credentialId': { from: '(none)', to: stage.file.VAPI_CREDENTIAL_ID },
      },
    });
    await stage.apply();
    expect(vapi.writes().at(-1)).toMatchObject({ method: 'PATCH', path: `/assistant/${id('support')}` });
    const sent = vapi.writes().at(-1)?.body;
    expect(Object.keys(sent ?? {}).sort()).toEqual(['firstMessageInterruptionsEnabled', 'server']);
    expect(body('support')?.server).toMatchObject({ timeoutSeconds: 20, backoffPlan: expect.any(Object) });
    expect(allSame(await stage.plan())).toBe(true);
  });

  it('is a prompt: told around the first letter that differs', async () => {
    const { vapi, stage, id, body } = await setUp();
    const model = JSON.parse(JSON.stringify(body('billing')?.model));
    const text: string = model.messages[0].content;
    model.messages[0].content = text.replace(
      'You take no payment on the telephone.',
      'You take any payment.',
    );
    vapi.console.change('assistant', id('billing'), { model });
    const field = named(await stage.plan(), 'billing').fields['model.messages[0].content'];
    expect(field).toEqual({
      from: expect.stringContaining('You take any payment'),
      to: expect.stringContaining('You take no payment'),
    });
    expect(JSON.stringify(field).length).toBeLessThan(250);
  });

  it('stays where it is none of what we set', async () => {
    const { vapi, stage, id, body } = await setUp();
    const metadata = { ...JSON.parse(JSON.stringify(body('sales')?.metadata)), team: 'north' };
    vapi.console.change('assistant', id('sales'), { endCallMessage: 'Bye.', metadata });
    expect(allSame(await stage.plan())).toBe(true);
    await stage.apply({ team: { ...TEAM, company: 'Example Water' } });
    expect(body('sales')).toMatchObject({
      endCallMessage: 'Bye.',
      metadata: { team: 'north', stage: 'dev' },
    });
  });

  it('is a name, a mark, a member, a number’s server or assistant: all of it is mended', async () => {
    const { vapi, stage, id } = await setUp();
    vapi.console.rename('assistant', id('sales'), 'The sales one');
    vapi.console.change('assistant', id('support'), { metadata: null });
    vapi.console.change('squad', stage.file.VAPI_SQUAD_ID ?? '', { members: [{ assistantId: id('sales') }] });
    vapi.console.change('phone-number', stage.file.VAPI_PHONE_NUMBER_ID ?? '', {
      server: { url: 'https://elsewhere.example.com' },
      assistantId: id('sales'),
    });
    const rows = await stage.apply();
    expect(told(rows.filter(({ action }) => action !== 'same'))).toEqual([
      'change vapi.assistant sales',
      'change vapi.assistant support',
      'change vapi.squad squad',
      'change vapi.number +1415…0199',
    ]);
    expect(named(rows, '+1415…0199').fields).toMatchObject({
      assistantId: { from: id('sales'), to: '(none)' },
    });
    expect(allSame(await stage.plan())).toBe(true);
  });

  it('is something that was deleted: it is made again, and the settings get its new id', async () => {
    const { vapi, stage, id } = await setUp();
    const before = id('billing');
    vapi.console.remove('assistant', before);
    vapi.console.remove('squad', stage.file.VAPI_SQUAD_ID ?? '');
    const rows = await stage.apply();
    expect(named(rows, 'billing').action).toBe('create');
    expect(id('billing')).not.toBe(before);
    expect(allSame(await stage.plan())).toBe(true);
  });
});

describe('settings that were lost', () => {
  it('are found again by name and mark, and nothing is made twice', async () => {
    const { vapi, stage } = await setUp();
    const before = { ...stage.file };
    stage.forget('VAPI_ASSISTANTS', 'VAPI_SQUAD_ID', 'VAPI_PHONE_NUMBER_ID', 'VAPI_CREDENTIAL_ID');
    const writes = vapi.writes().length;
    expect(allSame(await stage.apply())).toBe(true);
    expect(vapi.writes()).toHaveLength(writes);
    expect(stage.file).toEqual(before);
  });

  it('keep what somebody else has put beside ours', async () => {
    const vapi = openVapi();
    const theirs = vapi.console.add('assistant', { name: 'vip' });
    const stage = stageAt(vapi, { settings: { VAPI_ASSISTANTS: JSON.stringify({ vip: theirs }) } });
    await stage.apply();
    expect(JSON.parse(stage.file.VAPI_ASSISTANTS ?? '')).toMatchObject({
      vip: theirs,
      sales: expect.any(String),
    });
    expect(vapi.bodies('assistant').find(({ id }) => id === theirs)?.body).toEqual({ name: 'vip' });
  });

  it('name one assistant twice, or two the wrong way round: each keeps its own', async () => {
    const { vapi, stage, id } = await setUp();
    const saved = JSON.parse(stage.file.VAPI_ASSISTANTS ?? '');
    const [sales, support] = [id('sales'), id('support')];
    stage.file.VAPI_ASSISTANTS = JSON.stringify({ ...saved, sales: support, support: sales, billing: sales });
    expect(allSame(await stage.apply())).toBe(true);
    expect(JSON.parse(stage.file.VAPI_ASSISTANTS)).toEqual(saved);
    expect(vapi.bodies('assistant')).toHaveLength(5);
  });
});
