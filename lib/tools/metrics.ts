import { logged, type MetricOf, published } from '../base/telemetry.ts';

/** What is counted of tools that ask a team's systems. */
export const TOOL_METRICS = [
  // How a tool call was answered: at once, later, or not by the system.
  published('lookup', ['answered', 'pending', 'failed']),
  // What became of an answer that came late.
  logged('late_answer', ['said', 'dropped']),
  logged('system', ['asked', 'fault', 'left_alone']),
] as const;
export type ToolMetric = MetricOf<typeof TOOL_METRICS>;
