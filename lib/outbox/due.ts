import type { Owing } from './effect.ts';

/**
 * When a record has to be looked after next, in ms since 1970; undefined where it owes nothing. What an invocation
 * holds is due when its claim has run out: if that one is alive, its next save says so.
 */
export const dueAt = ({ effects }: Owing<unknown>): number | undefined =>
  effects.length === 0
    ? undefined
    : Math.min(...effects.map(({ notBefore, claim }) => Math.max(notBefore, claim?.until ?? 0)));
