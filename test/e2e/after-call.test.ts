import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CrmSimulator, startCrmSimulator } from '../../infra/local/simulators/crm/crm.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { callStore } from '../../lib/aws/call-store.ts';
import { reportStore } from '../../lib/aws/report-store.ts';
import { listedFollowups } from '../lib/aws/listed.ts';
import { type Product, startProduct } from './product.ts';

const SECRET = 'a secret of the CRM';
/** The last word is said ten seconds after the report; a loaded machine needs longer. */
const PATIENCE_MS = 60_000;

let crm: CrmSimulator;
let product: Product;
beforeAll(async () => {
  crm = await startCrmSimulator({ secrets: [SECRET] });
  product = await startProduct(
    {
      HANDOFF_WINDOW_SECONDS: '3',
      CRM_HOOK_URL: crm.url,
      CRM_HOOK_SECRET: SECRET,
      REQUIRED_FIELDS: 'reason,customer.email',
    },
    undefined,
    { agentPhones: () => 'takes', secondMs: 25 },
  );
});
afterEach(() => {
  crm.faults.clear();
  product.vapi.deliveries.clear();
});
afterAll(async () => {
  await product.stop();
  await crm.stop();
});

const COMPLETE = { reason: 'duplicate charge', customer: { email: 'caller@example.com' } };
const summariesOf = ({ id }: SimulatedCall) =>
  [...crm.taken.values()].filter((body) => {
    const text = JSON.stringify(body);
    return text.includes('"call.summary"') && text.includes(id);
  });
const reviewsOf = ({ id }: SimulatedCall) =>
  product.twilio.tasksOfCall(id).filter(({ attributes }) => attributes.includes('review_request'));
const looksAt = ({ id }: SimulatedCall) =>
  product.vapi.requests.filter(({ operation, callId }) => operation === 'get-call' && callId === id);
