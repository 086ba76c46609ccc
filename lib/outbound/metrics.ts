import { logged, type MetricOf } from '../base/telemetry.ts';
import { OUTBOUND_OUTCOMES } from './outcomes.ts';

/** What is counted of outbound calls. */
export const OUTBOUND_METRICS = [
  logged('outbound', ['asked', 'refused']),
  logged('dial', ['placed', 'deferred', 'not_yet', 'refused', 'unsure', 'forbidden']),
  logged('outbound_ended', OUTBOUND_OUTCOMES),
] as const;
export type OutboundMetric = MetricOf<typeof OUTBOUND_METRICS>;
