import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Moment, SimulatedCall } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { type Bench, SECRET, startBench } from './receiver.ts';

let bench: Bench;
let call: SimulatedCall;
beforeEach(async () => {
  bench = await startBench();
  call = await bench.vapi.startCall();
});
afterEach(() => bench.stop());

const last = () => bench.receiver.received.at(-1);
const keysOf = (name: string): string[] => {
  const file = new URL(`../../../../fixtures/vapi/${name}.json`, import.meta.url);
  return Object.keys(JSON.parse(readFileSync(file, 'utf8')).message).sort();
};

describe('the server messages of the simulated Vapi', () => {
  it('are signed over the bytes on the wire, at the time of sending', () => {
    const { raw = '', headers } = last() ?? {};
    const timestamp = String(headers?.['x-timestamp']);
    const expected = createHmac('sha256', SECRET).update(`${timestamp}.${raw}`).digest('hex');
    expect(headers?.['x-signature']).toBe(expected);
    expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
  });

  it('carry what real ones carry: a stale snapshot of the call, and a secret', () => {
    expect(last()?.message).toMatchObject({
      type: 'status-update',
      status: 'in-progress',
      call: { id: call.id, status: 'ringing', monitor: { controlUrl: call.controlUrl } },
      customer: { number: call.caller },
      phoneNumber: { twilioAuthToken: expect.stringMatching(/^FAKE-/) },
      artifact: { messages: [{ role: 'system' }, { role: 'bot' }, { role: 'user' }] },
    });
  });

  it('have the fields of the captured ones', async () => {
    await call.askForHuman();
    expect(Object.keys(last()?.message ?? {}).sort()).toEqual(keysOf('tool-calls'));
    await call.requestTransferDestination();
    expect(Object.keys(last()?.message ?? {}).sort()).toEqual(keysOf('transfer-destination-request'));
    await call.hangUp();
    const [status, report] = bench.receiver.received.slice(-2);
    expect(Object.keys(status?.message ?? {}).sort()).toEqual(keysOf('status-update.ended'));
    expect(keysOf('end-of-call-report')).toEqual(expect.arrayContaining(Object.keys(report?.message ?? {})));
  });

  it('can be of any type, with any fields', async () => {
    await call.send('speech-update', { role: 'user', status: 'started', turn: 1 });
    expect(last()?.message).toMatchObject({ type: 'speech-update', role: 'user', call: { id: call.id } });
  });

  it('include an early, empty report while the call goes on', async () => {
    await call.earlyEmptyReport();
    expect(last()?.message).toMatchObject({
      type: 'end-of-call-report',
      endedReason: 'call.in-progress.twilio-completed-call',
      artifact: { messages: [] },
    });
    expect(call.status).toBe('in-progress');
  });

  it('end with the status, then the report, once', async () => {
    call.addMessage('user', 'Never mind.');
    await Promise.all([call.hangUp(), call.hangUp()]);
    expect(bench.receiver.names().slice(1)).toEqual(['status-update:ended', 'end-of-call-report']);
    expect(last()?.message).toMatchObject({
      endedReason: 'customer-ended-call',
      transcript: expect.stringContaining('User: Never mind.\n'),
    });
  });
});

describe('the delivery of server messages', () => {
  it('can repeat a message, byte for byte', async () => {
    bench.vapi.deliveries.next('status-update:ended', { copies: 3 });
    await call.hangUp();
    await bench.vapi.idle();
    const copies = bench.receiver.received.filter(({ message }) => message.status === 'ended');
    expect(copies).toHaveLength(3);
    expect(new Set(copies.map(({ raw }) => raw)).size).toBe(1);
  });

  it('can delay a message, so that later ones overtake it', async () => {
    bench.vapi.deliveries.next('status-update', { delayMs: 300 });
    await call.hangUp();
    expect(bench.receiver.names().at(-1)).toBe('end-of-call-report');
    await bench.vapi.idle();
    expect(bench.receiver.names().at(-1)).toBe('status-update:ended');
  });

  it('can lose a message', async () => {
    bench.vapi.deliveries.next('end-of-call-report', { drop: true });
    await call.hangUp();
    await bench.vapi.idle();
    expect(bench.receiver.names().at(-1)).toBe('status-update:ended');
  });

  it('is tried three times for a tool call that fails', async () => {
    bench.receiver.replies.push({ status: 500, body: {} }, 'cut', { status: 200, body: { results: [] } });
    expect(await call.askForHuman()).toEqual({ status: 200, body: { results: [] } });
    const attempts = bench.vapi.webhooks.slice(1).map(({ status, attempt }) => [status, attempt]);
    expect(attempts).toEqual([
      [500, 1],
      [0, 2],
      [200, 3],
    ]);
    const failure = { status: 503, body: {} };
    bench.receiver.replies.push(failure, failure, failure);
    expect((await call.askForHuman()).status).toBe(503);
    expect(bench.receiver.replies).toEqual([]);
  });

  it('is tried once for everything else, and for a tool call that is refused', async () => {
    bench.receiver.replies.push({ status: 401, body: {} }, { status: 500, body: {} });
    expect((await call.askForHuman()).status).toBe(401);
    expect((await call.send('hang')).status).toBe(500);
    expect(bench.receiver.received).toHaveLength(3);
  });

  it('reaches nobody when nobody is there, and the call goes on', async () => {
    await bench.receiver.stop();
    expect(await call.send('hang')).toEqual({ status: 0, body: undefined });
    expect(call.status).toBe('in-progress');
  });

  it('shows in the timeline of the call', async () => {
    const seen: Moment[] = [];
    bench.vapi.on((moment) => seen.push(moment));
    await call.hangUp();
    expect(seen).toMatchObject([
      { callId: call.id, what: 'call-ended', detail: 'customer-ended-call' },
      { what: 'webhook-answered', detail: 'status-update:ended 200' },
      { what: 'webhook-answered', detail: 'end-of-call-report 200' },
    ]);
  });
});
