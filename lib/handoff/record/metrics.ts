import { family, logged, type MetricOf, published } from '../../base/telemetry.ts';
import type { Work } from './handoff.ts';
import { OUTCOMES, STATES, STRATEGIES } from './words.ts';

const EFFECTS = [
  'create-task',
  'bridge',
  'look-at-call',
  'await-report',
  'tell-caller',
  'close-task',
  'withdraw-task',
  'tell-assistant',
  'ring-agent',
  'look-at-agent',
  'accept-reservation',
  'reject-reservation',
  'release-agent',
  'move-caller',
  'look-at-legs',
  'open-assistant',
  'request-callback',
  'announce-end',
  'keep-facts',
] as const satisfies readonly Work['kind'][];

/** What is counted of handoffs. */
export const HANDOFF_METRICS = [
  published('handoff', STATES),
  published('outcome', OUTCOMES),
  // Of those who talked: whether they were joined within the window.
  family('answered', ['in_time', 'late'], ['in_time']),
  logged('strategy', STRATEGIES),
  logged('event', ['changed', 'repeated', 'late', 'put-off', 'foreign', 'not-due', 'call-over']),
  logged('received', ['unchanged', 'saved', 'queued', 'kept']),
  // A caller who had had as many handoffs as one may have is refused.
  logged('escalation', ['requested', 'refused']),
  // Whether anybody could be there, whenever a human is asked for.
  logged('team', ['open', 'closed']),
  // What a model named for the routing of a task, and the team has not.
  logged('routing_word', ['unknown']),
  logged('effect', ['unknown']),
  ...EFFECTS.map((kind) => logged(`effect_${kind}`, ['done', 'trouble'])),
] as const;
export type HandoffMetric = MetricOf<typeof HANDOFF_METRICS>;

/** Durations of a handoff in milliseconds, each read by a graph or an alarm. */
export const HANDOFF_TIMINGS = [
  /** From the webhook that asked for a human to the task that TaskRouter has. */
  'escalation_to_task_ms',
  /** From the decision on an assignment to the transfer that Vapi was asked for. */
  'assignment_to_transfer_ms',
  /** From the request to the talk, of those who talked. */
  'speed_of_answer_ms',
  /** How long after its end an expired window was noticed. */
  'window_overdue_ms',
] as const;
export type HandoffTiming = (typeof HANDOFF_TIMINGS)[number];
