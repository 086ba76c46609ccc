import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UNLIMITED } from '../../infra/local/simulators/vapi/concurrency.ts';
import type { OutboundPhone } from '../../infra/local/simulators/vapi/outbound.ts';
import { type Product, startProduct } from './product.ts';

const KEY = 'a key of these tests';
const NEXT_KEY = 'the key that comes next';
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const ALWAYS = JSON.stringify(Object.fromEntries(DAYS.map((day) => [day, ['00:00-24:00']])));
const AGENT = '+14155550177';

let product: Product;
const phones = new Map<string, OutboundPhone>();
const given: string[] = [];
/** A number that nobody has called yet. */
const number = () => {
  given.push(`+1415555${String(101 + given.length).padStart(4, '0')}`);
  return given.at(-1) ?? '';
};

beforeAll(async () => {
  product = await startProduct(
    {
      ...{ OUTBOUND_API_KEY: `${KEY},${NEXT_KEY}`, OUTBOUND_HOURS: ALWAYS, HANDOFF_WINDOW_SECONDS: '3' },
      VAPI_PHONE_NUMBER_ID: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
      VAPI_ASSISTANTS: JSON.stringify({
        outbound: 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51',
        billing: 'd2e8f3ba-5c66-4b2f-9071-1eac9d8b7f62',
      }),
    },
    undefined,
    { outboundPhones: (called) => phones.get(called) ?? 'answers' },
  );
});
afterEach(() => {
  const { vapi } = product;
  for (const script of [vapi.faults, vapi.deliveries]) script.clear();
  vapi.limitConcurrency(UNLIMITED);
});
afterAll(() => product.stop());

type Told = { status: number; body: { call?: Shown; error?: Problem } };
type Shown = {
  id: string;
  status: string;
  outcome?: string;
  vapiCallId?: string;
  endedReason?: string;
  dueAt?: string;
  attempts: number;
};
type Problem = { code: string; message: string; field?: string };

const request = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${KEY}` },
): Promise<Told> => {
  const response = await fetch(`${product.system.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: Object(await response.json()) };
};
const orderOf = (to: string, more: object = {}, customer: object = {}) => ({
  customer: { number: to, ...customer },
  consent: { kind: 'express' },
  ...more,
});
const order = (body: unknown, key?: string) =>
  request('POST', '/outbound/calls', body, {
    'x-api-key': KEY,
    ...(key !== undefined && { 'idempotency-key': key }),
  });
const accepted = async (to: string, more: object = {}): Promise<Shown> => {
  const { status, body } = await order(orderOf(to, more));
  expect([status, body.error]).toEqual([202, undefined]);
  if (body.call === undefined) throw new Error('no call');
  return body.call;
};
const look = async (id: string): Promise<Shown> => {
  const { body } = await request('GET', `/outbound/calls/${id}`);
  if (body.call === undefined) throw new Error(JSON.stringify(body));
  return body.call;
};
const ended = async (id: string, timeout = 10_000): Promise<Shown> => {
  await expect.poll(async () => (await look(id)).status, { timeout, interval: 500 }).toBe('ended');
  return look(id);
};
/** What Vapi was asked to dial. */
const dialled = (to: string) => product.vapi.calls().filter(({ caller }) => caller === to);
const posts = () => product.vapi.requests.filter(({ operation }) => operation === 'create-call').length;

