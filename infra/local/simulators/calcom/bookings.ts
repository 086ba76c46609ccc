import { randomBytes } from 'node:crypto';
import { isoIn } from '../../../../lib/tools/when/wall.ts';
import type { Answer } from '../kit/scripted-server.ts';
import {
  type BookingInput,
  bookingInput,
  cancelInput,
  type ListInput,
  type ListStatus,
  listInput,
  slotsInput,
} from './inputs.ts';

export type SimulatedBooking = {
  id: number;
  uid: string;
  title: string;
  status: 'accepted' | 'pending' | 'cancelled' | 'rejected';
  cancellationReason?: string;
  start: string;
  end: string;
  duration: number;
  eventTypeId: number;
  attendees: BookingInput['attendee'][];
  bookingFieldsResponses: Record<string, unknown>;
  metadata: Record<string, string | number | boolean>;
};

export type EventType = {
  id: number;
  /** The length of an appointment. */
  minutes: number;
  /** The starts that its schedule has, ms since 1970. */
  starts: ReadonlySet<number>;
};

const MINUTE = 60_000;
const A_DAY = 24 * 60 * MINUTE;

/** The bookings of one event type, whose e-mail field is required, as it is unless somebody changes it. */
export function createBookings(
  { id: eventTypeId, minutes, starts }: EventType,
  bookings: Map<string, SimulatedBooking>,
  clock: () => number,
) {
  const isStanding = ({ status }: SimulatedBooking): boolean => status === 'accepted' || status === 'pending';
  const isFree = (start: number): boolean =>
    starts.has(start) &&
    start > clock() &&
    ![...bookings.values()].some(
      (booking) =>
        isStanding(booking) &&
        Date.parse(booking.start) < start + minutes * MINUTE &&
        Date.parse(booking.end) > start,
    );

  function put(
    start: number,
    rest: Pick<SimulatedBooking, 'attendees' | 'bookingFieldsResponses' | 'metadata'>,
  ) {
    const uid = randomBytes(11).toString('hex');
    const booking: SimulatedBooking = {
      id: bookings.size + 1,
      uid,
      title: 'Appointment',
      status: 'accepted',
      start: new Date(start).toJSON(),
      end: new Date(start + minutes * MINUTE).toJSON(),
      duration: minutes,
      eventTypeId,
      ...rest,
    };
    bookings.set(uid, booking);
    return booking;
  }

  function create(body: unknown): Answer {
    const read = bookingInput.safeParse(body);
    if (!read.success) return refuse(400, 'BadRequestException', problemOf(read.error.issues));
    const { attendee, metadata = {}, bookingFieldsResponses = {}, ...order } = read.data;
    if (order.eventTypeId !== eventTypeId) {
      return refuse(404, 'NotFoundException', `Event type with id ${order.eventTypeId} not found.`);
    }
    if (attendee.email === undefined) {
      return refuse(400, 'BadRequestException', 'responses - {email}error_required_field, ');
    }
    const start = Date.parse(order.start);
    if (start <= clock())
      return refuse(400, 'BadRequestException', 'Attempting to book a meeting in the past.');
    if (!isFree(start)) {
      const message = 'User either already has booking at this time or is not available';
      return refuse(400, 'BadRequestException', message);
    }
    const booking = put(start, { attendees: [attendee], bookingFieldsResponses, metadata });
    return { status: 201, body: { status: 'success', data: booking } };
  }

  function get(uid: string): Answer {
    const booking = bookings.get(uid);
    return booking === undefined ? missing(uid) : { status: 200, body: { status: 'success', data: booking } };
  }

  function cancel(uid: string, body: unknown): Answer {
    const read = cancelInput.safeParse(body);
    if (!read.success) return refuse(400, 'BadRequestException', problemOf(read.error.issues));
    const booking = bookings.get(uid);
    if (booking === undefined) return missing(uid);
    if (booking.status === 'cancelled') {
      const message = `Can't cancel booking with uid=${uid} because it has been cancelled already. Please provide uid of a booking that is not cancelled.`;
      return refuse(400, 'BadRequestException', message);
    }
    const { cancellationReason = '' } = read.data;
    if (cancellationReason.trim() === '') {
      return refuse(400, 'BadRequestException', 'Cancellation reason is required when you are the host');
    }
    bookings.set(uid, { ...booking, status: 'cancelled', cancellationReason });
    return get(uid);
  }

  function isListed(booking: SimulatedBooking, status: ListStatus): boolean {
    const isOver = Date.parse(booking.end) < clock();
    if (status === 'cancelled') return !isStanding(booking);
    if (status === 'past') return isStanding(booking) && isOver;
    if (status === 'upcoming') return isStanding(booking) && !isOver;
    return status === 'unconfirmed' && booking.status === 'pending' && !isOver;
  }

  function fits(booking: SimulatedBooking, asked: ListInput): boolean {
    const { status, attendeeEmail, attendeeName, afterStart, beforeEnd } = asked;
    return (
      (status === undefined || status.some((one) => isListed(booking, one))) &&
      (attendeeEmail === undefined || booking.attendees.some(({ email }) => email === attendeeEmail)) &&
      (attendeeName === undefined || booking.attendees.some(({ name }) => name === attendeeName)) &&
      (asked.eventTypeId === undefined || Number(asked.eventTypeId) === booking.eventTypeId) &&
      (afterStart === undefined || Date.parse(booking.start) >= Date.parse(afterStart)) &&
      (beforeEnd === undefined || Date.parse(booking.end) <= Date.parse(beforeEnd))
    );
  }

  function list(query: URLSearchParams): Answer {
    const read = listInput.safeParse(Object.fromEntries(query));
    if (!read.success) return refuse(400, 'BadRequestException', problemOf(read.error.issues));
    const take = Number(read.data.take ?? 100);
    const skip = Number(read.data.skip ?? 0);
    const { sortStart } = read.data;
    // Without a word about the order they come as they were made.
    const order = sortStart === undefined ? 0 : sortStart === 'desc' ? -1 : 1;
    const all = [...bookings.values()]
      .filter((booking) => fits(booking, read.data))
      .sort((a, b) => order * (Date.parse(a.start) - Date.parse(b.start)));
    const data = all.slice(skip, skip + take);
    const pagination = {
      totalItems: all.length,
      returnedItems: data.length,
      hasNextPage: all.length > skip + take,
      hasPreviousPage: skip > 0,
    };
    return { status: 200, body: { status: 'success', data, pagination } };
  }

  function slots(query: URLSearchParams): Answer {
    const read = slotsInput.safeParse(Object.fromEntries(query));
    if (!read.success) return refuse(400, 'BadRequestException', problemOf(read.error.issues));
    const { timeZone = 'UTC' } = read.data;
    if (Number(read.data.eventTypeId) !== eventTypeId) {
      return refuse(404, 'NotFoundException', 'Event Type not found');
    }
    const from = Date.parse(read.data.start);
    const end = Date.parse(read.data.end);
    // An end at midnight means the whole day.
    const to = end % A_DAY === 0 ? end + A_DAY - 1_000 : end;
    const data: Record<string, { start: string }[]> = {};
    for (const start of [...starts].sort((a, b) => a - b)) {
      if (start < from || start > to || !isFree(start)) continue;
      const iso = isoIn(start, timeZone);
      const day = data[iso.slice(0, 10)] ?? [];
      data[iso.slice(0, 10)] = [...day, { start: `${iso.slice(0, 19)}.000${iso.slice(19)}` }];
    }
    return { status: 200, body: { status: 'success', data } };
  }

  return { create, get, cancel, list, slots, put };
}

function problemOf(issues: readonly { message: string }[]): string {
  return issues.map(({ message }) => message).join(', ');
}

function missing(uid: string): Answer {
  return refuse(404, 'NotFoundException', `Booking with uid=${uid} was not found in the database`);
}

/** An error as Cal.com writes it. */
export function refuse(status: number, code: string, message: string, path = '/v2'): Answer {
  const error = { code, message, details: { message, error: code, statusCode: status } };
  return { status, body: { status: 'error', timestamp: new Date().toJSON(), path, error } };
}
