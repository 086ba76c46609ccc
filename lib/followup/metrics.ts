import { family, logged, type MetricOf } from '../base/telemetry.ts';

const RESULTS = ['created', 'known', 'failed'] as const;

/** What is counted of the tasks for which nobody waits on the line. */
export const FOLLOWUP_METRICS = [
  logged('callback', [...RESULTS, 'requested', 'enough']),
  family('review', RESULTS, ['failed']),
] as const;
export type FollowupMetric = MetricOf<typeof FOLLOWUP_METRICS>;
