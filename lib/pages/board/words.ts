import type { Outcome, State } from '../../handoff/record/handoff.ts';
import type { Shown } from '../kit/shown.ts';

/** No telephone number stands on this page, not even in a name. */
export const HIDDEN: Shown = { numbers: 'hidden' };

/** An outcome for people. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  completed: 'Connected',
  transferred: 'Transferred',
  no_agent: 'No agent',
  caller_left: 'Caller left',
  canceled: 'Canceled',
  bridge_failed: 'Could not be joined',
  task_failed: 'Task refused',
};

/** Where a handoff is that has not ended. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  requested: 'Asked for',
  queued: 'Waiting',
  offered: 'Being rung',
  bridging: 'Being joined',
  connected: 'Talking',
  ended: 'Ended',
};

/** How agent and caller are joined, which has a name of its own: `Vapi transfer` of `vapi-transfer`. */
export function strategyWords(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;
}
