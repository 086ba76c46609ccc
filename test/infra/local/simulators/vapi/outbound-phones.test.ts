import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundPhone } from '../../../../../infra/local/simulators/vapi/outbound.ts';
import { ask, CUSTOMER, toDial } from './calls.ts';
import { connectTestLegs, type TestLegs } from './legs.ts';
import { type Bench, startBench } from './receiver.ts';

const OTHER = '+14155550124';
const GREETING = 'You have reached Sam Doe, please leave a message.';

let bench: Bench;
let phone: OutboundPhone;
beforeEach(async () => {
  phone = 'answers';
  bench = await startBench({ outboundPhones: (number) => (number === CUSTOMER ? phone : 'busy') });
});
afterEach(() => bench.stop());

const dial = (customer?: object) => ask(bench.vapi, 'POST', '/call', toDial(customer));
const last = () => {
  const call = bench.vapi.calls().at(-1);
  if (call === undefined) throw new Error('there is no call');
  return call;
};
const dialled = async () => {
  await dial();
  await bench.vapi.idle();
  return last();
};
const get = async () => Object((await ask(bench.vapi, 'GET', `/call/${last().id}`)).body);
const report = () => Object(bench.receiver.received.at(-1)?.message);
const PICKED_UP = [
  'status-update:queued',
  'status-update:ringing',
  'status-update:in-progress',
  'status-update:ended',
  'end-of-call-report',
];
const statuses = () => bench.receiver.names().filter((name) => !/^(speech|transcript)/.test(name));
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the telephone of somebody whom the simulated Vapi dials', () => {
  it('does what its number is told to do', async () => {
    await dial();
    await dial({ number: OTHER });
    await bench.vapi.idle();
    expect(bench.vapi.calls().map(({ status, endedReason }) => [status, endedReason])).toEqual([
      ['in-progress', undefined],
      ['ended', 'customer-busy'],
    ]);
  });

  it('may do something else at the next call', async () => {
    phone = 'busy';
    expect((await dialled()).endedReason).toBe('customer-busy');
    phone = 'answers';
    expect((await dialled()).status).toBe('in-progress');
  });

  it('may greet, and is heard', async () => {
    phone = { is: 'answers', says: 'Hello?' };
    await dialled();
    await last().hangUp();
    expect(report().artifact.messages).toEqual(
      expect.arrayContaining([expect.objectContaining({ role: 'user', message: 'Hello?' })]),
    );
  });

  it('may be a machine, which picks up like a person', async () => {
    phone = { is: 'voicemail', afterMs: 20_000, says: GREETING };
    await dialled();
    expect(statuses()).toEqual(PICKED_UP);
    expect(report()).toMatchObject({ endedReason: 'voicemail', startedAt: expect.any(String) });
    expect(report().transcript).toContain(GREETING);
  });

  it('may lose Vapi after somebody has picked up', async () => {
    phone = 'drops';
    await dialled();
    expect(statuses()).toEqual(PICKED_UP);
    expect(report()).toMatchObject({
      endedReason: 'call.in-progress.error-vapifault-worker-died',
      startedAt: expect.any(String),
    });
  });

  it('may end a call by any word that Vapi has for it', async () => {
    phone = { is: 'failed', endedReason: 'call.start.error-get-transport' };
    await dialled();
    expect(report()).toMatchObject({ endedReason: 'call.start.error-get-transport' });
    expect(report()).not.toHaveProperty('startedAt');
  });

  it('has a call that begins when it is picked up, though it was asked for before', async () => {
    phone = { is: 'answers', afterMs: 20_000 };
    await dial();
    const asked = Date.parse((await get()).createdAt);
    await bench.vapi.idle();
    expect(Date.parse((await get()).startedAt) - asked).toBeGreaterThanOrEqual(20_000);
    await later(30_000);
    await last().hangUp();
    expect(report().durationSeconds).toBeGreaterThanOrEqual(30);
    expect(report().durationSeconds).toBeLessThan(50);
  });

  it.each([
    'no-answer',
    'answers',
    'voicemail',
  ] as const)('may have an early, empty report overtake the real one: %s', async (is) => {
    phone = { is, reports: 'early-empty-first' };
    await dialled();
    if (is === 'answers') await last().hangUp();
    const reports = bench.receiver.received.filter(({ message }) => message.type === 'end-of-call-report');
    expect(reports.map(({ message }) => message.endedReason)).toEqual([
      'call.in-progress.twilio-completed-call',
      last().endedReason,
    ]);
    expect(reports[0]?.message.artifact).toMatchObject({ messages: [] });
  });

  it('may turn a call away while it rings', async () => {
    phone = { is: 'no-answer', afterMs: 30_000 };
    await dial();
    await expect.poll(() => last().status).toBe('ringing');
    await last().hangUp();
    expect(report()).toMatchObject({ endedReason: 'customer-busy' });
  });

  it('tells nothing of what is dropped on its way', async () => {
    phone = 'no-answer';
    bench.vapi.deliveries.next('status-update:ringing', { drop: true });
    bench.vapi.deliveries.next('end-of-call-report', { drop: true });
    await dialled();
    expect(bench.receiver.names()).toEqual(['status-update:queued', 'status-update:ended']);
    expect(await get()).toMatchObject({ status: 'ended', endedReason: 'customer-did-not-answer' });
  });
});

