import type { Clock } from '../base/clock.ts';
import { within } from '../base/within.ts';
import type { Agents } from './data.ts';
import { hiddenIn } from './hidden.ts';
import type { ReadAgents } from './ports.ts';
import { instant } from './shown.ts';

/** Everybody who looks at the board within this time sees the same answer: TaskRouter is asked no more often. */
const FRESH_MS = 5_000;
/** The board waits no longer for TaskRouter. */
const WITHIN_MS = 1_000;

type Worker = { name: string; activity: string };

function byActivity(workers: readonly Worker[]): Record<string, { name: string }[]> {
  const groups = new Map<string, { name: string }[]>();
  for (const { name, activity } of workers.toSorted((a, b) => a.name.localeCompare(b.name))) {
    groups.set(activity, [...(groups.get(activity) ?? []), { name: hiddenIn(name) ?? '' }]);
  }
  return Object.fromEntries(groups);
}

/** Reads the agents by activity, at most once in 5 seconds, and gives up after one. `read`: undefined where it fails. */
export function agentsReader(read: () => Promise<readonly Worker[] | undefined>, clock: Clock): ReadAgents {
  let last: { at: number; answer: Promise<Agents> } | undefined;

  const ask = async (at: number): Promise<Agents> => {
    const workers = await within(WITHIN_MS, read(), undefined);
    return workers === undefined
      ? { is: 'unknown' }
      : { is: 'known', at: instant(at), byActivity: byActivity(workers) };
  };

  return () => {
    const now = clock();
    if (last === undefined || now - last.at >= FRESH_MS) last = { at: now, answer: ask(now) };
    return last.answer;
  };
}
