import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startChromium } from './chromium.ts';

export const NARROW = { width: 360, height: 740 };
export const WIDE = { width: 1280, height: 800 };

let browser: Browser;
const closings: (() => Promise<unknown>)[] = [];

/** A browser for all tests of a file, in which each closes what it has opened. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const close of closings.splice(0)) await close();
  });
}

/** What is done with a page before it asks for anything. */
export type Prepare = (page: Page) => Promise<void>;

/** What left the browser: the address, the headers and the body. */
export type Sent = { url: string; headers: Record<string, string>; body: string };
/** `complaints`: all that the page has said in the console, and its errors. */
export type Shown = { page: Page; complaints: string[]; sent: Sent[] };

/** Shows what is served in a window of its own. */
export async function show(
  { url, stop }: { url: string; stop: () => Promise<void> },
  settings: BrowserContextOptions = {},
  prepare: Prepare = async () => undefined,
): Promise<Shown> {
  const context = await browser.newContext({ viewport: WIDE, ...settings });
  closings.push(() => context.close(), stop);
  const page = await context.newPage();
  await prepare(page);
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

/** Time stands still in the page, a second after `at`, until the test lets it go on (`page.clock`). */
export function still(at: number): Prepare {
  return async ({ clock }) => {
    await clock.install({ time: at });
    await clock.pauseAt(at + 1_000);
  };
}

export function status(page: Page) {
  return page.locator('#status .says');
}
