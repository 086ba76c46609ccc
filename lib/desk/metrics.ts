import { logged, type MetricOf, published } from '../base/telemetry.ts';

/** What is counted at the front desk. */
export const DESK_METRICS = [
  // Whoever calls gets an assistant, or what there is in place of one.
  published('arrival', ['assistant', 'busy']),
  // What a leg was told whose voice webhook is ours.
  logged('leg_answer', ['assistant', 'agents', 'say', 'reject', 'late']),
  logged('assistant_request', ['answered', 'resumed', 'full', 'nobody']),
  logged('route', ['ask', 'go', 'blind']),
] as const;
export type DeskMetric = MetricOf<typeof DESK_METRICS>;