describe('A call that the team’s own system asks for', () => {
  it('is placed once, with what the assistant is told, and followed to its end', async () => {
    const to = number();
    const call = await accepted(to, { variables: { purpose: 'your appointment' }, metadata: { crm: '77' } });
    expect(call).toEqual({ id: expect.stringMatching(/^oc_\w{27}$/), status: 'queued', attempts: 0 });
    await expect.poll(async () => (await look(call.id)).status).toBe('talking');
    const [theirs, ...others] = dialled(to);
    expect(others).toEqual([]);
    expect(await look(call.id)).toMatchObject({ vapiCallId: theirs?.id, attempts: 1 });
    expect(product.vapi.requests.filter(({ operation }) => operation === 'create-call').at(-1)?.body).toEqual(
      {
        assistantId: 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51',
        assistantOverrides: {
          variableValues: { purpose: 'your appointment' },
          metadata: { crm: '77', attemptId: call.id },
        },
        phoneNumberId: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
        name: call.id,
        customer: { number: to, externalId: call.id },
      },
    );
    await theirs?.callerSays('Yes, speaking.');
    await theirs?.hangUp();
    expect(await ended(call.id)).toEqual({
      ...{ id: call.id, status: 'ended', outcome: 'answered', attempts: 1 },
      ...{ endedReason: 'customer-ended-call', vapiCallId: theirs?.id },
    });
  });

  it.each<[OutboundPhone, string]>([
    ['no-answer', 'no_answer'],
    ['busy', 'busy'],
    ['voicemail', 'voicemail'],
    ['misdialed', 'bad_number'],
    ['failed', 'failed'],
    ['drops', 'failed'],
    [{ is: 'no-answer', endedReason: 'a-reason-of-tomorrow' }, 'no_answer'],
  ])('that meets %o ends as %s', async (phone, outcome) => {
    const to = number();
    phones.set(to, phone);
    const { id } = await accepted(to);
    expect(await ended(id)).toMatchObject({ outcome, attempts: 1, endedReason: expect.any(String) });
    expect(dialled(to)).toHaveLength(1);
  });

  it('comes to an agent as a call that came in does', async () => {
    const to = number();
    const worker = product.twilio.addWorker({ name: 'agent', contactUri: AGENT });
    const { id } = await accepted(to);
    await expect.poll(async () => (await look(id)).status).toBe('talking');
    const [call] = dialled(to);
    if (call === undefined) throw new Error('no call');
    await call.askForHuman({ reason: 'wants a person' });
    await product.until(call.id, ({ progress }) => progress.state === 'connected');
    expect(await ended(id, 30_000)).toMatchObject({ outcome: 'handed_over' });
    product.twilio.setAvailable(worker, false);
  });

  it('is the assistant’s that was named', async () => {
    const { id } = await accepted(number(), { assistant: 'billing' });
    await expect.poll(async () => (await look(id)).status).toBe('talking');
    expect(
      product.vapi.requests.filter(({ operation }) => operation === 'create-call').at(-1)?.body,
    ).toMatchObject({
      assistantId: 'd2e8f3ba-5c66-4b2f-9071-1eac9d8b7f62',
    });
  });
});

describe('Who may ask', () => {
  it.each<[string, Record<string, string>]>([
    ['nobody without a key', {}],
    ['nobody with another key', { authorization: 'Bearer another' }],
    ['nobody with another key in the other header', { 'x-api-key': `${KEY},${NEXT_KEY}` }],
  ])('is %s', async (_who, headers) => {
    for (const [method, path] of [
      ['POST', '/outbound/calls'],
      ['GET', '/outbound/calls/oc_1'],
      ['POST', '/outbound/calls/oc_1/cancel'],
      ['POST', '/outbound/do-not-call'],
      ['GET', '/outbound/do-not-call/+14155550123'],
      ['DELETE', '/outbound/do-not-call/+14155550123'],
    ] as const) {
      const { status, body } = await request(method, path, method === 'POST' ? '{' : undefined, headers);
      expect([status, body.error?.code]).toEqual([401, 'unauthorized']);
    }
  });

  it('is whoever has one of two keys while one is replaced, in either header', async () => {
    for (const headers of [{ authorization: `bearer ${NEXT_KEY}` }, { 'X-Api-Key': NEXT_KEY }]) {
      const { status } = await request('GET', '/outbound/calls/oc_none', undefined, headers);
      expect(status).toBe(404);
    }
  });
});

