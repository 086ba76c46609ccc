import type { BoardData } from '../../board/data.ts';
import { isZone } from '../../handoff/ask/opening-hours.ts';
import { wallOf } from '../../tools/when/wall.ts';
import { clockOf } from '../kit/text.ts';

/** Later ones have no date of four digits in every zone. */
const LAST_MS = Date.UTC(9999, 11, 31);

/** The moment of which the board tells, in ms since 1970. */
export function nowOf({ at }: BoardData): number {
  return Math.max(0, Math.min(Date.parse(at) || 0, LAST_MS));
}

/** A moment in ms since 1970, none later than the board's own. */
export function sinceOf(iso: string, now: number): number {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? now : Math.max(0, Math.min(at, now));
}

/** Longer ones have no room. */
const LONGEST_MS = 359_999_000;

/** How long something goes on, and since when, by which the page's script lets it run. */
export function clockSince(since: number, now: number): { since: number; clock: string } {
  const from = Math.max(since, now - LONGEST_MS);
  return { since: from, clock: clockOf(now - from) };
}

/** Whoever came first before the others. */
export function bySince<Each extends { since: string }>(all: readonly Each[], now: number): Each[] {
  return all.toSorted((a, b) => sinceOf(a.since, now) - sinceOf(b.since, now));
}

/** The zone of the day, as far as it is one. */
export function zoneOf({ today }: BoardData): string {
  return isZone(today.timeZone) ? today.timeZone : 'UTC';
}

/** The hour on the wall, as the day's hours are named; undefined where the day is another one. */
export function hourOf(data: BoardData): string | undefined {
  const { date, minutes } = wallOf(nowOf(data), zoneOf(data));
  return date === data.today.date ? String(Math.floor(minutes / 60)).padStart(2, '0') : undefined;
}

/** `2026-11-30` as people write it. */
export function dateWords(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return '';
  return day.toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}
