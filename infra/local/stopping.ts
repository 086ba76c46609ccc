/** What has not stopped by then is given up. */
const GRACE_MS = 5000;
const LOOK_MS = 200;
/** A terminal and npm both pass on the same key. */
const ONE_PRESS_MS = 1000;

/**
 * Stops the process in order when it is told to, and at once when it is told twice. npm passes a signal on to the shell
 * between us, and the shell ends without a word: then its end is the signal.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  let begunAt: number | undefined;
  const begin = () => {
    if (begunAt !== undefined) {
      if (Date.now() - begunAt > ONE_PRESS_MS) process.exit(1);
      return;
    }
    begunAt = Date.now();
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, begin);
  if (process.env.npm_lifecycle_event === undefined) return;
  const { ppid } = process;
  const looking = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(looking);
    if (begunAt === undefined) begin();
  }, LOOK_MS);
  looking.unref();
}
