import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Product, startProduct } from './product.ts';

const CALLER = '+14155550123';
const AGENT = '+14155550177';
const SAID = 'My card was charged twice and I am cross';

let product: Product;
const lines: string[] = [];

beforeAll(async () => {
  product = await startProduct({ LOG_LEVEL: 'info', HANDOFF_WINDOW_SECONDS: '4' });
  product.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
});
afterAll(() => product.stop());

describe('The logs of a handoff', () => {
  it('follow it by one id from the webhook to the last effect, and hold nothing personal and no secret', async () => {
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk));
      return true;
    });
    const call = await product.vapi.startCall({ caller: CALLER });
    call.addMessage('user', SAID);
    product.vapi.faults.next('transfer', { kind: 'status', status: 500 });
    await call.askForHuman({ reason: SAID, summary: SAID });
    await product.talking(call);
    await call.endConversation();
    const { handoffId } = await product.ended(call.id);
    await product.system.idle();

    const logged = lines.flatMap((line) => line.split('\n').filter((one) => one.startsWith('{')));
    const ofHandoff = logged.map((line) => JSON.parse(line)).filter((line) => line.handoffId === handoffId);
    expect(new Set(ofHandoff.map(({ service }) => service))).toEqual(
      new Set(['vapi-webhook', 'handoff-worker', 'twilio-assignment']),
    );
    const reached = ofHandoff.filter(({ message }) => message === 'state').map(({ state }) => state);
    expect(reached).toEqual(expect.arrayContaining(['requested', 'queued', 'bridging', 'ended']));

    const all = lines.join('');
    const { env } = product.system;
    const secrets = [env.VAPI_API_KEY, env.VAPI_SERVER_SECRET, env.TWILIO_AUTH_TOKEN].filter(
      (one) => one !== undefined,
    );
    for (const hidden of [CALLER, AGENT, '5550123', SAID, 'charged twice', '/control', 'FAKE-', ...secrets]) {
      expect(all).not.toContain(hidden);
    }
    expect(all).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });
});
