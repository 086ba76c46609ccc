import { afterEach, describe, expect, it } from 'vitest';
import { speech } from '../../lib/speech/english.ts';
import { type Product, startProduct, UNSCHEDULED } from './product.ts';

let product: Product;
afterEach(() => product.stop());

const caller = () => product.vapi.startCall({ caller: '+14155550123', called: '+14155550188' });

describe('A caller whom nobody takes', () => {
  it.each([
    '30',
    '34',
    '44',
    '70',
  ])('in a window of %s s hears from us at least every 20 s, until the truth', async (HANDOFF_WINDOW_SECONDS) => {
    product = await startProduct({ HANDOFF_WINDOW_SECONDS });
    const call = await caller();
    const promised = Date.now();
    await call.askForHuman();
    const ended = await product.ended(call.id, 90_000);
    expect(ended.progress).toMatchObject({ outcome: 'no_agent' });
    const heard = product.vapi.requests.filter(({ operation }) => operation === 'say').map(({ at }) => at);
    const silences = heard.map((at, nth) => at - (heard[nth - 1] ?? promised));
    expect(Math.max(...silences)).toBeLessThanOrEqual(20_000);
    expect(call.said.slice(-heard.length)).toEqual([
      ...heard.slice(1).map(() => speech.toCaller.waiting),
      speech.toCaller.busy,
    ]);
    expect((heard.at(-1) ?? 0) - (heard.at(-2) ?? 0)).toBeGreaterThan(5_000);
  });
});

describe('A caller who is joined within seconds', () => {
  it('is asked for no patience, and costs no message for it', async () => {
    product = await startProduct({ HANDOFF_WINDOW_SECONDS: '90' }, undefined, { topology: UNSCHEDULED });
    product.twilio.addWorker({ name: 'agent', contactUri: '+14155550177' });
    const call = await caller();
    await call.askForHuman();
    const { effects } = await product.talking(call);
    expect(effects.filter(({ work }) => work.kind === 'tell-caller')).toEqual([]);
    expect(call.said).not.toContain(speech.toCaller.waiting);
  });
});
