import type { Outcome } from '../../handoff/record/handoff.ts';
import { html, NOTHING, type Safe } from '../kit/html.ts';
import { timeOf } from '../kit/time.ts';
import { document } from './document.ts';
import { OUTCOME_WORDS } from './outcome.ts';

/** Why a link shows no handoff. `replaced`: the caller has asked for an agent again, and this one had ended before. */
export type NotShown =
  | { is: 'invalid' }
  | { is: 'expired' }
  | { is: 'not-there' }
  | { is: 'replaced'; ended?: { outcome: Outcome; at: number } };

export const isRefused = ({ is }: NotShown): boolean => is === 'invalid' || is === 'expired';

/** In a sentence: for programs, and for the script of a page that was open meanwhile. */
export const NOT_SHOWN: Readonly<Record<NotShown['is'], string>> = {
  invalid: 'The link is not valid.',
  expired: 'This link has expired.',
  'not-there': 'The handoff is not there yet, or no longer kept.',
  replaced: 'The caller has asked for an agent again since; that request has a page of its own.',
};

/** A page without its record looks again by itself, a minute long; then the reader decides. */
const PAUSES = [...Array<number>(10).fill(2), ...Array<number>(8).fill(5)];

const addressOf = (nth: number, numbers: 'hidden' | 'shown'): string =>
  `?${numbers === 'shown' ? 'numbers=shown&' : ''}try=${nth}`;

/** How many times the page has looked for its record by itself. */
export const triesIn = (query: URLSearchParams): number => {
  const text = query.get('try') ?? '';
  return /^\d{1,3}$/.test(text) ? Number(text) : 0;
};

const gone = (title: string, words: Safe, head?: Safe): string =>
  document(title, html`<body class="gone"><main><h1>${title}</h1>${words}</main></body>`, head);

const notThere = (tries: number, numbers: 'hidden' | 'shown'): string => {
  const pause = PAUSES[tries];
  const why = html`<p>The link is good, but its handoff is not there yet, or it is no longer kept.</p>`;
  if (pause === undefined) {
    const again = html`<p><a class="button" href="${addressOf(0, numbers)}">Look again</a></p>`;
    return gone('Nothing to show', html`${why}${again}`);
  }
  const next = addressOf(tries + 1, numbers);
  return gone(
    'Nothing to show yet',
    html`${why}<p role="status">This page looks again by itself, in ${pause} seconds.</p>`,
    html`<meta http-equiv="refresh" content="${pause};url=${next}">`,
  );
};

/** The page of a link that shows no handoff: why, and whether it is worth waiting. */
export const notShownPage = (
  why: NotShown,
  { tries, numbers, timeZone }: { tries: number; numbers: 'hidden' | 'shown'; timeZone: string },
): string => {
  switch (why.is) {
    case 'invalid':
      return gone('This page is not available', html`<p>${NOT_SHOWN.invalid}</p>`);
    case 'expired':
      return gone(NOT_SHOWN.expired.replace('.', ''), html`<p>Links to a handoff are good for 12 hours.</p>`);
    case 'not-there':
      return notThere(tries, numbers);
    case 'replaced': {
      const { ended } = why;
      const how =
        ended === undefined
          ? NOTHING
          : html`<p>It ended at ${timeOf(ended.at, timeZone)}: ${OUTCOME_WORDS[ended.outcome]}.</p>`;
      return gone('This handoff is over', html`${how}<p>${NOT_SHOWN.replaced}</p>`);
    }
  }
};
