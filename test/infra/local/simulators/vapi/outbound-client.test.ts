import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundPhone } from '../../../../../infra/local/simulators/vapi/outbound.ts';
import { answeredBy } from '../../../../../lib/desk/assistants.ts';
import { findPlacedCall } from '../../../../../lib/vapi/find-placed-call.ts';
import { type CallOrder, placeCall } from '../../../../../lib/vapi/place-call.ts';
import { CUSTOMER } from './calls.ts';
import { API_KEY, type Bench, startBench } from './receiver.ts';

const ATTEMPT = 'oc_27f41b0c9e5d4a7f8b1c2d3e4f5';
const PHONE_NUMBER_ID = 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88';
const LIMIT_REACHED = 'call.start.error-subscription-concurrency-limit-reached';
const overrides = { variableValues: { purpose: 'appointment' }, metadata: { attemptId: ATTEMPT } };

let bench: Bench;
let phone: OutboundPhone;
beforeEach(async () => {
  phone = 'answers';
  bench = await startBench({ outboundPhones: () => phone });
});
afterEach(() => bench.stop());

const account = (apiKey = API_KEY) => ({
  apiUrl: bench.vapi.url,
  apiKey: async () => apiKey,
  clock: Date.now,
  timeoutMs: 10_000,
});
const place = (order: Partial<CallOrder> = {}, apiKey?: string) =>
  placeCall(account(apiKey))({
    attemptId: ATTEMPT,
    number: CUSTOMER,
    customerName: 'Sam Doe',
    answeredBy: answeredBy({ is: 'assistant', assistantId: 'assistant-1' }, overrides),
    phoneNumberId: PHONE_NUMBER_ID,
    ...order,
  });
const find = (since: number, attemptId = ATTEMPT) =>
  findPlacedCall(account())({ attemptId, phoneNumberId: PHONE_NUMBER_ID, since });
const made = () => bench.vapi.calls().length;

describe('the product’s outbound call at the simulated Vapi', () => {
  it('is taken, dialled, and carries our id in every message', async () => {
    const placed = await place();
    await bench.vapi.idle();
    const [call] = bench.vapi.calls();
    expect(placed).toEqual({ is: 'placed', callId: call?.id, limit: 10_000 });
    expect(call).toMatchObject({ status: 'in-progress', metadata: { attemptId: ATTEMPT } });
    expect(bench.receiver.received.length).toBeGreaterThan(2);
    for (const { message } of bench.receiver.received) {
      expect(message).toMatchObject({
        customer: { number: CUSTOMER, name: 'Sam Doe', externalId: ATTEMPT },
        call: { name: ATTEMPT, assistantOverrides: { metadata: { attemptId: ATTEMPT } } },
      });
    }
  });

  it('is taken for a squad as well, and found by the same id', async () => {
    const since = Date.now();
    const squad = answeredBy({ is: 'squad', squadId: 'squad-1' }, overrides);
    const placed = await place({ answeredBy: squad });
    expect(placed).toMatchObject({ is: 'placed' });
    expect(await find(since)).toMatchObject({ is: 'found', callId: bench.vapi.calls()[0]?.id });
  });

  it('is found with how it ended', async () => {
    phone = 'busy';
    const since = Date.now();
    await place();
    await bench.vapi.idle();
    expect(await find(since)).toEqual({
      is: 'found',
      callId: bench.vapi.calls()[0]?.id,
      status: 'ended',
      endedReason: 'customer-busy',
    });
  });

  it('is not found for another attempt, nor among the calls of an earlier time', async () => {
    await place();
    const since = Date.now();
    expect(await find(since, 'oc_another')).toEqual({ is: 'absent' });
    expect(await find(since + 60_000)).toEqual({ is: 'absent' });
  });

  it.each([
    'lost-answer',
    'slow',
    'without',
    'status-after-effect',
  ] as const)('is there once, and found, where the answer is lost after it was made: %s', async (kind) => {
    const faults = {
      'lost-answer': { kind: 'lost-answer' },
      slow: { kind: 'slow', ms: 11_000 },
      without: { kind: 'without', field: 'id' },
      'status-after-effect': { kind: 'status-after-effect', status: 503 },
    } as const;
    bench.vapi.faults.next('create-call', faults[kind]);
    const since = Date.now();
    expect(await place()).toMatchObject({ is: 'unsure' });
    expect(made()).toBe(1);
    expect(await find(since)).toMatchObject({ is: 'found', callId: bench.vapi.calls()[0]?.id });
  });

  it.each([
    { kind: 'cut' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 524, as: 'page' },
  ] as const)('is not there, and not found, where it fails before it is made: %j', async (fault) => {
    bench.vapi.faults.next('create-call', fault);
    const since = Date.now();
    expect(await place()).toMatchObject({ is: 'unsure' });
    expect([made(), await find(since)]).toEqual([0, { is: 'absent' }]);
  });

  it('is told as a refusal where Vapi refuses: the key, the number, the assistant, our own fields', async () => {
    expect(await place({}, 'FAKE-wrong-key')).toEqual({ is: 'refused', reason: 'vapi-401' });
    expect(await place({ number: '911' })).toEqual({ is: 'refused', reason: 'vapi-400' });
    expect(await place({ attemptId: 'x'.repeat(41) })).toEqual({ is: 'refused', reason: 'vapi-400' });
    bench.vapi.forgetAssistant('assistant-1');
    expect(await place()).toEqual({ is: 'refused', reason: 'vapi-400' });
    expect(made()).toBe(0);
  });

  it('is put off where there are too many requests, for as long as that takes', async () => {
    const headers = { 'retry-after': '12' };
    bench.vapi.faults.next('create-call', { kind: 'status', status: 429, headers, as: 'page' });
    expect(await place()).toEqual({ is: 'deferred', reason: 'vapi-429', retryAfterSeconds: 12 });
    expect(made()).toBe(0);
  });
});

describe('the product’s outbound call beyond the limit of the account', () => {
  beforeEach(async () => {
    await bench.vapi.startCall();
  });
  const full = (beyond: 'waits' | 'refused' | 'too-many' | 'ends') =>
    bench.vapi.limitConcurrency({ limit: 1, beyond });

  it.each([
    ['refused', 'vapi-concurrency'],
    ['too-many', 'vapi-429'],
  ] as const)('is put off where it is %s: there is none', async (beyond, reason) => {
    full(beyond);
    expect([await place(), made()]).toEqual([{ is: 'deferred', reason }, 1]);
  });

  it('is blocked where it waits, and rings once there is room', async () => {
    full('waits');
    expect(await place()).toEqual({ is: 'blocked', callId: bench.vapi.calls()[1]?.id, limit: 1 });
    await bench.vapi.calls()[0]?.hangUp();
    await bench.vapi.idle();
    expect(bench.vapi.calls()[1]?.status).toBe('in-progress');
  });

  it('is placed where it ends at once, and its end says why', async () => {
    full('ends');
    const since = Date.now();
    expect(await place()).toMatchObject({ is: 'placed', limit: 1 });
    await bench.vapi.idle();
    expect(await find(since)).toMatchObject({ is: 'found', status: 'ended', endedReason: LIMIT_REACHED });
  });
});
