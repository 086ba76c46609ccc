import { logged, type MetricOf, published } from '../base/telemetry.ts';
import type { DeskMetric } from '../desk/metrics.ts';
import type { FollowupMetric } from '../followup/metrics.ts';
import type { HandoffPorts } from '../handoff/loop/take-in.ts';

/** What is counted of the platforms' messages. */
export const INBOUND_METRICS = [
  // What an agent whom we rang said to the offer; the rest of them did not answer.
  published('answer', ['taken', 'declined', 'no-key', 'voicemail', 'not-answered']),
  logged('assignment', ['accepted', 'left', 'rejected']),
  logged('agent', ['ringable', 'not_ringable']),
  logged('message', ['known', 'unknown']),
  logged('tool_call', ['taken', 'refused']),
  logged('destination', ['agent', 'fallback', 'none']),
  logged('task_event', ['known', 'foreign', 'other']),
  logged('leg', ['known', 'unknown']),
] as const;
export type InboundMetric = MetricOf<typeof INBOUND_METRICS>;

/** What every reader of a platform's message stands on. */
export type InboundPorts = HandoffPorts<InboundMetric | FollowupMetric | DeskMetric>;
