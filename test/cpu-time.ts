/** Milliseconds of CPU that `run` takes, the best of three: what else the machine does meanwhile is not counted. */
export function cpuMs(run: () => unknown): number {
  const once = (): number => {
    const before = process.cpuUsage();
    run();
    return msSince(before);
  };
  return Math.min(once(), once(), once());
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
