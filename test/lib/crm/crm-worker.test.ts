import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrmSimulator, startCrmSimulator } from '../../../infra/local/simulators/crm/crm.ts';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { CRM_LEASE_MS, deliverSummary, SummaryNotDelivered } from '../../../lib/crm/crm-worker.ts';
import { crmHook } from '../../../lib/crm/hook.ts';
import { summaryOf } from '../../../lib/crm/summary.ts';
import * as given from '../handoff/given.ts';
import { MemoryTable } from '../handoff/memory-table.ts';

const { CALL_ID } = given;
const SECRET = 'an invented secret';
const CALLER = '+14155550199';
const message = summaryOf({
  call: { id: CALL_ID, from: CALLER },
  summary: 'The caller asks for a refund.',
  missingFields: [],
  interruptions: 0,
});
const { id: ID } = message.summary;

let crm: CrmSimulator;
beforeEach(async () => {
  crm = await startCrmSimulator({ secrets: [SECRET] });
});
afterEach(() => crm.stop());

/** One worker after the other, over one table, with the CRM on a real socket. */
const world = (secrets = [SECRET], timeoutMs = 10_000) => {
  const { client } = new MemoryTable();
  let later = 0;
  let owners = 0;
  const clock = () => Date.now() + later;
  const once = onceStore({ client, name: 'table' }, clock);
  const hook = crmHook({ url: crm.url, secrets, clock: Date.now, timeoutMs });
  const { log, count, counts, lines } = given.watching();
  const ports = (changed: Partial<Parameters<typeof deliverSummary>[1]> = {}) => {
    owners += 1;
    const owner = `owner-${owners}`;
    return { once, hook, newOwner: () => owner, log, count, ...changed };
  };
  const deliver = (changed = {}) => deliverSummary(message, ports(changed));
  const wait = (ms: number) => {
    later += ms;
  };
  return { deliver, wait, once, counts, lines };
};
const attempts = () => crm.requests.map(({ id, status }) => [id, status]);

describe('The summary of a call at the worker', () => {
  it('is posted once, however often its message comes', async () => {
    const { deliver, wait, counts } = world();
    expect(await deliver()).toBe('delivered');
    expect(await deliver()).toBe('known');
    wait(4 * 86_400_000);
    expect(await deliver()).toBe('known');
    expect(attempts()).toEqual([[ID, 200]]);
    expect(crm.taken.get(ID)).toEqual(message.summary);
    expect(counts).toEqual(['crm_delivered', 'crm_known', 'crm_known']);
  });

  it('is posted once when two messages come at once; the other comes back later', async () => {
    const { deliver } = world();
    const both = await Promise.allSettled([deliver(), deliver()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await deliver()).toBe('known');
    expect(crm.requests).toHaveLength(1);
  });

  it('is posted again after a lost answer, under the same id, by which the CRM knows it', async () => {
    crm.faults.next('summary', { kind: 'lost-answer' });
    const { deliver, counts } = world();
    await expect(deliver()).rejects.toThrow('crm-cut');
    expect(await deliver()).toBe('delivered');
    expect(await deliver()).toBe('known');
    expect(attempts()).toEqual([
      [ID, 'cut'],
      [ID, 200],
    ]);
    expect(crm.taken.size).toBe(1);
    expect(counts).toEqual(['crm_trouble', 'crm_delivered', 'crm_known']);
  });

  it('that was answered too late is posted again', async () => {
    crm.faults.next('summary', { kind: 'slow', ms: 6_000 });
    const { deliver } = world([SECRET], 2_000);
    await expect(deliver()).rejects.toThrow('crm-timeout');
    expect(await deliver()).toBe('delivered');
    expect(crm.taken.size).toBe(1);
  });

  it('comes again through every trouble until it is taken, and says how long to wait where the CRM does', async () => {
    const { deliver, counts } = world();
    for (const status of [503, 429, 408, 401]) {
      crm.faults.next('summary', { kind: 'status', status, headers: { 'retry-after': '30' } });
    }
    const failed = async () => {
      const error = await deliver().catch((reason: unknown) => reason);
      if (!(error instanceof SummaryNotDelivered)) throw error;
      return [error.reason, error.retryAfterSeconds];
    };
    expect([await failed(), await failed(), await failed(), await failed()]).toEqual([
      ['crm-503', 30],
      ['crm-429', 30],
      ['crm-408', 30],
      ['crm-401', undefined],
    ]);
    expect(await deliver()).toBe('delivered');
    expect(counts).toEqual(['crm_trouble', 'crm_trouble', 'crm_trouble', 'crm_refused', 'crm_delivered']);
  });

  it('is refused by a CRM that has another secret, again and again, until somebody mends it', async () => {
    const wrong = world(['another secret']);
    await expect(wrong.deliver()).rejects.toMatchObject({ name: 'SummaryNotDelivered', reason: 'crm-401' });
    await expect(wrong.deliver()).rejects.toMatchObject({ reason: 'crm-401' });
    expect(crm.taken.size).toBe(0);
    expect(wrong.counts).toEqual(['crm_refused', 'crm_refused']);
  });

  it('is never posted again to a hook that is gone for good', async () => {
    crm.faults.next('summary', { kind: 'status', status: 410 });
    const { deliver, counts } = world();
    expect(await deliver()).toBe('gone');
    expect(await deliver()).toBe('known');
    expect(crm.requests).toHaveLength(1);
    expect(counts).toEqual(['crm_gone', 'crm_known']);
  });

  it('whose worker died is taken up after the lease', async () => {
    const { deliver, wait, once } = world();
    await once.begin(`crm#${CALL_ID}`, 'dead', CRM_LEASE_MS);
    await expect(deliver()).rejects.toMatchObject({ reason: 'held' });
    wait(CRM_LEASE_MS);
    expect(await deliver()).toBe('delivered');
  });

  it('is not posted a second time only because it could not be written down', async () => {
    const { deliver, once, lines } = world();
    const forgetful = { ...once, done: () => Promise.reject(new Unavailable('table', 'down')) };
    expect(await deliver({ once: forgetful })).toBe('delivered');
    expect(lines.map(({ fields }) => fields.event)).toEqual(['not-noted', 'delivered']);
    expect(crm.requests).toHaveLength(1);
  });

  it('is not posted while the table is down: nobody would know about it', async () => {
    const { deliver, once } = world();
    const down = { ...once, begin: () => Promise.reject(new Unavailable('table', 'down')) };
    await expect(deliver({ once: down })).rejects.toThrow(Unavailable);
    expect(crm.requests).toEqual([]);
  });

  it('leaves no number, no word and no URL in logs and errors', async () => {
    crm.faults.next('summary', { kind: 'status', status: 500 }).next('summary', { kind: 'cut' });
    const { deliver, lines } = world();
    const errors = [await deliver().catch(String), await deliver().catch(String), await deliver()];
    expect(errors).toEqual(['SummaryNotDelivered: crm-500', 'SummaryNotDelivered: crm-cut', 'delivered']);
    expect(lines.map(({ fields }) => fields)).toEqual([
      { callId: CALL_ID, event: 'trouble', reason: 'crm-500' },
      { callId: CALL_ID, event: 'trouble', reason: 'crm-cut' },
      { callId: CALL_ID, event: 'delivered' },
    ]);
  });
});
