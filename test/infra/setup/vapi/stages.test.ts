import { describe, expect, it } from 'vitest';
import { named, openVapi, stageAt, TEAM } from './world.ts';

describe('two stages in one organisation', () => {
  it('have everything of their own, and leave each other’s alone', async () => {
    const vapi = openVapi();
    const dev = stageAt(vapi);
    const prod = stageAt(vapi, { stage: 'prod', team: { ...TEAM, numbers: [] } });
    await dev.apply();
    const before = vapi.bodies('assistant');
    await prod.apply();
    expect(vapi.bodies('assistant').filter(({ id }) => before.some((one) => one.id === id))).toEqual(before);
    expect(vapi.bodies('assistant')).toHaveLength(10);
    expect((await dev.plan()).every(({ action }) => action === 'same')).toBe(true);
    expect((await prod.plan()).every(({ action }) => action === 'same')).toBe(true);
  });

  it('are not mixed up where one’s settings were copied for the other', async () => {
    const vapi = openVapi();
    const dev = stageAt(vapi);
    await dev.apply();
    const prod = stageAt(vapi, { stage: 'prod', team: { ...TEAM, numbers: [] }, settings: { ...dev.file } });
    const rows = await prod.apply();
    expect(named(rows, 'sales')).toMatchObject({
      action: 'create',
      why: expect.stringContaining('stage dev'),
    });
    expect(vapi.bodies('assistant')).toHaveLength(10);
    expect(vapi.bodies('squad')).toHaveLength(2);
    expect(vapi.bodies('credential')).toHaveLength(2);
    expect((await dev.plan()).every(({ action }) => action === 'same')).toBe(true);
  });

  it('do not take each other’s number, unless they are told to', async () => {
    const vapi = openVapi();
    await stageAt(vapi).apply();
    const prod = stageAt(vapi, { stage: 'prod', baseUrl: 'https://prod.example.com' });
    const before = vapi.writes().length;
    const rows = await prod.apply();
    expect(named(rows, '+1415…0199')).toMatchObject({
      action: 'refuse',
      why: expect.stringContaining('stage dev'),
    });
    expect(vapi.writes()).toHaveLength(before);
    await prod.apply({ adopt: true });
    expect(vapi.bodies('phone-number').map(({ body }) => body.name)).toEqual(['voice-handoff:prod:0199']);
  });
});
