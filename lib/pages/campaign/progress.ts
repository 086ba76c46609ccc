import type { CampaignView } from '../../outbound/campaign/view.ts';
import { counted, wholePercent } from '../kit/amounts.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { estimateOf, peopleIn, roughly, waitingOf } from './measure.ts';
import { isLive } from './words.ts';

/** How wide a part is at least that is there at all, in percent. */
const LEAST = 0.7;

type Part = { is: 'done' | 'talking' | 'dialing' | 'waiting'; words: string; count: number };

const partsOf = ({ counts }: CampaignView): Part[] => [
  { is: 'done', words: 'done', count: counts.ended },
  { is: 'talking', words: 'talking', count: counts.talking },
  { is: 'dialing', words: 'dialing', count: counts.dialing },
  { is: 'waiting', words: 'waiting', count: counts.queued + counts.scheduled },
];

/** All people of the campaign as one bar; whoever waits is what is left of it. */
function barOf(parts: readonly Part[], total: number): Safe {
  const shareOf = (count: number): number => (count === 0 ? 0 : Math.max(LEAST, (count * 100) / total));
  const live = parts.filter(({ is }) => is === 'talking' || is === 'dialing');
  const most = 100 - live.reduce((sum, { count }) => sum + shareOf(count), 0);
  let x = 0;
  const rects = parts
    .filter(({ is }) => is !== 'waiting')
    .map(({ is, count }) => {
      const from = x;
      const width = is === 'done' ? Math.min(shareOf(count), most) : shareOf(count);
      x += width;
      return html`<rect class="${is}" x="${from.toFixed(2)}%" width="${width.toFixed(2)}%" height="100%"/>`;
    });
  const words = parts.map(({ words, count }) => `${counted(count)} ${words}`).join(', ');
  return html`<svg class="bar" role="img" aria-label="${words}" width="100%" height="20">${joined(rects)}</svg>`;
}

function legendOf(parts: readonly Part[]): Safe {
  const items = parts.map(
    ({ is, words, count }) => html`<li class="${is}"><b>${counted(count)}</b> ${words}</li>`,
  );
  return html`<ul class="legend">${joined(items)}</ul>`;
}

/** How long it still takes, as far as the pace tells. */
function estimate(view: CampaignView): Safe {
  const estimated = estimateOf(view);
  if (estimated === undefined) return NOTHING;
  const { people, seconds, by } = estimated;
  const others = peopleIn(waitingOf(view).later);
  const time = roughly(seconds);
  // Their hours may be over by the time that somebody resumes it.
  const pace = by === 'asked' ? 'at the pace asked for, within calling hours' : 'at this pace';
  const wait = others === 1 ? 'has to wait for its time' : 'have to wait for their time';
  const then = others > 0 ? ` ${counted(others)} more ${wait}.` : '';
  return html`<p class="estimate"><b>${time.charAt(0).toUpperCase()}${time.slice(1)} of calling</b> for the ${counted(people)} next in line, ${pace}.${then}</p>`;
}

/** How far the campaign is: the number that is read from afar, the bar, and an estimate where there is an honest one. */
export function progressSection(view: CampaignView): Safe {
  const { counts, total } = view;
  const parts = partsOf(view);
  const main = html`<p class="main"><b>${counted(counts.ended)}</b> <span>of ${counted(total)} done</span><span class="percent">${wholePercent(counts.ended, total)}%</span></p>`;
  return html`${main}${barOf(parts, total)}${isLive(view) ? legendOf(parts) : ''}${estimate(view)}`;
}
