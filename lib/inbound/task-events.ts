import { OUR_REASON } from '../handoff/machine/steps.ts';
import type { HandoffEvent, HandoffMessage } from '../handoff/record/events.ts';
import type { AgentsOwnTask } from '../twilio/attributes.ts';
import { type ReservationEvent, ringableByTwilio, type TaskEvent } from '../twilio/callbacks.ts';

const OFFER_OVER = {
  'reservation.rejected': 'rejected',
  'reservation.timeout': 'timeout',
  'reservation.canceled': 'canceled',
  'reservation.rescinded': 'rescinded',
  'reservation.failed': 'failed',
} as const;

const TASK_OVER = {
  'task.canceled': 'task-gave-up',
  'workflow.timeout': 'task-gave-up',
  'workflow.skipped': 'task-gave-up',
  'task.completed': 'task-ended',
  'task.deleted': 'task-ended',
  'task.system-deleted': 'task-ended',
} as const;

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
  if (event.is === 'task-event') {
    // We closed it ourselves: the record knew before TaskRouter did.
    if (event.reason?.startsWith(OUR_REASON)) return undefined;
    return message({
      type: TASK_OVER[event.eventType],
      ...ofTask,
      why: (event.reason ?? event.eventType).slice(0, 200),
    });
  }
  const { reservationSid, worker } = event;
  switch (event.eventType) {
    case 'reservation.created':
    case 'reservation.completed':
      return undefined;
    case 'reservation.accepted': {
      const contact = ringableByTwilio(worker.contactUri);
      const name = worker.agentName ?? worker.workerName;
      const agent = {
        workerSid: worker.workerSid,
        ...(contact.is === 'ringable' ? { number: contact.number } : {}),
        ...(name === undefined ? {} : { name }),
      };
      return message({ type: 'agent-accepted', ...ofTask, reservationSid, agent });
    }
    default:
      return message({ type: 'offer-over', ...ofTask, reservationSid, why: OFFER_OVER[event.eventType] });
  }
};

/**
 * Returns what waits for no agent any more, as an event of its task tells: one has accepted it, or it is over. An agent
 * who declines leaves it waiting, and so does a workflow that gives up until TaskRouter has canceled the task.
 */
export const agentsOwnTaskOver = (event: ReservationEvent | TaskEvent): AgentsOwnTask | undefined => {
  if (event.task !== 'callback' && event.task !== 'review') return undefined;
  const isOver =
    event.is === 'reservation-event'
      ? event.eventType === 'reservation.accepted'
      : event.eventType.startsWith('task.');
  return isOver ? event.task : undefined;
};
