import type { Owing, Pending } from './effect.ts';

/**
 * How long a claim keeps others away. Longer than a worker may run (10 s, infra/topology), so that a
 * claim that has run out belongs to a dead attempt; shorter than the queues' visibility (20 s), so that the
 * redelivered message of that attempt can go on at once.
 */
export const LEASE_MS = 12_000;

/** `doubt`: why an earlier attempt may have happened, so that the other side is looked at first. */
export type Claimed<Work> = { effect: Pending<Work>; doubt: 'none' | 'answer-lost' | 'crashed' };

/** Takes every effect that is due and free (or was left by a dead attempt) for `owner`. */
export const claim = <Work, R extends Owing<Work>>(
  record: R & Owing<Work>,
  owner: string,
  now: number,
): { record: R; claimed: Claimed<Work>[] } => {
  const claimed: Claimed<Work>[] = [];
  const effects = record.effects.map((effect) => {
    const held = effect.claim;
    // A claim of our own is one whose save was answered too late to be believed: it is still ours to carry out.
    const ours = held?.owner === owner;
    if (effect.notBefore > now || (held !== undefined && !ours && held.until > now)) return effect;
    const crashed = held !== undefined && !ours;
    // The doubt outlives this attempt: a look-up that fails settles nothing.
    const mine: Pending<Work> = {
      ...effect,
      mayHaveHappened: effect.mayHaveHappened || crashed,
      claim: { owner, until: now + LEASE_MS },
    };
    const doubt = crashed ? 'crashed' : effect.mayHaveHappened ? 'answer-lost' : 'none';
    claimed.push({ effect: mine, doubt });
    return mine;
  });
  return claimed.length === 0 ? { record, claimed } : { record: { ...record, effects }, claimed };
};

/** Whether an invocation other than `owner` holds the effect. */
export function isAnothers({ effects }: Owing<unknown>, effectId: string, owner: string): boolean {
  return effects.some(({ id, claim: held }) => id === effectId && held !== undefined && held.owner !== owner);
}

/**
 * When a message has to bring the loop back to what is still pending; undefined if another invocation has already
 * scheduled it. `found` is the record as it was first loaded: what was put off before then has a message, sent by the
 * invocation that put it off. If that one died before it sent it, its own message comes again after the queue's
 * visibility (20 s) and looks after all that is owed. What another invocation holds is
 * watched, because that one may be dead.
 */
export const wakeAt = <Work>(
  record: Owing<Work>,
  found: Owing<Work> | undefined,
  now: number,
): number | undefined => {
  const waiting = record.effects.filter(
    (effect) =>
      effect.claim !== undefined ||
      effect.notBefore <= now ||
      !found?.effects.some(({ id, notBefore }) => id === effect.id && notBefore === effect.notBefore),
  );
  const times = waiting.map((effect) => Math.max(effect.notBefore, effect.claim?.until ?? 0));
  return times.length === 0 ? undefined : Math.min(...times);
};

/** Further ahead than the messages of one burst of work. */
const FAR_MS = 90_000;
/** The longest delay of a message (SQS). */
export const LONGEST_DELAY_MS = 900_000;

/**
 * What a wake-up leaves to the message that is on its way for it. Every wake-up looks after what is due soon, because
 * the sender of its message may be dead; for a look in some minutes it would only add another message.
 */
export function putOffFar<Work>(found: Owing<Work> | undefined, now: number): Owing<Work> | undefined {
  const effects = found?.effects.filter(
    ({ notBefore, owedSince }) => notBefore > now + FAR_MS && notBefore <= owedSince + LONGEST_DELAY_MS,
  );
  return effects && { effects };
}
