import type { ActivityListInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/activity.js';
import type { ReservationContext } from 'twilio/lib/rest/taskrouter/v1/workspace/task/reservation.js';
import * as z from 'zod/mini';
import type { NotDone } from '../base/trouble.ts';
import { sid } from './attributes.ts';
import { failureOf } from './client.ts';
import { isGone, isWrongState } from './trouble.ts';

type Accepted = { is: 'accepted' } | { is: 'offer-gone'; reason: string };

const ACCEPTED = { is: 'accepted' } as const;
const REJECTED = { is: 'rejected' } as const;
const activitySid = sid('WA');
const filled = z.string().check(z.minLength(1));

/**
 * Accepts a reservation that waits (TaskRouter: reservations). One that is accepted already, or was and went
 * on from there, is `accepted`: an earlier answer was lost. One that waits still is asked for again: given up, it would
 * hold its agent and its task until TaskRouter lets it run out. Throws what the client throws.
 */
export async function acceptReservation(reservation: ReservationContext): Promise<Accepted | NotDone> {
  try {
    await reservation.update({ reservationStatus: 'accepted' });
    return ACCEPTED;
  } catch (error) {
    const failure = failureOf(error);
    if (!isGone(failure) && !isWrongState(failure)) throw error;
    const status = isGone(failure) ? 'gone' : await statusOf(reservation);
    if (status === 'accepted' || status === 'wrapping' || status === 'completed') return ACCEPTED;
    return status === 'pending'
      ? { is: 'not-done', reason: 'twilio-reservation-pending' }
      : { is: 'offer-gone', reason: `reservation-${status}` };
  }
}

/**
 * Rejects a reservation and moves its worker to an activity: without one the worker keeps its own, in which
 * TaskRouter offers it the same task again at once (TaskRouter: reservations). `accepted`: the worker was first. Throws
 * what the client throws.
 */
export async function rejectReservation(
  reservation: ReservationContext,
  workerActivitySid: string | undefined,
): Promise<typeof REJECTED | typeof ACCEPTED> {
  if (workerActivitySid !== undefined) {
    try {
      await reservation.update({ reservationStatus: 'rejected', workerActivitySid });
      return REJECTED;
    } catch (error) {
      const failure = failureOf(error);
      const isNo = failure.is === 'answered' && (failure.status === 400 || failure.status === 404);
      if (!isNo) throw error;
      const status = await statusOf(reservation);
      // A reservation that still waits was not refused for its state: then it was for the activity.
      if (status !== 'pending') return afterAll(status);
    }
  }
  try {
    await reservation.update({ reservationStatus: 'rejected' });
    return REJECTED;
  } catch (error) {
    const failure = failureOf(error);
    if (isGone(failure)) return REJECTED;
    if (!isWrongState(failure)) throw error;
    return afterAll(await statusOf(reservation));
  }
}

/** The worker may have accepted first. */
function afterAll(status: string): typeof REJECTED | typeof ACCEPTED {
  return status === 'accepted' || status === 'wrapping' ? ACCEPTED : REJECTED;
}

/** Throws for an answer that does not tell: no offer is given up because of it. */
async function statusOf(reservation: ReservationContext): Promise<string> {
  try {
    const { reservationStatus } = await reservation.fetch();
    return filled.parse(reservationStatus);
  } catch (error) {
    if (isGone(failureOf(error))) return 'gone';
    throw error;
  }
}

/** What an activity for a short absence is called. */
const SHORT_ABSENCES = ['unavailable', 'break', 'away'];

/**
 * The activity for a worker who has declined: one in which TaskRouter offers nothing, and from which the
 * worker comes back sooner than from Offline (TaskRouter: activities). Nothing where the workspace has none.
 * Throws what the client throws.
 */
export async function findUnavailableActivity(activities: ActivityListInstance): Promise<string | undefined> {
  const { instances } = await activities.page({ available: 'false', pageSize: 100 });
  const rank = (name: string): number => {
    const known = SHORT_ABSENCES.indexOf(name.toLowerCase());
    if (known >= 0) return known;
    return SHORT_ABSENCES.length + (name.toLowerCase() === 'offline' ? 1 : 0);
  };
  const [first] = instances
    .filter(({ available, sid }) => available === false && activitySid.safeParse(sid).success)
    .toSorted((a, b) => rank(a.friendlyName) - rank(b.friendlyName));
  return first?.sid;
}
