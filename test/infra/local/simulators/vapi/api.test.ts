import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../../../infra/local/simulators/kit/faults.ts';
import type { SimulatedCall } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { AGENT, type Bench, getCall, post, startBench, transferTo } from './receiver.ts';

const fixture = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/vapi/api/${name}.json`, import.meta.url), 'utf8'));

let bench: Bench;
let call: SimulatedCall;
beforeEach(async () => {
  bench = await startBench();
  call = await bench.vapi.startCall({ messages: [] });
});
afterEach(() => bench.stop());

describe('GET /call/{id} of the simulated Vapi', () => {
  it('shows a live call in the shape of the real one, control URL included', async () => {
    const { status, body } = await getCall(bench.vapi, call.id);
    expect(status).toBe(200);
    expect(Object.keys(Object(body)).sort()).toEqual(Object.keys(fixture('GET-call.in-progress')).sort());
    expect(body).toMatchObject({
      id: call.id,
      status: 'in-progress',
      monitor: { controlUrl: `${bench.vapi.url}/${call.id}/control` },
      transport: { provider: 'twilio', callSid: call.callSid },
      customer: { number: '+14155550123' },
    });
  });

  it('shows where a call is being forwarded to', async () => {
    await post(call.controlUrl, transferTo(AGENT));
    expect((await getCall(bench.vapi, call.id)).body).toMatchObject({
      status: 'forwarding',
      destination: { type: 'number', number: AGENT },
    });
  });

  it('shows why a call has ended, and no control URL any more', async () => {
    await call.hangUp('silence-timed-out');
    const { body } = await getCall(bench.vapi, call.id);
    expect(body).toMatchObject({ status: 'ended', endedReason: 'silence-timed-out' });
    expect(body).not.toHaveProperty('monitor');
  });

  it('shows no leg at Twilio for a web call', async () => {
    const web = await bench.vapi.startCall({ type: 'webCall' });
    const { body } = await getCall(bench.vapi, web.id);
    expect(body).toMatchObject({ type: 'webCall' });
    expect(body).not.toHaveProperty('customer');
    expect(body).not.toHaveProperty('transport.callSid');
  });

  it('refuses another key as Vapi does, and does not know other calls', async () => {
    expect(await getCall(bench.vapi, call.id, 'another')).toMatchObject({
      status: 401,
      body: fixture('error-401'),
    });
    expect(await getCall(bench.vapi, 'another')).toMatchObject({ status: 404, body: { statusCode: 404 } });
  });

  it.each([
    ['POST', 'transfer'],
    ['POST', 'say'],
    ['POST', 'control'],
    ['PUT', ''],
    ['POST', ''],
  ])('is no place for live call control: no %s %s', async (method, action) => {
    const url = `${bench.vapi.url}/call/${call.id}${action && `/${action}`}`;
    expect((await fetch(url, { method })).status).toBe(404);
    expect(call.status).toBe('in-progress');
    expect(bench.vapi.requests).toMatchObject([{ operation: 'unknown', status: 404 }]);
  });
});

describe('the faults of the simulated Vapi', () => {
  const say = () => post(call.controlUrl, { type: 'say', content: 'Hello' });
  const withFault = (fault: Fault) => bench.vapi.faults.next('say', fault);

  it('answer a status, once, without the effect', async () => {
    withFault({ kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    const { status, headers } = await say();
    expect([status, headers.get('retry-after'), call.said]).toEqual([429, '1', []]);
    expect((await say()).status).toBe(200);
  });

  it('answer a status although the effect happened', async () => {
    withFault({ kind: 'status-after-effect', status: 503 });
    expect((await say()).status).toBe(503);
    expect(call.said).toEqual(['Hello']);
  });

  it('cut the connection before or after the effect', async () => {
    withFault({ kind: 'cut' });
    await expect(say()).rejects.toThrow();
    expect(call.said).toEqual([]);
    withFault({ kind: 'lost-answer' });
    await expect(say()).rejects.toThrow();
    expect(call.said).toEqual(['Hello']);
    expect(bench.vapi.requests.map(({ status }) => status)).toEqual(['cut', 'cut']);
  });

  it('let the answer come later than the effect', async () => {
    withFault({ kind: 'slow', ms: 30 });
    const started = performance.now();
    await say();
    expect(performance.now() - started).toBeGreaterThan(25);
    expect(call.said).toEqual(['Hello']);
  });

  it('do not hide that a request was wrong', async () => {
    withFault({ kind: 'status-after-effect', status: 503 });
    expect((await post(call.controlUrl, { type: 'say' })).status).toBe(400);
  });

  it('can be the page of a server in front', async () => {
    withFault({ kind: 'status', status: 429, as: 'page' });
    const response = await fetch(call.controlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'say', content: 'Hello' }),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      429,
      'text/html; charset=UTF-8',
    ]);
    expect(await response.text()).toContain('<html>');
    expect(call.said).toEqual([]);
  });

  it('can strike the look at a call', async () => {
    bench.vapi.faults.always('get-call', { kind: 'status', status: 500 });
    expect((await getCall(bench.vapi, call.id)).status).toBe(500);
    bench.vapi.faults.clear();
    expect((await getCall(bench.vapi, call.id)).status).toBe(200);
  });
});
