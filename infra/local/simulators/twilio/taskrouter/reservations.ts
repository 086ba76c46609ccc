import { invalid, type Params, type Reply, refuse, staleMatch, strangerIn, wholeNumber } from '../replies.ts';
import { RESERVATION } from '../rules.ts';
import type { Joining } from '../voice/instructions.ts';
import type { Reservation, Task } from './model.ts';
import { reservationResource } from './resources.ts';
import type { Routing } from './routing.ts';

const DEFAULT_RING_SECONDS = 60;
const MAX_RING_SECONDS = 999;

/** Reservations by REST (TaskRouter: tasks and reservations). */
export const createReservationOperations = (
  routing: Routing,
  base: () => string,
  { obey }: Pick<Joining, 'obey'>,
) => {
  const shown = (reservation: Reservation): Reply => ({
    status: 200,
    body: reservationResource(reservation, base()),
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

  /** The caller is brought to the worker; the answer shows the reservation as it was, pending. */
  const instruct = (reservation: Reservation, is: 'dequeue' | 'conference', params: Params): Reply => {
    const isDequeue = is === 'dequeue';
    const given = isDequeue ? params.DequeueTimeout : params.Timeout;
    const timeout = wholeNumber(given, DEFAULT_RING_SECONDS, 1, MAX_RING_SECONDS);
    if (timeout === undefined) return invalid('Timeout is invalid');
    const refused = obey(reservation, {
      is,
      to: isDequeue ? params.DequeueTo : params.To,
      from: isDequeue ? params.DequeueFrom : params.From,
      timeout,
      endOnExit: params.EndConferenceOnExit === 'true',
      endOnCustomerExit: params.EndConferenceOnCustomerExit === 'true',
    });
    return refused === undefined ? shown(reservation) : refuse(400, refused.code, refused.why);
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
      const { activities } = reservation.task.workspace;
      if (activitySid !== undefined && !activities.some(({ sid }) => sid === activitySid)) {
        return invalid('WorkerActivitySid is unknown');
      }
      const wanted = status ?? instruction;
      if (wanted === undefined || (status !== undefined && instruction !== undefined)) {
        return invalid('Either ReservationStatus or Instruction is required');
      }
      if (wanted === 'dequeue' || wanted === 'conference') return instruct(reservation, wanted, params);
      const from = reservation.status;
      if (!act(reservation, wanted, activitySid)) {
        return invalid(`Cannot move the reservation from ${from} to ${wanted}`);
      }
      return shown(reservation);
    },
  };
};
