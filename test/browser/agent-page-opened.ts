import type { BrowserContextOptions, Page } from 'playwright-core';
import type { AgentView } from '../../lib/pages/agent/view.ts';
import { T0, talk } from '../lib/pages/agent/given-view.ts';
import { type ServedPage, servePage } from './agent-page-served.ts';
import { type Shown, show } from './browser.ts';
import { goOn } from './page-time.ts';

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

export type Opened = Shown & { served: ServedPage };

/** The page in the browser. */
export async function open(
  view: AgentView,
  settings?: BrowserContextOptions,
  stillAt?: number,
  trouble: ServedPage['trouble'] = 'none',
): Promise<Opened> {
  const served = await servePage(view);
  served.trouble = trouble;
  return { served, ...(await show(served, settings, stillAt)) };
}

/** The same, but time stands still in the page until the test lets it go on (`goOn`). */
export function openStill(view: AgentView, settings?: BrowserContextOptions): Promise<Opened> {
  return open(view, settings, T0);
}

export function hostsOf({ sent }: Opened): string[] {
  return [...new Set(sent.map(({ url }) => new URL(url).host))];
}

/** Comes back when the page says this; the last words stand there twice, and the last time in the talk. */
export function seen(page: Page, text: string): Promise<void> {
  return page.getByText(text, { exact: true }).last().waitFor();
}

/** Live within two seconds, and no longer. */
export async function seenSoon(page: Page, text: string): Promise<void> {
  await goOn(page, 2_000);
  await seen(page, text);
}

export function freshness(page: Page) {
  return page.locator('#fresh');
}
