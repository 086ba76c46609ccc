import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, type Bench, startBench } from './twilio-bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const CALLS = `/2010-04-01/Accounts/${ACCOUNT}/Calls`;
const order = { To: '+14155550177', From: '+14155550199', Twiml: '<Response/>' };
const create = (params: Record<string, string>) => bench.rest('POST', `${CALLS}.json`, params);

describe('Calls of the simulated Twilio', () => {
  it('are queued, and can be read', async () => {
    const { status, body } = await create(order);
    expect(status).toBe(201);
    expect(body).toMatchObject({ to: order.To, from: order.From, status: 'queued' });
    expect((await bench.rest('GET', `${CALLS}/${body.sid}.json`)).body).toEqual(body);
    expect((await bench.rest('GET', `${CALLS}/CA${'9'.repeat(32)}.json`)).status).toBe(404);
  });

  it.each([
    ['a number that is not E.164', { ...order, To: '4155550177' }, 21211],
    ['no number of ours', { ...order, From: '' }, 21212],
    ['nothing to do', { To: order.To, From: order.From }, 21205],
    ['two things to do', { ...order, Url: 'https://handoff.example.com/twiml' }, 21205],
    ['a parameter that does not exist', { ...order, to: order.To }, 20001],
  ])('are refused with %s', async (_what, params, code) => {
    const { status, body } = await create(params);
    expect([status, body.code]).toEqual([400, code]);
    expect(bench.twilio.calls.size).toBe(0);
  });

  it('can be redirected only while in progress', async () => {
    const { body } = await create(order);
    const path = `${CALLS}/${body.sid}.json`;
    const redirect = { Url: 'https://handoff.example.com/twiml' };
    const early = await bench.rest('POST', path, redirect);
    expect([early.status, early.body.code]).toEqual([400, 21220]);
    const call = bench.twilio.calls.get(String(body.sid));
    if (call === undefined) throw new Error('there is no such call');
    call.status = 'in-progress';
    expect((await bench.rest('POST', path, redirect)).status).toBe(200);
    expect(call.doing).toEqual({ url: redirect.Url });
    expect((await bench.rest('POST', path, { Status: 'completed' })).body.status).toBe('completed');
    expect((await bench.rest('POST', path, redirect)).body.code).toBe(21220);
  });
});
