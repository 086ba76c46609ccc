import type { Handoff, StrategyName } from '../record/handoff.ts';
import { conference } from './conference.ts';
import { enqueue } from './enqueue.ts';
import type { Strategy } from './strategy.ts';
import { vapiTransfer } from './vapi-transfer.ts';

/** Every way to join agent and caller. */
const STRATEGY: Readonly<Record<StrategyName, Strategy>> = {
  'vapi-transfer': vapiTransfer,
  conference,
  enqueue,
};

/** Returns the strategy by which this handoff joins agent and caller. */
export function strategyOf({ strategy }: Pick<Handoff, 'strategy'>): Strategy {
  return STRATEGY[strategy.is];
}
