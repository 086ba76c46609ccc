import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from './product.ts';

const HOSTILE = '<script>alert(1)</script> "quoted" & \u202e reversed';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ HANDOFF_WINDOW_SECONDS: '30' });
});
afterAll(() => product.stop());

const linkOf = async (): Promise<string> => {
  const call = await product.vapi.startCall({ caller: '+14155550123' });
  call.addMessage('user', HOSTILE);
  await call.askForHuman({ reason: HOSTILE, summary: 'Charged twice.', department: 'billing' });
  await product.until(call.id, ({ progress }) => progress.state === 'queued');
  const [task] = product.twilio.tasksOfCall(call.id);
  const attributes: { context_url?: string } = JSON.parse(task?.attributes ?? '{}');
  return attributes.context_url ?? '';
};

describe('The agent page', () => {
  it('shows who is calling and why to whoever has the link from the task, with everything escaped', async () => {
    const response = await fetch(await linkOf());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const page = await response.text();
    for (const shown of [
      '+14155550123',
      'Charged twice.',
      'billing',
      '&lt;script&gt;alert(1)&lt;/script&gt;',
    ]) {
      expect(page).toContain(shown);
    }
    expect(page).not.toContain('<script');
    expect(Buffer.byteLength(page)).toBeLessThan(50_000);
  });

  it.each(['x', 'a.b', 'a.b.c', '%00', '..%2f..'])('is not shown for the made-up link %s', async (token) => {
    const response = await fetch(`${product.system.url}/agent/${token}`);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('not available');
  });

  it('is not shown for a link with another signature', async () => {
    const link = await linkOf();
    const forged = link.replace(/\.[^.]+$/, `.${'A'.repeat(22)}`);
    expect((await fetch(forged)).status).toBe(403);
  });
});
