import type { BoardData, Waiting } from '../../board/data.ts';
import { bySince, nowOf, sinceOf } from './moments.ts';

/** Who waits for longer than this needs somebody now. */
const LATE_MS = 20_000;
/** TaskRouter's own word for who takes calls. */
const AVAILABLE = 'Available';

/** Who is rung or talks, by name. */
export function engagedIn({ now }: BoardData): ReadonlySet<string> {
  return new Set([...now.ringing, ...now.talking].flatMap(({ agent }) => (agent === null ? [] : [agent])));
}

/** How many agents take calls, and how many of them have none; undefined while TaskRouter does not answer. */
export function availableIn(data: BoardData): { available: number; free: number } | undefined {
  if (data.agents.is === 'unknown') return undefined;
  const { [AVAILABLE]: available = [] } = data.agents.byActivity;
  const engaged = engagedIn(data);
  return {
    available: available.length,
    free: available.filter(({ name }) => !engaged.has(name)).length,
  };
}

/** Whether a caller waits for too long. */
export function isLate({ since }: Waiting, now: number): boolean {
  return now - sinceOf(since, now) > LATE_MS;
}

/** What needs somebody now. */
export type Need = { late: boolean; nobodyFree: boolean; longest: number | undefined };

/** Tells whether somebody has to see to those who wait; `longest`: since when the first of them does. */
export function needOf(data: BoardData): Need {
  const now = nowOf(data);
  const [first] = bySince(data.now.waiting, now);
  if (first === undefined) return { late: false, nobodyFree: false, longest: undefined };
  return {
    late: isLate(first, now),
    nobodyFree: availableIn(data)?.free === 0,
    longest: sinceOf(first.since, now),
  };
}
