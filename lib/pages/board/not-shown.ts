import { html } from '../kit/html.ts';
import { document } from './document.ts';

/** Why a link shows no board. */
export type BoardNotShown = 'invalid' | 'expired';

/** In a sentence: for programs, and for the script of a page that was open meanwhile. */
export const BOARD_NOT_SHOWN: Readonly<Record<BoardNotShown, string>> = {
  invalid: 'The link is not valid.',
  expired: 'This link has expired.',
};

const PAGES: Readonly<Record<BoardNotShown, { title: string; words: string }>> = {
  invalid: { title: 'This page is not available', words: BOARD_NOT_SHOWN.invalid },
  expired: {
    title: 'This link has expired',
    words: 'Links to the board are good for 12 hours. Whoever runs the service makes a new one.',
  },
};

/** The page of a link that shows no board, and why. */
export function boardNotShown(why: BoardNotShown): string {
  const { title, words } = PAGES[why];
  return document(title, html`<body class="gone"><main><h1>${title}</h1><p>${words}</p></main></body>`);
}
