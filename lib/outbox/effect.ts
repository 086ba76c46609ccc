import * as z from 'zod/mini';
import { stored } from '../base/stored.ts';

const millis = z.int().check(z.nonnegative());

/**
 * Something owed to the outside world, saved with the change that owes it: it stays in its record until its result
 * is recorded. Times in ms since 1970.
 */
export const effectOf = <Work extends z.ZodMiniType>(work: Work) =>
  stored({
    /** Stable over redeliveries: the kind and what it is about. */
    id: z.string(),
    work,
    owedSince: millis,
    notBefore: millis,
    attempts: z.int(),
    /** An earlier attempt may have happened: look at the other side before acting again. */
    mayHaveHappened: z.boolean(),
    claim: z.optional(stored({ owner: z.string(), until: millis })),
  });

/**
 * What another version of the functions owes and this one does not know: it stays in its record as it is, and is left
 * to a version that knows it. `dueAt`: when it may be begun, as far as that can be read.
 */
export const unknownEffectSchema = z.object({
  id: z.optional(z.string()),
  dueAt: z.optional(z.number()),
  as: z.unknown(),
});
export type UnknownEffect = z.infer<typeof unknownEffectSchema>;

export type Pending<Work> = {
  id: string;
  work: Work;
  owedSince: number;
  notBefore: number;
  attempts: number;
  mayHaveHappened: boolean;
  claim?: { owner: string; until: number } | undefined;
};

/** A record that owes effects. */
export type Owing<Work> = { effects: Pending<Work>[]; unknownEffects?: UnknownEffect[] | undefined };

/** Adds an effect; one that is owed already stays as it is. */
export const oweAs = <Work, R extends Owing<Work>>(
  record: R,
  id: string,
  work: Work,
  now: number,
  notBefore = now,
): R => {
  const isOwed = (effect: { id?: string | undefined }) => effect.id === id;
  if (record.effects.some(isOwed) || record.unknownEffects?.some(isOwed)) return record;
  const effect: Pending<Work> = { id, work, owedSince: now, notBefore, attempts: 0, mayHaveHappened: false };
  return { ...record, effects: [...record.effects, effect] };
};

/** Whether one of these effects is not owed by `before`. */
export function isMore(effects: readonly Pending<unknown>[], before: Owing<unknown> | undefined): boolean {
  const owed = new Set(before?.effects.map(({ id }) => id));
  return effects.some(({ id }) => !owed.has(id));
}

/** Takes an effect off the record: its result is known. */
export const completed = <Work, R extends Owing<Work>>(record: R, effectId: string): R => ({
  ...record,
  effects: record.effects.filter(({ id }) => id !== effectId),
});

/** Puts an effect back for then (ms since 1970), as if nobody had come to it: what is in doubt stays so. */
export const later = <Work, R extends Owing<Work>>(
  record: R,
  { id: effectId }: Pending<Work>,
  notBefore: number,
): R => {
  const effects = record.effects.map((each) => {
    if (each.id !== effectId) return each;
    const { claim: _freed, ...rest } = each;
    return { ...rest, notBefore };
  });
  return { ...record, effects };
};

const MAX_DELAY_MS = 30_000;

/**
 * Puts an effect back for a later attempt: after 1, 2, 4 ... 30 seconds (`longestMs`, where somebody waits for it), or
 * when the other side said.
 */
export const again = <Work, R extends Owing<Work>>(
  record: R,
  effect: Pending<Work>,
  now: number,
  how: { unsure: boolean; retryAfterSeconds?: number; longestMs?: number },
): R => {
  const asked = how.retryAfterSeconds;
  const longest = asked === undefined ? (how.longestMs ?? MAX_DELAY_MS) : MAX_DELAY_MS;
  const delay = Math.min(longest, Math.max(1, asked ?? 2 ** Math.min(effect.attempts, 5)) * 1000);
  const { claim: _freed, ...rest } = effect;
  const later: Pending<Work> = {
    ...rest,
    attempts: effect.attempts + 1,
    notBefore: now + delay,
    mayHaveHappened: effect.mayHaveHappened || how.unsure,
  };
  return { ...record, effects: record.effects.map((each) => (each.id === effect.id ? later : each)) };
};
