import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { linkToken } from '../../lib/base/signed-link.ts';
import { cpuMsOf } from '../cpu-time.ts';
import { type Product, startProduct } from './product.ts';

const HOSTILE = '<script>alert(1)</script> "quoted" & \u202e reversed';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '30' });
});
afterAll(() => product.stop());

const linkOf = (call: SimulatedCall): string => {
  const [task] = product.twilio.tasksOfCall(call.id);
  const attributes: { context_url?: string } = JSON.parse(task?.attributes ?? '{}');
  return attributes.context_url ?? '';
};
const escalated = async (): Promise<SimulatedCall> => {
  const call = await product.vapi.startCall({ caller: '+14155550123', messages: [] });
  await call.callerSays(HOSTILE);
  await call.askForHuman({ reason: HOSTILE, summary: 'Charged twice.', department: 'billing' });
  await product.until(call.id, ({ progress }) => progress.state === 'queued');
  return call;
};
const dataOf = async (link: string, query = '') => {
  const response = await fetch(`${link}/data${query}`);
  return { response, text: await response.text() };
};

describe('The agent page', () => {
  it('shows who is calling and why to whoever has the link from the task, with everything escaped', async () => {
    const response = await fetch(linkOf(await escalated()));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const page = await response.text();
    for (const shown of ['Charged twice.', 'billing', '&lt;script&gt;alert(1)&lt;/script&gt;']) {
      expect(page).toContain(shown);
    }
    expect(page).not.toContain('<script>alert');
    expect(Buffer.byteLength(page)).toBeLessThan(50_000);
  });

  it('hides the number of the caller until it is asked for', async () => {
    const link = linkOf(await escalated());
    const hidden = await (await fetch(link)).text();
    expect(hidden.replaceAll(/\D/g, '')).not.toContain('4155550123');
    const shown = await (await fetch(`${link}?numbers=shown`)).text();
    expect(shown).toContain('+1 415 555 0123');
    expect((await dataOf(link)).text.replaceAll(/\D/g, '')).not.toContain('4155550123');
    expect((await dataOf(link, '?numbers=shown')).text).toContain('+1 415 555 0123');
  });

  it('tells what is said and what becomes of the handoff, while it goes on', async () => {
    const call = await escalated();
    const link = linkOf(call);
    const before = await dataOf(link);
    expect(before.response.headers.get('content-type')).toContain('application/json');
    expect(before.response.headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(before.text)).toMatchObject({ state: 'queued', live: true });
    expect((await dataOf(link)).text).toBe(before.text);
    await call.callerSays('Are you still there?');
    await product.system.idle();
    expect((await dataOf(link)).text).toContain('Are you still there?');
    await call.hangUp();
    await product.ended(call.id);
    const after = await dataOf(link);
    expect(JSON.parse(after.text)).toMatchObject({ state: 'ended', outcome: 'caller_left' });
  });

  it('costs no more than a few times what a refusal costs', async () => {
    const link = linkOf(await escalated());
    const refused = `${product.system.url}/agent/x`;
    const ask = (url: string) => cpuMsOf(async () => (await fetch(url)).text());
    const shown: number[] = [];
    const floor: number[] = [];
    for (let i = 0; i < 21; i += 1) {
      shown.push(await ask(link));
      floor.push(await ask(refused));
    }
    const median = (all: number[]) => all.toSorted((a, b) => a - b)[10] ?? Number.NaN;
    // Against the same machine's refusal of a wrong link, which reads nothing: never an absolute time in a test.
    expect(median(shown)).toBeLessThan(20 * median(floor));
  });

  it.each(['x', 'a.b', 'a.b.c', '%00', '..%2f..'])('is not shown for the made-up link %s', async (token) => {
    const page = await fetch(`${product.system.url}/agent/${token}`);
    expect(page.status).toBe(403);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('not available');
    const data = await fetch(`${product.system.url}/agent/${token}/data`);
    expect(data.status).toBe(403);
    expect(await data.json()).toMatchObject({ error: { code: 'forbidden' } });
  });

  const linkTo = (callId: string, handoffId: string, expiresAt: number): string => {
    const [key = ''] = (product.system.env.LINK_SIGNING_KEY ?? '').split(',');
    return `${product.system.url}/agent/${linkToken({ callId, handoffId, expiresAt }, key)}`;
  };
  const HOUR = 3600;
  const seconds = () => Math.floor(Date.now() / 1000);

  it('says that a link has expired, and that a good one has no handoff yet or no more, and looks again', async () => {
    const expired = await fetch(linkTo('c1', 'ho_1', seconds() - 1));
    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain('This link has expired');
    const early = linkTo('nobody', 'ho_1', seconds() + HOUR);
    const page = await fetch(early);
    expect(page.status).toBe(404);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain('not there yet, or it is no longer kept');
    expect(html).toContain('<meta http-equiv="refresh" content="2;url=?try=1">');
    const last = await (await fetch(`${early}?try=18`)).text();
    expect(last).not.toContain('http-equiv');
    const data = await dataOf(early);
    expect(data.response.status).toBe(404);
    expect(JSON.parse(data.text)).toMatchObject({ error: { code: 'not_found' } });
  });

  it('says how a handoff ended after which the caller has asked again', async () => {
    const call = await escalated();
    const link = linkOf(call);
    await call.askForHuman({ reason: 'again' }, { toolName: 'cancel_handoff' });
    await product.ended(call.id);
    await call.askForHuman({ reason: 'again' });
    await product.until(call.id, ({ progress }) => progress.state === 'queued');
    const page = await fetch(link);
    expect(page.status).toBe(404);
    const html = await page.text();
    expect(html).toContain('taken back');
    expect(html).toContain('The caller has asked for an agent again since');
    expect(html).not.toContain('http-equiv');
  });

  it('is not shown for a link with another signature', async () => {
    const link = linkOf(await escalated());
    const forged = link.replace(/\.[^.]+$/, `.${'A'.repeat(22)}`);
    expect((await fetch(forged)).status).toBe(403);
  });
});