const reportOf = ({ id }: SimulatedCall) => reportStore(product.records, Date.now, 86_400).load(id);
/** Resolves when the summary has arrived, and nothing more is on its way at once. */
const told = async (call: SimulatedCall) => {
  await expect.poll(() => summariesOf(call).length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
  await product.system.idle();
};

describe.concurrent('After a call', { timeout: PATIENCE_MS + 10_000 }, () => {
  it('the CRM gets one signed summary, and nobody is asked again where nothing is missing', async () => {
    const call = await product.vapi.startCall({
      caller: '+14155550123',
      summary: 'Was charged twice.',
      structuredData: COMPLETE,
      metadata: { customerId: 'C-1' },
    });
    await call.hangUp();
    await told(call);
    expect(summariesOf(call)).toHaveLength(1);
    expect(summariesOf(call)[0]).toMatchObject({
      type: 'call.summary',
      call: { id: call.id, endedReason: 'customer-ended-call', from: '+14155550123', customerId: 'C-1' },
      summary: 'Was charged twice.',
      structured: COMPLETE,
      missingFields: [],
      handoff: null,
    });
    expect(looksAt(call)).toEqual([]);
    expect(reviewsOf(call)).toEqual([]);
  });

  it('fields that come late are found in the record of the call, and the review is spared', async () => {
    const call = await product.vapi.startCall({ structuredData: COMPLETE, structuredDataLaterMs: 4_500 });
    await call.hangUp();
    await told(call);
    expect(looksAt(call)).toHaveLength(2);
    expect(summariesOf(call)).toMatchObject([{ structured: COMPLETE, missingFields: [] }]);
    expect(reviewsOf(call)).toEqual([]);
    expect((await reportOf(call))?.structured).toEqual(COMPLETE);
  });

  it('fields that never come are asked for after 2, 5 and 10 seconds, and then by a person, once', async () => {
    const call = await product.vapi.startCall({ structuredData: { reason: 'duplicate charge' } });
    await call.hangUp();
    const ended = call.endedAt ?? 0;
    await told(call);
    const seconds = looksAt(call).map(({ at }) => Math.round((at - ended) / 1000));
    expect(seconds).toHaveLength(3);
    for (const [index, wanted] of [2, 5, 10].entries()) {
      // Never early; how late is the machine's own affair, and exact where the clock is the test's (after-call.test.ts in lib).
      expect(seconds[index]).toBeGreaterThanOrEqual(wanted - 1);
    }
    const reviews = reviewsOf(call);
    expect(reviews).toHaveLength(1);
    expect(JSON.parse(reviews[0]?.attributes ?? '{}')).toMatchObject({
      type: 'review_request',
      vapi_call_id: call.id,
      missing: ['customer.email'],
    });
    expect(summariesOf(call)).toMatchObject([{ missingFields: ['customer.email'] }]);
  });

  it('of two reports the richer one is kept and told, in whatever order they come', async () => {
    const call = await product.vapi.startCall({
      summary: 'Was charged twice.',
      structuredData: COMPLETE,
      reports: 'poor-then-rich',
    });
    product.vapi.deliveries.next('end-of-call-report', { copies: 2 }, 2);
    await call.hangUp();
    await told(call);
    expect(summariesOf(call)).toMatchObject([{ summary: 'Was charged twice.', structured: COMPLETE }]);
    expect(await reportOf(call)).toMatchObject({ summary: 'Was charged twice.', structured: COMPLETE });
  });

  it('a call whose handoff ended tells the CRM how', async () => {
    const call = await product.vapi.startCall({ structuredData: COMPLETE });
    await call.askForHuman({ reason: 'wants a person', department: 'billing' });
    await product.ended(call.id);
    await call.hangUp();
    await told(call);
    expect(summariesOf(call)).toMatchObject([
      { handoff: { outcome: 'no_agent', reason: 'wants a person', department: 'billing' } },
    ]);
  });
});

describe('A review', () => {
  it('is on the list of those that wait, with what is missing, until an agent accepts it', {
    timeout: PATIENCE_MS + 10_000,
  }, async () => {
    const waiting = async (call: SimulatedCall) =>
      (await listedFollowups(product.records)).filter(({ what }) => what === `REVIEW of ${call.id}`);
    const complete = await product.vapi.startCall({ structuredData: COMPLETE });
    const call = await product.vapi.startCall({
      caller: '+14155550123',
      structuredData: { reason: 'duplicate charge' },
    });
    await Promise.all([call.hangUp(), complete.hangUp()]);
    await Promise.all([told(call), told(complete)]);
    await expect.poll(() => reviewsOf(call).length, { timeout: PATIENCE_MS }).toBe(1);
    await product.system.idle();
    expect(await waiting(complete)).toEqual([]);
    const [shown] = await waiting(call);
    const reason = expect.stringContaining('customer.email');
    expect(shown?.facts).toMatchObject({ caller: '+14155550123', reason });
    expect((shown?.at ?? 0) - (shown?.facts.requestedAt ?? 0)).toBeGreaterThanOrEqual(30 * 60_000);
    // One for each review that waits, the older ones first.
    const pending = [...product.twilio.tasks.values()].filter((task) => task.assignmentStatus === 'pending');
    const workers = pending.map(() => product.twilio.addWorker({ name: 'amara.osei', behaviour: 'accepts' }));
    await expect.poll(() => waiting(call), { timeout: PATIENCE_MS }).toEqual([]);
    expect(reviewsOf(call)[0]?.assignmentStatus).toBe('assigned');
    for (const worker of workers) product.twilio.removeWorker(worker);
  });
});

describe('A caller who talks with an agent while the assistant’s call is over already', () => {
  it('is in the summary with what became of it: that waits for the end of the talk', {
    timeout: PATIENCE_MS + 30_000,
  }, async () => {
    // The reviews of the calls before would be offered first.
    for (const { id } of product.vapi.calls()) product.twilio.giveUp(id);
    const agent = product.twilio.addWorker({ name: 'agent-1', contactUri: '+14155550171' });
    const call = await product.vapi.startCall({
      caller: '+14155550123',
      called: '+14155550188',
      ownLeg: true,
      structuredData: COMPLETE,
    });
    await call.askForHuman({ reason: 'wants a person' });
    const { progress } = await product.until(call.id, (one) => one.progress.state === 'connected');
    await expect.poll(() => reportOf(call), { timeout: PATIENCE_MS }).toBeDefined();
    // The last word was due ten seconds after the report, and by then they still talk.
    const waits = async () => {
      const loaded = await callStore(product.records, Date.now, 86_400).load(call.id);
      return loaded.call?.effects.map(({ work }) => work.kind);
    };
    await expect.poll(waits, { timeout: PATIENCE_MS }).toEqual(['send-summary']);
    expect(summariesOf(call)).toEqual([]);
    product.twilio.hangUp('agentLeg' in progress ? (progress.agentLeg ?? '') : '');
    await told(call);
    expect(summariesOf(call)).toMatchObject([
      { handoff: { state: 'ended', outcome: 'completed', agent: 'agent-1' } },
    ]);
    product.twilio.removeWorker(agent);
  });
});

describe('What is kept of a call', () => {
  it('holds its transcript without card numbers', async () => {
    const call = await product.vapi.startCall({ structuredData: COMPLETE });
    await call.callerSays('My card is 4111 1111 1111 1111.');
    await call.hangUp();
    const report = await reportOf(call);
    expect(report?.transcript).toContain('User: My card is [card number].');
    expect(JSON.stringify(report)).not.toContain('4111');
  });
});
