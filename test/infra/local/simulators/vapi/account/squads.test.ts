import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  complaints,
  SQUAD_SAVED,
} from '../../../../../../infra/local/simulators/vapi/published/published.ts';
import { ask } from '../calls.ts';
import { type Bench, startBench } from '../receiver.ts';
import { assistant, GONE, made, NOBODY, NOT_THERE, refused } from './bodies.ts';

let bench: Bench;
let router: string;
let sales: string;
beforeEach(async () => {
  bench = await startBench();
  router = await made(bench, '/assistant', assistant({ name: 'Router' }));
  sales = await made(bench, '/assistant', assistant({ name: 'Sales' }));
});
afterEach(() => bench.stop());

const members = () => [
  { assistantId: router, assistantDestinations: [{ type: 'assistant', assistantName: 'Sales' }] },
  { assistantId: sales, assistantOverrides: { firstMessage: '' } },
];
const post = (body: unknown) => ask(bench.vapi, 'POST', '/squad', body);

describe('a squad saved at the simulated Vapi', () => {
  it('is shown as it was given, in the published shape', async () => {
    const { status, body } = await post({ name: 'desk', members: members() });
    expect([status, body]).toMatchObject([201, { name: 'desk', members: members() }]);
    expect(await ask(bench.vapi, 'GET', `/squad/${Object(body).id}`)).toMatchObject({ status: 200, body });
    expect(complaints(body, SQUAD_SAVED)).toEqual(['property retentionClass should not exist']);
    expect(body).not.toHaveProperty('latestVersion');
  });

  it('needs assistants that are there, in an account without any too', async () => {
    const file = new URL('../../../../../fixtures/vapi-2/squad.create.request.json', import.meta.url);
    const missing =
      "Couldn't Get Assistant. `assistantId` c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51 Does Not Exist.";
    expect(await post(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject(refused(missing));
    bench.vapi.console.remove('assistant', sales);
    expect((await post({ members: members() })).status).toBe(400);
  });

  it('is refused with two members of one name, or none', async () => {
    const twice = [{ assistantId: sales }, { assistantId: sales }];
    expect(await post({ members: twice })).toMatchObject(refused('Duplicate Assistant Name'));
    expect(await post({ members: [] })).toMatchObject(refused('members should not be empty'));
    expect(await post({ members: members(), metadata: {} })).toMatchObject(
      refused(['property metadata should not exist']),
    );
  });

  it('is changed with all of its members, or not at all', async () => {
    const id = await made(bench, '/squad', { name: 'desk', members: members() });
    const patch = (body: unknown) => ask(bench.vapi, 'PATCH', `/squad/${id}`, body);
    expect(await patch({ name: 'front' })).toMatchObject(refused(['members must be an array']));
    expect(await patch({ members: [{ assistantId: NOBODY }] })).toMatchObject(refused(NOT_THERE));
    const alone = [{ assistantId: sales }];
    expect(await patch({ members: alone })).toMatchObject({
      status: 200,
      body: { name: 'desk', members: alone },
    });
    expect(Object(bench.vapi.saved('squad')[0]?.body).members).toEqual(alone);
  });

  it('is gone once it is deleted', async () => {
    const id = await made(bench, '/squad', { members: members() });
    expect((await ask(bench.vapi, 'DELETE', `/squad/${id}`)).status).toBe(200);
    expect(await ask(bench.vapi, 'GET', `/squad/${id}`)).toMatchObject(GONE);
  });
});
