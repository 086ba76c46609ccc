import type { ReservationEvent, TaskEvent } from '../../../lib/twilio/callbacks.ts';

/** The compiler holds this list against what the webhook reads: one too many or too few does not pass. */
const READ = {
  'task.canceled': true,
  'task.wrapup': true,
  'task.completed': true,
  'task.deleted': true,
  'task.system-deleted': true,
  'workflow.timeout': true,
  'workflow.skipped': true,
  'reservation.created': true,
  'reservation.accepted': true,
  'reservation.rejected': true,
  'reservation.timeout': true,
  'reservation.canceled': true,
  'reservation.rescinded': true,
  'reservation.failed': true,
  'reservation.wrapup': true,
  'reservation.completed': true,
} as const satisfies Record<(ReservationEvent | TaskEvent)['eventType'], true>;

/** The events of the workspace that `/webhook/twilio/events` reads. */
export const EVENTS: readonly string[] = Object.keys(READ);
