import { logged, type MetricOf } from '../base/telemetry.ts';

/** What is counted of overdue records. */
export const SWEEP_METRICS = [logged('sweep', ['woken', 'failed'])] as const;
export type SweepMetric = MetricOf<typeof SWEEP_METRICS>;

/** Durations in milliseconds, read by an alarm. */
export const SWEEP_TIMINGS = [
  /** How long the longest overdue record has waited. */
  'overdue_ms',
] as const;
export type SweepTiming = (typeof SWEEP_TIMINGS)[number];
