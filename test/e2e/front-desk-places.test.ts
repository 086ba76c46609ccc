import { afterEach, describe, expect, it } from 'vitest';
import type { Leg } from '../../infra/local/simulators/twilio/voice/leg.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Product, startProduct, UNSCHEDULED } from './product.ts';

const OURS = '+14155550188';
const DESK = {
  VAPI_PHONE_NUMBER_ID: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
  VAPI_ASSISTANTS: JSON.stringify({ 'front-desk': 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51' }),
  RESERVED_FOR_INBOUND: '0',
  BUSY: 'reject',
};
const BROKEN = 'call.in-progress.error-vapifault-worker-died';
const TOLD_NEVER = { statusUpdate: { drop: true }, report: { drop: true } };
const LATE = { statusUpdate: { delayMs: 20_000 }, report: { delayMs: 30_000 } };

let product: Product;
afterEach(() => product.stop());

/** Without the sweeper: what is told, and each call’s own messages, give the places back. */
const start = async (settings: Record<string, string>) => {
  product = await startProduct({ ...DESK, ...settings }, undefined, { topology: UNSCHEDULED });
};
const pause = (ms: number) => new Promise((go) => setTimeout(go, ms));
let callers = 100;
const rings = (): Leg => {
  callers += 1;
  return product.twilio.callIn({ to: OURS, from: `+14155550${callers}` });
};
/** Somebody calls, and what becomes of it: `in-progress` with an assistant, or `busy`. */
const meets = async (): Promise<{ leg: Leg; met: string }> => {
  const leg = rings();
  await expect.poll(() => ['queued', 'ringing'].includes(leg.status), { timeout: 10_000 }).toBe(false);
  return { leg, met: leg.status };
};
const talks = async (): Promise<{ leg: Leg; call: SimulatedCall }> => {
  const before = product.vapi.calls().length;
  const { leg } = await meets();
  await expect.poll(() => product.vapi.calls().slice(before).at(-1)?.status).toBe('in-progress');
  const call = product.vapi.calls().at(-1);
  if (call === undefined) throw new Error('there is no call');
  return { leg, call };
};
const settled = async () => {
  for (let round = 0; round < 3; round += 1) {
    await product.twilio.idle();
    await product.vapi.idle();
    await product.system.idle();
  }
};
const opened = () => product.vapi.requests.filter(({ operation }) => operation === 'create-call').length;
/** Nothing of Vapi's is told about ends. */
const tellNoEnds = () => {
  product.vapi.deliveries.always('status-update:ended', { drop: true });
  product.vapi.deliveries.always('end-of-call-report', { drop: true });
};

describe('Places for calls at our own number', () => {
  it('are as many as the team has set, however many callers ring at once', async () => {
    await start({ MAX_CALLS: '10' });
    const met = await Promise.all(Array.from({ length: 30 }, meets));
    expect(met.filter((one) => one.met === 'in-progress')).toHaveLength(10);
    expect(met.filter((one) => one.met === 'busy')).toHaveLength(20);
    expect(opened()).toBe(10);
    await settled();
    for (const call of product.vapi.calls().slice(0, 4)) await call.hangUp();
    await settled();
    const again = await Promise.all(Array.from({ length: 10 }, meets));
    expect(again.filter((one) => one.met === 'in-progress')).toHaveLength(4);
  });

  it('are fewer for a minute where Vapi takes fewer calls, and Vapi is not asked beyond them', async () => {
    await start({ MAX_CALLS: '10' });
    product.vapi.limitConcurrency({ limit: 2, beyond: 'refused' });
    await talks();
    await talks();
    const before = opened();
    expect((await meets()).met).toBe('busy');
    expect(opened()).toBe(before);
    await pause(60_000);
    product.vapi.limitConcurrency({ limit: 10, beyond: 'refused' });
    expect((await meets()).met).toBe('in-progress');
  });

  it('are given back by the end of the leg alone when Vapi tells nothing of it', async () => {
    await start({ MAX_CALLS: '1' });
    tellNoEnds();
    const { leg } = await talks();
    expect((await meets()).met).toBe('busy');
    product.twilio.hangUp(leg.sid);
    await settled();
    expect((await meets()).met).toBe('in-progress');
  });

  it.each([
    ['without an answer, after the effect', { kind: 'lost-answer' }],
    ['later than 5 s', { kind: 'slow', ms: 5_500 }],
    ['with a 500, after the effect', { kind: 'status-after-effect', status: 500 }],
    ['with a 201 without TwiML', { kind: 'without', field: 'phoneCallProviderDetails' }],
    ['with a 201 that is no call', { kind: 'without', field: 'id' }],
  ] as const)('are kept when Vapi answers %s, until its end is seen a minute later', async (_, fault) => {
    await start({ MAX_CALLS: '1' });
    tellNoEnds();
    product.vapi.faults.next('create-bypass-call', fault);
    expect((await meets()).met).toBe('busy');
    // Its leg has gone, and the call at Vapi may be there.
    await settled();
    expect((await meets()).met).toBe('busy');
    expect(opened()).toBe(1);
    await pause(60_000);
    await settled();
    expect((await meets()).met).toBe('in-progress');
    expect(opened()).toBe(2);
  });

  it('are kept as long as the call that nobody has joined is there', async () => {
    await start({ MAX_CALLS: '1' });
    tellNoEnds();
    product.vapi.limitConcurrency({ limit: 0, beyond: 'waits' });
    expect((await meets()).met).toBe('busy');
    const [waiting] = product.vapi.calls();
    expect(waiting?.blocked).toBe(true);
    product.vapi.limitConcurrency({ limit: 10, beyond: 'waits' });
    await settled();
    // What it was told of limits is forgotten after a minute, and Vapi has ended the call by then.
    await pause(75_000);
    await settled();
    expect((await meets()).met).toBe('in-progress');
  });

  it('are given back as soon as the end of a call is told whose answer was lost', async () => {
    await start({ MAX_CALLS: '1' });
    product.vapi.faults.next('create-bypass-call', { kind: 'lost-answer' });
    expect((await meets()).met).toBe('busy');
    await pause(16_000);
    await settled();
    expect((await meets()).met).toBe('in-progress');
  });

  it.each([
    ['with 400', { kind: 'status', status: 400 }],
    ['with 401', { kind: 'status', status: 401 }],
    ['with 429 as a page', { kind: 'status', status: 429, as: 'page' }],
  ] as const)('are free at once when Vapi answers %s', async (_, fault) => {
    await start({ MAX_CALLS: '1' });
    product.vapi.faults.next('create-bypass-call', fault);
    expect((await meets()).met).toBe('busy');
    expect((await meets()).met).toBe('in-progress');
  });

  it.each([
    ['waits', 'busy'],
    ['refused', 'busy'],
    ['too-many', 'busy'],
  ] as const)('that Vapi has not: a call beyond its limit that %s is %s', async (beyond, met) => {
    await start({ MAX_CALLS: '10' });
    product.vapi.limitConcurrency({ limit: 0, beyond });
    expect((await meets()).met).toBe(met);
    expect(opened()).toBe(1);
  });

  it('that Vapi has not: a call that ends at once, beyond its limit, leaves no caller in silence', async () => {
    await start({ MAX_CALLS: '10' });
    product.vapi.limitConcurrency({ limit: 0, beyond: 'ends' });
    const { leg } = await meets();
    await settled();
    expect(product.twilio.heardOn(leg.sid)).toEqual([
      expect.objectContaining({ is: 'said', text: expect.stringContaining('more calls than we can answer') }),
    ]);
    expect(leg.status).toBe('completed');
    expect(opened()).toBe(1);
  });

  it.each([
    ['late', LATE],
    ['twice', { statusUpdate: { copies: 2, delayMs: 5_000 }, report: { copies: 2, delayMs: 9_000 } }],
    ['never', TOLD_NEVER],
  ])('are those of the leg: the end of a call that broke, told %s, frees none of its fresh one', async (_, told) => {
    await start({ MAX_CALLS: '1' });
    const { leg, call } = await talks();
    await call.breaks(BROKEN, told);
    await expect.poll(() => product.vapi.calls().at(-1)?.status, { timeout: 10_000 }).toBe('in-progress');
    expect(product.vapi.calls()).toHaveLength(2);
    await pause(31_000);
    await settled();
    expect(leg.status).toBe('in-progress');
    expect((await meets()).met).toBe('busy');
    product.twilio.hangUp(leg.sid);
    await settled();
    expect((await meets()).met).toBe('in-progress');
  });
});
