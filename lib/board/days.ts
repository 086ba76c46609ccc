import type { Clock } from '../base/clock.ts';
import type { Facts } from '../handoff/record/facts.ts';
import type { BoardLists } from './ports.ts';

/** The index follows the table within moments: what was written shortly before the last look is looked at again. */
const LAG_MS = 30_000;
/** A day is first read in so many parts side by side, each some pages of 1 MB one after the other. */
const PARTS = 8;
/** A handoff is written when it ends, at the latest so long after its day (Vapi ends any call after 12 hours). */
const DAY_MS = 86_400_000;

/** Of two editions of one handoff the later one counts. */
export const later = (one: Facts | undefined, other: Facts): Facts => {
  if (one === undefined) return other;
  if (one.state === 'ended' && other.state !== 'ended') return one;
  if (one.state !== 'ended' && other.state === 'ended') return other;
  return other.edition >= one.edition ? other : one;
};

/**
 * Reads what was kept of a day's handoffs, the whole of it once and after that only what is new: a board that stays open
 * costs no more in the evening than in the morning. One day is kept in memory. Throws `Unavailable`.
 */
export function dayReader(lists: Pick<BoardLists, 'keptBetween'>, clock: Clock) {
  let known: { day: string; since: number; byId: Map<string, Facts> } | undefined;

  const wholeDay = async (day: string) => {
    const begin = clock() - DAY_MS;
    const inner = Array.from({ length: PARTS - 1 }, (_, part) => begin + (DAY_MS / PARTS) * (part + 1));
    const edges = [0, ...inner];
    const parts = edges.map((from, part) => {
      const next = edges[part + 1];
      return lists.keptBetween(day, from, next === undefined ? undefined : next - 1);
    });
    return (await Promise.all(parts)).flat();
  };

  return async (day: string): Promise<ReadonlyMap<string, Facts>> => {
    const began = clock();
    const last = known?.day === day ? known : undefined;
    const kept = last === undefined ? await wholeDay(day) : await lists.keptBetween(day, last.since - LAG_MS);
    const byId = new Map(last?.byId);
    for (const { facts } of kept) byId.set(facts.handoffId, later(byId.get(facts.handoffId), facts));
    // By our own clock: one of theirs that is ahead must not hide what the others write.
    known = { day, since: began, byId };
    return byId;
  };
}
