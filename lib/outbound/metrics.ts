import { logged, type MetricOf, published } from '../base/telemetry.ts';
import { PAUSE_CODES } from './campaign/states.ts';
import { OUTBOUND_OUTCOMES } from './outcomes.ts';

/** What is counted of outbound calls. */
export const OUTBOUND_METRICS = [
  logged('outbound', ['asked', 'refused']),
  logged('dial', ['placed', 'deferred', 'not_yet', 'refused', 'unsure', 'forbidden']),
  logged('outbound_ended', OUTBOUND_OUTCOMES),
  published('campaign_paused', PAUSE_CODES),
  published('campaign', ['stalled']),
  logged('campaign_asked', ['created', 'refused']),
] as const;
export type OutboundMetric = MetricOf<typeof OUTBOUND_METRICS>;
