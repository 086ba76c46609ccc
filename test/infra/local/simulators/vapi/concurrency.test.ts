import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, toDial } from './calls.ts';
import { connectTestLegs, type TestLegs } from './legs.ts';
import { type Bench, startBench } from './receiver.ts';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/vapi-2/${name}.json`, import.meta.url), 'utf8'));
const LEG = `CA${'5'.repeat(32)}`;
const DESK = '+14155550199';
const LIMIT_REACHED = 'call.start.error-subscription-concurrency-limit-reached';

let bench: Bench;
let legs: TestLegs;
beforeEach(async () => {
  bench = await startBench({ bypassPatienceMs: 30_000, outboundPhones: () => 'answers' });
  legs = connectTestLegs(bench.vapi);
  const body = { assistantId: 'assistant-1' };
  bench.receiver.always.set('assistant-request', { status: 200, body });
  bench.vapi.saveNumber({ number: DESK });
});
afterEach(() => bench.stop());

const limit = (most: number, beyond: 'waits' | 'refused' | 'too-many' | 'ends') =>
  bench.vapi.limitConcurrency({ limit: most, beyond });
const bypass = () => ask(bench.vapi, 'POST', '/call', fixture('call.bypass.create.request'));
const last = () => {
  const call = bench.vapi.calls().at(-1);
  if (call === undefined) throw new Error('there is no call');
  return call;
};
const streamOf = (call: { listenUrl: string }) => call.listenUrl.replace(/listen$/, 'transport');
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the calls that an account may have at one time', () => {
  it('are inbound ones, outbound ones, those by bypass and those of the web together', async () => {
    limit(5, 'refused');
    const seen: unknown[] = [];
    const keep = ({ body }: { body: unknown }) => seen.push(Object(body).subscriptionLimits);
    await bench.vapi.callIn({ to: DESK, from: '+14155550123' });
    await bench.vapi.startCall({ type: 'webCall' });
    keep(await bypass());
    keep(await ask(bench.vapi, 'POST', '/call', toDial()));
    keep(await bypass());
    expect(seen).toEqual(
      [2, 1, 0].map((remainingConcurrentCalls) => ({
        concurrencyBlocked: false,
        concurrencyLimit: 5,
        remainingConcurrentCalls,
      })),
    );
    expect(await bypass()).toMatchObject({ status: 400, body: fixture('error-400.concurrency') });
    expect(await ask(bench.vapi, 'POST', '/call', toDial())).toMatchObject({ status: 400 });
    expect((await bench.vapi.callIn({ to: DESK, from: '+14155550124' })).endedReason).toBe(LIMIT_REACHED);
  });

  it('have room again when one of them has ended, of whatever kind', async () => {
    limit(1, 'refused');
    for (const kind of ['inbound', 'bypass', 'web'] as const) {
      if (kind === 'inbound') await bench.vapi.callIn({ to: DESK, from: '+14155550123' });
      else if (kind === 'web') await bench.vapi.startCall({ type: 'webCall' });
      else await bypass();
      const call = last();
      expect([kind, (await bypass()).status]).toEqual([kind, 400]);
      if (kind === 'bypass') legs.join(streamOf(call), LEG);
      await call.hangUp();
    }
    expect((await bypass()).status).toBe(201);
  });
});

describe('a call by bypass beyond them', () => {
  beforeEach(async () => {
    await bench.vapi.startCall();
  });

  it('may be refused with 429', async () => {
    limit(1, 'too-many');
    expect(await bypass()).toMatchObject({ status: 429, body: { message: 'Rate limit exceeded' } });
    expect(bench.vapi.calls()).toHaveLength(1);
  });

  it('may be taken and end at once, so that no leg can join it', async () => {
    limit(1, 'ends');
    expect((await bypass()).status).toBe(201);
    await bench.vapi.idle();
    expect(last()).toMatchObject({ status: 'ended', endedReason: LIMIT_REACHED });
    expect(legs.join(streamOf(last()), LEG)).toBe(false);
    expect(bench.receiver.names().slice(-2)).toEqual(['status-update:ended', 'end-of-call-report']);
  });

  it('may be taken and blocked: its leg hears nobody until there is room', async () => {
    limit(1, 'waits');
    const { status, body } = await bypass();
    expect(status).toBe(201);
    const subscriptionLimits = { concurrencyBlocked: true, concurrencyLimit: 1, remainingConcurrentCalls: 0 };
    expect(body).toMatchObject({
      status: 'queued',
      subscriptionLimits,
      phoneCallProviderDetails: { twiml: expect.stringContaining('<Stream') },
    });
    const call = last();
    expect(legs.join(streamOf(call), LEG)).toBe(true);
    await later(60_000);
    expect([call.status, legs.heard]).toEqual(['queued', []]);
    await bench.vapi.calls()[0]?.hangUp();
    await bench.vapi.idle();
    expect([call.status, legs.heard]).toMatchObject(['in-progress', [[LEG, expect.any(String)]]]);
  });

  it('ends when its caller leaves before there is room, and is not begun later', async () => {
    limit(1, 'waits');
    await bypass();
    const call = last();
    legs.join(streamOf(call), LEG);
    await call.hangUp();
    expect(call).toMatchObject({ status: 'ended', endedReason: 'customer-ended-call' });
    await bench.vapi.calls()[0]?.hangUp();
    await bench.vapi.idle();
    expect([call.status, legs.heard]).toEqual(['ended', []]);
  });

  it('ends when no leg joins it while it is blocked', async () => {
    limit(1, 'waits');
    await bypass();
    await later(31_000);
    expect(last().endedReason).toBe('phone-call-provider-bypass-enabled-but-no-call-received');
  });
});
