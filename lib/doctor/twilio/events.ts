import type { ReservationEvent, TaskEvent } from '../../twilio/callbacks.ts';

/** The events of TaskRouter from which something follows; `reservation.created` says nothing new. */
export const EVENTS = [
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.failed',
  'reservation.wrapup',
  'reservation.completed',
  'task.canceled',
  'task.wrapup',
  'task.completed',
  'task.deleted',
  'task.system-deleted',
  'workflow.timeout',
  'workflow.skipped',
] as const satisfies readonly (ReservationEvent | TaskEvent)['eventType'][];
