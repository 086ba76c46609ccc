import { describe } from 'vitest';
import type { StrategyName } from '../../../lib/handoff/record/handoff.ts';
import { OWN_STRATEGIES } from './given-legs.ts';
import { type Case, check } from './seen.ts';

/** The same rows for both strategies in which our own account rings the agent. */
export const checkOwn = (rows: (strategy: StrategyName) => Case[]): void => {
  for (const strategy of OWN_STRATEGIES) {
    describe(strategy, () => check(rows(strategy)));
  }
};
