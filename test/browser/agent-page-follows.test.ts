import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../lib/pages/agent/every-view.ts';
import { connected, ended, hostile, NOTES, ringing, T0, waiting } from '../lib/pages/agent/given-view.ts';
import { also, hostsOf, LONG, open, openStill, seen, seenSoon } from './agent-page-opened.ts';
import { NARROW, status, withBrowser } from './browser.ts';
import { goOn } from './page-time.ts';

/** How the agent page follows the call in a real browser, whose time goes on as the test says. */
withBrowser();

/** Marks elements, so that a later look can tell whether they are the very same. */
const mark = (page: Page, selector: string) =>
  page.evaluate(
    `for (const each of document.querySelectorAll(${JSON.stringify(selector)})) each.marked = true`,
  );
const marked = (page: Page, selector: string) =>
  page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.marked).length`,
  );

/** 0 at the newest, negative further up: the talk flows from its end. */
const PLACE_IN_TALK = 'document.querySelector("[data-section=talk]").scrollTop';

describe('While the call goes on', () => {
  it('the page follows within two seconds and is never loaded again', async () => {
    const { page, served, complaints } = await openStill(waiting());
    await page.evaluate('window.sameDocument = true');
    expect(await status(page).textContent()).toBe('Waiting for an agent');
    served.view = ringing();
    await seenSoon(page, 'Ringing Agent 1');
    served.view = connected({ now: T0 + 80_000 });
    await seenSoon(page, 'Agent 1 is connected with the caller');
    expect(await page.title()).toBe('Robin Sample: Agent 1 is connected with the caller');
    expect(await page.locator('main').getAttribute('data-state')).toBe('connected');
    served.view = ended('completed');
    await seenSoon(page, 'An agent has talked with the caller');
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('what a tool looks up or does comes to the page, and what is read stays in its place', async () => {
    const { page, served } = await openStill(waiting());
    const heading = page.getByRole('heading', { name: 'What the assistant looked up and did' });
    expect(await heading.isVisible()).toBe(false);
    await mark(page, '#captured *, #summary *');
    const before = await marked(page, '#captured *, #summary *');
    served.view = waiting({ notes: NOTES.slice(0, 2) });
    await seenSoon(page, 'Tue 1 Dec, 15:00');
    expect(await heading.isVisible()).toBe(true);
    served.view = waiting({ notes: NOTES });
    await seenSoon(page, 'Thu 3 Dec, 09:30');
    expect(await page.locator('#noted dt').allTextContents()).toEqual(NOTES.map(({ label }) => label));
    expect(await page.locator('#noted dd').allTextContents()).toEqual(NOTES.map(({ text }) => text));
    expect(await marked(page, '#captured *, #summary *')).toBe(before);
  });

  it('only what has changed is touched: focus, selection and open details stay', async () => {
    const { page, served } = await openStill(waiting());
    await mark(page, '[data-section] *');
    const before = await marked(page, '#summary *, #who *, #talk *');
    await page.getByRole('link', { name: 'Show numbers' }).focus();
    await page.evaluate('getSelection().selectAllChildren(document.querySelector("#summary p"))');
    await page.evaluate('document.querySelector("details").open = true');
    served.view = ringing();
    await seenSoon(page, 'Ringing Agent 1');
    expect(await marked(page, '#summary *, #who *, #talk *')).toBe(before);
    expect(await marked(page, '#status [data-section] *')).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Show numbers');
    expect(await page.evaluate('getSelection().toString()')).toContain('charged twice on the 3rd');
    expect(await page.evaluate('document.querySelector("details").open')).toBe(true);
  });

  it('the keyboard’s place in a changed section stays too', async () => {
    const { page, served } = await openStill(waiting());
    await page.locator('summary').focus();
    served.view = ringing();
    await seenSoon(page, 'Ringing Agent 1');
    expect(await page.evaluate('document.activeElement.localName')).toBe('summary');
  });

  it('new words come to a talk whose others stay as they are; who is at the end sees them', async () => {
    const { page, served } = await openStill(connected({ conversation: LONG }), { viewport: NARROW });
    await mark(page, '.talk li');
    served.view = connected({ conversation: also('Are you still there?') });
    await seenSoon(page, 'Are you still there?');
    expect(await marked(page, '.talk li:not(.note)')).toBe(LONG.length);
    expect(await page.evaluate(PLACE_IN_TALK)).toBeCloseTo(0, 0);
  });

  it('who reads further up keeps that place', async () => {
    const { page, served } = await openStill(connected({ conversation: LONG }), { viewport: NARROW });
    const line = page.getByText('This is what was said as number 5.', { exact: true });
    await page.evaluate('scrollTo(0, document.querySelector("#talk").offsetTop)');
    await page.evaluate('document.querySelector("[data-section=talk]").scrollTop = -600');
    const before = await line.boundingBox();
    served.view = connected({ conversation: also('Are you still there?') });
    await goOn(page, 2_000);
    await page.getByText('Are you still there?').last().waitFor({ state: 'attached' });
    expect((await line.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
    expect(await page.evaluate(PLACE_IN_TALK)).toBeLessThan(-600);
  });

  it('a hostile talk that comes later runs nothing either', async () => {
    const opened = await openStill(waiting());
    const { page, served, complaints } = opened;
    served.view = hostile();
    await goOn(page, 2_000);
    await status(page)
      .getByText(/^About to ring/)
      .waitFor();
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(
      await page.evaluate(
        'document.querySelectorAll("main script, main img, main [onerror], main [onload]").length',
      ),
    ).toBe(0);
    expect(complaints).toEqual([]);
    expect(hostsOf(opened)).toHaveLength(1);
  });

  it('the clock runs by the server’s time', async () => {
    const { page } = await openStill(waiting({ now: T0 + 62_000 }));
    const clock = page.locator('#clock');
    expect(await clock.textContent()).toBe('1:02');
    await goOn(page, 3_000);
    expect(await clock.textContent()).toBe('1:05');
    expect(await clock.getAttribute('data-says')).toBe('Waiting');
  });
});

describe('The time that is left', () => {
  it('runs down by the server’s time, stands out at the end, and ends with the offer', async () => {
    const { page, served } = await openStill(ringing({ now: T0 + 18_200 }));
    const left = page.locator('#left');
    expect(await left.textContent()).toBe('12 s left');
    expect(await left.getAttribute('class')).toBeNull();
    await goOn(page, 3_000);
    expect(await left.textContent()).toBe('9 s left');
    expect(await left.getAttribute('class')).toBe('few');
    await goOn(page, 9_000);
    expect(await left.textContent()).toBe('Time is up');
    served.view = connected();
    await seenSoon(page, 'Agent 1 is connected with the caller');
    expect(await left.textContent()).toBe('');
    expect(await page.locator('kbd').count()).toBe(0);
  });
});

describe('What is live', () => {
  it('is not the talk once the caller was moved, though the page still follows the handoff', async () => {
    const { page, served } = await openStill(ringing());
    await seen(page, 'Live');
    served.view = viewOf('connected in a conference');
    await seenSoon(page, 'Up to date');
    await page.getByText('The transcript ended when the caller was moved to the agent').last().waitFor();
    served.view = viewOf('completed');
    await seenSoon(page, 'amara.osei has talked with the caller');
  });
});

describe('An offer that is over', () => {
  const gone = (page: Page) => page.locator('#went-on');

  it('is said to be over on the page that was opened for it, also while the next agent is rung', async () => {
    const { page, served } = await openStill(viewOf('ringing'));
    expect(await gone(page).isVisible()).toBe(false);
    served.view = viewOf('queued after one declined');
    await seenSoon(page, 'The offer to amara.osei is over');
    expect(await page.locator('kbd').count()).toBe(0);
    served.view = viewOf('ringing the next one');
    await seenSoon(page, 'The offer to amara.osei is over: the call went on to ben.ito');
    expect(await status(page).textContent()).toBe('Ringing ben.ito');
    served.view = viewOf('nobody, the assistant goes on');
    await seenSoon(page, 'No agent took the call');
    expect(await gone(page).isVisible()).toBe(false);
  });

  it('is none for whoever opened the page before anybody was offered the call, nor for who took it', async () => {
    const early = await openStill(viewOf('queued'));
    early.served.view = viewOf('ringing');
    await seenSoon(early.page, 'Ringing amara.osei');
    early.served.view = viewOf('ringing the next one');
    await seenSoon(early.page, 'Ringing ben.ito');
    expect(await gone(early.page).isVisible()).toBe(false);
    const taker = await openStill(viewOf('ringing'));
    taker.served.view = viewOf('joining in a conference');
    await seenSoon(taker.page, 'Connecting amara.osei with the caller');
    expect(await gone(taker.page).isVisible()).toBe(false);
  });
});

describe('A page whose handoff is not there yet', () => {
  it('opens by itself as soon as it is there', async () => {
    const opened = await open(ringing(), {}, undefined, { is: 'not-there' });
    const { page, served } = opened;
    await page.getByText('This page looks again by itself, in 2 seconds.').waitFor();
    await page.waitForURL(/try=1$/);
    served.trouble = 'none';
    await page.locator('#status .says').waitFor();
    expect(await status(page).textContent()).toBe('Ringing Agent 1');
  });
});

describe('Telephone numbers', () => {
  it('are shown when asked for, stay so while the page follows, and are hidden again', async () => {
    const { page, served } = await openStill(waiting());
    await page.getByRole('img', { name: 'number ending in 99' }).waitFor();
    expect(await page.content()).not.toContain('555');
    await page.getByRole('link', { name: 'Show numbers' }).click();
    await seen(page, '+1 415 555 0199');
    served.view = ringing({ conversation: also('Call +14155550142') });
    await seenSoon(page, 'Call +14155550142');
    await page.getByRole('link', { name: 'Hide numbers' }).click();
    await page.getByRole('img', { name: 'number ending in 42' }).waitFor();
    expect(await page.content()).not.toContain('555');
  });
});
