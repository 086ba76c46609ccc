import { type Family, logged, type MetricOf, type PublishedOf, published } from '../base/telemetry.ts';
import { CONVERSATION_METRICS } from '../conversation/metrics.ts';
import { CRM_METRICS } from '../crm/metrics.ts';
import { DESK_METRICS } from '../desk/metrics.ts';
import { DOCTOR_METRICS } from '../doctor/metrics.ts';
import { FOLLOWUP_METRICS } from '../followup/metrics.ts';
import { HANDOFF_METRICS, HANDOFF_TIMINGS, type HandoffTiming } from '../handoff/record/metrics.ts';
import { INBOUND_METRICS } from '../inbound/metrics.ts';
import { OUTBOUND_METRICS } from '../outbound/metrics.ts';
import { SWEEP_METRICS, SWEEP_TIMINGS, type SweepTiming } from '../outbox/metrics.ts';
import { TOOL_METRICS } from '../tools/metrics.ts';

/** How a webhook answered: `refused_...` by the reason's kind, not by each status. */
const HTTP = {
  metrics: ['answered', 'refused_credential', 'refused_input', 'refused_unavailable', 'refused_internal'],
  published: ['refused_credential'],
} as const;

/** Everything that is counted: what each capability counts, and what the functions themselves do. */
const FAMILIES = [
  ...HANDOFF_METRICS,
  ...CONVERSATION_METRICS,
  ...FOLLOWUP_METRICS,
  ...CRM_METRICS,
  ...DESK_METRICS,
  ...TOOL_METRICS,
  ...OUTBOUND_METRICS,
  ...INBOUND_METRICS,
  ...DOCTOR_METRICS,
  ...SWEEP_METRICS,
  HTTP,
  // A secret that cannot be read, or holds what is no good: the old values go on.
  published('secret', ['not_refreshed']),
  logged('twiml', ['down']),
  logged('message', ['failed']),
  // What the table or a queue refuses for good.
  logged('dropped', ['message']),
  logged('agent_page', ['refused']),
  // What is of another version of the functions, and goes back for it.
  logged('other_version', ['record', 'message']),
  logged('table', ['down']),
  logged('queue', ['down']),
] as const;
export type Metric = MetricOf<typeof FAMILIES>;
/** From the event's arrival in the function to its answer. CloudWatch has the function's own duration for nothing. */
export type Timing = HandoffTiming | SweepTiming | 'answer_ms';

/** What graphs and alarms may read. */
export type PublishedMetric = PublishedOf<typeof FAMILIES> | HandoffTiming | SweepTiming;

const FAMILY_OF: ReadonlyMap<string, Family<Metric>> = new Map(
  FAMILIES.flatMap((family: Family<Metric>) => family.metrics.map((metric) => [metric, family] as const)),
);

/** The family of a metric, itself included. */
export function familyOf(metric: Metric): readonly Metric[] {
  return FAMILY_OF.get(metric)?.metrics ?? [metric];
}

/** What CloudWatch keeps as a metric; everything else stands in the log line only. */
export const PUBLISHED: ReadonlySet<string> = new Set<string>([
  ...FAMILIES.flatMap((family: Family<Metric>) => family.published),
  ...HANDOFF_TIMINGS,
  ...SWEEP_TIMINGS,
]);