describe('a call that waits for room in the account', () => {
  beforeEach(async () => {
    bench.vapi.limitConcurrency({ limit: 1, beyond: 'waits', waitsMs: 90_000 });
  });

  it('ends when it has waited long enough, without having rung', async () => {
    await bench.vapi.startCall();
    bench.receiver.received.length = 0;
    const { status, body } = await dial();
    expect([status, body]).toMatchObject([201, { subscriptionLimits: { concurrencyBlocked: true } }]);
    await later(80_000);
    expect(last().status).toBe('queued');
    await bench.vapi.idle();
    expect(last().endedReason).toBe('call.start.error-subscription-concurrency-limit-reached');
    expect(bench.receiver.names()).toEqual([
      'status-update:queued',
      'status-update:ended',
      'end-of-call-report',
    ]);
  });

  it('is dialled where there is room before', async () => {
    const first = await bench.vapi.startCall();
    await dial();
    await later(60_000);
    await first.hangUp();
    await bench.vapi.idle();
    expect(last().status).toBe('in-progress');
  });

  it('is over, and waits no longer, where somebody ends it', async () => {
    await bench.vapi.startCall();
    await dial();
    await last().breaks('manually-canceled');
    await bench.vapi.calls()[0]?.hangUp();
    await bench.vapi.idle();
    expect(last()).toMatchObject({ status: 'ended', endedReason: 'manually-canceled' });
    expect(last().callSid).toBeUndefined();
  });
});

describe('a call that is dialled from our own account', () => {
  let legs: TestLegs;
  beforeEach(() => {
    legs = connectTestLegs(bench.vapi);
  });

  it('has its leg there from when it rings, and says what it says on it', async () => {
    await dialled();
    expect(legs.asked).toMatchObject([{ callerLeg: { from: CUSTOMER } }]);
    expect(legs.heard).toEqual([[last().callSid, 'Thanks for calling Example Energy, how can I help?']]);
  });

  it('ends when its leg is taken away, as one that came in does', async () => {
    await dialled();
    legs.redirect(last().callSid ?? '');
    await bench.vapi.idle();
    expect(last()).toMatchObject({
      status: 'ended',
      endedReason: 'call.in-progress.twilio-completed-call',
    });
  });

  it('leaves no leg behind where nobody answers', async () => {
    phone = 'no-answer';
    await dialled();
    expect(legs.asked.map((asked) => Object.keys(asked))).toEqual([['callerLeg'], ['closeStream']]);
  });
});
