import * as z from 'zod/mini';
import { stored } from '../../base/stored.ts';
import { isStorageTrouble } from '../../base/trouble.ts';
import { loadDecideSave } from '../../outbox/save.ts';

const millis = z.int().check(z.nonnegative());

/** What is known of a system's troubles: when the last ones were, and until when it is left alone (ms since 1970). */
export const breakerSchema = stored({ faults: z.array(millis), openUntil: z.exactOptional(millis) });
export type Breaker = z.infer<typeof breakerSchema>;

export const UNBROKEN: Breaker = { faults: [] };

/** What is kept of each system, by its name. Both methods throw `Unavailable`. */
export interface BreakerStore {
  load(system: string): Promise<{ breaker: Breaker; version: number }>;
  save(system: string, breaker: Breaker, expectedVersion: number): Promise<'saved' | 'lost'>;
}

const FAULTS = 5;
const WITHIN_MS = 60_000;
const ALONE_MS = 30_000;
/** Many see the same fault at once; who loses so often adds nothing that is not known. */
const ROUNDS = 3;

/** Whether a system is left alone. */
export function isLeftAlone({ openUntil }: Breaker, now: number): boolean {
  return openUntil !== undefined && openUntil > now;
}

/** After a fault of its own: with five of them in a minute it is left alone for 30 seconds, and counted afresh. */
export function afterFault({ faults, openUntil, ...unknown }: Breaker, now: number): Breaker {
  const recent = [...faults.filter((at) => at > now - WITHIN_MS), now];
  if (recent.length < FAULTS) return { ...unknown, faults: recent, ...(openUntil && { openUntil }) };
  return { ...unknown, faults: [], openUntil: now + ALONE_MS };
}

/** Whether a system may be asked. A table that cannot be read is no reason not to. */
export async function mayBeAsked(store: BreakerStore, system: string, now: number): Promise<boolean> {
  try {
    return !isLeftAlone((await store.load(system)).breaker, now);
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    return true;
  }
}

/** Notes a fault. Returns whether the system is left alone from now on; what cannot be noted is not counted. */
export async function noteFault(store: BreakerStore, system: string, now: number): Promise<boolean> {
  try {
    return await loadDecideSave(store, system, ROUNDS, ({ breaker, version }) => {
      const after = afterFault(breaker, now);
      const opened = after.openUntil !== undefined && after.openUntil !== breaker.openUntil;
      return { outcome: opened, save: () => store.save(system, after, version) };
    });
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    return false;
  }
}
