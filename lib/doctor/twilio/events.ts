import type { ReservationEvent, TaskEvent } from '../../twilio/callbacks.ts';

/** The events of TaskRouter from which something follows; `reservation.created` and `.completed` say nothing new. */
export const EVENTS = [
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.failed',
  'task.canceled',
  'task.completed',
  'task.deleted',
  'task.system-deleted',
  'workflow.timeout',
  'workflow.skipped',
] as const satisfies readonly (ReservationEvent | TaskEvent)['eventType'][];
