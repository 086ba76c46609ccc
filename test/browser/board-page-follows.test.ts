import { describe, expect, it } from 'vitest';
import { ago, busy, calm, HOSTILE, hostile, storm, T0 } from '../lib/pages/board/given-board.ts';
import { type OpenedBoard, openStill, seenSoon } from './board-page-opened.ts';
import { withBrowser } from './browser.ts';
import { goOn, setTime } from './page-time.ts';

/** How the board follows the floor in a real browser, whose time goes on as the test says. */
withBrowser();

const fresh = ({ page }: OpenedBoard) => page.locator('#fresh').textContent();

/** So much time passes, in which the page asks nothing. */
async function asksNothingFor({ page, served }: OpenedBoard, ms: number): Promise<void> {
  const before = served.asked;
  await goOn(page, ms);
  await page.evaluate('fetch(location.href).then(() => undefined)');
  expect(served.asked).toBe(before);
}

describe('While the floor goes on', () => {
  it('the board follows within two seconds and is never loaded again', async () => {
    const opened = await openStill(calm());
    const { page, served, complaints } = opened;
    await page.evaluate('window.sameDocument = true');
    expect(await fresh(opened)).toBe('Live');
    served.data = busy({ at: ago(-2) });
    await seenSoon(page, '3 callers are waiting.');
    expect(await page.title()).toBe('3 waiting, 4 talking: board');
    expect(await page.locator('[data-section=said]').textContent()).toBe('3 callers are waiting.');
    served.data = storm(1, { at: ago(-4) });
    await seenSoon(page, '1 caller is waiting, and no agent is free.');
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('what a reader has opened, typed, scrolled or focused stays', async () => {
    const { page, served } = await openStill(storm());
    await page.getByText('Service level', { exact: true }).first().click();
    await page.getByText('By department').first().click();
    await page.getByText('By agent').first().click();
    await page.getByLabel('Name, words or digits').fill('Lind');
    await page.evaluate('document.querySelector("#waiting .scrolled").scrollTop = 50');
    await page.locator('summary', { hasText: 'By agent' }).focus();
    await page.evaluate('document.querySelector(".day rect").marked = true');
    const { today } = busy();
    served.data = storm(49, { at: ago(-2), today: { ...today, asked: 156, byHour: {} } });
    await seenSoon(page, '156');
    expect(await page.locator('.figures details[open] summary').textContent()).toBe('Service level');
    expect(
      await page
        .locator('#more-today details')
        .evaluateAll((all) => all.map((each) => each.hasAttribute('open'))),
    ).toEqual([false, true, false]);
    expect(await page.getByLabel('Name, words or digits').inputValue()).toBe('Lind');
    expect(await page.evaluate('document.querySelector("#waiting .scrolled").scrollTop')).toBe(50);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('By agent');
  });

  it('the clocks run by the server’s time, also between two answers', async () => {
    const { page, served } = await openStill(busy());
    served.trouble = 'silent';
    const clock = page.locator('.hero .long span');
    const before = await clock.textContent();
    await goOn(page, 3_000, 'unanswered');
    expect([before, await clock.textContent()]).toEqual(['1:14', '1:17']);
  });

  it('the clocks follow a clock that is put right while the board hangs on the wall', async () => {
    const { page, served } = await openStill(busy());
    await setTime(page, T0 + 3_600_000);
    served.data = busy({ at: ago(-2) });
    await goOn(page, 2_000);
    expect(await page.locator('.hero .long span').textContent()).toMatch(/^1:1\d$/);
  });

  it('what is hostile and comes later runs nothing either', async () => {
    const { page, served, complaints } = await openStill(calm());
    served.data = hostile();
    await seenSoon(page, '200');
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(await page.locator('main img, main script, main [onerror]').count()).toBe(0);
    expect(HOSTILE).toContain('<img');
    expect(complaints).toEqual([]);
  });

  it('nothing is asked while nobody sees it', async () => {
    const opened = await openStill(calm());
    const { page } = opened;
    await page.evaluate(
      'Object.defineProperty(document, "hidden", { configurable: true, get: () => true }); document.dispatchEvent(new Event("visibilitychange"))',
    );
    await asksNothingFor(opened, 6_000);
  });
});

describe('What does not answer', () => {
  it('is said, is asked more slowly, and recovers', async () => {
    const opened = await openStill(busy());
    const { page, served } = opened;
    served.trouble = 'broken';
    await seenSoon(page, 'Not up to date, trying again');
    expect(await page.locator('#waiting tbody tr').count()).toBe(3);
    await asksNothingFor(opened, 2_000);
    served.trouble = 'none';
    await goOn(page, 1_500);
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('a link that has expired ends it: what was last known stays, and its clocks stand still', async () => {
    const opened = await openStill(busy());
    const { page, served } = opened;
    served.trouble = 'expired';
    await seenSoon(page, 'This link has expired. Below is what was last known.');
    expect(await fresh(opened)).toBe('No longer up to date');
    expect(await page.locator('#waiting tbody tr').count()).toBe(3);
    const clock = page.locator('.hero .long span');
    const last = await clock.textContent();
    await asksNothingFor(opened, 20_000);
    expect(await clock.textContent()).toBe(last);
  });
});
