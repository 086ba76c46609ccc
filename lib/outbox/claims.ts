import { dueOf } from './due.ts';
import type { Owing, Pending } from './effect.ts';

/**
 * How long a claim keeps others away, where a capability says nothing else. Longer than a worker may run (10 s,
 * infra/topology), so that a claim that has run out belongs to a dead attempt; shorter than the queues' visibility
 * (20 s), so that the redelivered message of that attempt can go on at once.
 */
export const LEASE_MS = 12_000;

/** `doubt`: why an earlier attempt may have happened, so that the other side is looked at first. */
export type Claimed<Work> = { effect: Pending<Work>; doubt: 'none' | 'answer-lost' | 'crashed' };

/**
 * Takes every effect that is due and free (or was left by a dead attempt) for `owner`. `givenUpBy`: one whose claims
 * are void, because it has said itself that it works no more.
 */
export const claim = <Work, R extends Owing<Work>>(
  record: R & Owing<Work>,
  owner: string,
  now: number,
  givenUpBy?: string,
  leaseMs = LEASE_MS,
): { record: R; claimed: Claimed<Work>[] } => {
  const claimed: Claimed<Work>[] = [];
  const effects = record.effects.map((effect) => {
    const held = effect.claim;
    // A claim of our own is one whose save was answered too late to be believed: it is still ours to carry out.
    const ours = held?.owner === owner;
    const isHeld = held !== undefined && !ours && held.owner !== givenUpBy && held.until > now;
    if (effect.notBefore > now || isHeld) return effect;
    const crashed = held !== undefined && !ours;
    // The doubt outlives this attempt: a look-up that fails settles nothing.
    const mine: Pending<Work> = {
      ...effect,
      mayHaveHappened: effect.mayHaveHappened || crashed,
      claim: { owner, until: now + leaseMs },
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

/** What is due sooner has a message of its own whatever it is: the sweeper is a second or two late. */
const SOON_MS = 9_000;

/** Whether the sweeper is enough for an effect: nobody waits for it, and it is not due soon. */
export type Patience<Work> = (work: Work) => boolean;

/** The effects that need a message to bring the loop back to them; the sweeper finds the others in the record. */
export const needingMessage = <Work>(
  { effects }: Owing<Work>,
  isPatient: Patience<Work>,
  now: number,
): Pending<Work>[] => effects.filter((effect) => !isPatient(effect.work) || dueOf(effect) <= now + SOON_MS);

/**
 * When a message has to bring the loop back to what is still pending; undefined if another invocation has already
 * scheduled it. `found` is the record as it was first loaded: what was put off before then has a message, sent by the
 * invocation that put it off. If that one died before it sent it, its own message comes again after the queue's
 * visibility (20 s) and looks after all that is owed. What another invocation holds is watched, because that one may be
 * dead.
 */
export const wakeAt = <Work>(
  record: Owing<Work>,
  found: Owing<Work> | undefined,
  isPatient: Patience<Work>,
  now: number,
): number | undefined => {
  const times = needingMessage(record, isPatient, now)
    .filter(
      (effect) =>
        effect.claim !== undefined ||
        effect.notBefore <= now ||
        !found?.effects.some(({ id, notBefore }) => id === effect.id && notBefore === effect.notBefore),
    )
    .map(dueOf);
  // What was there before has a message; to a wake-up nothing was.
  if (found?.unknownEffects === undefined) times.push(...unknownTimes(record, now));
  return times.length === 0 ? undefined : Math.min(...times);
};

/** Who looks after what is not known here looks again after this long. */
const UNKNOWN_MS = 2_000;

/**
 * When to look whether a version that knows them has taken the effects that this one does not: after 2 s, and then
 * each time after as long as they have been due, so that a version that does not come back costs little.
 */
const unknownTimes = ({ unknownEffects = [] }: Owing<unknown>, now: number): number[] =>
  unknownEffects.flatMap(({ dueAt }) => {
    if (dueAt === undefined) return [];
    const pause = Math.min(LONGEST_DELAY_MS, Math.max(UNKNOWN_MS, now - dueAt));
    return [Math.max(dueAt, now + pause)];
  });

/** The longest delay of a message (SQS). */
export const LONGEST_DELAY_MS = 900_000;
