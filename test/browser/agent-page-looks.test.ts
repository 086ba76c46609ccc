import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { EVERY_VIEW, viewOf } from '../lib/pages/agent/every-view.ts';
import { connected, ended, hostile, NOTES, ringing, waiting } from '../lib/pages/agent/given-view.ts';
import { violationsOf } from './accessibility.ts';
import { hostsOf, LONG, OVER, open, openStill, seen } from './agent-page-opened.ts';
import { NARROW, showAnew, status, WIDE, withBrowser } from './browser.ts';

/** How the agent page looks in a real browser, behind the headers of the deployed function. */
withBrowser();

/** A team's own system that shows a customer's record. */
async function serveRecord() {
  const asked: { url: string | undefined; referer: string | undefined }[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/favicon.ico') asked.push({ url: request.url, referer: request.headers.referer });
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Record</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { template: `http://127.0.0.1:${port}/c/{customerId}?p={number}`, asked, stop };
}

/** The other two differ in colour alone: every state is looked at there below. */
const SCREENS = [
  ['narrow', 'light', NARROW],
  ['wide', 'dark', WIDE],
] as const;

describe.each(SCREENS)('On a %s screen, %s', (_size, colorScheme, viewport) => {
  it.each([
    ['who waits', waiting()],
    ['who talks', connected({ conversation: LONG })],
    ['for whom something was booked', connected({ conversation: LONG, notes: NOTES })],
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
    const { page, served } = await openStill(view, { viewport, colorScheme });
    for (const each of [waiting(), ringing(), connected(), view]) {
      served.view = each;
      await showAnew(page);
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

/** Every view on the screen of a telephone; of the others, which differ in colour or width alone, each fourth. */
describe.each([
  ['narrow', 'light', NARROW, 1],
  ['narrow', 'dark', NARROW, 4],
  ['wide', 'light', WIDE, 4],
] as const)('In every state, on a %s screen, %s', (_size, colorScheme, viewport, each) => {
  it('the page has no fault of accessibility, and nothing sticks out', async () => {
    const opened = await openStill(viewOf('requested'), { viewport, colorScheme });
    const { page, served, complaints } = opened;
    const views = Object.entries(EVERY_VIEW).filter((_, number) => number % each === 0);
    for (const [name, view] of views) {
      served.view = view;
      await showAnew(page);
      expect(await violationsOf(page), name).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(viewport.width);
    }
    expect(complaints).toEqual([]);
  });
});

describe('Above the fold of a narrow screen', () => {
  it('stands what one needs in two seconds', async () => {
    const { page } = await openStill(viewOf('ringing'), { viewport: NARROW });
    for (const what of ['#left', 'kbd >> nth=1', 'h1', '.mark.hot >> nth=1', '#why p', '#last li >> nth=2']) {
      const box = await page.locator(what).boundingBox();
      expect((box?.y ?? Number.NaN) + (box?.height ?? 0), what).toBeLessThan(NARROW.height);
    }
    const open = await page.locator('#unresolved h2').boundingBox();
    expect(open?.y).toBeLessThan(NARROW.height);
    for (const large of ['kbd >> nth=0', '#left b']) {
      const size = await page
        .locator(large)
        .evaluate((element) =>
          Number.parseFloat(element.ownerDocument.defaultView?.getComputedStyle(element).fontSize ?? ''),
        );
      expect(size).toBeGreaterThanOrEqual(28);
    }
  });
});

describe('The link to a team’s own record of the customer', () => {
  it('opens beside the page, which tells it nothing of itself', async () => {
    const server = await serveRecord();
    const view = viewOf('ringing');
    const { page } = await open({ ...view, team: { timeZone: 'UTC', customerUrl: server.template } });
    const [record] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Open customer record in a new tab' }).click(),
    ]);
    await record.waitForLoadState();
    expect(server.asked).toEqual([{ url: '/c/C-70412?p=%2B14155550199', referer: undefined }]);
    expect(await record.evaluate('window.opener')).toBeNull();
    await server.stop();
  });
});

describe('Without JavaScript', () => {
  it('the page is whole, begins at the newest of the talk, and shows and hides numbers', async () => {
    const { page, complaints } = await open(connected({ conversation: LONG }), {
      javaScriptEnabled: false,
      viewport: NARROW,
    });
    expect(await status(page).textContent()).toBe('Agent 1 is connected with the caller');
    expect(await page.locator('noscript p.dim').isVisible()).toBe(true);
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

describe('Without JavaScript, while an agent is rung,', () => {
  it('the time that is left says when that was so, and until when', async () => {
    const { page } = await open(viewOf('ringing'), { javaScriptEnabled: false, viewport: NARROW });
    expect(await page.locator('#left').textContent()).toBe('19 s left');
    expect(await page.locator('.still').textContent()).toBe('as of 08:00:11 UTC, until 08:00:30 UTC');
    expect(await page.locator('.still').isVisible()).toBe(true);
    expect(await page.locator('#clock').textContent()).toBe('0:11');
    expect(await page.locator('kbd').count()).toBe(2);
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
    const moving = 'getComputedStyle(document.querySelector("#fresh.live"), "::before").animationName';
    const still = await open(waiting(), { reducedMotion: 'reduce' });
    expect(await still.page.evaluate(moving)).toBe('none');
    const usual = await open(waiting(), { reducedMotion: 'no-preference' });
    expect(await usual.page.evaluate(moving)).toBe('breathe');
  });

  it('has room for a magnified panel of 320 pixels', async () => {
    const { page } = await open(hostile(), { viewport: { width: 720, height: 740 }, deviceScaleFactor: 1 });
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
      waiting({ context: { customerName: '\u202E\u2066elpmaS niboR', reason: 'مرحبا' } }),
    );
    const directions = z
      .array(z.string())
      .parse(
        await page.evaluate(
          '["h1", "#why p", "#status .says"].map((each) => getComputedStyle(document.querySelector(each)).direction)',
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
