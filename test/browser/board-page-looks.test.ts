import { describe, expect, it } from 'vitest';
import * as given from '../lib/pages/board/given-board.ts';
import { violationsOf } from './accessibility.ts';
import { openBoard, openStill } from './board-page-opened.ts';
import { PATIENCE, showAnew, WIDE, withBrowser } from './browser.ts';

/** How the board looks in a real browser, behind the headers of the deployed function. */
withBrowser();

const PHONE = { width: 320, height: 640 };
const WALL = { width: 1920, height: 1080 };
const STATES = {
  busy: given.busy(),
  hostile: given.hostile(),
  empty: given.empty(),
  calm: given.calm(),
  'without its agents': given.agentsUnknown(),
};

/** Every state on the screen of a telephone; on the others, which differ in colour and width alone, the richest. */
describe.each([
  ['narrow', 'light', PHONE, Object.keys(STATES).length],
  ['narrow', 'dark', PHONE, 1],
  ['wide', 'light', WIDE, 1],
  ['wide', 'dark', WIDE, 1],
  ['large', 'dark', WALL, 1],
] as const)('On a %s screen, %s', (_size, colorScheme, viewport, most) => {
  it('the board has no fault of accessibility in any state, and nothing sticks out', async () => {
    const { page, served, complaints, sent } = await openStill(given.busy(), { viewport, colorScheme });
    for (const [name, data] of Object.entries(STATES).slice(0, most)) {
      served.data = data;
      await showAnew(page);
      expect(await violationsOf(page), name).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(viewport.width);
      expect(await page.evaluate('window.ran'), name).toBeUndefined();
    }
    expect(complaints).toEqual([]);
    expect(new Set(sent.map(({ url }) => new URL(url).host)).size).toBe(1);
  });
});

describe('On a wall', () => {
  it('all of now and of the day’s figures is there without scrolling, in every state', async () => {
    const { page, served } = await openStill(given.busy(), { viewport: WALL });
    for (const data of [given.busy(), given.storm(), given.empty(), given.agentsUnknown()]) {
      served.data = data;
      await showAnew(page);
      const bottom =
        'Math.max(...[...document.querySelectorAll("#now, #today")].map((e) => e.getBoundingClientRect().bottom))';
      expect(await page.evaluate(bottom)).toBeLessThanOrEqual(WALL.height);
    }
  });

  it('what matters is in letters that are read at three metres', async () => {
    const { page } = await openBoard(given.busy(), { viewport: WALL });
    const sizeOf = (selector: string) =>
      page.evaluate(`parseFloat(getComputedStyle(document.querySelector('${selector}')).fontSize)`);
    expect(await sizeOf('.hero .first dd')).toBeGreaterThanOrEqual(140);
    expect(await sizeOf('.hero > div:not(.first) dd')).toBeGreaterThanOrEqual(90);
    expect(await sizeOf('.figures dd')).toBeGreaterThanOrEqual(48);
    expect(await sizeOf('#waiting td.t')).toBeGreaterThanOrEqual(22);
  });

  it('the letters grow with the screen', async () => {
    const { page } = await openBoard(given.busy(), { viewport: { width: 3840, height: 2160 } });
    const size = 'parseFloat(getComputedStyle(document.querySelector(".hero .first dd")).fontSize)';
    expect(await page.evaluate(size)).toBeGreaterThanOrEqual(280);
  });
});

describe('The board', () => {
  it('is whole without JavaScript, and says how to see what is new', async () => {
    const { page, complaints } = await openBoard(given.busy(), { javaScriptEnabled: false });
    expect(await page.locator('.hero .first').innerText()).toMatch(/3[\s\S]*1:14/);
    expect(await page.locator('#waiting tbody tr').count()).toBe(3);
    expect(await page.locator('noscript p').innerText()).toContain('Load the page again');
    expect(await page.locator('#asking').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('is worked by the keyboard alone, in the order in which it is read, with a focus that is seen', async () => {
    const { page } = await openBoard(given.busy());
    const places: unknown[] = [];
    const place = `(() => { const e = document.activeElement;
      return e.id || e.dataset.section || e.textContent.slice(0, 24); })()`;
    for (let n = 0; n < 45; n += 1) {
      await page.keyboard.press('Tab');
      places.push(await page.evaluate(place));
      const seen = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect(seen, String(places.at(-1))).not.toBe('none');
      if (places.at(-1) === 'q') break;
    }
    await page.keyboard.press('Tab');
    places.push(await page.evaluate(place));
    const once = places.filter((each, index) => places.indexOf(each) === index);
    expect(once.filter((each) => !['from', 'to'].includes(String(each)))).toEqual([
      ...['Now', 'Today', 'Past', 'waiting', 'ringing', 'talking', 'agents', 'Who', 'followups'],
      ...['Asked for', 'Connected', 'Service level', 'Speed of answer', 'Average talk'],
      ...['Abandoned', 'No agent', 'Failed', 'Canceled', 'Transferred'],
      ...['By department', 'By hour', 'By agent', 'By strategy'],
      ...['outcome', 'department', 'agent', 'q', 'Search'],
    ]);
    expect(once).toContain('from');
  });

  it('says what a figure means to whoever opens its name, one at a time, until Escape', async () => {
    const { page } = await openBoard(given.busy());
    const open = page.locator('.figures details[open] p');
    await page.getByText('Service level', { exact: true }).first().focus();
    await page.keyboard.press('Enter');
    expect(await open.innerText()).toContain('joined within the window');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => open.allInnerTexts(), PATIENCE).toHaveLength(1);
    expect(await open.innerText()).toContain('On average');
    await page.keyboard.press('Escape');
    expect(await open.count()).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Speed of answer');
  });

  it('has the parts that a screen reader goes to, and announces how many wait, no clocks', async () => {
    const { page } = await openBoard(given.busy());
    for (const name of ['Now', 'Today', 'Today in tables', 'Past handoffs']) {
      expect(await page.getByRole('region', { name, exact: true }).count(), name).toBe(1);
    }
    expect(await page.getByRole('banner').count()).toBe(1);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('table', { name: 'Callers waiting, the longest first' }).count()).toBe(1);
    const announced = await page.locator('[role=status]').allTextContents();
    expect(announced).toContain('3 callers are waiting.');
    expect(announced.join()).not.toMatch(/\d:\d\d/);
  });

  it('has targets on a telephone that a thumb hits', async () => {
    const { page } = await openBoard(given.busy(), { viewport: PHONE });
    const small = `[...document.querySelectorAll('a, button, input, select, .figures summary, #more-today summary')]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
      .map((e) => e.outerHTML)`;
    expect(await page.evaluate(small)).toEqual([]);
  });

  it('moves nothing for those who want no motion, and keeps its bars where colours are forced', async () => {
    const { page } = await openBoard(given.busy(), { reducedMotion: 'reduce', forcedColors: 'active' });
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
    const colour = 'getComputedStyle(document.querySelector(".day .won")).fill';
    expect(await page.evaluate(colour)).toMatch(/62, 111, 201/);
  });
});
