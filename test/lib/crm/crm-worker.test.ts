import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrmSimulator, startCrmSimulator } from '../../../infra/local/simulators/crm/crm.ts';
import { onceStore } from '../../../lib/aws/once-store.ts';
import { Unavailable } from '../../../lib/base/trouble.ts';
import {
  CRM_LEASE_MS,
  type CrmMessage,
  crmMessageSchema,
  deliver as deliverMessage,
  NotDelivered,
} from '../../../lib/crm/crm-worker.ts';
import { handoffEndedOf } from '../../../lib/crm/handoff-ended.ts';
import { crmHook } from '../../../lib/crm/hook.ts';
import { summaryOf } from '../../../lib/crm/summary.ts';
import { calledOf, factsOf } from '../../../lib/handoff/machine/facts-of.ts';
import * as given from '../handoff/given.ts';
import { MemoryTable } from '../handoff/memory-table.ts';

const { CALL_ID } = given;
const SECRET = 'an invented secret';
const CALLER = '+14155550199';
const summary = summaryOf({
  call: { id: CALL_ID, from: CALLER },
  summary: 'The caller asks for a refund.',
  missingFields: [],
  interruptions: 0,
});
const HANDOFF = given.handoff(given.ended({ outcome: 'no_agent' }));
const eventOf = (edition: number) => handoffEndedOf({ ...factsOf(HANDOFF), edition }, calledOf(HANDOFF));
const event = eventOf(1);

type Kind = { message: CrmMessage; body: { id: string }; key: string; fault: string; logged: string };
const KINDS: [string, Kind][] = [
  [
    'The summary of a call',
    { message: summary, body: summary.summary, key: CALL_ID, fault: 'summary', logged: 'call summary' },
  ],
  [
    'The event of a handoff that has ended',
    { message: event, body: event.event, key: event.event.id, fault: 'event', logged: 'handoff event' },
  ],
];

let crm: CrmSimulator;
beforeEach(async () => {
  crm = await startCrmSimulator({ secrets: [SECRET] });
});
afterEach(() => crm.stop());

/** One worker after the other, over one table, with the CRM on a real socket. */
const world = (message: CrmMessage, secrets = [SECRET], timeoutMs = 10_000) => {
  const { client } = new MemoryTable();
  let later = 0;
  let owners = 0;
  const clock = () => Date.now() + later;
  const once = onceStore({ client, name: 'table' }, clock);
  const hook = crmHook({ url: crm.url, secrets, clock: Date.now, timeoutMs });
  const { log, count, counts, lines } = given.watching();
  const ports = (changed: Partial<Parameters<typeof deliverMessage>[1]> = {}) => {
    owners += 1;
    const owner = `owner-${owners}`;
    return { once, hook, newOwner: () => owner, log, count, ...changed };
  };
  const deliver = (changed = {}, other = message) => deliverMessage(other, ports(changed));
  const wait = (ms: number) => {
    later += ms;
  };
  return { deliver, wait, once, counts, lines };
};
const attempts = () => crm.requests.map(({ id, status }) => [id, status]);

