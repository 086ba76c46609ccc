import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CREDENTIAL_SAVED,
  complaints,
} from '../../../../../../infra/local/simulators/vapi/published/published.ts';
import { ask } from '../calls.ts';
import { type Bench, startBench } from '../receiver.ts';
import { credential, GONE, made, NOBODY, refused } from './bodies.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const post = (more: object = {}) => ask(bench.vapi, 'POST', '/credential', credential(more));
const secret = { type: 'hmac', secretKey: 'FAKE-another-secret', algorithm: 'sha256' };

describe('a credential saved at the simulated Vapi', () => {
  it('is shown without its secret, unless an account shows it', async () => {
    const { status, body } = await post();
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: credential().name, authenticationPlan: { algorithm: 'sha256' } });
    expect(JSON.stringify(body)).not.toContain('FAKE');
    expect(complaints(body, CREDENTIAL_SAVED)).toContain('authenticationPlan.secretKey must be a string');
    bench.vapi.accountAnswers({ credentialSecrets: 'shown' });
    expect(await ask(bench.vapi, 'GET', `/credential/${Object(body).id}`)).toMatchObject({
      status: 200,
      body: credential(),
    });
  });

  it.each([
    [
      'the provider of tutorials',
      { provider: 'custom' },
      ['provider must be one of the following values: custom-credential'],
    ],
    ['an API key', { apiKey: 'FAKE' }, ['property apiKey should not exist']],
    ['no name at all', { name: '' }, ['name must be longer than or equal to 1 characters']],
    ['a long name', { name: 'n'.repeat(41) }, ['name must be shorter than or equal to 40 characters']],
    [
      'no secret',
      { authenticationPlan: { type: 'hmac', algorithm: 'sha256' } },
      ['authenticationPlan.secretKey must be a string'],
    ],
  ])('is refused with %s', async (_what, wrong, complaint) => {
    expect(await post(wrong)).toMatchObject(refused(complaint));
  });

  it('is changed, its plan as a whole', async () => {
    const id = await made(bench, '/credential', credential());
    const patch = (body: object, of = id) => ask(bench.vapi, 'PATCH', `/credential/${of}`, body);
    expect((await patch({ authenticationPlan: { type: 'hmac', secretKey: 'FAKE' } })).status).toBe(400);
    expect(await patch({ authenticationPlan: secret })).toMatchObject({ body: { name: credential().name } });
    expect(bench.vapi.saved('credential')[0]?.body.authenticationPlan).toEqual(secret);
    expect(await patch({ name: 'x' }, NOBODY)).toMatchObject(GONE);
  });

  it.each([
    ['forbidden', 403],
    ['absent', 404],
  ] as const)('can be %s, to write or to read', async (access, status) => {
    const id = await made(bench, '/credential', credential());
    bench.vapi.accountAnswers({ credentialWrites: access });
    expect(await post()).toMatchObject({ status, body: { statusCode: status } });
    expect((await ask(bench.vapi, 'PATCH', `/credential/${id}`, { name: 'x' })).status).toBe(status);
    expect((await ask(bench.vapi, 'GET', `/credential/${id}`)).status).toBe(200);
    bench.vapi.accountAnswers({ credentialReads: access });
    expect((await ask(bench.vapi, 'GET', `/credential/${id}`)).status).toBe(status);
    expect((await ask(bench.vapi, 'GET', '/credential')).status).toBe(status);
    expect(bench.vapi.saved('credential')).toHaveLength(1);
  });
});
