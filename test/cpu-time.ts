const RUNS = 3;
/** What a machine does in a millisecond or in three, and a loaded one in more: 200 kB of JSON, written and read. */
const REFERENCE = Array.from({ length: 2_500 }, (_, i) => ({
  id: `row-${i}`,
  at: i * 1_000,
  said: 'a few words that somebody says',
  done: i % 2 === 0,
}));
const reference = () => JSON.parse(JSON.stringify(REFERENCE));

/**
 * Milliseconds of CPU that `run` takes, the best of three: what else the machine does meanwhile is not counted. One that
 * is `within` a limit is enough to know that the best is. To be compared with others, never with a number.
 */
export function cpuMs(run: () => unknown, within = 0): number {
  let best = Infinity;
  for (let left = RUNS; left > 0 && best >= within; left -= 1) {
    const before = process.cpuUsage();
    run();
    best = Math.min(best, msSince(before));
  }
  return best;
}

/** The CPU that `run` takes, as a multiple of the reference work's that is done beside it: a limit for any machine. */
export function cpuCost(run: () => unknown, within = 0): number {
  const unit = cpuMs(reference);
  return cpuMs(run, within * unit) / unit;
}

/** Milliseconds of CPU until what `run` promises is there; whatever else this process does meanwhile counts too. */
export async function cpuMsOf(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  return msSince(before);
}

function msSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
