import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../../../../infra/local/simulators/kit/faults.ts';
import { ask } from '../calls.ts';
import { API_KEY, type Bench, startBench } from '../receiver.ts';
import { assistant, credential, GONE, made, phoneNumber } from './bodies.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ publicKey: 'FAKE-public-key' });
});
afterEach(() => bench.stop());

const KINDS = ['assistant', 'squad', 'phone-number', 'tool', 'credential'] as const;
type Kind = (typeof KINDS)[number];

/** What every kind is made with. */
async function bodyOf(kind: Kind): Promise<object> {
  switch (kind) {
    case 'assistant':
      return assistant();
    case 'squad':
      return { members: [{ assistantId: await made(bench, '/assistant', assistant()) }] };
    case 'phone-number':
      return phoneNumber();
    case 'tool':
      return { type: 'endCall' };
    case 'credential':
      return credential();
  }
}
const create = async (kind: Kind) => {
  const body = await bodyOf(kind);
  return () => ask(bench.vapi, 'POST', `/${kind}`, body);
};

describe('the faults of what an account saves at the simulated Vapi', () => {
  it.each(KINDS)('lose the answer to a %s that was made, which makes a twin of the next', async (kind) => {
    const post = await create(kind);
    bench.vapi.faults.next(`create-${kind}`, { kind: 'lost-answer' });
    await expect(post()).rejects.toThrow();
    expect(bench.vapi.saved(kind)).toHaveLength(1);
    expect((await post()).status).toBe(kind === 'phone-number' ? 400 : 201);
  });

  it.each(KINDS)('cut the connection before a %s is made', async (kind) => {
    const post = await create(kind);
    bench.vapi.faults.next(`create-${kind}`, { kind: 'cut' });
    await expect(post()).rejects.toThrow();
    expect(bench.vapi.saved(kind)).toEqual([]);
  });

  it.each<[string, Fault, number, number]>([
    ['too many', { kind: 'status', status: 429 }, 429, 0],
    ['a failure before', { kind: 'status', status: 500 }, 500, 0],
    ['a failure afterwards', { kind: 'status-after-effect', status: 500 }, 500, 1],
    ['slow', { kind: 'slow', ms: 60_000 }, 201, 1],
  ])('answer %s', async (_what, fault, status, left) => {
    bench.vapi.faults.next('create-assistant', fault);
    expect((await ask(bench.vapi, 'POST', '/assistant', assistant())).status).toBe(status);
    expect(bench.vapi.saved('assistant')).toHaveLength(left);
  });

  it('answer too many as the page of a server in front', async () => {
    bench.vapi.faults.next('list-assistants', { kind: 'status', status: 429, as: 'page' });
    const headers = { authorization: `Bearer ${API_KEY}` };
    const response = await fetch(`${bench.vapi.url}/assistant`, { headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      429,
      'text/html; charset=UTF-8',
    ]);
  });

  it.each(['get', 'update', 'delete'] as const)('strike the %s of one', async (verb) => {
    const id = await made(bench, '/assistant', assistant());
    const method = { get: 'GET', update: 'PATCH', delete: 'DELETE' }[verb];
    const body = verb === 'update' ? { firstMessage: 'Hello.' } : undefined;
    bench.vapi.faults.next(`${verb}-assistant`, { kind: 'status-after-effect', status: 500 });
    expect((await ask(bench.vapi, method, `/assistant/${id}`, body)).status).toBe(500);
    const shown = await ask(bench.vapi, 'GET', `/assistant/${id}`);
    if (verb === 'delete') expect(shown).toMatchObject(GONE);
    if (verb === 'update') expect(shown).toMatchObject({ body });
  });

  it('strike the search for numbers', async () => {
    bench.vapi.faults.next('search-phone-numbers', { kind: 'status', status: 500 });
    expect((await ask(bench.vapi, 'GET', '/v2/phone-number')).status).toBe(500);
  });

  it('strike whichever write comes third, or any read', async () => {
    bench.vapi.faults.after('write', 2, { kind: 'status', status: 500 });
    bench.vapi.faults.next('read', { kind: 'status', status: 503 });
    const id = await made(bench, '/assistant', assistant());
    expect((await ask(bench.vapi, 'GET', '/tool')).status).toBe(503);
    await made(bench, '/tool', { type: 'endCall' });
    expect((await ask(bench.vapi, 'DELETE', `/assistant/${id}`)).status).toBe(500);
    expect((await ask(bench.vapi, 'DELETE', `/assistant/${id}`)).status).toBe(200);
  });

  it('do not hide that a request was wrong', async () => {
    bench.vapi.faults.next('create-assistant', { kind: 'status-after-effect', status: 503 });
    expect((await ask(bench.vapi, 'POST', '/assistant', { serverUrl: 'x' })).status).toBe(400);
  });
});

describe('the key of the simulated Vapi', () => {
  it.each([
    ['public', 'Bearer FAKE-public-key'],
    ['another', 'Bearer FAKE-old-key'],
    ['another', API_KEY],
    ['none', undefined],
  ])('is refused when it is %s, in the same words, and told apart among the requests', async (key, authorization) => {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const sent = { method: 'POST', headers, body: JSON.stringify(assistant()) };
    const response = await fetch(`${bench.vapi.url}/assistant`, sent);
    expect([response.status, await response.json()]).toEqual([
      401,
      {
        message:
          'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.',
        error: 'Unauthorized',
        statusCode: 401,
      },
    ]);
    expect(bench.vapi.requests).toMatchObject([{ operation: 'create-assistant', key, status: 401 }]);
    expect(bench.vapi.saved('assistant')).toEqual([]);
  });

  it('opens the account when it is the private one', async () => {
    const id = await made(bench, '/assistant', assistant());
    await ask(bench.vapi, 'GET', `/assistant/${id}`);
    expect(bench.vapi.requests).toMatchObject([
      { operation: 'create-assistant', key: 'private', status: 201, body: assistant() },
      { operation: 'get-assistant', resourceId: id, status: 200 },
    ]);
  });
});
