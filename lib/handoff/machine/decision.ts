import type { HandoffEvent } from '../record/events.ts';
import type { Handoff } from '../record/handoff.ts';

/** A message that the handoff sends to itself, later. */
export type Follow = { event: HandoffEvent; delaySeconds: number };

export type Decision =
  | { is: 'changed'; handoff: Handoff }
  /** A late or repeated event, or the loser of a race: a normal answer, counted by its reason. */
  | { is: 'unchanged'; why: 'repeated' | 'late' | 'foreign' | 'not-due' }
  /** Too early to be decided: it comes again. */
  | { is: 'put-off'; follow: Follow }
  /** There is no handoff, and the call is over: written down, so that a request that comes late finds it. */
  | { is: 'call-over' };

export const changed = (handoff: Handoff): Decision => ({ is: 'changed', handoff });
export const REPEATED: Decision = { is: 'unchanged', why: 'repeated' };
export const LATE: Decision = { is: 'unchanged', why: 'late' };
export const FOREIGN: Decision = { is: 'unchanged', why: 'foreign' };
