import type { Direction } from './shards.ts';

/** What has ended with which a place is given back: a call at Vapi, or the leg at Twilio. */
export type EndOf = { of: 'call'; callId: string } | { of: 'leg' };

/** What is known of a holder who may have a place. */
export type Known = { names?: readonly string[]; past?: string | undefined };

/** Places for calls at one time (F4). Every method throws `Unavailable` where the table cannot be reached. */
export interface Places {
  /**
   * Takes one for a holder; who has one already keeps it. `names`: of a holder who most likely has one, by any of these.
   * `past`: the call at Vapi that the holder's leg has had, whose end gives the place back no more, however late it is
   * told.
   */
  take(holder: string, direction: Direction, known?: Known): Promise<'taken' | 'full'>;
  /** Gives one back; nothing where there is none. Without `end` it is certain that there is no call. */
  free(holder: string, end?: EndOf): Promise<void>;
  /** Whether there is a call at Vapi, nobody knows: the end of the leg says nothing about it. */
  doubt(holder: string): Promise<void>;
  /** Vapi takes no more calls than this at one time: the ceiling for the next minute, where it is below ours. */
  lower(most: number): Promise<void>;
}

/** How long Vapi's own limit is believed. */
export const CEILING_MS = 60_000;
/** A lease outlives the longest call, so that no live call loses its place. */
export const LEASE_MARGIN_MS = 60_000;
