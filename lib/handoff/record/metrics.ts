import { RULES } from '../../conversation/rule-names.ts';
import { OUTCOMES, STATES, STRATEGIES } from './handoff.ts';

const named = <P extends string, N extends string>(prefix: P, names: readonly N[]): `${P}_${N}`[] =>
  names.map((name): `${P}_${N}` => `${prefix}_${name}`);

/**
 * What is counted. Of each family exactly one happens at a time: it counts 1 and its siblings 0, so that an alarm
 * never sits on missing data.
 */
const FAMILIES = [
  named('handoff', STATES),
  named('outcome', OUTCOMES),
  named('event', ['changed', 'repeated', 'late', 'put-off', 'foreign', 'not-due', 'call-over']),
  named('received', ['unchanged', 'saved', 'queued']),
  named('effect_create-task', ['done', 'trouble']),
  named('effect_bridge', ['done', 'trouble']),
  named('effect_look-at-call', ['done', 'trouble']),
  named('effect_tell-caller', ['done', 'trouble']),
  named('effect_close-task', ['done', 'trouble']),
  named('effect_tell-assistant', ['done', 'trouble']),
  named('effect_ring-agent', ['done', 'trouble']),
  named('effect_look-at-agent', ['done', 'trouble']),
  named('effect_accept-reservation', ['done', 'trouble']),
  named('effect_reject-reservation', ['done', 'trouble']),
  named('effect_release-agent', ['done', 'trouble']),
  named('effect_move-caller', ['done', 'trouble']),
  named('effect_look-at-legs', ['done', 'trouble']),
  named('effect_open-assistant', ['done', 'trouble']),
  named('effect_request-callback', ['done', 'trouble']),
  named('strategy', STRATEGIES),
  // What an agent whom we rang said to the offer; the rest of them did not answer.
  named('answer', ['taken', 'declined', 'no-key', 'voicemail', 'not-answered']),
  named('assignment', ['accepted', 'left', 'rejected']),
  named('agent', ['ringable', 'not_ringable']),
  named('message', ['known', 'unknown']),
  named('tool_call', ['taken', 'refused']),
  named('destination', ['agent', 'fallback', 'none']),
  named('task_event', ['known', 'foreign', 'other']),
  named('leg', ['known', 'unknown']),
  named('callback', ['created', 'known', 'failed']),
  named('review', ['created', 'known', 'failed']),
  named('crm', ['delivered', 'known', 'gone', 'refused', 'trouble']),
  // Whether anybody could be there, whenever a human is asked for.
  named('team', ['open', 'closed']),
  // Events of a conversation; those of a call that is over are dropped (C5).
  named('call_event', ['kept', 'dropped']),
  named('rule', RULES),
  // How a webhook answered: `refused_...` by the reason's kind, not by each status.
  ['answered', ...named('refused', ['credential', 'input', 'unavailable', 'internal'])] as const,
] as const;
type Family = (typeof FAMILIES)[number][number];

/** Counted alone: 0 is given by whoever counts. */
type Single =
  | 'escalation_requested'
  | 'callback_requested'
  | 'twiml_down'
  | 'message_failed'
  | 'agent_page_refused'
  | 'table_down'
  | 'queue_down';
export type Metric = Family | Single;

/** Durations, in milliseconds. */
export type Timing =
  /** A webhook's answer, from the event's arrival in the function. */
  | 'answer_ms'
  /** From the webhook that asked for a human to the task that TaskRouter has. */
  | 'escalation_to_task_ms'
  /** From the decision on an assignment to the transfer that Vapi was asked for. */
  | 'assignment_to_transfer_ms'
  /** How long after its end an expired window was noticed. */
  | 'window_overdue_ms';

const SIBLINGS: ReadonlyMap<string, readonly Metric[]> = new Map(
  FAMILIES.flatMap((family: readonly Metric[]) => family.map((metric) => [metric, family] as const)),
);

/** The family of a metric, itself included; a metric that is counted alone is its own. */
export const familyOf = (metric: Metric): readonly Metric[] => SIBLINGS.get(metric) ?? [metric];
