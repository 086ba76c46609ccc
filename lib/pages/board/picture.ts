import type { BoardData, Figures } from '../../board/data.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { amount } from './amounts.ts';
import { hourOf } from './moments.ts';
import { hoursOf } from './today.ts';

/** The hours that are there on every day, so that the picture grows and does not jump. */
const FIRST = 8;
const LAST = 17;
/** Of the room for an hour, in percent of it: how wide its bar is. */
const BAR = 68;
/** How high a part is at least that is there at all, in percent of the picture. */
const LEAST = 1.5;
/** On a narrow screen so many hours each have their numbers. */
const FEW = 12;

type Hour = { hour: string; asked: number; connected: number; lost: number };

/** More than any hour has: sums of it stay numbers. */
const HIGHEST = 1e9;

function amountIn(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.min(value, HIGHEST)) : 0;
}

function lostOf({ abandoned, noAgent, failed }: Figures): number {
  return amountIn(abandoned) + amountIn(noAgent) + amountIn(failed);
}

/** All hours from the first one to the last, with those that are on every day. */
function columnsOf(data: BoardData): Hour[] {
  const known = new Map(hoursOf(data).filter(([, { asked }]) => asked > 0));
  const now = hourOf(data);
  const numbers = [...known.keys(), ...(now === undefined ? [] : [now])].map(Number);
  const first = Math.min(FIRST, ...numbers);
  const last = Math.max(LAST, ...numbers);
  return Array.from({ length: last - first + 1 }, (_, n) => {
    const hour = String(first + n).padStart(2, '0');
    const figures = known.get(hour);
    if (figures === undefined) return { hour, asked: 0, connected: 0, lost: 0 };
    const connected = amountIn(figures.connected);
    const lost = lostOf(figures);
    return { hour, asked: Math.max(amountIn(figures.asked), connected + lost), connected, lost };
  });
}

type Scale = { width: number; most: number; now: string | undefined };

/** One hour: the connected below, the lost on top of them, whoever is neither in between. */
function column({ hour, asked, connected, lost }: Hour, index: number, { width, most, now }: Scale): Safe {
  const x = index * width + (width * (100 - BAR)) / 200;
  const middle = (index + 0.5) * width;
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(LEAST, (count * 100) / most));
  const parts = [
    ['won', connected],
    ['open', asked - connected - lost],
    ['lost', lost],
  ] as const;
  let top = 100;
  const rects = parts.map(([is, count]) => {
    const height = Math.min(top, heightOf(count));
    top -= height;
    if (height === 0) return NOTHING;
    return html`<rect class="${is}" x="${x.toFixed(1)}%" y="${top.toFixed(1)}%" width="${((width * BAR) / 100).toFixed(1)}%" height="${height.toFixed(1)}%"/>`;
  });
  const count =
    asked === 0
      ? ''
      : html`<text class="c" x="${middle.toFixed(2)}%" y="${top.toFixed(1)}%" dy="-.35em">${amount(asked)}</text>`;
  const band =
    hour === now
      ? html`<rect class="band" x="${(index * width).toFixed(2)}%" width="${width.toFixed(2)}%" height="100%"/>`
      : '';
  const look = `${hour === now ? 'now' : ''}${index % 3 === 0 ? ' third' : ''}`.trim();
  return html`<g class="${look}">${band}${joined(rects)}${count}<text x="${middle.toFixed(2)}%" y="100%" dy="1.25em">${hour}</text></g>`;
}

function wordsOf(hours: readonly Hour[], now: string | undefined): string {
  const peak = hours.toSorted((a, b) => b.asked - a.asked)[0];
  if (peak === undefined || peak.asked === 0) return 'Nobody has asked for an agent today';
  const current = hours.find(({ hour }) => hour === now);
  const most = `Most in the hour of ${peak.hour}:00: ${amount(peak.asked)} asked for, ${amount(peak.connected)} connected, ${amount(peak.lost)} lost`;
  const lately = current === undefined ? '' : `; in this hour ${amount(current.asked)} asked for so far`;
  return `${most}${lately}. The table by hour has all of them.`;
}

const LEGEND = html`<ul class="legend" aria-hidden="true"><li class="won">connected</li><li class="lost">lost: abandoned, no agent, failed</li><li class="open">canceled, transferred, under way</li></ul>`;

/** The day hour by hour: how many were asked for, connected, lost. */
export function pictureSection(data: BoardData): Safe {
  const hours = columnsOf(data);
  const now = hourOf(data);
  const most = Math.max(1, ...hours.map(({ asked }) => asked));
  const scale = { width: 100 / hours.length, most, now };
  const columns = joined(hours.map((hour, index) => column(hour, index, scale)));
  const look = hours.length > FEW ? 'day many' : 'day';
  const empty = hours.every(({ asked }) => asked === 0)
    ? html`<p class="empty">Nobody has asked for an agent today.</p>`
    : '';
  return html`${empty}<svg class="${look}" role="img" aria-label="${wordsOf(hours, now)}" width="100%" height="100%">${columns}</svg>${LEGEND}`;
}
