import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { connected, ended, hostile, ringing, waiting } from '../lib/pages/agent/given-view.ts';
import { hostsOf, LONG, NARROW, OVER, open, seen, status, WIDE, withBrowser } from './opened.ts';

/** How the agent page looks in a real browser, behind the headers of the deployed function. */
withBrowser();

const SCREENS = [
  ['narrow', 'light', NARROW],
  ['narrow', 'dark', NARROW],
  ['wide', 'light', WIDE],
  ['wide', 'dark', WIDE],
] as const;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeSchema = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** What axe finds wrong, run from the test's own side of the browser: the page's policy lets no script in. */
const violationsOf = async (page: Page): Promise<string[]> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: AXE });
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'axe.run(document).then((found) => JSON.stringify({ violations: found.violations }))',
    awaitPromise: true,
  });
  const { violations } = axeSchema.parse(JSON.parse(String(result.value)));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

describe.each(SCREENS)('On a %s screen, %s', (_size, colorScheme, viewport) => {
  it.each([
    ['who waits', waiting()],
    ['who talks', connected({ conversation: LONG })],
    ['who got nobody', ended('no_agent', { call: OVER })],
    ['who is hostile', hostile()],
  ] as const)('a caller %s is shown without a fault of accessibility, and nothing sticks out', async (_who, view) => {
    const opened = await open(view, { viewport, colorScheme });
    const { page, complaints, served } = opened;
    await page.evaluate('document.querySelector("details").open = true');
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(complaints).toEqual([]);
    expect(hostsOf(opened)).toEqual([new URL(served.url).host]);
  });

  it('no name in the picture of the handoff touches another', async () => {
    const view = ended('completed', { handoff: { timeline: [...connected().handoff.timeline] } });
    for (const each of [waiting(), ringing(), connected(), view]) {
      const { page } = await open(each, { viewport, colorScheme });
      const boxes = z
        .array(z.object({ left: z.number(), right: z.number(), top: z.number(), bottom: z.number() }))
        .parse(
          await page.evaluate(
            '[...document.querySelectorAll(".picture text")].map((each) => each.getBoundingClientRect().toJSON())',
          ),
        );
      for (const [index, one] of boxes.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(0);
        expect(one.right).toBeLessThanOrEqual(viewport.width);
        for (const other of boxes.slice(index + 1)) {
          const apart =
            one.right <= other.left ||
            other.right <= one.left ||
            one.bottom <= other.top ||
            other.bottom <= one.top;
          expect(apart).toBe(true);
        }
      }
    }
  });
});

describe('Without JavaScript', () => {
  it('the page is whole, begins at the newest of the talk, and shows and hides numbers', async () => {
    const { page, complaints } = await open(connected({ conversation: LONG }), {
      javaScriptEnabled: false,
      viewport: NARROW,
    });
    expect(await status(page).textContent()).toBe('You are connected');
    expect(await page.locator('noscript p').isVisible()).toBe(true);
    const box = await page.locator('[data-section=talk]').boundingBox();
    const newest = await page.locator('.talk li').last().boundingBox();
    expect(newest?.y).toBeGreaterThan(box?.y ?? Number.POSITIVE_INFINITY);
    expect((newest?.y ?? 0) + (newest?.height ?? 0)).toBeLessThanOrEqual(
      (box?.y ?? 0) + (box?.height ?? 0) + 1,
    );
    await page.getByRole('link', { name: 'Show numbers' }).click();
    await seen(page, '+1 415 555 0199');
    expect(complaints).toEqual([]);
  });
});

describe('The page', () => {
  it('is worked by the keyboard alone, and shows where one is', async () => {
    const { page } = await open(connected({ conversation: LONG }));
    const places: unknown[] = [];
    for (let n = 0; n < 3; n += 1) {
      await page.keyboard.press('Tab');
      places.push(await page.evaluate('document.activeElement.textContent.slice(0, 12)'));
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    }
    expect([places[0], places[2]]).toEqual(['Show numbers', 'All moments']);
  });

  it('moves nothing for those who want no motion', async () => {
    const moving = 'getComputedStyle(document.querySelector(".says"), "::before").animationName';
    const still = await open(waiting(), { reducedMotion: 'reduce' });
    expect(await still.page.evaluate(moving)).toBe('none');
    const usual = await open(waiting(), { reducedMotion: 'no-preference' });
    expect(await usual.page.evaluate(moving)).toBe('breathe');
  });

  it('has room for a magnified panel of 320 pixels', async () => {
    const { page } = await open(hostile(), { viewport: { width: 720, height: 740 } });
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 320,
      height: 370,
      deviceScaleFactor: 2,
      mobile: false,
    });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  it('keeps what is foreign from turning its surroundings around', async () => {
    const { page } = await open(
      waiting({ context: { customerName: '\u202E\u2066elpmaS niboR', sentiment: 'مرحبا' } }),
    );
    const directions = z
      .array(z.string())
      .parse(
        await page.evaluate(
          '["h1", "#sentiment p", "#status .says"].map((each) => getComputedStyle(document.querySelector(each)).direction)',
        ),
      );
    expect(directions).toEqual(['ltr', 'rtl', 'ltr']);
    expect(await page.locator('h1').textContent()).toBe('elpmaS niboR');
  });

  it('leaves nothing behind in the browser', async () => {
    const { page } = await open(waiting());
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  });
});