describe('A request that cannot be met', () => {
  it.each<[string, object, string, string]>([
    ['no number', { customer: {} }, 'invalid', 'customer.number'],
    ['what is no number', { customer: { number: '4155550123' } }, 'number_invalid', 'customer.number'],
    [
      'a toll-free number',
      { customer: { number: '+18005550123' } },
      'number_not_callable',
      'customer.number',
    ],
    [
      'a premium number',
      { customer: { number: '+19005550123', timeZone: 'America/New_York' } },
      'number_not_callable',
      'customer.number',
    ],
    ['no consent', { consent: undefined }, 'no_consent', 'consent'],
    ['consent that is none', { consent: { kind: 'none' } }, 'no_consent', 'consent'],
    ['consent of another kind', { consent: { kind: 'oral' } }, 'invalid', 'consent.kind'],
    [
      'an unknown time zone',
      { customer: { number: '+14155550123', timeZone: 'Mars/Olympus' } },
      'invalid',
      'customer.timeZone',
    ],
    ['a time without an offset', { notBefore: '2026-12-01T09:00:00' }, 'invalid', 'notBefore'],
    ['an assistant that is not there', { assistant: 'nobody' }, 'invalid', 'assistant'],
    ['a key that is not known', { consant: true }, 'invalid', 'consant'],
  ])('is refused with the field: %s', async (_what, more, code, field) => {
    const before = posts();
    const { status, body } = await order({ ...orderOf('+14155550123'), ...more });
    expect([status, body.error?.code, body.error?.field]).toEqual([422, code, field]);
    expect(body.error?.message).toContain(field);
    expect(posts()).toBe(before);
  });

  it('is refused when it is no JSON', async () => {
    expect((await order('{"customer"')).status).toBe(400);
  });

  it('is refused like any other when its JSON is too deep to be one', async () => {
    const { status, body } = await order(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    expect([status, body.error?.code]).toEqual([422, 'invalid']);
  });

  it('is refused for a listed number, however that was written on the list and in the order', async () => {
    const numbers = ['+4401632960123'];
    const listed = await request('POST', '/outbound/do-not-call', { numbers });
    expect(listed.status).toBe(200);
    for (const to of ['+4401632960123', '+441632960123', '+44 1632 960123']) {
      const { status, body } = await order(orderOf(to));
      expect([status, body.error?.code]).toEqual([422, 'do_not_call']);
    }
  });
});

describe('A request that comes again', () => {
  it('has the same answer under the same key, and makes one call', async () => {
    const to = number();
    const body = orderOf(to, { metadata: { n: '1' } });
    const [first, second] = await Promise.all([order(body, 'key-1'), order(body, 'key-1')]);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.call?.id).toBe(first.body.call?.id);
    await expect.poll(async () => (await look(first.body.call?.id ?? '')).status).toBe('talking');
    expect((await order(body, 'key-1')).body.call).toMatchObject({
      id: first.body.call?.id,
      status: 'talking',
    });
    expect(dialled(to)).toHaveLength(1);
    const other = await order(orderOf(to), 'key-1');
    expect([other.status, other.body.error?.code]).toEqual([422, 'idempotency_conflict']);
  });

  it('has no key where that is empty', async () => {
    const asked = await Promise.all([order(orderOf(number()), ''), order(orderOf(number()), '')]);
    expect(asked.map(({ status }) => status)).toEqual([202, 202]);
  });

  it('is refused for half an hour without one, and names the call that has the number', async () => {
    const to = number();
    const { id } = await accepted(to);
    const { status, body } = await order(orderOf(to));
    expect([status, body.error?.code, body.call]).toEqual([409, 'recently_called', { id }]);
    expect(dialled(to).length).toBeLessThanOrEqual(1);
  });

  it('finds the number free once the call was taken back', async () => {
    const to = number();
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    const call = await accepted(to, { notBefore });
    expect(call).toMatchObject({ status: 'scheduled', dueAt: notBefore });
    const canceled = await request('POST', `/outbound/calls/${call.id}/cancel`);
    expect([canceled.status, canceled.body.call]).toEqual([
      200,
      { id: call.id, status: 'ended', outcome: 'canceled', attempts: 0 },
    ]);
    expect((await request('POST', `/outbound/calls/${call.id}/cancel`)).status).toBe(200);
    await expect.poll(async () => (await order(orderOf(to))).status).toBe(202);
  });

  it('cannot be taken back once it was dialled', async () => {
    const { id } = await accepted(number());
    await expect.poll(async () => (await look(id)).status).toBe('talking');
    const { status, body } = await request('POST', `/outbound/calls/${id}/cancel`);
    expect([status, body.error?.code]).toEqual([409, 'wrong_state']);
    expect((await request('POST', '/outbound/calls/oc_none/cancel')).status).toBe(404);
    const long = 'a'.repeat(3_000);
    expect((await request('GET', `/outbound/calls/${long}`)).status).toBe(404);
    expect((await request('POST', `/outbound/calls/${long}/cancel`)).status).toBe(404);
    expect((await request('GET', `/outbound/campaigns/${long}`)).status).toBe(404);
  });
});

