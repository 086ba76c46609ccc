import { describe, expect, it } from 'vitest';
import type { Ask, OwnRequest } from '../../../../lib/doctor/ours/ask.ts';
import { parseServerMessage } from '../../../../lib/vapi/server-message.ts';
import { checkOf, expected, well } from '../examined.ts';

const answering =
  (change: (request: OwnRequest) => { status: number; body?: unknown } | undefined): Ask =>
  async (request) => {
    const changed = change(request);
    return changed === undefined ? well(request) : { is: 'answered', body: {}, ...changed };
  };

describe('Our own service', () => {
  it('fails when it cannot be reached, or something that it stands on is down', async () => {
    const gone: Ask = async () => ({ is: 'lost', reason: 'unreachable' });
    expect(await checkOf('ours.health', { ports: { ask: gone } })).toEqual({
      id: 'ours.health',
      status: 'fail',
      what: 'We cannot be reached (unreachable): callers get neither colleague nor tools.',
      fix: 'Deploy the stage; its logs say more.',
    });
    const down = { status: 503, body: { stage: 'prod', dependencies: { table: 'down', queue: 'healthy' } } };
    expect(await checkOf('ours.health', { ports: { ask: answering(() => down) } })).toMatchObject({
      status: 'fail',
      what: '/health answers 503 (table down): callers get neither colleague nor tools.',
    });
  });

  it('fails at the address of another stage', async () => {
    const ask = answering(() => ({ status: 200, body: { stage: 'dev' } }));
    expect(await checkOf('ours.health', { ports: { ask } })).toMatchObject({
      status: 'fail',
      what: 'The address is that of the stage "dev": callers of "prod" are answered there.',
    });
  });

  it('warns of an address that no platform reaches, or that can be read on the way', async () => {
    const under = (baseUrl: string) => checkOf('ours.health', { expectations: expected({}, { baseUrl }) });
    expect(await under('http://127.0.0.1:3000')).toMatchObject({
      status: 'warn',
      what: 'The address is of this machine: no platform reaches it.',
    });
    expect(await under('http://handoff.example.com')).toMatchObject({ status: 'warn' });
  });

  it('sends a message that has no effect', async () => {
    const bodies: (string | undefined)[] = [];
    const ask: Ask = async (request) => {
      if (request.method === 'POST') bodies.push(request.body);
      return well(request);
    };
    expect(await checkOf('ours.webhook', { ports: { ask } })).toMatchObject({ status: 'ok' });
    expect(bodies.map((body) => parseServerMessage(JSON.parse(body ?? '')))).toEqual([
      { is: 'message', message: { kind: 'unknown', type: 'doctor' } },
      { is: 'message', message: { kind: 'unknown', type: 'doctor' } },
    ]);
  });

  it('is asked as a stranger only where that counts nothing as refused', async () => {
    const asked: boolean[] = [];
    const ask: Ask = async (request) => {
      if (request.method === 'POST') asked.push(request.headers?.['x-signature'] !== undefined);
      return well(request);
    };
    const check = await checkOf('ours.webhook', { ports: { ask }, asStranger: false });
    expect(check).toMatchObject({ status: 'ok', what: 'What Vapi signs is taken (200).' });
    expect(asked).toEqual([true]);
  });

  it('fails when it takes what nobody signed', async () => {
    const ask = answering(({ method }) => (method === 'POST' ? { status: 200 } : undefined));
    expect(await checkOf('ours.webhook', { ports: { ask } })).toMatchObject({
      status: 'fail',
      what: 'The webhook takes what nobody has signed: anybody can fetch colleagues and read what callers said.',
    });
  });

  it('fails when the deployed secret is another', async () => {
    const ask = answering(({ method }) => (method === 'POST' ? { status: 401 } : undefined));
    expect(await checkOf('ours.webhook', { ports: { ask } })).toMatchObject({
      status: 'fail',
      what: 'The webhook refuses what is signed with VAPI_SERVER_SECRET: the deployed secret is another one, and no caller gets a colleague.',
    });
  });

  it('is only half looked at without the secret', async () => {
    const signing = { missing: 'VAPI_SERVER_SECRET is not set' };
    expect(await checkOf('ours.webhook', { ports: { signing } })).toMatchObject({
      status: 'skipped',
      what: 'A signed message was not tried: VAPI_SERVER_SECRET is not set.',
    });
  });
});
