import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ASSISTANT_SAVED,
  complaints,
} from '../../../../../../infra/local/simulators/vapi/published/published.ts';
import { ask } from '../calls.ts';
import { type Bench, startBench } from '../receiver.ts';
import { assistant, GONE, made, NOBODY, refused } from './bodies.ts';

let bench: Bench;
let id: string;
beforeEach(async () => {
  bench = await startBench();
  id = await made(bench, '/assistant', assistant());
});
afterEach(() => bench.stop());

const get = async () => Object((await ask(bench.vapi, 'GET', `/assistant/${id}`)).body);
const patch = (body: unknown, of = id) => ask(bench.vapi, 'PATCH', `/assistant/${of}`, body);

describe('an assistant saved at the simulated Vapi', () => {
  it('is shown as it was given, in the published shape', async () => {
    const shown = await get();
    expect(shown).toMatchObject(assistant());
    expect(complaints(shown, ASSISTANT_SAVED)).toEqual([
      'property retentionClass should not exist',
      'property modelDeprecations should not exist',
      'property isServerUrlSecretSet should not exist',
    ]);
  });

  it('is shown with what Vapi itself knows of it', async () => {
    expect(await get()).toMatchObject({
      id,
      orgId: expect.any(String),
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      latestVersion: 'v1',
      isServerUrlSecretSet: false,
    });
  });

  it('is shown with defaults where nothing was given, inside its objects too', async () => {
    expect(await get()).toMatchObject({
      firstMessageMode: 'assistant-speaks-first',
      maxDurationSeconds: 600,
      server: { timeoutSeconds: 20 },
      model: { tools: [{ async: false, function: { strict: false } }] },
    });
    expect(await get()).not.toHaveProperty('stopSpeakingPlan');
  });

  it('is shown with its keys in another order', async () => {
    expect(Object.keys((await get()).model)).not.toEqual(Object.keys(assistant().model));
  });

  it('is answered to its creation as it is shown later', async () => {
    const { body } = await ask(bench.vapi, 'POST', '/assistant', assistant());
    id = Object(body).id;
    expect(await get()).toEqual(body);
  });

  it.each([
    [
      'a property that nobody published',
      { serverUrl: 'https://x.example' },
      'property serverUrl should not exist',
    ],
    ['one inside', { server: { secret: 'x' } }, 'server.property secret should not exist'],
    ['a long name', { name: 'n'.repeat(41) }, 'name must be shorter than or equal to 40 characters'],
    [
      'a tool that is no UUID',
      { model: { provider: 'openai', model: 'gpt-4.1', toolIds: ['route_call'] } },
      'model.each value in toolIds must be a UUID',
    ],
  ])('is refused with %s, made or changed', async (_what, wrong, complaint) => {
    expect(await ask(bench.vapi, 'POST', '/assistant', assistant(wrong))).toMatchObject(refused([complaint]));
    expect(await patch(wrong)).toMatchObject(refused([complaint]));
    expect(bench.vapi.saved('assistant')).toHaveLength(1);
  });

  it('is not changed by what it is shown as', async () => {
    const { status, body } = await patch(await get());
    expect(status).toBe(400);
    expect(Object(body).message).toContain('property id should not exist');
  });

  it('keeps what a change does not name', async () => {
    expect((await patch({ firstMessage: 'Hello.' })).status).toBe(200);
    expect(await get()).toMatchObject({ ...assistant(), firstMessage: 'Hello.' });
  });

  it('has an object replaced whole', async () => {
    await patch({ metadata: { stage: 'live' }, server: { credentialId: NOBODY } });
    const shown = await get();
    expect(shown.metadata).toEqual({ stage: 'live' });
    expect(shown.server).not.toHaveProperty('url');
    expect(await patch({ model: { temperature: 0.3 } })).toMatchObject({ status: 400 });
  });

  it('keeps what a null would take away', async () => {
    expect((await patch({ firstMessage: null })).status).toBe(200);
    expect(await get()).toMatchObject({ firstMessage: assistant().firstMessage });
  });

  it('has a new version with every change that changes something', async () => {
    const before = await get();
    await patch({ name: assistant().name });
    expect(await get()).toMatchObject({ latestVersion: 'v1', createdAt: before.createdAt });
    await patch({ name: 'Another' });
    expect(await get()).toMatchObject({ latestVersion: 'v2', createdAt: before.createdAt });
    expect((await get()).updatedAt).not.toBe(before.updatedAt);
  });

  it('is gone once it is deleted', async () => {
    expect(await ask(bench.vapi, 'DELETE', `/assistant/${id}`)).toMatchObject({ status: 200, body: { id } });
    for (const method of ['GET', 'DELETE']) {
      expect(await ask(bench.vapi, method, `/assistant/${id}`)).toMatchObject(GONE);
    }
    expect(await patch({ name: 'Another' })).toMatchObject(GONE);
  });

  it('cannot be deleted while a squad is fixed to a version of it', async () => {
    await made(bench, '/squad', { members: [{ assistantId: id, assistantVersion: 'v1' }] });
    expect(await ask(bench.vapi, 'DELETE', `/assistant/${id}`)).toMatchObject({
      status: 409,
      body: {
        error: 'assistant_pinned',
        message: 'Assistant cannot be deleted while it is pinned by a squad.',
      },
    });
  });
});
