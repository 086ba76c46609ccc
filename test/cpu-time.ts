const RUNS = 3;

/**
 * Milliseconds of CPU that `run` takes, the best of three: what else the machine does meanwhile is not counted. One that
 * is `within` a limit is enough to know that the best is.
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
