import { logged, type MetricOf, published } from '../base/telemetry.ts';
import { RULES } from './rule-names.ts';

/** What is counted of conversations. */
export const CONVERSATION_METRICS = [
  // Events of a call that is over are dropped (C5).
  logged('call_event', ['kept', 'dropped']),
  published('rule', RULES),
  logged('call_effect', ['unknown']),
] as const;
export type ConversationMetric = MetricOf<typeof CONVERSATION_METRICS>;
