import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrmSimulator, startCrmSimulator } from '../../../../../infra/local/simulators/crm/crm.ts';
import { handoffEndedOf } from '../../../../../lib/crm/handoff-ended.ts';
import { summaryOf } from '../../../../../lib/crm/summary.ts';
import { factsOf } from '../../../../../lib/handoff/machine/facts-of.ts';
import * as given from '../../../../lib/handoff/given.ts';

const SECRET = `whsec_${Buffer.from('an invented key for a test').toString('base64')}`;
const summary = (callId = given.CALL_ID) =>
  summaryOf({ call: { id: callId }, missingFields: [], interruptions: 0 }).summary;
const FACTS = factsOf(given.handoff(given.ended({ outcome: 'no_agent' })));
const ended = (edition: number) => handoffEndedOf({ ...FACTS, edition }, { callId: given.CALL_ID }).event;
const { id: ID } = summary();
const BODY = JSON.stringify(summary());

let crm: CrmSimulator;
beforeEach(async () => {
  crm = await startCrmSimulator({ secrets: ['plain', SECRET] });
});
afterEach(() => crm.stop());

const signed = (id: string, body = BODY, at = new Date()) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(SECRET).sign(id, at, body),
});
const post = async (headers: Record<string, string>, body = BODY, url = crm.url) =>
  (await fetch(url, { method: 'POST', headers, body })).status;
const deliver = (told: { id: string; [field: string]: unknown }) => {
  const body = JSON.stringify(told);
  return post(signed(told.id, body), body);
};

describe('The simulated CRM', () => {
  it('takes what is signed with one of its secrets, each id once', async () => {
    expect(await deliver(summary())).toBe(200);
    expect(await deliver({ ...summary(), interruptions: 7 })).toBe(200);
    expect([...crm.taken]).toEqual([[ID, summary()]]);
    expect(crm.requests).toMatchObject([
      { id: ID, signatures: 1, status: 200 },
      { id: ID, status: 200 },
    ]);
  });

  it('knows the summary of each call, and of each handoff the highest edition, in whatever order they come', async () => {
    expect(await deliver(ended(2))).toBe(200);
    expect(await deliver(ended(1))).toBe(200);
    expect(await deliver(summary())).toBe(200);
    expect([...crm.taken.values()]).toEqual([ended(2), ended(1), summary()]);
    expect([...crm.handoffs]).toEqual([['ho_1', ended(2)]]);
    expect([...crm.summaries]).toEqual([[given.CALL_ID, summary()]]);
  });

  it.each([
    ['another type', { ...summary(), type: 'call.other' }],
    ['another version', { ...ended(1), version: 2 }],
    ['a field missing', { ...ended(1), edition: undefined }],
    ['a text where a number belongs', { ...summary(), interruptions: 'none' }],
    ['an id of another kind', { ...ended(1), id: ID }],
  ])('refuses with 400 what has %s', async (_what, told) => {
    expect(await deliver(told)).toBe(400);
    expect(crm.taken.size).toBe(0);
  });

  it('refuses with 400 what has another id than its delivery', async () => {
    expect(await post(signed('a'))).toBe(400);
    expect(crm.taken.size).toBe(0);
  });

  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  it.each([
    ['is not signed', {}],
    ['is signed by somebody else', { ...signed(ID), 'webhook-signature': 'v1,c2lnbmF0dXJl' }],
    ['is signed for another id', { ...signed(ID), 'webhook-id': 'b' }],
    ['is signed for another body', signed(ID, '{}')],
    ['is older than five minutes', signed(ID, BODY, minutesAgo(6))],
    ['comes from the future', signed(ID, BODY, minutesAgo(-6))],
  ])('refuses with 401 what %s', async (_what, headers) => {
    expect(await post(headers)).toBe(401);
    expect(crm.taken.size).toBe(0);
    expect(crm.requests.at(-1)?.status).toBe(401);
  });

  it('has one hook, and takes no more than 64 KB', async () => {
    expect(await post(signed(ID), BODY, crm.url.replace('calls', 'others'))).toBe(404);
    expect((await fetch(crm.url)).status).toBe(404);
    const long = `{"text":"${'x'.repeat(65_536)}"}`;
    expect(await post(signed(ID, long), long)).toBe(413);
    expect(crm.taken.size).toBe(0);
  });

  it('fails as it is told, before or after it took something, in order', async () => {
    crm.faults
      .next('summary', { kind: 'status', status: 503, headers: { 'retry-after': '1' } })
      .next('summary', { kind: 'cut' })
      .next('summary', { kind: 'lost-answer' })
      .next('summary', { kind: 'status-after-effect', status: 502 });
    expect(await deliver(summary('a'))).toBe(503);
    await expect(deliver(summary('b'))).rejects.toThrow();
    await expect(deliver(summary('c'))).rejects.toThrow();
    expect(await deliver(summary('d'))).toBe(502);
    expect(await deliver(summary('e'))).toBe(200);
    expect([...crm.summaries.keys()]).toEqual(['c', 'd', 'e']);
    expect(crm.requests.map(({ status }) => status)).toEqual([503, 'cut', 'cut', 502, 200]);
  });

  it('fails at events apart from summaries', async () => {
    crm.faults.next('event', { kind: 'status', status: 503 });
    expect(await deliver(summary())).toBe(200);
    expect(await deliver(ended(1))).toBe(503);
    expect(await deliver(ended(1))).toBe(200);
  });

  it('answers late where it is told to, and stops at once all the same', async () => {
    crm.faults.next('summary', { kind: 'slow', ms: 60_000 });
    const late = deliver(summary()).catch(() => 'cut');
    while (crm.taken.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const began = performance.now();
    await crm.stop();
    expect(performance.now() - began).toBeLessThan(50_000);
    await late;
    crm = await startCrmSimulator({ secrets: ['plain'] });
  });
});
