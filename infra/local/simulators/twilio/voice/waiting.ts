import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after this time; rejects when aborted before. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted();
  await sleep(Math.min(ms, 2 ** 31 - 1), undefined, { signal });
};

/** What `promise` comes to, unless the signal aborts first: then it rejects. */
export const orAborted = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

/** Rejects when aborted, and never resolves. */
export const forever = (signal: AbortSignal): Promise<never> =>
  orAborted(new Promise<never>(() => undefined), signal);

/**
 * Runs `act` with `left` ready: it is called in the very moment of an abort, before anything else goes on. A
 * leg that is moved must be out of where it was when the answer to the request is written.
 */
export const leavingAtOnce = async <T>(
  signal: AbortSignal,
  left: () => void,
  act: () => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted();
  signal.addEventListener('abort', left, { once: true });
  try {
    return await act();
  } finally {
    signal.removeEventListener('abort', left);
  }
};

/** Runs `act` with a controller of its own, which aborts with the signal too. */
export const within = <T>(signal: AbortSignal, act: (own: AbortController) => Promise<T>): Promise<T> => {
  const own = new AbortController();
  return leavingAtOnce(
    signal,
    () => own.abort(signal.reason),
    () => act(own).finally(() => own.abort('over')),
  );
};
