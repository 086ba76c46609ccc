import type { Reservation, Task, Workspace } from './twilio-records.ts';
import { invalid, type Params, type Reply, staleMatch, strangerIn } from './twilio-replies.ts';
import { reservationResource } from './twilio-resources.ts';
import type { Routing } from './twilio-routing.ts';
import { RESERVATION } from './twilio-rules.ts';

/** Reservations by REST (TaskRouter: tasks and reservations). */
export const createReservationOperations = (workspace: Workspace, routing: Routing, base: () => string) => {
  const shown = (reservation: Reservation): Reply => ({
    status: 200,
    body: reservationResource(reservation, workspace, base()),
    headers: { etag: `"${reservation.version}"` },
  });

  const act = (reservation: Reservation, wanted: string, activitySid: string | undefined): boolean => {
    const { task, status } = reservation;
    switch (wanted) {
      case 'accepted':
      case 'accept':
        return routing.accept(reservation);
      case 'rejected':
      case 'reject':
        return routing.reject(reservation, activitySid);
      case 'wrapping':
        return status === 'accepted' && routing.wrap(task);
      case 'completed':
        return (
          (status === 'accepted' || status === 'wrapping') &&
          routing.end(task, 'completed', 'Reservation completed')
        );
      default:
        return false;
    }
  };

  return {
    find(task: Task, sid: string): Reservation | undefined {
      const reservation = routing.reservations.get(sid);
      return reservation?.task === task ? reservation : undefined;
    },

    fetch: (reservation: Reservation, params: Params): Reply => strangerIn(params, []) ?? shown(reservation),

    update(reservation: Reservation, params: Params, ifMatch: string | undefined): Reply {
      const no = strangerIn(params, RESERVATION) ?? staleMatch(ifMatch, reservation.version);
      if (no !== undefined) return no;
      const { ReservationStatus: status, Instruction: instruction, WorkerActivitySid: activitySid } = params;
      if (activitySid !== undefined && !Object.values(workspace.activities).includes(activitySid)) {
        return invalid('WorkerActivitySid is unknown');
      }
      const wanted = status ?? instruction;
      if (wanted === undefined || (status !== undefined && instruction !== undefined)) {
        return invalid('Either ReservationStatus or Instruction is required');
      }
      const from = reservation.status;
      if (!act(reservation, wanted, activitySid)) {
        return invalid(`Cannot move the reservation from ${from} to ${wanted}`);
      }
      return shown(reservation);
    },
  };
};
