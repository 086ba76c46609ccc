import type { CampaignView } from '../../outbound/campaign/view.ts';
import { agoWords, lengthOf, some, wholePercent } from '../kit/amounts.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { type Measured, measuredOf } from './measure.ts';

type Tile = { name: string; figure: string | Safe; beside: string; picture?: Safe };

const tile = ({ name, figure, beside, picture = NOTHING }: Tile): Safe =>
  html`<div><dt>${name}</dt><dd><b>${figure}</b>${picture}<span class="dim">${beside}</span></dd></div>`;

/** A pace of more seconds is not told by the minute: of four calls or less each is a quarter. */
const FEW_SECONDS = 15;

/** How many calls that is in a time that is easily thought of. */
const rateOf = (seconds: number): string =>
  seconds <= FEW_SECONDS
    ? `${some(Math.round(60 / seconds), 'call')} a minute`
    : `${some(Math.round(3600 / seconds), 'call')} an hour`;

const askedTile = (seconds: number): Tile =>
  seconds === 0
    ? { name: 'Asked for', figure: 'no pause', beside: 'between two calls' }
    : { name: 'Asked for', figure: `every ${lengthOf(seconds)}`, beside: rateOf(seconds) };

/** A pause much longer than the others is worth a word. */
const LONG_PAUSES = 4;
/** Less than a hundredth of a second is no pause. */
const NO_PAUSE = 0.01;

function measuredTile({ begun, secondsApart }: Measured, now: number): Tile {
  const name = 'Measured';
  const last = begun.at(-1);
  if (last === undefined) return { name, figure: '–', beside: 'no calls lately' };
  if (secondsApart === undefined)
    return { name, figure: '–', beside: `${some(begun.length, 'call')} lately, too few to tell` };
  const all = secondsApart < NO_PAUSE;
  const rate = all ? '' : `${rateOf(secondsApart)}, `;
  const idle = now - last > Math.max(30, LONG_PAUSES * secondsApart) * 1000;
  return {
    name,
    figure: all ? 'at once' : `every ${lengthOf(secondsApart)}`,
    beside: idle ? `the last one ${agoWords(last, now)}` : `${rate}by the last ${begun.length}`,
  };
}

/** A part of a whole; `mark`: where it becomes serious, in percent. */
function meter(part: number, mark?: number): Safe {
  const line = mark === undefined ? NOTHING : html`<line x1="${mark}%" x2="${mark}%" y1="0" y2="100%"/>`;
  const look = mark !== undefined && part >= mark ? 'poor' : 'now';
  return html`<svg class="meter" aria-hidden="true" width="100%" height="8"><rect class="${look}" width="${Math.min(100, part)}%" height="8"/>${line}</svg>`;
}

const linesTile = ({ live, settings }: CampaignView): Tile => ({
  name: 'Calls at this moment',
  figure: html`${live.length} <small>of ${settings.maxConcurrent}</small>`,
  beside: live.length >= settings.maxConcurrent ? 'no more at one time' : 'at one time',
  picture: meter(wholePercent(live.length, settings.maxConcurrent)),
});

function breakerTile({ breaker, settings }: CampaignView): Tile {
  const { share, seconds, least } = settings.breaker;
  const mark = Number((share * 100).toFixed(1));
  const few = breaker.ends < least;
  return {
    name: `Failed in the last ${lengthOf(seconds)}`,
    figure: html`${breaker.failures} <small>of ${breaker.ends}</small>`,
    beside: few
      ? `pauses at ${mark}% of at least ${least}`
      : `${wholePercent(breaker.failures, breaker.ends)}%; pauses at ${mark}%`,
    picture: meter(few ? 0 : wholePercent(breaker.failures, breaker.ends), mark),
  };
}

/** Steps along the picture: calls a hair apart are one stroke. */
const STEPS = 1_000;
const HEIGHT = 24;

/** A stroke for each call begun: an even pace is an even row. */
function picture({ begun, from }: Measured, now: number): Safe {
  const span = Math.max(1, now - from);
  const steps = new Set(begun.map((at) => Math.round(((at - from) / span) * STEPS)));
  const strokes = [...steps].map((x) => `M${x} 0v${HEIGHT}`).join('');
  const length = lengthOf(Math.round(span / 1000));
  const words = `${some(begun.length, 'call')} begun in the last ${length}`;
  return html`<figure><svg class="begun" role="img" aria-label="${words}" viewBox="0 0 ${STEPS} ${HEIGHT}" preserveAspectRatio="none" width="100%" height="${HEIGHT}"><path d="${strokes}" vector-effect="non-scaling-stroke"/></svg><figcaption><span>${length} ago</span><span>calls begun</span><span>now</span></figcaption></figure>`;
}

/** How fast calls are begun, how many there are, and how many of them fail. */
export function paceSection(view: CampaignView): Safe {
  const { now, settings, status } = view;
  if (status === 'done' || status === 'canceled') return NOTHING;
  const measured = measuredOf(view);
  const pace = [askedTile(settings.secondsApart), measuredTile(measured, now)];
  const drawn = measured.begun.length > 1 ? picture(measured, now) : NOTHING;
  const limits = [linesTile(view), breakerTile(view)];
  return html`<dl class="tiles">${joined(pace.map(tile))}</dl>${drawn}<dl class="tiles">${joined(limits.map(tile))}</dl>`;
}
