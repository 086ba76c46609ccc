import type { Owing } from './effect.ts';

/** When an effect is due, in ms since 1970: not before its time, and not while an invocation holds it. */
export const dueOf = ({
  notBefore,
  claim,
}: {
  notBefore: number;
  claim?: { until: number } | undefined;
}): number => Math.max(notBefore, claim?.until ?? 0);

/**
 * When a record has to be looked after next, in ms since 1970; undefined where it owes nothing. What another version
 * has to do counts as well: the sweeper brings it to whoever works then. What an invocation holds is due when its claim
 * has run out: if that one is alive, its next save says so.
 */
export const dueAt = ({ effects, unknownEffects = [] }: Owing<unknown>): number | undefined => {
  const times = [...effects.map(dueOf), ...unknownEffects.flatMap((owed) => owed.dueAt ?? [])];
  return times.length === 0 ? undefined : Math.min(...times);
};
