import type { Handoff } from './handoff.ts';

/** How often a human is fetched for one caller: each time can ring an agent. */
export const MOST_HANDOFFS = 5;

/** Handoffs before this call's own, of a caller who was given back to the assistant in a fresh call. */
type Before = { earlierHandoffs?: number | undefined };

/** Returns how many handoffs a caller has had by the end of this one. */
export function handoffsSoFar({
  requestNo,
  request,
}: Pick<Handoff, 'requestNo'> & { request: Before }): number {
  return requestNo + (request.earlierHandoffs ?? 0);
}

/**
 * Whether another handoff of this caller would be one too many. A request that is known already, or that comes while a
 * handoff is under way, asks for none.
 */
export function isOneTooMany(
  { earlierHandoffs = 0 }: Before,
  last: Handoff | undefined,
  handoffId: string,
): boolean {
  if (last === undefined) return earlierHandoffs >= MOST_HANDOFFS;
  const known = [last, ...last.history].some((one) => one.handoffId === handoffId);
  return !known && last.progress.state === 'ended' && handoffsSoFar(last) >= MOST_HANDOFFS;
}
