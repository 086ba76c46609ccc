import { type Env, secretsOf } from '../settings/read.ts';
import type { Declared } from '../settings/setting.ts';

/** A secret is read again when it is older than this: a rotated one is taken up within five minutes. */
const FRESH_MS = 5 * 60_000;
/** After a failed reading the old values go on being used, and not every event waits for the next try. */
const AGAIN_MS = 60_000;

export type ReadSecret = (arn: string) => Promise<Record<string, string>>;

export type Environment = {
  current: () => Env | Promise<Env>;
  /** Drops the cached secret; the next event reads it again. */
  forget: () => void;
  /** What was read last is no good: it goes on counting, and is read anew a minute from now. */
  doubt: () => void;
};

/**
 * The settings that a function needs: from its environment and, where `SECRET_ARN` names a secret, from that
 * secret, of which only the keys that the function needs are kept. What stands in the environment counts, so
 * that no secret is asked for locally and under SAM. The same object comes back until something has changed.
 * Throws only while there is nothing to go on with.
 */
export const environment = (options: {
  env: Env;
  needs: Declared;
  readSecret: ReadSecret;
  clock: () => number;
  warn: (reason: string) => void;
}): Environment => {
  const { env, needs, readSecret, clock, warn } = options;
  const arn = env.SECRET_ARN?.trim();
  const wanted = secretsOf(needs).filter((name) => !env[name]?.trim());
  if (!arn || wanted.length === 0) {
    return { current: () => env, forget: () => undefined, doubt: () => undefined };
  }

  let held: Env | undefined;
  let isDoubted = false;
  let readAgainAt = 0;
  const read = async (): Promise<Env> => {
    try {
      const secret = await readSecret(arn);
      const picked = Object.fromEntries(wanted.map((name) => [name, secret[name]]));
      readAgainAt = clock() + FRESH_MS;
      const isSame = held !== undefined && wanted.every((name) => held?.[name] === picked[name]);
      if (held !== undefined && isSame && !isDoubted) return held;
      isDoubted = false;
      held = { ...env, ...picked };
      return held;
    } catch (error) {
      if (held === undefined) throw error;
      readAgainAt = clock() + AGAIN_MS;
      warn(error instanceof Error ? error.name : 'unknown');
      return held;
    }
  };
  let reading: Promise<Env> | undefined;
  return {
    current() {
      if (held !== undefined && clock() < readAgainAt) return held;
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    forget() {
      held = undefined;
    },
    doubt() {
      isDoubted = true;
      readAgainAt = clock() + AGAIN_MS;
    },
  };
};
