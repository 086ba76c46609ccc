import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { CampaignView } from '../../lib/outbound/campaign/view.ts';
import { T0 } from '../lib/pages/campaign/given-view.ts';
import { type ServedCampaign, serveCampaign } from './campaign-page-served.ts';
import { startChromium } from './chromium.ts';
import { WIDE } from './opened.ts';

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

/** What left the browser: the address, the headers and the body. */
export type Sent = { url: string; headers: Record<string, string>; body: string };
export type OpenedCampaign = { page: Page; served: ServedCampaign; complaints: string[]; sent: Sent[] };

/** The page in the browser. */
export async function openCampaign(
  view: CampaignView,
  settings: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<OpenedCampaign> {
  const served = await serveCampaign(view);
  const context = await browser.newContext({ viewport: WIDE, ...settings });
  closings.push(
    () => context.close(),
    () => served.stop(),
  );
  const page = await context.newPage();
  await prepare(page);
  const complaints: string[] = [];
  const sent: Sent[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) =>
    sent.push({ url: request.url(), headers: request.headers(), body: request.postData() ?? '' }),
  );
  await page.goto(served.url);
  return { page, served, complaints, sent };
}

/** The same, but time stands still in the page until the test lets it go on (`page.clock`). */
export function openStill(view: CampaignView): Promise<OpenedCampaign> {
  return openCampaign(view, {}, async ({ clock }) => {
    await clock.install({ time: T0 });
    await clock.pauseAt(T0 + 1_000);
  });
}

/** Only for what hangs. */
export const PATIENCE = { timeout: 60_000 };

/** So much time passes, in which the page asks; comes back when it has taken in the answer. */
export async function asksWithin({ page }: OpenedCampaign, ms: number): Promise<void> {
  await page.evaluate('document.getElementById("fresh").textContent = ""');
  await page.clock.runFor(ms);
  await page.locator('#fresh:not(:empty)').waitFor();
}

/** Live within two seconds, and no longer. */
export async function seenSoon(page: Page, text: string | RegExp): Promise<void> {
  await page.clock.runFor(2_000);
  await page.getByText(text).first().waitFor();
}

export function status(page: Page) {
  return page.locator('#status .says');
}
