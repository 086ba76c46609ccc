import type { Direction } from './shards.ts';

/** Places for calls at one time (F4). Every method throws `Unavailable` where the table cannot be reached. */
export interface Places {
  /**
   * Takes one for a holder; who has one already keeps it. `names`: of a holder who most likely has one, by any of these.
   */
  take(holder: string, direction: Direction, names?: readonly string[]): Promise<'taken' | 'full'>;
  /** Gives one back; nothing where there is none. */
  free(holder: string): Promise<void>;
  /** Vapi takes no more calls than this at one time: the ceiling for the next minute, where it is below ours. */
  lower(most: number): Promise<void>;
}

/** How long Vapi's own limit is believed. */
export const CEILING_MS = 60_000;
/** A lease outlives the longest call, so that no live call loses its place. */
export const LEASE_MARGIN_MS = 60_000;
