import type { Clock } from '../base/clock.ts';
import type { Count, Log, Time } from '../base/telemetry.ts';
import type { SweepMetric, SweepTiming } from './metrics.ts';

/**
 * A record that should have been looked after at `at` (ms since 1970). `key` is its own among all of them; `list` is
 * where it stood, and `callerWaits` where a caller does.
 */
export type Due = { key: string; at: number; list: string; callerWaits: boolean };

export type SweepPorts<D extends Due> = {
  /** What was due in this span (ms since 1970), the longest overdue first, and no more than `most`. Throws `Unavailable`. */
  dueBetween(from: number, to: number, most: number): Promise<readonly D[]>;
  /** Puts them back on their queue. Throws `Unavailable`, and may have sent some. */
  wake(due: readonly D[]): Promise<void>;
  clock: Clock;
  log: Log;
  count: Count<SweepMetric>;
  time: Time<SweepTiming>;
};

/** What is late by less has a message that is being worked on: the queue's delays are whole seconds. */
const LATE_MS = 1_000;
/** What is late by more has expired, and waits only to be deleted. */
const OLDEST_MS = 86_400_000;
/** Read in one pass: what is woken rarely by now must not hide what is new. */
const MOST_READ = 2_000;
/** Woken in one pass, so that a backlog is not made longer by those who look after it. */
const MOST_WOKEN = 100;
/** Of these, so many are of each list that has them: what became due together on one hides nothing on another. */
const SHARE = 20;
/** The soonest time after which the same record is woken again; after that when it is half as old again. */
const AGAIN_MS = 10_000;

/** Those for whom a caller waits first, and then the longest overdue. */
const byNeed = (one: Due, other: Due): number =>
  Number(other.callerWaits) - Number(one.callerWaits) || one.at - other.at;

/** The share of each list, and what is left of one pass to whoever needs it most. */
function chosen<D extends Due>(due: readonly D[]): D[] {
  const sorted = due.toSorted(byNeed);
  const shares = new Map<string, number>();
  const isShare = ({ list }: D) => {
    const before = shares.get(list) ?? 0;
    shares.set(list, before + 1);
    return before < SHARE;
  };
  const first = new Set(sorted.filter(isShare));
  return [...first, ...sorted.filter((one) => !first.has(one))].slice(0, MOST_WOKEN).toSorted(byNeed);
}

/**
 * Finds what a lost message left behind: every timer stands in its record too, and a record that is overdue is put
 * back on its queue, where the loop decides as for any other message. A queue that is behind is not flooded: the
 * longer something is overdue, the more rarely it is woken. Returns one pass; none of its failures is thrown, since
 * the next pass is the remedy.
 */
export const sweeper = <D extends Due>(ports: SweepPorts<D>): (() => Promise<void>) => {
  const { dueBetween, wake, clock, log, count, time } = ports;
  const woken = new Map<string, { at: number; since: number }>();

  const isTime = ({ key, at }: Due, now: number): boolean => {
    const last = woken.get(key);
    return last === undefined || last.at !== at || now - last.since >= Math.max(AGAIN_MS, (now - at) / 2);
  };

  return async function pass() {
    const now = clock();
    try {
      const found = await dueBetween(now - OLDEST_MS, now - LATE_MS, MOST_READ);
      const known = new Set(found.map(({ key }) => key));
      for (const key of woken.keys()) if (!known.has(key)) woken.delete(key);
      const [first] = found;
      if (first === undefined) return;
      time('overdue_ms', now - first.at);
      const due = chosen(found.filter((one) => isTime(one, now)));
      if (due.length === 0) return;
      await wake(due);
      for (const { key, at } of due) woken.set(key, { at, since: now });
      count('sweep_woken', due.length);
      // Some work has no other message: waking it is how it begins, and no trouble.
      const isLate = due.some(({ at }) => now - at >= AGAIN_MS);
      if (isLate) log.warn('overdue', { count: due.length });
      else log.info('woken', { count: due.length });
    } catch (error) {
      count('sweep_failed');
      log.error('sweep failed', { reason: error instanceof Error ? error.name : 'unknown' });
    }
  };
};
