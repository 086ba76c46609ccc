import { isZone } from '../../handoff/ask/opening-hours.ts';
import { dayAfter, wallOf } from '../../tools/when/wall.ts';
import { html, type Safe } from '../kit/html.ts';
import { instantOf, timeOf } from '../kit/time.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const DAY = 24 * 60 * 60_000;
/** From here on a weekday alone could be taken for an earlier one. */
const WEEK = 7 * DAY;

/** `2026-12-01` as people write it. */
function dateWords(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

/** The day of a moment where it is not today: tomorrow, Wed, Mon, 28 Dec 2026. */
function dayWords(at: number, now: number, zone: string): string {
  const { date, weekday } = wallOf(at, zone);
  const today = wallOf(now, zone).date;
  if (date === today) return '';
  if (date === dayAfter(today)) return 'tomorrow ';
  const near = Math.abs(at - now) < WEEK - DAY;
  return near ? `${WEEKDAYS[weekday]} ` : `${dateWords(date)}, `;
}

/** In which zone times are said of people in `zone`: there, where it is one zone; else in UTC. */
export function zoneFor(zone: string): string {
  return isZone(zone) ? zone : 'UTC';
}

/** The time on the wall there, with its zone and, unless it is today, the day: tomorrow 10:00 MST. */
export function momentOf(at: number, now: number, zone: string, precise?: 'second'): Safe {
  const kept = Date.parse(instantOf(at));
  return html`${dayWords(kept, now, zone)}${timeOf(kept, zone, precise)}`;
}

/** A whole date with its time in UTC. */
export function dateOf(at: number): Safe {
  const date = instantOf(at).slice(0, 10);
  return html`${dateWords(date)}, ${timeOf(at, 'UTC')}`;
}

const WRITTEN = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*?(Z|[+-]\d\d:?\d\d)$/;

/** A moment with an offset as it was written down: Tue, 1 Dec 2026, 09:00 UTC-08:00. */
export function writtenMoment(text: string): Safe {
  const [, date, time, offset] = WRITTEN.exec(text) ?? [];
  if (date === undefined) return html`${text}`;
  const zone = offset === 'Z' ? 'UTC' : `UTC${offset}`;
  return html`<time datetime="${text}">${dateWords(date)}, ${time ?? ''} ${zone}</time>`;
}
