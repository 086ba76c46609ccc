import type { Clock } from '../../base/clock.ts';
import type { Count, Log, Time } from '../../base/telemetry.ts';
import type { Claimed } from '../../outbox/claims.ts';
import type { Decision } from '../machine/decision.ts';
import { factsOf } from '../machine/facts-of.ts';
import type { EffectResult } from '../ports/results.ts';
import type { HandoffMessage } from '../record/events.ts';
import { isInTime, waitMsOf } from '../record/facts.ts';
import type { Handoff, Work } from '../record/handoff.ts';
import type { HandoffMetric, HandoffTiming } from '../record/metrics.ts';
import { ownWords } from '../record/reason.ts';

/** Apart from the loop, so that webhooks, which save and report, do not load what only the worker does. */
export type ReportPorts = { clock: Clock; log: Log; count: Count<HandoffMetric>; time: Time<HandoffTiming> };

const about = (handoff: Handoff | undefined, message?: HandoffMessage) => {
  const handoffId = handoff?.handoffId ?? message?.handoffId;
  const callId = handoff?.callId ?? message?.callId;
  return {
    ...(handoffId === undefined ? {} : { handoffId }),
    ...(callId === undefined ? {} : { callId }),
  };
};

/** What became of a message: one log line and one count. */
export const reportDecision = (
  message: HandoffMessage,
  handoff: Handoff | undefined,
  noted: Exclude<Decision['is'], 'unchanged'> | Extract<Decision, { is: 'unchanged' }>['why'],
  ports: ReportPorts,
): void => {
  ports.log.info('event', {
    ...about(handoff, message),
    event: message.event.type,
    reason: noted,
    ...(handoff === undefined ? {} : { state: handoff.progress.state }),
  });
  ports.count(`event_${noted}`);
  const { unknownEffects } = handoff ?? {};
  if (unknownEffects !== undefined) {
    ports.log.warn('effects of another version', { ...about(handoff), count: unknownEffects.length });
    ports.count('effect_unknown', unknownEffects.length);
  }
  const { type } = message.event;
  const isWindow = type === 'window-expired' || type === 'resume';
  if (handoff !== undefined && isWindow && noted === 'changed') {
    ports.time('window_overdue_ms', Math.max(0, ports.clock() - handoff.deadline));
  }
};

/** One log line and one count for each state that a handoff reaches. */
export const reportMove = (
  before: Handoff | undefined,
  after: Handoff,
  { log, count, time }: Pick<ReportPorts, 'log' | 'count'> & Partial<Pick<ReportPorts, 'time'>>,
): void => {
  const { progress, refused = [] } = after;
  if (refused.length > 0 && refused.at(-1) !== before?.refused?.at(-1)) {
    log.info('handoff refused', { ...about(after), reason: 'too many in one call' });
    count('escalation_refused');
  }
  const same = before?.handoffId === after.handoffId && before.progress.state === progress.state;
  if (same) return;
  count(`handoff_${progress.state}`);
  if (progress.state !== 'ended') {
    log.info('state', { ...about(after), state: progress.state, taskNo: after.taskNo });
    return;
  }
  count(`outcome_${progress.outcome}`);
  const { outcome, reason } = progress;
  const facts = factsOf(after);
  if (facts.joinedAt !== undefined) {
    const wait = waitMsOf(facts) ?? 0;
    count(isInTime(facts) ? 'answered_in_time' : 'answered_late');
    time?.('speed_of_answer_ms', wait);
  }
  const { taskNo } = after;
  log.info('state', { ...about(after), state: 'ended', outcome, reason: ownWords(reason), taskNo });
};

/** One attempt at an effect, and how long the caller waited for the two that count. */
export const reportEffect = (
  handoff: Handoff,
  { effect, doubt }: Claimed<Work>,
  result: EffectResult,
  { log, count, time, clock }: ReportPorts,
): void => {
  const bad = result.is === 'refused' || result.is === 'not-done' || result.is === 'unsure';
  const fields = {
    ...about(handoff),
    effect: effect.work.kind,
    event: result.is,
    attempt: effect.attempts + 1,
    ...(bad ? { reason: result.reason } : doubt === 'none' ? {} : { reason: `after ${doubt}` }),
    ...(result.is === 'task-created' ? { taskSid: result.taskSid } : {}),
  };
  if (bad) log.warn('effect', fields);
  else log.info('effect', fields);
  count(`effect_${effect.work.kind}_${bad ? 'trouble' : 'done'}`);
  if (result.is === 'task-created' && handoff.taskNo === 1) {
    time('escalation_to_task_ms', clock() - handoff.request.requestedAt);
  }
  const { progress } = handoff;
  if (result.is === 'transfer-asked' && progress.state === 'bridging') {
    time('assignment_to_transfer_ms', clock() - progress.since);
  }
};
