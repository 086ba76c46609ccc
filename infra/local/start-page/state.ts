import type { Handoff } from '../../../lib/handoff/record/handoff.ts';
import type { LineId } from './calls.ts';
import type { PlacedCall } from './placed.ts';
import type { Agent } from './team.ts';

/** Whether a platform is simulated here; what a person may try depends on it. */
export type Platform = 'simulated' | 'real';

/** All that the page shows. */
export type StartState = {
  vapi: Platform;
  twilio: Platform;
  /** Where the platforms reach the webhooks. */
  publicUrl: string;
  windowSeconds: number;
  /** The strategy that a call on each line gets. */
  strategies: Readonly<Record<LineId, string>>;
  /** Those of the settings: a task is for one of them, or for everybody. */
  departments: readonly string[];
  agents: readonly Agent[];
  calls: readonly PlacedCall[];
  /** The newest first. */
  handoffs: readonly Handoff[];
  /** The path of a handoff's agent page. */
  pageOf(handoff: Handoff): string | undefined;
};

/** Both are needed for a call of which every part can be seen and played. */
export function canPlaceCalls({ vapi, twilio }: Pick<StartState, 'vapi' | 'twilio'>): boolean {
  return vapi === 'simulated' && twilio === 'simulated';
}
