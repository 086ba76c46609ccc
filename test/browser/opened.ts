import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { AgentView } from '../../lib/pages/agent/view.ts';
import { T0, talk } from '../lib/pages/agent/given-view.ts';
import { startChromium } from './chromium.ts';
import { type ServedPage, servePage } from './served-page.ts';

export const NARROW = { width: 360, height: 740 };
export const WIDE = { width: 1280, height: 800 };

export const OVER = { over: { at: T0 + 31_000, reason: 'customer-ended-call' } };
/** A second talk, long enough to be scrolled on every screen. */
export const LONG = [
  ...talk,
  ...Array.from({ length: 30 }, (_, n) => ({
    role: n % 2 === 0 ? ('caller' as const) : ('assistant' as const),
    at: T0 + n * 1_000,
    text: `This is what was said as number ${n}.`,
  })),
];
export const also = (text: string) => [...LONG, { role: 'caller' as const, at: T0 + 90_000, text }];

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

export type Opened = {
  page: Page;
  served: ServedPage;
  complaints: string[];
  /** The URLs of all requests of the page. */
  requests: string[];
};

/** The page in the browser. */
export async function open(
  view: AgentView,
  settings: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<void> = async () => undefined,
  trouble: ServedPage['trouble'] = 'none',
): Promise<Opened> {
  const served = await servePage(view);
  served.trouble = trouble;
  const context = await browser.newContext({ viewport: WIDE, ...settings });
  closings.push(
    () => context.close(),
    () => served.stop(),
  );
  const page = await context.newPage();
  await prepare(page);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(served.url);
  return { page, served, complaints, requests };
}

/** The same, but time stands still in the page until the test lets it go on (`page.clock`). */
export function openStill(view: AgentView, settings?: BrowserContextOptions): Promise<Opened> {
  return open(view, settings, async ({ clock }) => {
    await clock.install({ time: T0 });
    await clock.pauseAt(T0 + 1_000);
  });
}

export function hostsOf({ requests }: Opened): string[] {
  return [...new Set(requests.map((url) => new URL(url).host))];
}

/** Comes back when the page says this; the last words stand there twice, and the last time in the talk. */
export function seen(page: Page, text: string): Promise<void> {
  return page.getByText(text, { exact: true }).last().waitFor();
}

/** Live within two seconds, and no longer. */
export async function seenSoon(page: Page, text: string): Promise<void> {
  await page.clock.runFor(2_000);
  await seen(page, text);
}

export function status(page: Page) {
  return page.locator('#status .says');
}

export function freshness(page: Page) {
  return page.locator('#fresh');
}
