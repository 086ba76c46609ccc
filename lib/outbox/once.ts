/** Result of claiming something that is done once. */
export type Begun =
  | { is: 'first'; since: number }
  /** An earlier attempt, begun at `since` (ms) or later, died or lost its answer: look before acting. */
  | { is: 'again'; since: number }
  | { is: 'done' }
  /** Another owner is doing it. */
  | { is: 'held' };

/** Claims on what is done once. Throws `Unavailable`. */
export interface Once {
  /** No other owner gets it for `leaseMs`; after that `owner` counts as dead, and the next one looks first. */
  begin(key: string, owner: string, leaseMs: number): Promise<Begun>;
  /** Holds for longer than its messages can come again. */
  done(key: string, owner: string, result: string): Promise<void>;
  /** Gives it back: certainly not done, or still in doubt because of an attempt begun at `since`. */
  failed(
    key: string,
    owner: string,
    left: { is: 'not-done' } | { is: 'in-doubt'; since: number },
  ): Promise<void>;
}

/** How an attempt leaves what is done once. */
export type Left =
  /** Done. `unnoted` is called if that cannot be noted; without it `doOnce` throws, and the next one looks first. */
  | { is: 'done'; result: string; unnoted?: () => void }
  /** This attempt certainly did not do it. */
  | { is: 'not-done' }
  /** It may be done: the next one may come at once, and looks first. */
  | { is: 'in-doubt' }
  /** It may still be on its way: the lease keeps others off until it must have arrived. */
  | { is: 'on-its-way' };

/**
 * Does something once, under a lease. `act` gets `since` (ms) if an earlier attempt may have done it then or later:
 * it looks before it acts. Returns its answer; `known` if it was done before, `held` if another owner is doing it.
 * Throws `Unavailable` if the claim cannot be made, or the end cannot be noted.
 */
export async function doOnce<Answer>(
  { once, key, owner, leaseMs }: { once: Once; key: string; owner: string; leaseMs: number },
  act: (since: number | undefined) => Promise<Answer>,
  leftBy: (answer: Answer) => Left,
): Promise<Answer | { is: 'known' } | { is: 'held' }> {
  const begun = await once.begin(key, owner, leaseMs);
  if (begun.is === 'done') return { is: 'known' };
  if (begun.is === 'held') return { is: 'held' };
  const { since } = begun;
  const answer = await act(begun.is === 'again' ? since : undefined);
  const left = leftBy(answer);
  if (left.is === 'done') {
    const noted = once.done(key, owner, left.result);
    await (left.unnoted === undefined ? noted : noted.catch(left.unnoted));
  } else if (left.is !== 'on-its-way') {
    const inDoubt = left.is === 'in-doubt' || begun.is === 'again';
    // Where this is lost, the lease runs out and the next one looks first.
    await once
      .failed(key, owner, inDoubt ? { is: 'in-doubt', since } : { is: 'not-done' })
      .catch(() => undefined);
  }
  return answer;
}
