import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AgentView } from '../../lib/pages/agent/view.ts';
import { connected, ended, hostile, ringing, T0, talk, waiting } from '../lib/pages/agent/given-view.ts';
import { type ServedPage, servePage, startChromium } from './chromium.ts';

/** The agent page in a real browser, behind the headers of the deployed function. */

const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 800 };
const SCREENS = [
  ['narrow', 'light', NARROW],
  ['narrow', 'dark', NARROW],
  ['wide', 'light', WIDE],
  ['wide', 'dark', WIDE],
] as const;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OVER = { over: { at: T0 + 31_000, reason: 'customer-ended-call' } };
/** A second talk, long enough to be scrolled on every screen. */
const LONG = [
  ...talk,
  ...Array.from({ length: 30 }, (_, n) => ({
    role: n % 2 === 0 ? ('caller' as const) : ('assistant' as const),
    at: T0 + n * 1_000,
    text: `This is what was said as number ${n}.`,
  })),
];
const also = (text: string) => [...LONG, { role: 'caller' as const, at: T0 + 90_000, text }];

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser?.close());

type Opened = { page: Page; served: ServedPage; complaints: string[]; hosts: Set<string> };
const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

const open = async (
  view: AgentView,
  how: Parameters<Browser['newContext']>[0] & { query?: string } = {},
): Promise<Opened> => {
  const { query = '', ...settings } = how;
  const served = await servePage(view);
  const context: BrowserContext = await browser.newContext({ viewport: WIDE, ...settings });
  closings.push(
    () => context.close(),
    () => served.stop(),
  );
  const page = await context.newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${served.url}${query}`);
  return { page, served, complaints, hosts };
};

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

/** Marks elements, so that a later look can tell whether they are the very same. */
const mark = (page: Page, selector: string) =>
  page.evaluate(
    `for (const each of document.querySelectorAll(${JSON.stringify(selector)})) each.marked = true`,
  );
const marked = (page: Page, selector: string) =>
  page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.marked).length`,
  );

/** 0 at the newest, negative further up: the talk flows from its end. */
const PLACE_IN_TALK = 'document.querySelector("[data-section=talk]").scrollTop';

const status = (page: Page) => page.locator('#status .says');
const freshness = (page: Page) => page.locator('#fresh');
/** Somewhat longer than from one question to the next. */
const TWO_QUESTIONS = 1_900;
/** Live within two seconds, and no longer. */
const SOON = { timeout: 2_000 };
const seen = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor(SOON);

