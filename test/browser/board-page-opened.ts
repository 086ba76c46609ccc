import type { BrowserContextOptions, Page } from 'playwright-core';
import type { BoardData } from '../../lib/board/data.ts';
import { T0 } from '../lib/pages/board/given-board.ts';
import { type ServedBoard, serveBoard } from './board-page-served.ts';
import { type Shown, show } from './browser.ts';
import { goOn } from './page-time.ts';

export type OpenedBoard = Shown & { served: ServedBoard };

/** The board in the browser. */
export async function openBoard(
  data: BoardData,
  settings?: BrowserContextOptions,
  stillAt?: number,
): Promise<OpenedBoard> {
  const served = await serveBoard(data);
  return { served, ...(await show(served, settings, stillAt)) };
}

/** The same, but time stands still in the page until the test lets it go on (`goOn`). */
export function openStill(data: BoardData, settings?: BrowserContextOptions): Promise<OpenedBoard> {
  return openBoard(data, settings, T0);
}

/** Live within two seconds, and no longer. */
export async function seenSoon(page: Page, text: string | RegExp): Promise<void> {
  await goOn(page, 2_000);
  await page.getByText(text).first().waitFor();
}
