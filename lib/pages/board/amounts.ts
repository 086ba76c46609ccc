import type { Figures } from '../../board/data.ts';
import { counted } from '../kit/amounts.ts';
import { html, type Safe } from '../kit/html.ts';
import { clockOf } from '../kit/text.ts';

/** A number has room for so many digits; larger ones are rounded. */
const MOST = 99_999;
const HIGHEST = 1e12;

/** A number for people: 0, 1,204, 1.2M. */
export function amount(count: number): string {
  if (!Number.isFinite(count) || count <= 0) return '0';
  const whole = Math.round(count);
  if (whole > MOST) return rounded(Math.min(whole, HIGHEST));
  return counted(whole);
}

const UNITS = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;

function rounded(count: number): string {
  const [unit, letter] = UNITS.find(([least]) => count >= least) ?? [1, ''];
  return `${Math.floor((count * 10) / unit) / 10}${letter}`;
}

/** A share for people: never 0% for somebody, never 100% for less than all. */
export function share(of: number): string {
  if (!(of > 0)) return '0%';
  if (of >= 1) return '100%';
  const tenths = Math.min(999, Math.max(1, Math.round(of * 1000)));
  return `${tenths / 10}%`;
}

const LONGEST_SECONDS = 1_000_000;

/** A length of time as a clock shows it: 0:12, 4:32. */
export function clock(seconds: number): string {
  const rounded = Math.round(seconds);
  return clockOf(Math.min(LONGEST_SECONDS, Number.isFinite(rounded) ? rounded : 0) * 1000);
}

/** What is not known yet. */
export const UNKNOWN = html`<span aria-hidden="true">–</span><span class="unseen">not known</span>`;

/** One of the day's figures as people read it. */
export function figureOf(figures: Figures, key: keyof Figures): Safe {
  const value = figures[key];
  if (value === null) return UNKNOWN;
  switch (key) {
    case 'serviceLevel':
      return html`${share(value)}`;
    case 'averageSpeedOfAnswerSeconds':
    case 'averageTalkSeconds':
      return html`${clock(value)}`;
    default:
      return html`${amount(value)}`;
  }
}