describe('A call for which Vapi', () => {
  it.each([
    'lost-answer',
    'status-after-effect',
  ] as const)('loses the answer (%s) is found, and is asked for once', async (kind) => {
    const to = number();
    const before = posts();
    product.vapi.faults.next('create-call', kind === 'lost-answer' ? { kind } : { kind, status: 504 });
    const { id } = await accepted(to);
    await expect.poll(async () => (await look(id)).status, { timeout: 10_000 }).toBe('talking');
    expect((await look(id)).vapiCallId).toBe(dialled(to)[0]?.id);
    await dialled(to)[0]?.hangUp();
    expect(await ended(id)).toMatchObject({ attempts: 1 });
    expect(posts() - before).toBe(1);
  });

  it.each([
    [{ kind: 'status', status: 429 }],
    [{ kind: 'status', status: 503 }],
  ] as const)('answers %o first is asked again, and rings once', async (fault) => {
    const to = number();
    product.vapi.faults.next('create-call', fault);
    const { id } = await accepted(to);
    await expect.poll(async () => (await look(id)).status, { timeout: 30_000 }).toBe('talking');
    expect(await look(id)).toMatchObject({ attempts: 1 });
    expect(dialled(to)).toHaveLength(1);
  });

  it('is cut off before it answers is looked at twice, and nobody knows: it is not asked again', async () => {
    const to = number();
    const before = posts();
    product.vapi.faults.next('create-call', { kind: 'cut' });
    const { id } = await accepted(to);
    expect(await ended(id, 40_000)).toMatchObject({
      outcome: 'unknown',
      endedReason: 'answer-lost',
      attempts: 1,
    });
    expect(dialled(to)).toEqual([]);
    expect(posts() - before).toBeLessThanOrEqual(1);
  });

  it('answers that it is wrong ends at once', async () => {
    const to = number();
    product.vapi.faults.next('create-call', { kind: 'status', status: 402 });
    const { id } = await accepted(to);
    expect(await ended(id)).toMatchObject({ outcome: 'failed', attempts: 0 });
    expect(dialled(to)).toEqual([]);
  });

  it.each([
    'refused',
    'too-many',
    'ends',
  ] as const)('has no room (%s) is asked again when there is some, without an attempt in vain', async (beyond) => {
    const to = number();
    product.vapi.limitConcurrency({ limit: 0, beyond });
    const { id } = await accepted(to);
    await expect.poll(() => posts()).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await look(id)).toMatchObject({ status: 'queued', attempts: 0 });
    product.vapi.limitConcurrency(UNLIMITED);
    await expect.poll(async () => (await look(id)).status, { timeout: 15_000 }).toBe('talking');
    expect(dialled(to).filter(({ status }) => status !== 'ended')).toHaveLength(1);
  });
});

describe('A call of which Vapi tells nothing', () => {
  it('is found lost at Vapi, and its end is known all the same', async () => {
    const to = number();
    for (const what of ['status-update:in-progress', 'status-update:ended', 'end-of-call-report']) {
      product.vapi.deliveries.always(what, { drop: true });
    }
    const { id } = await accepted(to);
    await expect.poll(async () => (await look(id)).status).toBe('dialing');
    await expect.poll(() => dialled(to)[0]?.status).toBe('in-progress');
    await dialled(to)[0]?.callerSays('Hello, who is it?');
    await dialled(to)[0]?.hangUp();
    expect(await ended(id, 90_000)).toMatchObject({ outcome: 'answered', attempts: 1 });
  });
});

describe('Whom nobody calls any more', () => {
  it('is a list that the team keeps, and no call is made to who is on it', async () => {
    const [to, other] = [number(), number()];
    expect(
      await request('POST', '/outbound/do-not-call', { numbers: [to, other, to], reason: 'letter' }),
    ).toEqual({
      status: 200,
      body: { listed: 2 },
    });
    expect((await request('GET', `/outbound/do-not-call/${encodeURIComponent(to)}`)).body).toEqual({
      ...{ listed: true, at: expect.stringMatching(/Z$/), by: 'team', reason: 'letter' },
    });
    const { status, body } = await order(orderOf(to));
    expect([status, body.error?.code, body.error?.field]).toEqual([422, 'do_not_call', 'customer.number']);
    expect((await request('DELETE', `/outbound/do-not-call/${to}`)).body).toEqual({ listed: false });
    expect((await order(orderOf(to))).status).toBe(202);
    expect((await request('GET', `/outbound/do-not-call/${to}`)).body).toEqual({ listed: false });
  });

  it('has no number that is not in E.164 form', async () => {
    for (const bad of [['4155550123'], [], 'x', [7]]) {
      const { status, body } = await request('POST', '/outbound/do-not-call', { numbers: bad });
      expect([status, body.error?.code, body.error?.field?.startsWith('numbers')]).toEqual([
        422,
        'invalid',
        true,
      ]);
    }
    expect((await request('GET', '/outbound/do-not-call/4155550123')).status).toBe(422);
  });

  it('is listed by their own word while they talk, and not called after it', async () => {
    const to = number();
    const { id } = await accepted(to);
    await expect.poll(async () => (await look(id)).status).toBe('talking');
    await dialled(to)[0]?.askForHuman({}, { toolName: 'do_not_call' });
    expect((await request('GET', `/outbound/do-not-call/${to}`)).body).toMatchObject({
      listed: true,
      by: 'caller',
    });
  });
});
