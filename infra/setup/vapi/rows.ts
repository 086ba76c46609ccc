import type { PlanRow } from '../plan.ts';

/** What a row is about, as a failure names it. */
export function titleOf({ what, name }: PlanRow): string {
  return `${what} ${name}`;
}

/** Returns what is said after a change that does not stop the rest: the next plan and the doctor tell it again. */
export function notKept({ what, name }: PlanRow): PlanRow {
  const why = 'Vapi took the change and did not keep all of it: look at it in the dashboard.';
  return { what, name, action: 'same', fields: {}, why };
}
