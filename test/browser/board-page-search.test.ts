import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { busy, calm, HOSTILE, row, rows } from '../lib/pages/board/given-board.ts';
import { violationsOf } from './accessibility.ts';
import { openBoard, openStill, seenSoon } from './board-page-opened.ts';
import { PATH, type Refused } from './board-page-served.ts';
import { withBrowser } from './browser.ts';
import { goOn } from './page-time.ts';

/** Searching past handoffs on the board, in a real browser. */
withBrowser();

const found = (page: Page, words: string) => page.locator('#found').getByText(words, { exact: true });
const search = (page: Page) => page.getByRole('button', { name: 'Search' }).click();
const WEEK = 'from=2026-11-24&to=2026-11-30';

/** The search that a reader who comes down to it gets unasked is over. */
async function atThePast(page: Page): Promise<void> {
  await page.locator('#asking').scrollIntoViewIfNeeded();
  await page
    .locator('#found:not(:empty)')
    .getByText(/^(?!Searching)/)
    .waitFor();
}

describe('A search', () => {
  it('is made unasked once a reader comes down to it, and not before', async () => {
    const { page, served } = await openBoard(busy());
    served.find = () => ({ status: 200, body: { handoffs: rows(3) } });
    await page.evaluate('fetch(location.href).then(() => undefined)');
    expect(served.searches).toEqual([]);
    await atThePast(page);
    await found(page, '3 handoffs.').waitFor();
    expect(served.searches).toEqual([`?${WEEK}`]);
  });

  it('asks for what is typed, and shows what is found, the newest first, with its file', async () => {
    const { page, served, complaints } = await openBoard(busy());
    await atThePast(page);
    served.find = () => ({ status: 200, body: { handoffs: rows(2) } });
    await page.getByLabel('To', { exact: true }).fill('');
    await page.getByLabel('Outcome').selectOption({ label: 'No agent' });
    await page.getByLabel('Department').fill('billing');
    await page.getByLabel('Agent', { exact: true }).fill('amara.osei');
    await page.getByLabel('Name, words or digits').fill(' Zoë & 0199 ');
    await page.keyboard.press('Enter');
    await found(page, '2 handoffs.').waitFor();
    const query = `from=2026-11-24&outcome=no_agent&department=billing&agent=amara.osei&q=${encodeURIComponent('Zoë & 0199').replaceAll('%20', '+')}`;
    expect(served.searches.at(-1)).toBe(`?${query}`);
    const first = page.locator('.past .row').first();
    expect((await first.innerText()).split(/\s*[\t\n]\s*/)).toEqual([
      ...['Mon, 30 Nov 2026, 13:48', 'Marta Lindqvist •••• 0199', 'billing', 'amara.osei', 'Connected'],
      ...['0:09', '3:00'],
    ]);
    expect(await first.getByRole('img', { name: 'number ending in 0199' }).count()).toBe(1);
    const csv = page.getByRole('link', { name: 'Download as CSV' });
    expect(await csv.getAttribute('href')).toBe(`${PATH}/handoffs.csv?${query}`);
    const [download] = await Promise.all([page.waitForEvent('download'), csv.click()]);
    expect(await readFile(await download.path(), 'utf8')).toContain(query);
    expect(complaints).toEqual([]);
  });

  it('goes on by its cursor as long as there is more, and the focus stays where it is of use', async () => {
    const { page, served } = await openBoard(busy());
    served.find = (query) => {
      const at = Number(query.get('cursor') ?? 0);
      return {
        status: 200,
        body: { handoffs: rows(50, at), ...(at < 100 ? { cursor: String(at + 50) } : {}) },
      };
    };
    await atThePast(page);
    await found(page, '50 handoffs, and there are more.').waitFor();
    const more = page.getByRole('button', { name: 'More' });
    await more.click();
    await found(page, '100 handoffs, and there are more.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('more');
    await page.keyboard.press('Enter');
    await found(page, '150 handoffs.').waitFor();
    expect(served.searches).toEqual([`?${WEEK}`, `?${WEEK}&cursor=50`, `?${WEEK}&cursor=100`]);
    expect(await more.isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-controls")')).toBe('all-101');
  });

  it('that has looked through much and found nothing can still go on', async () => {
    const { page, served } = await openBoard(busy());
    served.find = (query) =>
      query.has('cursor')
        ? { status: 200, body: { handoffs: rows(1) } }
        : { status: 200, body: { handoffs: [], cursor: 'on' } };
    await atThePast(page);
    await found(page, 'Nothing found so far.').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await found(page, '1 handoff.').waitFor();
  });

  it('says that it looks, and that nothing was found', async () => {
    const { page, served } = await openBoard(busy());
    served.find = () => ({});
    await page.locator('#asking').scrollIntoViewIfNeeded();
    await found(page, 'Searching…').waitFor();
    served.find = () => ({ status: 200, body: { handoffs: [] } });
    await search(page);
    await found(page, 'Nothing found.').waitFor();
    expect(await page.getByRole('link', { name: 'Download as CSV' }).isVisible()).toBe(false);
    expect(await page.locator('.past').isVisible()).toBe(false);
  });
});

describe('The fields', () => {
  it('offer the departments and agents of the day', async () => {
    const opened = await openStill(busy());
    await seenSoon(opened.page, 'Live');
    const offered = (id: string) =>
      opened.page
        .locator(`#${id} option`)
        .evaluateAll((all) => all.map((each) => each.getAttribute('value')));
    expect(await offered('known-departments')).toEqual(['support', 'billing', 'sales']);
    expect(await offered('known-agents')).toContain('amara.osei');
    expect(await opened.page.locator('#agents').innerText()).toContain('Available 6');
  });
});

describe('A row', () => {
  it('is opened to see all of it, with a link to its page in a new tab', async () => {
    const { page, served } = await openBoard(busy());
    served.find = () => ({ status: 200, body: { handoffs: [row(0), row(1, { pageUrl: null })] } });
    await atThePast(page);
    const button = page.locator('.row button').first();
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    const all = page.locator('#all-1');
    expect(await all.innerText()).toMatch(/Why\s+Charged twice for November[\s\S]*Joined by\s+Conference/);
    expect(await all.innerText()).toContain('Mon, 30 Nov 2026, 13:48:20');
    const link = all.getByRole('link');
    expect(await link.getAttribute('href')).toBe('https://handoff.example.com/prod/agent/token-0');
    expect([await link.getAttribute('rel'), await link.getAttribute('target')]).toEqual([
      'noreferrer',
      '_blank',
    ]);
    expect(await violationsOf(page)).toEqual([]);
    await page.locator('.row').nth(1).click();
    expect(await page.locator('#all-2').innerText()).toContain('No longer kept');
    await button.click();
    expect(await all.isVisible()).toBe(false);
  });

  it('of which nobody knows any more who called says so', async () => {
    const { page, served } = await openBoard(busy());
    const forgotten = row(0, {
      name: null,
      caller: null,
      reason: null,
      callId: null,
      pageUrl: null,
      outcome: null,
    });
    served.find = () => ({
      status: 200,
      body: { handoffs: [{ ...forgotten, state: 'connected', talkSeconds: null }] },
    });
    await atThePast(page);
    expect(await page.locator('.row').innerText()).toMatch(/Not known[\s\S]*Talking[\s\S]*–/);
  });

  it('that is hostile runs nothing, and its link leads to no script', async () => {
    const { page, served, complaints } = await openBoard(busy());
    const foreign = { name: HOSTILE, reason: HOSTILE, department: HOSTILE, agent: HOSTILE, caller: HOSTILE };
    served.find = () => ({
      status: 200,
      body: { handoffs: [row(0, { ...foreign, pageUrl: 'javascript:window.ran=1' })] },
    });
    await page.setViewportSize({ width: 320, height: 640 });
    await atThePast(page);
    await page.locator('.row button').click();
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(await page.locator('main img, main script, .past a').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    expect(complaints).toEqual([]);
  });
});

describe('A search that fails', () => {
  it('for a wrong field says so at the field, which is ready for another word', async () => {
    const { page, served } = await openBoard(busy());
    await atThePast(page);
    const refused: Refused = { error: { code: 'invalid', message: 'from is after to', field: 'from' } };
    served.find = () => ({ status: 422, body: refused });
    await search(page);
    await page.locator('#from-wrong').getByText('from is after to').waitFor();
    const from = page.getByLabel('From');
    expect(await from.getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate('document.activeElement.id')).toBe('from');
    expect(await from.getAttribute('aria-describedby')).toBe('from-wrong');
    expect(await violationsOf(page)).toEqual([]);
    served.find = () => ({ status: 200, body: { handoffs: rows(1) } });
    await search(page);
    await found(page, '1 handoff.').waitFor();
    expect(await from.getAttribute('aria-invalid')).toBeNull();
    expect(await page.locator('#from-wrong').textContent()).toBe('');
  });

  it('for another reason says what can be said, and can be made again', async () => {
    const { page, served } = await openBoard(busy());
    await atThePast(page);
    const of = (message: string, field?: string): Refused => ({
      error: { code: 'invalid', message, ...(field === undefined ? {} : { field }) },
    });
    for (const [status, body, words] of [
      [422, of('cursor is not one that we gave', 'cursor'), 'cursor is not one that we gave'],
      [503, of('x'), 'The search did not work. Try again.'],
    ] as const) {
      served.find = () => ({ status, body });
      await search(page);
      await found(page, words).waitFor();
    }
    served.trouble = 'expired';
    await search(page);
    await found(page, 'This link has expired.').waitFor();
  });

  it('because no answer comes says so after a while', async () => {
    const { page, served } = await openStill(calm());
    served.find = () => ({});
    await page.locator('#asking').scrollIntoViewIfNeeded();
    await found(page, 'Searching…').waitFor();
    await goOn(page, 16_000, 'unanswered');
    await found(page, 'No answer came. Try again.').waitFor();
  });

  it('is overtaken by a later one', async () => {
    const { page, served } = await openBoard(busy());
    await atThePast(page);
    served.find = () => ({});
    await search(page);
    served.find = () => ({ status: 200, body: { handoffs: rows(2) } });
    await search(page);
    await found(page, '2 handoffs.').waitFor();
    expect(await page.locator('.row').count()).toBe(2);
  });
});
