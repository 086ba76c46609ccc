import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Product, startProduct } from '../e2e/product.ts';
import { PATIENCE } from './browser.ts';
import { theChromium } from './chromium.ts';

/** The whole product, a call that goes on, and the page as the agent has it open meanwhile. */

let browser: Browser;
let product: Product;
beforeAll(async () => {
  [browser, product] = await Promise.all([
    theChromium(),
    startProduct({ HANDOFF_WINDOW_SECONDS: '300' }, undefined, { agentPhones: () => 'takes' }),
  ]);
});
afterAll(() => product?.stop());

const HOSTILE = '<img src=x onerror="window.hacked=1"> \u202eevil</script><script>window.hacked=1</script>';

const openedPage = async (call: SimulatedCall): Promise<{ page: Page; complaints: string[] }> => {
  await product.until(call.id, ({ progress }) => progress.state === 'queued', PATIENCE.timeout);
  const [task] = product.twilio.tasksOfCall(call.id);
  const attributes: { context_url?: string } = JSON.parse(task?.attributes ?? '{}');
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE.timeout);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(attributes.context_url ?? '');
  return { page, complaints };
};

/** How many questions of the page have been answered when it shows the text. */
function questionsUntil(page: Page, text: string): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const answered = () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/data')).length;
    const before = answered();
    const look = () => {
      if (document.body.textContent.includes(${JSON.stringify(text)})) resolve(answered() - before);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    look();
  })`);
}

describe('The agent page during a call', () => {
  it('follows the handoff and the talk without being loaded again, and says when the call has ended', async () => {
    const call = await product.vapi.startCall({ ownLeg: true, messages: [] });
    await call.callerSays('I was charged twice.');
    await call.askForHuman({ reason: 'Was charged twice.', department: 'billing' });
    const { page, complaints } = await openedPage(call);
    let loads = 0;
    page.on('load', () => {
      loads += 1;
    });
    await page.getByText('Waiting for an agent').first().waitFor();

    await call.callerSays(`Are you still there? ${HOSTILE}`);
    await product.system.idle();
    const questions = [await questionsUntil(page, 'Are you still there?')];
    product.twilio.addWorker({ name: 'amara.osei', contactUri: '+14155550177' });
    await product.until(call.id, ({ progress }) => progress.state === 'connected', PATIENCE.timeout);
    questions.push(await questionsUntil(page, 'is connected with the caller'));
    for (const { sid, to } of product.twilio.calls.values()) {
      if (to === '+14155550177') product.twilio.hangUp(sid);
    }
    await product.until(call.id, ({ progress }) => progress.state === 'ended', PATIENCE.timeout);
    questions.push(await questionsUntil(page, 'has talked with the caller'));

    // The page asks every 1.5 s. One question may have been on its way when there was something new.
    for (const each of questions) expect(each).toBeLessThanOrEqual(2);
    expect(loads).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
