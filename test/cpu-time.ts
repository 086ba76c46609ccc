/** Milliseconds of CPU that `run` takes, the best of three: what else the machine does meanwhile is not counted. */
export function cpuMs(run: () => unknown): number {
  const once = (): number => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  return Math.min(once(), once(), once());
}