describe.each(SCREENS)('On a %s screen, %s', (_size, colorScheme, viewport) => {
  it.each([
    ['who waits', waiting()],
    ['who talks', connected({ conversation: LONG })],
    ['who got nobody', ended('no_agent', { call: OVER })],
    ['who is hostile', hostile()],
  ] as const)('a caller %s is shown without a fault of accessibility, and nothing sticks out', async (_who, view) => {
    const { page, complaints, hosts, served } = await open(view, { viewport, colorScheme });
    await page.evaluate('document.querySelector("details").open = true');
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(served.url).host]);
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

describe('While the call goes on', () => {
  it('the page follows within two seconds and is never loaded again', async () => {
    const { page, served, complaints } = await open(waiting());
    await page.evaluate('window.sameDocument = true');
    expect(await status(page).textContent()).toBe('Waiting for an agent');
    served.view = ringing();
    await seen(page, 'Ringing you');
    served.view = connected({ now: T0 + 80_000 });
    await seen(page, 'You are connected');
    expect(await page.title()).toBe('Robin Sample: You are connected');
    expect(await page.locator('main').getAttribute('data-state')).toBe('connected');
    served.view = ended('completed');
    await seen(page, 'The call has ended: you have talked with the caller');
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('only what has changed is touched: focus, selection and open details stay', async () => {
    const { page, served } = await open(waiting());
    await mark(page, '[data-section] *');
    const before = await marked(page, '#summary *, #who *, #talk *');
    await page.getByRole('link', { name: 'Show numbers' }).focus();
    await page.evaluate('getSelection().selectAllChildren(document.querySelector("#summary p"))');
    await page.evaluate('document.querySelector("details").open = true');
    served.view = ringing();
    await seen(page, 'Ringing you');
    expect(await marked(page, '#summary *, #who *, #talk *')).toBe(before);
    expect(await marked(page, '#status [data-section] *')).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Show numbers');
    expect(await page.evaluate('getSelection().toString()')).toContain('charged twice on the 3rd');
    expect(await page.evaluate('document.querySelector("details").open')).toBe(true);
  });

  it('the keyboard’s place in a changed section stays too', async () => {
    const { page, served } = await open(waiting());
    await page.locator('summary').focus();
    served.view = ringing();
    await seen(page, 'Ringing you');
    expect(await page.evaluate('document.activeElement.localName')).toBe('summary');
  });

  it('new words come to a talk whose others stay as they are; who is at the end sees them', async () => {
    const { page, served } = await open(connected({ conversation: LONG }), { viewport: NARROW });
    await mark(page, '.talk li');
    served.view = connected({ conversation: also('Are you still there?') });
    await seen(page, 'Are you still there?');
    expect(await marked(page, '.talk li')).toBe(LONG.length);
    expect(await page.evaluate(PLACE_IN_TALK)).toBeCloseTo(0, 0);
  });

  it('who reads further up keeps that place', async () => {
    const { page, served } = await open(connected({ conversation: LONG }), { viewport: NARROW });
    const line = page.getByText('This is what was said as number 5.', { exact: true });
    await page.evaluate('scrollTo(0, document.querySelector("#talk").offsetTop)');
    await page.evaluate('document.querySelector("[data-section=talk]").scrollTop = -600');
    const before = await line.boundingBox();
    const pageBefore = await page.evaluate('scrollY');
    served.view = connected({ conversation: also('Are you still there?') });
    await page.getByText('Are you still there?').waitFor({ state: 'attached', ...SOON });
    expect((await line.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
    expect(await page.evaluate('scrollY')).toBe(pageBefore);
    expect(await page.evaluate(PLACE_IN_TALK)).toBeLessThan(-600);
  });

  it('a hostile talk that comes later runs nothing either', async () => {
    const { page, served, complaints, hosts } = await open(waiting());
    served.view = hostile();
    await seen(page, 'Offered to you');
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(
      await page.evaluate(
        'document.querySelectorAll("main script, main img, main [onerror], main [onload]").length',
      ),
    ).toBe(0);
    expect(complaints).toEqual([]);
    expect(hosts.size).toBe(1);
  });

  it('the clock runs by the server’s time', async () => {
    const { page } = await open(waiting({ now: T0 + 62_000 }));
    const clock = page.locator('#clock');
    await expect.poll(() => clock.textContent(), { timeout: 3_000 }).toMatch(/^1:0[345]$/);
    expect(await clock.getAttribute('data-says')).toBe('Waiting');
  });
});

describe('Asking for what is new', () => {
  it('happens once at a time, and not while nobody sees the page', async () => {
    const { page, served } = await open(waiting());
    await seen(page, 'Live');
    await page.evaluate(
      'Object.defineProperty(document, "hidden", { configurable: true, get: () => true }); document.dispatchEvent(new Event("visibilitychange"))',
    );
    await page.waitForTimeout(200);
    const { asked } = served;
    served.view = ringing();
    await page.waitForTimeout(TWO_QUESTIONS);
    expect(served.asked).toBe(asked);
    await page.evaluate('delete document.hidden; document.dispatchEvent(new Event("visibilitychange"))');
    await page.getByText('Ringing you').waitFor({ timeout: 500 });
    served.trouble = 'silent';
    await page.waitForTimeout(4_000);
    expect(served.atOnce).toBe(1);
  });

  it('names the last answer, and takes "nothing has changed" for an answer', async () => {
    const { page, served } = await open(waiting());
    await expect.poll(() => served.unchanged, { timeout: 6_000 }).toBe(2);
    served.view = ringing();
    await seen(page, 'Ringing you');
    expect(await freshness(page).textContent()).toBe('Live');
  });

  it('goes on more slowly after failures, says so, and recovers', async () => {
    const { page, served } = await open(waiting());
    served.trouble = 'broken';
    await seen(page, 'Not up to date, trying again');
    const { asked } = served;
    await page.waitForTimeout(4_000);
    expect(served.asked - asked).toBe(1);
    served.trouble = 'none';
    served.view = ringing();
    await page.getByText('Ringing you').waitFor({ timeout: 6_000 });
    expect(await freshness(page).textContent()).toBe('Live');
  });

  it('ends with the link', async () => {
    const { page, served } = await open(waiting());
    served.trouble = 'expired';
    await seen(page, 'This link has expired');
    const { asked } = served;
    await page.waitForTimeout(TWO_QUESTIONS);
    expect(served.asked).toBe(asked);
    expect(await page.locator('#clock').textContent()).toBe('');
    expect(await page.locator('h1').textContent()).toBe('Robin Sample');
  });

  it('ends when handoff and call have ended, and never begins on a page that is opened later', async () => {
    const { page, served } = await open(waiting());
    served.view = ended('no_agent', { call: OVER });
    await seen(page, 'The call has ended: nobody was free');
    const { asked } = served;
    await page.waitForTimeout(TWO_QUESTIONS);
    expect(served.asked).toBe(asked);
    expect(await freshness(page).textContent()).toBe('');
    await page.reload();
    await page.waitForTimeout(TWO_QUESTIONS);
    expect(served.asked).toBe(asked);
  });

  it('goes on while the assistant has the caller back', async () => {
    const { page, served } = await open(ended('no_agent'));
    served.view = ended('no_agent', { conversation: also('All right, then call me back.') });
    await seen(page, 'All right, then call me back.');
  });
});

describe('Telephone numbers', () => {
  it('are shown when asked for, stay so while the page follows, and are hidden again', async () => {
    const { page, served } = await open(waiting());
    await page.getByRole('img', { name: 'number ending in 99' }).waitFor();
    expect(await page.content()).not.toContain('555');
    await page.getByRole('link', { name: 'Show numbers' }).click();
    await seen(page, '+1 415 555 0199');
    served.view = ringing({ conversation: also('Call +14155550142') });
    await seen(page, 'Call +14155550142');
    await page.getByRole('link', { name: 'Hide numbers' }).click();
    await page.getByRole('img', { name: 'number ending in 42' }).waitFor();
    expect(await page.content()).not.toContain('555');
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
