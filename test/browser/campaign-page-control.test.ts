import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { done, draft, paused, running } from '../lib/pages/campaign/given-view.ts';
import { PATIENCE, status, withBrowser } from './browser.ts';
import { asksWithin, openStill } from './campaign-page-opened.ts';
import { goOn } from './page-time.ts';

/** Pausing and resuming on the page of a campaign, in a real browser. */
withBrowser();

const KEY = 'a-key-of-the-team-0123';
const PATH = '/prod/outbound/campaigns/ca_8R2MZ0Q4V7';
const answer = (page: Page) => page.locator('#answer');
const button = (page: Page) => page.locator('#act');

describe('With the key', () => {
  it('a running campaign is paused and resumed, and the page shows it at once', async () => {
    const { page, served, complaints } = await openStill(running());
    served.change = ({ path }) => {
      served.view = path.endsWith('/pause') ? paused() : running();
      return { status: 200 };
    };
    await page.getByLabel('API key').fill(` ${KEY} `);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    // The second click of a double click does not undo the first.
    await button(page).click();
    await goOn(page, 1_500);
    await button(page).click();
    await page.getByText('Running', { exact: true }).waitFor();
    expect(served.changes).toEqual([
      { path: `${PATH}/pause`, key: KEY },
      { path: `${PATH}/resume`, key: KEY },
    ]);
    expect(complaints).toEqual([]);
  });

  it('a draft is begun by Enter in the field', async () => {
    const { page, served } = await openStill(draft());
    await page.getByLabel('API key').fill(KEY);
    await page.keyboard.press('Enter');
    const change = { path: `${PATH}/resume`, key: KEY };
    await expect.poll(() => served.changes, PATIENCE).toEqual([change]);
  });

  it('nothing leaves the page that holds the key but one header of one request, and nothing keeps it', async () => {
    const opened = await openStill(running());
    const { page, served, sent } = opened;
    await page.getByLabel('API key').fill(KEY);
    served.change = () => {
      served.view = paused();
      return { status: 200 };
    };
    await button(page).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await asksWithin(opened, 3_000);
    const holding = sent.filter((each) => JSON.stringify(each).includes(KEY));
    expect(holding.map(({ url }) => new URL(url).pathname)).toEqual([`${PATH}/pause`]);
    const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = holding;
    const named = Object.keys(headers).filter((name) => headers[name]?.includes(KEY));
    expect([named, url.includes(KEY), body]).toEqual([['x-api-key'], false, '']);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    expect(await page.evaluate('document.documentElement.outerHTML')).not.toContain(KEY);
    expect(page.url()).toBe(served.url);
    await page.reload();
    expect(await page.getByLabel('API key').inputValue()).toBe('');
  });
});

const WRONG_STATE = { error: { code: 'wrong_state' } };
const TROUBLES = [
  { status: 401, words: 'The key is not valid.' },
  {
    status: 409,
    body: { ...WRONG_STATE, campaign: { status: 'draft' } },
    words: 'Nothing was changed: the campaign is a draft now.',
  },
  {
    status: 409,
    body: { ...WRONG_STATE, campaign: { status: 'paused' } },
    words: 'The campaign is paused already.',
  },
  { status: 409, body: WRONG_STATE, words: 'Nothing was changed: the campaign is in another state now.' },
  { status: 404, words: 'Nothing was changed: the campaign is no longer kept.' },
  { status: 429, words: 'Too many requests at this moment. Try again in a few seconds.' },
  { status: 503, words: 'It did not work (503). See whether anything has changed, then try again.' },
  { words: 'No answer came. See whether anything has changed, then try again.' },
];

describe('What did not work', () => {
  it('is said in a sentence, which stays to be read while the page goes on', async () => {
    const opened = await openStill(running());
    const { page, served } = opened;
    await page.getByLabel('API key').fill(KEY);
    for (const trouble of TROUBLES) {
      served.change = () => trouble;
      await button(page).click();
      await answer(page).getByText(trouble.words, { exact: true }).waitFor();
      await asksWithin(opened, 3_000);
      expect(await answer(page).textContent()).toBe(trouble.words);
      expect(await status(page).textContent()).toBe('Running');
      expect(await page.getByLabel('API key').inputValue()).toBe(KEY);
    }
  });

  it('is said at once of a key that no header can hold, and the field is ready for another', async () => {
    const { page, served } = await openStill(running());
    const key = page.getByLabel('API key');
    await key.fill('clé🔑');
    await button(page).click();
    await answer(page).getByText('The key is not valid.').waitFor();
    expect(await key.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.type(KEY);
    expect(await key.inputValue()).toBe(KEY);
    expect(await answer(page).textContent()).toBe('');
    expect(served.changes).toEqual([]);
  });

  it('is followed by what is now', async () => {
    const { page, served } = await openStill(running());
    served.change = () => {
      served.view = done();
      return { status: 409, body: { campaign: { status: 'done' } } };
    };
    await page.getByLabel('API key').fill(KEY);
    await button(page).click();
    await page.getByText('Nobody is left to be called.').waitFor();
    expect(await page.locator('#control').isVisible()).toBe(false);
  });

  it('is not tried without a key', async () => {
    const { page, served } = await openStill(running());
    await button(page).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('key');
    expect(served.changes).toEqual([]);
  });
});
