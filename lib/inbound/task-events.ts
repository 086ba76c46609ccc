import { withoutUndefined } from '../base/without-undefined.ts';
import { OUR_REASON } from '../handoff/machine/steps.ts';
import type { HandoffEvent, HandoffMessage } from '../handoff/record/events.ts';
import type { Agent } from '../handoff/record/handoff.ts';
import { withTheirWords } from '../handoff/record/reason.ts';
import { redacted } from '../language/secrets/redaction.ts';
import type { AgentsOwnTask } from '../twilio/attributes.ts';
import { type ReservationEvent, ringableByTwilio, type TaskEvent, type Worker } from '../twilio/callbacks.ts';

const OFFER_OVER = {
  'reservation.rejected': 'rejected',
  'reservation.timeout': 'timeout',
  'reservation.canceled': 'canceled',
  'reservation.rescinded': 'rescinded',
  'reservation.failed': 'failed',
} as const;

const TASK_OVER = {
  'task.canceled': { type: 'task-gave-up' },
  'workflow.timeout': { type: 'task-gave-up' },
  'workflow.skipped': { type: 'task-gave-up' },
  'task.completed': { type: 'task-ended', taken: true },
  'task.deleted': { type: 'task-ended' },
  'task.system-deleted': { type: 'task-ended' },
} as const;

/** Whoever cancels a task writes the reason: it may be a note about the caller. */
function whyOf({ eventType, reason }: TaskEvent): string {
  return reason === undefined ? eventType : withTheirWords(eventType, redacted(reason).slice(0, 200));
}

/**
 * What an event of TaskRouter means for a handoff; undefined for one that says nothing new.
 * `reservation.created` is one of those: it comes at the same moment as the assignment callback, which says the
 * same and is answered.
 */
export const handoffMessageOf = (event: ReservationEvent | TaskEvent): HandoffMessage | undefined => {
  if (typeof event.task === 'string') return undefined;
  const { callId, handoffId, taskNo: taskTry } = event.task;
  const ofTask = { handoffId, taskNo: taskTry, taskSid: event.taskSid };
  const message = (handoffEvent: HandoffEvent): HandoffMessage => ({
    callId,
    handoffId,
    event: handoffEvent,
  });
  // We closed it ourselves: the record knew before TaskRouter did.
  if (event.reason?.startsWith(OUR_REASON)) return undefined;
  if (event.is === 'task-event') {
    if (event.eventType === 'task.wrapup') return message({ type: 'task-taken', ...ofTask });
    return message({
      ...TASK_OVER[event.eventType],
      ...ofTask,
      why: whyOf(event),
    });
  }
  const { reservationSid, worker } = event;
  switch (event.eventType) {
    case 'reservation.created':
      return undefined;
    case 'reservation.accepted':
      return message({ type: 'agent-accepted', ...ofTask, reservationSid, agent: agentOf(worker) });
    // Only what was accepted gets here: it stands for the news of that, where it has not come through.
    case 'reservation.wrapup':
    case 'reservation.completed': {
      const reservation = { sid: reservationSid, agent: agentOf(worker) };
      return message({ type: 'task-taken', ...ofTask, reservation });
    }
    default:
      return message({ type: 'offer-over', ...ofTask, reservationSid, why: OFFER_OVER[event.eventType] });
  }
};

function agentOf({ workerSid, workerName, agentName, contactUri }: Worker): Agent {
  const contact = ringableByTwilio(contactUri);
  const number = contact.is === 'ringable' ? contact.number : undefined;
  return { workerSid, ...withoutUndefined({ number, name: agentName ?? workerName }) };
}

const ACCEPTED: readonly ReservationEvent['eventType'][] = [
  'reservation.accepted',
  'reservation.wrapup',
  'reservation.completed',
];

/**
 * Returns what waits for no agent any more, as an event of its task tells: one has accepted it, or it is over. An agent
 * who declines leaves it waiting, and so does a workflow that gives up until TaskRouter has canceled the task.
 */
export const agentsOwnTaskOver = (event: ReservationEvent | TaskEvent): AgentsOwnTask | undefined => {
  if (event.task !== 'callback' && event.task !== 'review') return undefined;
  const isOver =
    event.is === 'reservation-event'
      ? ACCEPTED.includes(event.eventType)
      : event.eventType.startsWith('task.');
  return isOver ? event.task : undefined;
};
