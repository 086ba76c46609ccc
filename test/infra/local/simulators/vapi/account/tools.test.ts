import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../calls.ts';
import { type Bench, startBench } from '../receiver.ts';
import { assistant, made, refused } from './bodies.ts';

const fixture = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../../../../fixtures/vapi-2/${name}.json`, import.meta.url), 'utf8'));
const FUNCTION = { type: 'function', function: { name: 'route_call' } };

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

describe('a tool saved at the simulated Vapi', () => {
  it.each([
    ['a function', FUNCTION],
    ['a handoff by the server', fixture('tool.handoff-dynamic.create.request')],
    ['a handoff', fixture('tool.handoff-static.create.request')],
    ['the end of the call', { type: 'endCall' }],
  ])('can be %s', async (_what, body) => {
    const id = await made(bench, '/tool', body);
    expect(await ask(bench.vapi, 'GET', '/tool')).toMatchObject({ status: 200, body: [{ ...body, id }] });
  });

  it('is shown with defaults and a version', async () => {
    await made(bench, '/tool', FUNCTION);
    expect(await ask(bench.vapi, 'GET', '/tool')).toMatchObject({
      body: [{ async: false, function: { strict: false }, latestVersion: 'v1' }],
    });
  });

  it('is refused of a type that nobody knows, and with what only others have', async () => {
    expect(await ask(bench.vapi, 'POST', '/tool', { type: 'magic' })).toMatchObject(
      refused(['type must be one of the known values']),
    );
    expect(await ask(bench.vapi, 'POST', '/tool', { type: 'handoff', async: true })).toMatchObject(
      refused(['property async should not exist']),
    );
  });

  it('is changed without its type', async () => {
    const id = await made(bench, '/tool', FUNCTION);
    const patch = (body: object) => ask(bench.vapi, 'PATCH', `/tool/${id}`, body);
    expect(await patch({ type: 'function', async: true })).toMatchObject(
      refused(['property type should not exist']),
    );
    expect(await patch({ async: true })).toMatchObject({ status: 200, body: { ...FUNCTION, async: true } });
  });

  it('cannot be deleted while an assistant is fixed to a version of it', async () => {
    const id = await made(bench, '/tool', FUNCTION);
    const model = { provider: 'openai', model: 'gpt-4.1', toolRefs: [{ toolId: id, version: 'v1' }] };
    const holder = await made(bench, '/assistant', assistant({ model }));
    expect(await ask(bench.vapi, 'DELETE', `/tool/${id}`)).toMatchObject({
      status: 409,
      body: { error: 'tool_pinned' },
    });
    bench.vapi.console.remove('assistant', holder);
    expect((await ask(bench.vapi, 'DELETE', `/tool/${id}`)).status).toBe(200);
  });
});
