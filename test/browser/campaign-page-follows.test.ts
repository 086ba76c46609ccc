import { describe, expect, it } from 'vitest';
import {
  counts,
  done,
  HOSTILE,
  hostile,
  pausedBy,
  running,
  T0,
  tomorrow,
} from '../lib/pages/campaign/given-view.ts';
import { PATIENCE, status, withBrowser } from './browser.ts';
import { asksWithin, type OpenedCampaign, openStill, seenSoon } from './campaign-page-opened.ts';
import { goOn } from './page-time.ts';

/** How the page of a campaign follows it in a real browser, whose time goes on as the test says. */
withBrowser();

const fresh = ({ page }: OpenedCampaign) => page.locator('#fresh').textContent();

/** So much time passes, in which the page asks nothing. */
async function asksNothingFor({ page, served }: OpenedCampaign, ms: number): Promise<void> {
  const before = served.asked;
  await goOn(page, ms);
  await page.evaluate('fetch(location.href).then(() => undefined)');
  expect(served.asked).toBe(before);
}

describe('While a campaign goes on', () => {
  it('its page follows within two seconds and is never loaded again', async () => {
    const opened = await openStill(running());
    const { page, served, complaints } = opened;
    await page.evaluate('window.sameDocument = true');
    expect(await fresh(opened)).toBe('Live');
    const later = counts({ queued: 170, scheduled: 412, dialing: 2, talking: 3, ended: 413, answered: 413 });
    served.view = running({ now: T0 + 2_000, counts: later });
    await seenSoon(page, '413');
    expect(await page.title()).toBe('413 of 1,000 done, running: Spring meter readings');
    served.view = pausedBy('breaker');
    await seenSoon(page, 'Paused: too many calls failed');
    expect(await page.getByRole('heading', { name: 'The last failures' }).isVisible()).toBe(true);
    expect(await page.locator('main').getAttribute('data-status')).toBe('paused');
    expect(await fresh(opened)).toBe('Up to date');
    served.view = running();
    await seenSoon(page, 'Running');
    expect(await page.getByRole('heading', { name: 'The last failures' }).isVisible()).toBe(false);
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('what has not changed is the same element, and focus, selection and the typed key stay', async () => {
    const { page, served } = await openStill(pausedBy('breaker'));
    await page.locator('#key').fill('half-a-ke');
    await page.evaluate('document.querySelector(".scrolled").scrollTop = 40');
    await page.locator('#key').focus();
    await page.evaluate('getSelection().selectAllChildren(document.querySelector(".failed .reason"))');
    await page.evaluate('document.querySelector(".bar .done").marked = true');
    served.view = pausedBy('breaker', {
      now: T0 + 60_000,
      counts: counts({ queued: 500, ended: 500, failed: 500 }),
    });
    await seenSoon(page, '500');
    expect(await page.locator('.ago').first().textContent()).toBe('5 min ago');
    expect(await page.evaluate('document.querySelector(".bar .done").marked')).toBe(true);
    expect(await page.evaluate('document.activeElement.id')).toBe('key');
    expect(await page.locator('#key').inputValue()).toBe('half-a-ke');
    expect(await page.evaluate('document.querySelector(".scrolled").scrollTop')).toBe(40);
    expect(await page.evaluate('getSelection().toString()')).toContain('sip-503-service-unavailable');
  });

  it('the clocks of its calls run by the server’s time, also between two answers', async () => {
    const { page, served } = await openStill(running());
    served.trouble = 'silent';
    const clock = page.locator('.calls time').first();
    const before = await clock.textContent();
    await goOn(page, 3_000, 'unanswered');
    expect([before, await clock.textContent()]).toEqual(['3:05', '3:08']);
  });

  it('what is hostile and comes later runs nothing either', async () => {
    const { page, served, complaints } = await openStill(running());
    served.view = hostile();
    await seenSoon(page, 'Paused: too many calls failed');
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(await page.locator('main img, main script, main [onerror]').count()).toBe(0);
    expect(HOSTILE).toContain('<img');
    expect(complaints).toEqual([]);
  });
});

describe('Asking for what is new', () => {
  it('takes "nothing has changed" for an answer, and rests while nobody sees the page', async () => {
    const opened = await openStill(tomorrow());
    const { page, served } = opened;
    for (const unchanged of [0, 1, 2]) {
      await asksWithin(opened, 2_000);
      expect(served.unchanged).toBe(unchanged);
    }
    await page.evaluate(
      'Object.defineProperty(document, "hidden", { configurable: true, get: () => true }); document.dispatchEvent(new Event("visibilitychange"))',
    );
    await asksNothingFor(opened, 6_000);
    await page.evaluate('delete document.hidden; document.dispatchEvent(new Event("visibilitychange"))');
    await expect.poll(() => served.asked, PATIENCE).toBe(4);
  });

  it('goes on more slowly after a failure, says so, and recovers', async () => {
    const opened = await openStill(running());
    const { page, served } = opened;
    served.trouble = 'broken';
    await seenSoon(page, 'Not up to date, trying again');
    await asksNothingFor(opened, 3_000);
    served.trouble = 'none';
    await goOn(page, 1_000);
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('ends with the link: the key is forgotten, and nothing can be paused any more', async () => {
    const opened = await openStill(running());
    const { page, served } = opened;
    await page.locator('#key').fill('a-key');
    served.trouble = 'expired';
    await seenSoon(page, 'This link has expired. Below is what was last known.');
    expect(await fresh(opened)).toBe('No longer up to date');
    expect(await page.locator('#control').isVisible()).toBe(false);
    expect(await page.locator('#key').inputValue()).toBe('');
    await asksNothingFor(opened, 20_000);
  });

  it('ends when the campaign is over, and never begins on a page that is opened later', async () => {
    const opened = await openStill(running());
    const { page, served } = opened;
    served.view = done();
    await seenSoon(page, 'Nobody is left to be called.');
    expect(await status(page).textContent()).toBe('Done');
    expect(await fresh(opened)).toBe('');
    await asksNothingFor(opened, 6_000);
    await page.reload();
    await asksNothingFor(opened, 6_000);
  });
});
