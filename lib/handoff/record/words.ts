/** The words for where a handoff is. `none` does not exist as a word: no record is no handoff. */
export const STATES = ['requested', 'queued', 'offered', 'bridging', 'connected', 'ended'] as const;

export type State = (typeof STATES)[number];

export const OUTCOMES = [
  'completed',
  'transferred',
  'no_agent',
  'caller_left',
  'canceled',
  'bridge_failed',
  'task_failed',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** How agent and caller are joined (H12). */
export const STRATEGIES = ['vapi-transfer', 'conference', 'enqueue'] as const;

export type StrategyName = (typeof STRATEGIES)[number];
