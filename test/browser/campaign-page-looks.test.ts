import { describe, expect, it } from 'vitest';
import * as given from '../lib/pages/campaign/given-view.ts';
import { violationsOf } from './accessibility.ts';
import { NARROW, showAnew, status, WIDE, withBrowser } from './browser.ts';
import { openCampaign, openStill } from './campaign-page-opened.ts';

/** How the page of a campaign looks in a real browser, behind the headers of the deployed function. */
withBrowser();

const { begun, counts, T0 } = given;
const STATES = {
  running: given.running(),
  'paused by its breaker': given.pausedBy('breaker'),
  'with a hostile list': given.hostile(),
  done: given.done(),
  draft: given.draft(),
  'paused by people': given.paused(),
  'paused for the set-up': given.pausedBy('ours'),
  'paused for the account': given.pausedBy('account'),
  'waiting for tomorrow': given.tomorrow(),
  canceled: given.canceled(),
  'with all lines busy, and large numbers': given.running({
    total: 10_000,
    counts: counts({ queued: 8, talking: 8, ended: 9_984, answered: 9_000, failed: 984 }),
    live: Array.from({ length: 8 }, (_, n) => ({ row: 9_990 + n, number: '0123', is: 'talking', since: T0 })),
    begun: begun(60, 0.2),
    breaker: { ends: 100, failures: 60 },
  }),
};

/** Every state on the screen of a telephone; on the others, which differ in colour and width alone, the richest. */
describe.each([
  ['narrow', 'light', NARROW, Object.keys(STATES).length],
  ['narrow', 'dark', NARROW, 3],
  ['wide', 'light', WIDE, 4],
  ['wide', 'dark', WIDE, 3],
] as const)('On a %s screen, %s', (_size, colorScheme, viewport, most) => {
  it('the page has no fault of accessibility in any state, and nothing sticks out', async () => {
    const { page, served, complaints, sent } = await openStill(given.running(), { viewport, colorScheme });
    for (const [name, view] of Object.entries(STATES).slice(0, most)) {
      served.view = view;
      await showAnew(page);
      expect(await violationsOf(page), name).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(viewport.width);
      expect(await page.evaluate('window.ran'), name).toBeUndefined();
    }
    expect(complaints).toEqual([]);
    expect(new Set(sent.map(({ url }) => new URL(url).host)).size).toBe(1);
  });
});

describe('The page of a campaign', () => {
  it('has the number that is done in letters that are read from across a room', async () => {
    const { page } = await openCampaign(given.running());
    const size = 'parseFloat(getComputedStyle(document.querySelector(".main b")).fontSize)';
    expect(await page.evaluate(size)).toBeGreaterThan(90);
    await page.setViewportSize(NARROW);
    expect(await page.evaluate(size)).toBeGreaterThanOrEqual(56);
    const { y, height } = (await page.locator('.main b').boundingBox()) ?? { y: 0, height: 0 };
    expect(y + height).toBeLessThan(NARROW.height / 2);
  });

  it('is whole without JavaScript, and says how to see what is new', async () => {
    const { page, complaints } = await openCampaign(given.running(), { javaScriptEnabled: false });
    expect(await status(page).textContent()).toBe('Running');
    expect(await page.locator('.main').innerText()).toMatch(/412\s+of 1,000 done/);
    expect(await page.locator('.calls time').first().textContent()).toBe('3:05');
    expect(await page.locator('noscript p').isVisible()).toBe(true);
    expect(await page.locator('#control').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('is worked by the keyboard alone: key, button, and the failures that scroll', async () => {
    const { page } = await openCampaign(given.pausedBy('breaker'));
    const places: unknown[] = [];
    for (let n = 0; n < 3; n += 1) {
      await page.keyboard.press('Tab');
      places.push(await page.evaluate('document.activeElement.id || document.activeElement.className'));
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    }
    expect(places).toEqual(['key', 'act', 'scrolled']);
  });

  it('moves nothing for those who want no motion', async () => {
    const { page } = await openCampaign(given.running(), { reducedMotion: 'reduce' });
    const moving = 'getComputedStyle(document.querySelector(".bar rect")).transitionDuration';
    expect(await page.evaluate(moving)).toBe('0s');
  });
});
