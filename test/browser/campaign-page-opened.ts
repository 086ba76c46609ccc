import type { BrowserContextOptions, Page } from 'playwright-core';
import type { CampaignView } from '../../lib/outbound/campaign/view.ts';
import { T0 } from '../lib/pages/campaign/given-view.ts';
import { type Shown, show } from './browser.ts';
import { type ServedCampaign, serveCampaign } from './campaign-page-served.ts';
import { goOn } from './page-time.ts';

export type OpenedCampaign = Shown & { served: ServedCampaign };

/** The page in the browser. */
export async function openCampaign(
  view: CampaignView,
  settings?: BrowserContextOptions,
  stillAt?: number,
): Promise<OpenedCampaign> {
  const served = await serveCampaign(view);
  return { served, ...(await show(served, settings, stillAt)) };
}

/** The same, but time stands still in the page until the test lets it go on (`goOn`). */
export function openStill(view: CampaignView, settings?: BrowserContextOptions): Promise<OpenedCampaign> {
  return openCampaign(view, settings, T0);
}

/** So much time passes, in which the page asks; comes back when it has taken in the answer. */
export async function asksWithin({ page }: OpenedCampaign, ms: number): Promise<void> {
  await page.evaluate('document.getElementById("fresh").textContent = ""');
  await goOn(page, ms);
  await page.locator('#fresh:not(:empty)').waitFor();
}

/** Live within two seconds, and no longer. */
export async function seenSoon(page: Page, text: string | RegExp): Promise<void> {
  await goOn(page, 2_000);
  await page.getByText(text).first().waitFor();
}
