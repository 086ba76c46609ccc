/** Who came to something that is done once: alone, after an attempt that may have done it, or too late. */
export type Begun =
  | { is: 'first'; since: number }
  /** An earlier attempt, begun at `since` (ms) or later, died or lost its answer: look before acting. */
  | { is: 'again'; since: number }
  | { is: 'done' }
  /** Somebody else is at it. */
  | { is: 'held' };

/** Something that is done once, whoever comes and however often. Throws `Unavailable`. */
export interface Once {
  /** For `leaseMs` nobody else gets it; after that `owner` counts as dead, and the next one looks first. */
  begin(key: string, owner: string, leaseMs: number): Promise<Begun>;
  /** For ever, as far as its messages can come again. */
  done(key: string, owner: string, result: string): Promise<void>;
  /** Gives it back: certainly not done, or still in doubt because of an attempt begun at `since`. */
  failed(
    key: string,
    owner: string,
    left: { is: 'not-done' } | { is: 'in-doubt'; since: number },
  ): Promise<void>;
}
