import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, it as base, beforeAll, describe, expect } from 'vitest';
import { type Started, startWithPage } from '../infra/local/start-page/started.ts';
import { violationsOf } from './accessibility.ts';
import { NARROW, PATIENCE, WIDE } from './browser.ts';
import { theChromium } from './chromium.ts';

/** The local system as it is, in real time, and its page as a person has it open. */

let browser: Browser;
let started: Started;
beforeAll(async () => {
  [browser, started] = await Promise.all([theChromium(), startWithPage()]);
});
afterAll(() => started?.stop());

type Opened = { page: Page; complaints: string[] };
/** `opened` opens the page in a window that is closed at the end of the test. */
const it = base.extend<{ opened(settings?: BrowserContextOptions): Promise<Opened> }>({
  // biome-ignore lint/correctness/noEmptyPattern: what a fixture needs of others is read from this pattern
  opened: async ({}, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (settings = {}) => {
      const context = await browser.newContext({ viewport: WIDE, ...settings });
      context.setDefaultTimeout(PATIENCE.timeout);
      contexts.push(context);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(started.url);
      return { page, complaints };
    });
    for (const context of contexts) await context.close();
  },
});

/** The newest call of a kind. */
const callOf = (page: Page, kind: string) => page.locator('.call', { hasText: kind }).first();
/** How many of the calls to place end a row before its end. */
const HOLES = `(() => {
  const cards = [...document.querySelectorAll('.kind')].map((card) => card.getBoundingClientRect());
  const edge = Math.max(...cards.map(({ right }) => right));
  return cards.filter(({ top, right }, at) => cards[at + 1]?.top !== top && edge - right > 1).length;
})()`;

describe('The start page in a browser', () => {
  it('works without JavaScript', async ({ opened }) => {
    const { page, complaints } = await opened({ javaScriptEnabled: false });
    await page.getByRole('button', { name: 'The caller leaves' }).click();
    await callOf(page, 'The caller leaves').waitFor();
    await page.locator('#agent-dana').getByRole('button', { name: 'Off', exact: true }).click();
    await page.locator('#agent-dana').getByText('Offline').waitFor();
    await page.getByRole('link', { name: 'Load the page again' }).click();
    await page.locator('#agent-dana').getByRole('button', { name: 'On', exact: true }).click();
    await page.locator('#agent-dana').getByText('Available').waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps where one is: a focus and a call that was closed stay so while the page goes on', async ({
    opened,
  }) => {
    const { page } = await opened();
    await page.getByRole('button', { name: 'Nobody is free' }).click();
    const call = callOf(page, 'Nobody is free');
    await call.getByText('Waiting for an agent').waitFor();
    await call.locator('summary').click();
    const declines = page.locator('#agent-ben').getByRole('button', { name: 'Declines' });
    await declines.focus();
    await page.keyboard.press('Enter');
    await page.locator('#agent-ben [aria-pressed=true]', { hasText: 'Declines' }).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Declines');
    await page.locator('#agent-ben').getByRole('button', { name: 'On', exact: true }).click();
    await call.getByText('Ringing Ben Castro').waitFor();
    expect(await call.locator('details').getAttribute('open')).toBeNull();
  });
});

/** Side by side: most of their time is that of people who speak. */
describe.concurrent('While calls go on, the start page in a browser', () => {
  it('places a call at a click and follows it without being loaded again: rung, joined; the agent’s page opens', async ({
    opened,
  }) => {
    const { page, complaints } = await opened();
    let loads = 0;
    page.on('load', () => {
      loads += 1;
    });
    await page.getByRole('button', { name: 'An agent takes it' }).click();
    const call = callOf(page, 'An agent takes it');
    await call.getByText('With the assistant').waitFor();
    await call.getByText('Amara Osei’s phone rings').waitFor();
    await page.locator('#agent-amara').getByText('Busy with call').waitFor();
    await call.getByText('The caller is joined: they talk').waitFor();
    await call.getByText('Talking with Amara Osei').waitFor();
    const [agentPage] = await Promise.all([
      page.context().waitForEvent('page'),
      call.getByRole('link', { name: 'Agent’s page' }).click(),
    ]);
    await agentPage.getByRole('heading', { name: 'Robin Vale' }).waitFor();
    expect(loads).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('shows a caller who finds all lines busy: in the queue, and then with whoever is free', async ({
    opened,
  }) => {
    const { page, complaints } = await opened();
    // Anybody may take this caller; the one who is placed beside them waits for Amara.
    await callOf(page, 'An agent takes it').getByText('Amara Osei’s phone rings').waitFor();
    await page.getByRole('button', { name: 'All lines are busy' }).click();
    const call = callOf(page, 'All lines are busy');
    await call.getByText('The caller waits in the queue, with music').waitFor();
    const no = await call.locator('.no').textContent();
    await page.locator('.agent').getByText(`Busy with call ${no}`).waitFor();
    await call.getByText('The caller is joined: they talk').waitFor();
    await call.getByText(/^Talking with/).waitFor();
    expect(await call.getByText('With the assistant').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it.for([
    ['narrow', 'light', NARROW],
    ['narrow', 'dark', NARROW],
    ['wide', 'light', WIDE],
    ['wide', 'dark', WIDE],
  ] as const)('has no fault of accessibility on a %s screen, %s; nothing sticks out, and every row is full', async ([
    _size,
    colorScheme,
    viewport,
  ], { opened }) => {
    const { page } = await opened({ viewport, colorScheme });
    await page.locator('.call').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(await page.evaluate(HOLES)).toBe(0);
  });
});
