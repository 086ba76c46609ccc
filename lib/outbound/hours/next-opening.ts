import { dayAfter, startOf, wallOf } from '../../tools/when/wall.ts';
import { type Asked, type OpenOn, openSpans, type Span, type ZoneHours } from './open-spans.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** So far ahead is looked. */
const HORIZON = 60 * DAY;

const isWithin = (spans: readonly Span[], minutes: number): boolean =>
  spans.some(({ from, to }) => from <= minutes && minutes < to);

/** The first moment of a day, `from` or later, that is open in the zone. */
function openingOn(date: string, zone: string, from: number, openOn: OpenOn): number | undefined {
  const spans = openOn(date);
  if (spans.length === 0) return undefined;
  const start = startOf(date, zone);
  const end = startOf(dayAfter(date), zone);
  if (start === undefined || end === undefined) return undefined;
  if (end - start === DAY) {
    const span = spans.find(({ to }) => from < start + to * MINUTE);
    return span && Math.max(from, start + span.from * MINUTE);
  }
  // The clock is put that day: minutes are left out, or shown twice.
  for (let at = Math.max(from, start); at < end; at = Math.floor(at / MINUTE + 1) * MINUTE) {
    if (isWithin(spans, wallOf(at, zone).minutes)) return at;
  }
  return undefined;
}

function openingIn({ zone, openOn }: ZoneHours, from: number): number | undefined {
  const wall = wallOf(from, zone);
  if (isWithin(openOn(wall.date), wall.minutes)) return from;
  let date = wall.date;
  for (let days = 0; days <= HORIZON / DAY; days += 1) {
    const opening = openingOn(date, zone, from, openOn);
    if (opening !== undefined) return opening;
    date = dayAfter(date);
  }
  return undefined;
}

/**
 * Returns whether people may be called at a moment (ms since 1970): in every zone that the number can be in, by the clock
 * on the wall there (O2). Without a zone nobody may.
 */
export function isOpen(asked: Asked, at: number): boolean {
  const isOpenIn = ({ zone, openOn }: ZoneHours): boolean => {
    const { date, minutes } = wallOf(at, zone);
    return isWithin(openOn(date), minutes);
  };
  return asked.zones.length > 0 && openSpans(asked).every(isOpenIn);
}

/**
 * Returns the first moment (ms since 1970), `from` or later, at which people may be called: `from` itself if they may
 * then. Returns undefined where there is none within 60 days.
 */
export function nextOpening(asked: Asked, from: number): number | undefined {
  if (asked.zones.length === 0) return undefined;
  const everywhere = openSpans(asked);
  let at = from;
  while (at <= from + HORIZON) {
    let latest = at;
    for (const hours of everywhere) {
      const opening = openingIn(hours, latest);
      if (opening === undefined) return undefined;
      latest = opening;
    }
    if (latest === at) return at;
    at = latest;
  }
  return undefined;
}
