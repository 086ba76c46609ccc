import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrmSimulator, startCrmSimulator } from '../../../../../infra/local/simulators/crm/crm.ts';

const SECRET = `whsec_${Buffer.from('an invented key for a test').toString('base64')}`;
const BODY = '{"type":"call.summary"}';

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

describe('The simulated CRM', () => {
  it('takes what is signed with one of its secrets, each id once', async () => {
    expect(await post(signed('a'))).toBe(200);
    expect(await post(signed('a', '{"second":true}'), '{"second":true}')).toBe(200);
    expect([...crm.taken]).toEqual([['a', { type: 'call.summary' }]]);
    expect(crm.requests).toMatchObject([
      { id: 'a', signatures: 1, status: 200 },
      { id: 'a', status: 200 },
    ]);
  });

  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  it.each([
    ['is not signed', {}],
    ['is signed by somebody else', { ...signed('a'), 'webhook-signature': 'v1,c2lnbmF0dXJl' }],
    ['is signed for another id', { ...signed('a'), 'webhook-id': 'b' }],
    ['is signed for another body', signed('a', '{}')],
    ['is older than five minutes', signed('a', BODY, minutesAgo(6))],
    ['comes from the future', signed('a', BODY, minutesAgo(-6))],
  ])('refuses with 401 what %s', async (_what, headers) => {
    expect(await post(headers)).toBe(401);
    expect(crm.taken.size).toBe(0);
    expect(crm.requests.at(-1)?.status).toBe(401);
  });

  it('has one hook, and takes no more than 64 KB', async () => {
    expect(await post(signed('a'), BODY, crm.url.replace('calls', 'others'))).toBe(404);
    expect((await fetch(crm.url)).status).toBe(404);
    const long = `{"text":"${'x'.repeat(65_536)}"}`;
    expect(await post(signed('a', long), long)).toBe(413);
    expect(crm.taken.size).toBe(0);
  });

  it('fails as it is told, before or after it took something, in order', async () => {
    crm.faults
      .next('summary', { kind: 'status', status: 503, headers: { 'retry-after': '1' } })
      .next('summary', { kind: 'cut' })
      .next('summary', { kind: 'lost-answer' })
      .next('summary', { kind: 'status-after-effect', status: 502 });
    expect(await post(signed('a'))).toBe(503);
    await expect(post(signed('b'))).rejects.toThrow();
    await expect(post(signed('c'))).rejects.toThrow();
    expect(await post(signed('d'))).toBe(502);
    expect(await post(signed('e'))).toBe(200);
    expect([...crm.taken.keys()]).toEqual(['c', 'd', 'e']);
    expect(crm.requests.map(({ status }) => status)).toEqual([503, 'cut', 'cut', 502, 200]);
  });

  it('answers late where it is told to, and stops at once all the same', async () => {
    crm.faults.next('summary', { kind: 'slow', ms: 60_000 });
    const late = post(signed('a')).catch(() => 'cut');
    while (crm.taken.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const began = performance.now();
    await crm.stop();
    expect(performance.now() - began).toBeLessThan(50_000);
    await late;
    crm = await startCrmSimulator({ secrets: ['plain'] });
  });
});