describe.each(KINDS)('%s at the worker', (_kind, { message, body, key, fault, logged }) => {
  const { id: ID } = body;
  it('is posted once, however often its message comes', async () => {
    const { deliver, wait, counts } = world(message);
    expect(await deliver()).toBe('delivered');
    expect(await deliver()).toBe('known');
    wait(4 * 86_400_000);
    expect(await deliver()).toBe('known');
    expect(attempts()).toEqual([[ID, 200]]);
    expect(crm.taken.get(ID)).toEqual(body);
    expect(counts).toEqual(['crm_delivered', 'crm_known', 'crm_known']);
  });

  it('is posted once when two messages come at once; the other comes back later', async () => {
    const { deliver } = world(message);
    const both = await Promise.allSettled([deliver(), deliver()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await deliver()).toBe('known');
    expect(crm.requests).toHaveLength(1);
  });

  it('is posted again after a lost answer, under the same id, by which the CRM knows it', async () => {
    crm.faults.next(fault, { kind: 'lost-answer' });
    const { deliver, counts } = world(message);
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
    crm.faults.next(fault, { kind: 'slow', ms: 6_000 });
    const { deliver } = world(message, [SECRET], 2_000);
    await expect(deliver()).rejects.toThrow('crm-timeout');
    expect(await deliver()).toBe('delivered');
    expect(crm.taken.size).toBe(1);
  });

  it('comes again through every trouble until it is taken, and says how long to wait where the CRM does', async () => {
    const { deliver, counts } = world(message);
    for (const status of [503, 429, 408, 401]) {
      crm.faults.next(fault, { kind: 'status', status, headers: { 'retry-after': '30' } });
    }
    const failed = async () => {
      const error = await deliver().catch((reason: unknown) => reason);
      if (!(error instanceof NotDelivered)) throw error;
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
    const wrong = world(message, ['another secret']);
    await expect(wrong.deliver()).rejects.toMatchObject({ name: 'NotDelivered', reason: 'crm-401' });
    await expect(wrong.deliver()).rejects.toMatchObject({ reason: 'crm-401' });
    expect(crm.taken.size).toBe(0);
    expect(wrong.counts).toEqual(['crm_refused', 'crm_refused']);
  });

  it('is never posted again to a hook that is gone for good', async () => {
    crm.faults.next(fault, { kind: 'status', status: 410 });
    const { deliver, counts } = world(message);
    expect(await deliver()).toBe('gone');
    expect(await deliver()).toBe('known');
    expect(crm.requests).toHaveLength(1);
    expect(counts).toEqual(['crm_gone', 'crm_known']);
  });

  it('whose worker died is taken up after the lease', async () => {
    const { deliver, wait, once } = world(message);
    await once.begin(`crm#${key}`, 'dead', CRM_LEASE_MS);
    await expect(deliver()).rejects.toMatchObject({ reason: 'held' });
    wait(CRM_LEASE_MS);
    expect(await deliver()).toBe('delivered');
  });

  it('is not posted a second time only because it could not be written down', async () => {
    const { deliver, once, lines } = world(message);
    const forgetful = { ...once, done: () => Promise.reject(new Unavailable('table', 'down')) };
    expect(await deliver({ once: forgetful })).toBe('delivered');
    expect(lines.map(({ fields }) => fields.event)).toEqual(['not-noted', 'delivered']);
    expect(crm.requests).toHaveLength(1);
  });

  it('is not posted while the table is down: nobody would know about it', async () => {
    const { deliver, once } = world(message);
    const down = { ...once, begin: () => Promise.reject(new Unavailable('table', 'down')) };
    await expect(deliver({ once: down })).rejects.toThrow(Unavailable);
    expect(crm.requests).toEqual([]);
  });

  it('leaves no number, no word and no URL in logs and errors', async () => {
    crm.faults.next(fault, { kind: 'status', status: 500 }).next(fault, { kind: 'cut' });
    const { deliver, lines } = world(message);
    const errors = [await deliver().catch(String), await deliver().catch(String), await deliver()];
    expect(errors).toEqual(['NotDelivered: crm-500', 'NotDelivered: crm-cut', 'delivered']);
    expect(lines).toEqual([
      { level: 'warn', message: logged, fields: { callId: CALL_ID, event: 'trouble', reason: 'crm-500' } },
      { level: 'warn', message: logged, fields: { callId: CALL_ID, event: 'trouble', reason: 'crm-cut' } },
      { level: 'info', message: logged, fields: { callId: CALL_ID, event: 'delivered' } },
    ]);
  });
});

describe('Of one call', () => {
  it('the summary, and each edition of how its handoff ended, are posted once each, in whatever order they come', async () => {
    const { deliver, counts } = world(summary);
    const [first, corrected] = [eventOf(1), eventOf(2)];
    const messages = [corrected, first, summary, first, corrected, summary];
    const came = [];
    for (const message of messages) came.push(await deliver({}, message));
    expect(came).toEqual(['delivered', 'delivered', 'delivered', 'known', 'known', 'known']);
    expect([...crm.taken.values()]).toEqual([corrected.event, first.event, summary.summary]);
    expect(crm.handoffs.get('ho_1')).toEqual(corrected.event);
    expect(counts.filter((name) => name === 'crm_known')).toHaveLength(3);
  });

  it('an edition that the hook did not take does not hold up the next one', async () => {
    crm.faults.next('event', { kind: 'status', status: 503 });
    const { deliver } = world(event);
    await expect(deliver()).rejects.toThrow('crm-503');
    expect(await deliver({}, eventOf(2))).toBe('delivered');
    expect(await deliver()).toBe('delivered');
    expect(crm.handoffs.get('ho_1')?.edition).toBe(2);
  });
});

describe('A message of another version', () => {
  const hook = () => {
    const posted: [string, unknown][] = [];
    const post = async (id: string, body: string) => {
      posted.push([id, JSON.parse(body)]);
      return { is: 'delivered', status: 200 } as const;
    };
    return { posted, post };
  };

  const older = { id: summary.summary.id, version: 0, gist: ['of old'] };
  const newer = { id: event.event.id, version: 2, type: 'handoff.ended', legs: [{ seconds: 7 }] };
  it.each([
    ['a summary', { callId: CALL_ID, summary: older }, older],
    ['an event', { callId: CALL_ID, event: newer, since: 'the next version' }, newer],
  ])('is posted as that one made it: %s', async (_what, sent, body) => {
    const { post, posted } = hook();
    const message = crmMessageSchema.parse(sent);
    expect(await world(message).deliver({ hook: { post } })).toBe('delivered');
    expect(posted).toEqual([[body.id, body]]);
  });

  it.each([
    ['neither', { callId: CALL_ID }],
    ['of no call', { event: event.event }],
    ['without an id', { callId: CALL_ID, event: { type: 'handoff.ended' } }],
    ['with an id that is no header', { callId: CALL_ID, event: { id: 'he_1\r\nx: y' } }],
    ['a summary with the id of an event', { callId: CALL_ID, summary: { id: event.event.id } }],
    ['an event with the id of a summary', { callId: CALL_ID, event: { id: summary.summary.id } }],
  ])('is none for this one where it is %s', (_what, message) => {
    expect(crmMessageSchema.safeParse(message).success).toBe(false);
  });
});
