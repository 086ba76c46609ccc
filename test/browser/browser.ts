import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeAll } from 'vitest';
import { theChromium } from './chromium.ts';
import { still } from './page-time.ts';

export const NARROW = { width: 360, height: 740 };
export const WIDE = { width: 1280, height: 800 };
/** Only for what hangs, as Vitest's own net. */
export const PATIENCE = { timeout: 300_000 };

let browser: Browser;
const closings: (() => Promise<unknown>)[] = [];
/** Windows of tests that are over, to be used again: a page in a new one costs 120 ms, in a used one 40. */
const idle: Page[] = [];

/** A browser for all tests of a file, in which each closes what it has opened. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await theChromium();
  });
  afterEach(async () => {
    for (const close of closings.splice(0).reverse()) await close();
  });
}

async function newWindow(settings: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(PATIENCE.timeout);
  return context.newPage();
}

/** One of its own where something is asked for that an open window cannot become. */
async function windowOf({
  viewport = WIDE,
  colorScheme = 'light',
  reducedMotion = 'no-preference',
  forcedColors = 'none',
  ...own
}: BrowserContextOptions): Promise<Page> {
  const media = { colorScheme, reducedMotion, forcedColors };
  if (Object.keys(own).length > 0) {
    const page = await newWindow({ viewport, ...media, ...own });
    closings.push(() => page.context().close());
    return page;
  }
  const page = idle.pop() ?? (await newWindow({}));
  closings.push(() => leave(page));
  if (viewport !== null) await page.setViewportSize(viewport);
  await page.emulateMedia(media);
  return page;
}

/** Nothing of a test stays in its window: no page, no listener, no pointer over what comes next, no other window. */
async function leave(page: Page): Promise<void> {
  page.removeAllListeners();
  const others = page.context().pages();
  await Promise.all(others.filter((other) => other !== page).map((other) => other.close()));
  await page.goto('about:blank');
  await page.mouse.move(-1, -1);
  idle.push(page);
}

/** What left the browser: the address, the headers and the body. */
export type Sent = { url: string; headers: Record<string, string>; body: string };
/** `complaints`: all that the page has said in the console, and its errors. */
export type Shown = { page: Page; complaints: string[]; sent: Sent[] };

/** Shows what is served in a window. Time stands still in the page at `stillAt`, until the test lets it go on (`goOn`). */
export async function show(
  { url, stop }: { url: string; stop: () => Promise<void> },
  settings: BrowserContextOptions = {},
  stillAt?: number,
): Promise<Shown> {
  closings.push(stop);
  const page = await windowOf(settings);
  if (stillAt !== undefined) closings.push(await still(page, stillAt));
  const complaints: string[] = [];
  const sent: Sent[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) =>
    sent.push({ url: request.url(), headers: request.headers(), body: request.postData() ?? '' }),
  );
  await page.goto(url);
  return { page, complaints, sent };
}

/**
 * Shows what is served now in the window in which a page stands still, as a load does, but without a new window object:
 * axe stays loaded and its code warm, which is half of the CPU of a look.
 */
export async function showAnew(page: Page): Promise<void> {
  await page.evaluate(`fetch(location.href).then((answer) => answer.text()).then((markup) => {
    document.open();
    document.write(markup);
    document.close();
  })`);
}

export function status(page: Page) {
  return page.locator('#status .says');
}
