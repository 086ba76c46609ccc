import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from './bench.ts';
import { AGENT, CALLER, CALLS, OURS, startVoiceBench, type VoiceBench } from './voice/bench.ts';

let bench: VoiceBench;
beforeEach(async () => {
  bench = await startVoiceBench({
    agentPhones: (number) => ({ does: 'takes', answersAfterMs: number === SLOW ? 100 : 0 }),
  });
});
afterEach(() => bench.stop());

const SLOW = '+14155550178';
const order = { To: AGENT, From: OURS, Twiml: '<Response/>' };
const create = (params: Record<string, string>) => bench.rest('POST', `${CALLS}.json`, params);
const list = async (params: Record<string, string>) => {
  const { body } = await bench.rest('GET', `${CALLS}.json`, params);
  const calls: unknown[] = Array.isArray(body.calls) ? body.calls : [];
  return { body, sids: calls.map((call) => Object(call).sid) };
};
const code = ({ status, body }: Answer) => [status, body.code];

describe('Calls of the simulated Twilio', () => {
  it('are queued, and can be read', async () => {
    const { status, body } = await create(order);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      to: AGENT,
      from: OURS,
      status: 'queued',
      direction: 'outbound-api',
      start_time: null,
    });
    await bench.twilio.idle();
    const { body: now } = await bench.rest('GET', `${CALLS}/${body.sid}.json`);
    expect(now).toMatchObject({ sid: body.sid, status: 'completed', duration: '0' });
    expect(String(now.start_time)).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
    expect((await bench.rest('GET', `${CALLS}/CA${'9'.repeat(32)}.json`)).status).toBe(404);
    expect(
      code(await bench.rest('POST', `${CALLS}/CA${'9'.repeat(32)}.json`, { Status: 'completed' })),
    ).toEqual([404, 20404]);
  });

  it.each([
    ['a number that is not E.164', { ...order, To: '4155550177' }, 21211],
    ['no From', { ...order, From: '' }, 21212],
    ['a From that is not ours', { ...order, From: '+14155550199' }, 21210],
    ['nothing to do', { To: order.To, From: order.From }, 21205],
    ['an address that is none', { ...order, Url: 'handoff.example.com/twiml' }, 21205],
    ['too much to do', { ...order, Twiml: `<Response>${' '.repeat(4000)}</Response>` }, 21205],
    ['no such event', { ...order, StatusCallbackEvent: 'answer' }, 20001],
    ['too long a ringing', { ...order, Timeout: '601' }, 20001],
    ['a parameter that does not exist', { ...order, to: order.To }, 20001],
  ])('are refused with %s', async (_what, params, expected) => {
    expect(code(await create(params))).toEqual([400, expected]);
    expect(bench.twilio.calls.size).toBe(0);
  });

  it.each(['sip:amara@example.com', 'client:amara', AGENT])('can be made to %s', async (To) => {
    expect((await create({ ...order, To })).status).toBe(201);
  });

  it('ignore the Twiml of a new call that has a Url, and refuse both for one that lasts', async () => {
    bench.documents.set('/asked', '<Response><Say>Asked</Say><Pause length="60"/></Response>');
    const Url = `${bench.product}/asked`;
    const { body } = await create({ ...order, Twiml: '<Response><Say>Told</Say></Response>', Url });
    const leg = bench.twilio.calls.get(String(body.sid));
    await expect.poll(() => leg?.heard).toEqual(['Asked']);
    const both = { Url, Twiml: '<Response/>' };
    expect(code(await bench.rest('POST', `${CALLS}/${body.sid}.json`, both))).toEqual([400, 21205]);
  });

  it('are listed a page at a time, and no page is asked for by its number', async () => {
    const made: unknown[] = [];
    for (let count = 0; count < 3; count += 1) made.unshift((await create(order)).body.sid);
    const first = await list({ PageSize: '2' });
    expect(first.sids).toEqual(made.slice(0, 2));
    const next = new URL(String(first.body.next_page_uri), 'http://twilio').searchParams;
    await create(order);
    const second = await list(Object.fromEntries(next));
    expect([second.sids, second.body.next_page_uri]).toEqual([made.slice(2), null]);
    expect(second.body.previous_page_uri).toContain('Page=0');
    expect(code(await bench.rest('GET', `${CALLS}.json`, { PageSize: '2', Page: '1' }))).toEqual([
      400, 20001,
    ]);
  });

  it('can be made from a number that a caller has dialled', async () => {
    expect(code(await create({ ...order, From: '+14155550111' }))).toEqual([400, 21210]);
    bench.twilio.legs.callerLeg({ from: CALLER, to: '+14155550111', streamUrl: 'wss://vapi.example.com/1' });
    expect((await create({ ...order, From: '+14155550111' })).status).toBe(201);
  });

  it('can be redirected only while in progress', async () => {
    const leg = await bench.dial('<Pause length="60"/>', { To: SLOW, Timeout: '60' });
    expect(code(await bench.redirect(leg, '<Pause/>'))).toEqual([400, 21220]);
    await expect.poll(() => leg.status).toBe('in-progress');
    expect((await bench.redirect(leg, '<Say>Hello</Say><Pause length="60"/>')).status).toBe(200);
    await expect.poll(() => leg.heard).toEqual(['Hello']);
    expect(code(await bench.update(leg, { Status: 'canceled' }))).toEqual([400, 21220]);
    expect((await bench.update(leg, { Status: 'completed' })).body.status).toBe('completed');
    expect(code(await bench.redirect(leg, '<Pause/>'))).toEqual([400, 21220]);
    expect(code(await bench.update(leg, { Status: 'completed' }))).toEqual([400, 21220]);
  });

  it('are found by their parties, their status and the time of their start, newest first', async () => {
    const before = new Date(Date.now() - 1000).toISOString();
    const first = await bench.dial('<Pause length="60"/>');
    const other = await bench.dial('', { To: 'client:jordan' });
    const second = await bench.dial('<Pause length="60"/>');
    await expect
      .poll(() => [first, second, other].map(({ status }) => status))
      .toEqual(['in-progress', 'in-progress', 'completed']);
    expect((await list({ To: AGENT, From: OURS })).sids).toEqual([second.sid, first.sid]);
    expect((await list({ Status: 'completed' })).sids).toEqual([other.sid]);
    expect((await list({ To: AGENT, 'StartTime>': before })).sids).toEqual([second.sid, first.sid]);
    expect((await list({ 'StartTime<': before })).sids).toEqual([]);
    const { body, sids } = await list({ PageSize: '2' });
    expect(sids).toEqual([second.sid, other.sid]);
    const next = await bench.rest('GET', String(body.next_page_uri));
    expect(next.body).toMatchObject({
      calls: [{ sid: first.sid }],
      page: 1,
      page_size: 2,
      next_page_uri: null,
    });
    expect((await bench.rest('GET', `${CALLS}.json`, { Direction: 'inbound' })).status).toBe(400);
  });
});
