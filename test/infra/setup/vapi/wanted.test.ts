import { describe, expect, it } from 'vitest';
import { GIVEN, named, openVapi, stageAt, TEAM, told } from './world.ts';

describe('what the team wants otherwise', () => {
  it('is told field by field, and written', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    await stage.apply();
    const team = { ...TEAM, company: 'Example Water' };
    const rows = await stage.plan({ team });
    expect(named(rows, 'front-desk')).toMatchObject({
      action: 'change',
      fields: {
        firstMessage: { from: expect.stringContaining('Energy'), to: expect.stringContaining('Water') },
      },
    });
    await stage.apply({ team });
    expect((await stage.plan({ team })).every(({ action }) => action === 'same')).toBe(true);
    expect(vapi.bodies('assistant')).toHaveLength(5);
  });

  it('is a new department: an assistant, a member, and a way to it from everybody', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    await stage.apply();
    const team = { ...TEAM, departments: { ...TEAM.departments, returns: {} } };
    const rows = await stage.apply({ team });
    expect(told(rows).slice(1, 3)).toEqual([
      'create vapi.assistant returns',
      'change vapi.assistant front-desk',
    ]);
    expect(named(rows, 'squad').fields).toEqual({
      members: {
        from: 'front-desk, sales, support, billing',
        to: 'front-desk, sales, support, billing, returns',
      },
    });
    expect((await stage.plan({ team })).every(({ action }) => action === 'same')).toBe(true);
  });

  it('is one department fewer: its assistant stays, and is told of', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    await stage.apply();
    const team = { ...TEAM, departments: { sales: {}, support: {} } };
    await stage.apply({ team });
    const rows = await stage.plan({ team });
    expect(named(rows, 'voice-handoff:dev:billing')).toMatchObject({
      action: 'same',
      why: expect.any(String),
    });
    expect(vapi.asked.some(({ method }) => method !== 'GET' && method !== 'POST' && method !== 'PATCH')).toBe(
      false,
    );
  });

  it('makes no assistant that calls people in nobody’s name', async () => {
    const vapi = openVapi();
    const { company: _none, ...team } = TEAM;
    const rows = await stageAt(vapi, { team }).apply();
    expect(named(rows, 'outbound')).toMatchObject({
      action: 'same',
      why: expect.stringContaining('`company`'),
    });
    expect(vapi.bodies('assistant')).toHaveLength(4);
  });

  it('changes the credential when the secret is another, and only then', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    await stage.apply();
    stage.file.VAPI_SERVER_SECRET = `${GIVEN.VAPI_SERVER_SECRET},m5-Jc9wEb2kYf6Tg8`;
    expect(told(await stage.plan())[0]).toBe('same vapi.credential webhooks');
    stage.file.VAPI_SERVER_SECRET = 'm5-Jc9wEb2kYf6Tg8';
    const rows = await stage.apply();
    expect(named(rows, 'webhooks').fields).toEqual({
      secret: { from: 'another one', to: 'VAPI_SERVER_SECRET' },
    });
    expect(vapi.bodies('credential')).toHaveLength(1);
    expect(vapi.bodies('credential')[0]?.body.authenticationPlan).toMatchObject({
      secretKey: 'm5-Jc9wEb2kYf6Tg8',
    });
    expect((await stage.plan()).every(({ action }) => action === 'same')).toBe(true);
  });
});
