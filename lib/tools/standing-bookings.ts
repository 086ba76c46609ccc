import type { ToolRun } from './run/record.ts';

/** Returns the appointments that were booked in a call and not canceled since, the oldest first. */
export function standingBookings(runs: readonly ToolRun[]): { reference: string; start: number }[] {
  const canceled = new Set(runs.flatMap(({ found }) => found?.canceled?.reference ?? []));
  return runs.flatMap(({ found }) => found?.booked ?? []).filter(({ reference }) => !canceled.has(reference));
}
