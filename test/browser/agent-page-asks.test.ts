import { describe, expect, it } from 'vitest';
import { NOT_SHOWN } from '../../lib/pages/agent/not-shown.ts';
import { ended, ringing, waiting } from '../lib/pages/agent/given-view.ts';
import { also, freshness, type Opened, OVER, openStill, seen, seenSoon } from './agent-page-opened.ts';
import { PATIENCE, status, withBrowser } from './browser.ts';
import { type Answers, goOn } from './page-time.ts';

/** When the agent page asks for what is new, in a real browser whose time goes on as the test says. */
withBrowser();

/** Somewhat longer than from one question to the next. */
const TWO_QUESTIONS = 1_900;

/** So much time passes, in which the page asks; comes back when it has taken in the answer. */
async function asksWithin({ page }: Opened, ms: number): Promise<void> {
  await page.evaluate('document.getElementById("fresh").textContent = ""');
  await goOn(page, ms);
  await page.locator('#fresh:not(:empty)').waitFor();
}

/** So much time passes, in which the page asks nothing: the next request that leaves it is one of the test. */
async function asksNothingFor({ page, sent }: Opened, ms: number, answers?: Answers): Promise<void> {
  const before = sent.length;
  await goOn(page, ms, answers);
  await page.evaluate('fetch(location.href).then(() => undefined)');
  expect(sent.slice(before).map(({ url }) => url)).toEqual([page.url()]);
}

describe('Asking for what is new', () => {
  it('happens once at a time, and not while nobody sees the page', async () => {
    const opened = await openStill(waiting());
    const { page, served } = opened;
    await seen(page, 'Live');
    await page.evaluate(
      'Object.defineProperty(document, "hidden", { configurable: true, get: () => true }); document.dispatchEvent(new Event("visibilitychange"))',
    );
    served.view = ringing();
    await asksNothingFor(opened, TWO_QUESTIONS);
    expect(served.asked).toBe(0);
    await page.evaluate('delete document.hidden; document.dispatchEvent(new Event("visibilitychange"))');
    await seen(page, 'Ringing Agent 1');
    expect(served.asked).toBe(1);
    served.trouble = 'silent';
    await goOn(page, 4_000, 'unanswered');
    await expect.poll(() => served.asked, PATIENCE).toBe(2);
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await asksNothingFor(opened, 1_000, 'unanswered');
    expect(served.atOnce).toBe(1);
  });

  it('names the last answer, and takes "nothing has changed" for an answer', async () => {
    const opened = await openStill(waiting());
    const { page, served } = opened;
    for (const unchanged of [0, 1, 2]) {
      await asksWithin(opened, TWO_QUESTIONS);
      expect(served.unchanged).toBe(unchanged);
    }
    served.view = ringing();
    await seenSoon(page, 'Ringing Agent 1');
    expect(await freshness(page).textContent()).toBe('Live');
  });

  it('goes on more slowly after failures, says so, and recovers', async () => {
    const opened = await openStill(waiting());
    const { page, served } = opened;
    served.trouble = 'broken';
    await seenSoon(page, 'Not up to date, trying again');
    expect(served.asked).toBe(1);
    await asksWithin(opened, 4_000);
    expect(await freshness(page).textContent()).toBe('Not up to date, trying again');
    expect(served.asked).toBe(2);
    served.trouble = 'none';
    served.view = ringing();
    await asksWithin(opened, 6_000);
    await seen(page, 'Ringing Agent 1');
    expect(await freshness(page).textContent()).toBe('Live');
  });

  it('ends with the link', async () => {
    const opened = await openStill(waiting());
    const { page, served } = opened;
    served.trouble = { is: 'expired' };
    await seenSoon(page, 'This link has expired.');
    await asksNothingFor(opened, TWO_QUESTIONS);
    expect(served.asked).toBe(1);
    expect(await page.locator('#clock').textContent()).toBe('');
    expect(await page.locator('#left').textContent()).toBe('');
    expect(await page.locator('h1').textContent()).toBe('Robin Sample');
    expect(await freshness(page).textContent()).toBe('No longer up to date');
  });

  it('ends where the caller has asked again since, and what stood there is said to be old', async () => {
    const { page, served } = await openStill(ringing());
    served.trouble = { is: 'replaced' };
    await seenSoon(page, NOT_SHOWN.replaced);
    expect(await status(page).textContent()).toBe('Last known: Ringing Agent 1');
    expect(await page.locator('kbd').first().isVisible()).toBe(false);
    expect(await page.locator('#left').textContent()).toBe('');
  });

  it('ends when handoff and call have ended, and never begins on a page that is opened later', async () => {
    const opened = await openStill(waiting());
    const { page, served } = opened;
    served.view = ended('no_agent', { call: OVER });
    await seenSoon(page, 'No agent took the call');
    await asksNothingFor(opened, TWO_QUESTIONS);
    expect(served.asked).toBe(1);
    expect(await freshness(page).textContent()).toBe('');
    await page.reload();
    await asksNothingFor(opened, TWO_QUESTIONS);
    expect(served.asked).toBe(1);
  });

  it('goes on while the assistant has the caller back', async () => {
    const { page, served } = await openStill(ended('no_agent'));
    served.view = ended('no_agent', { conversation: also('All right, then call me back.') });
    await seenSoon(page, 'All right, then call me back.');
  });
});
