import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Attempt, Booking, NoAnswer, OpenCalendar } from '../ports.ts';
import { type CalcomAccess, type CalcomRequest, calcomApi } from './calcom-api.ts';
import {
  type CalcomBooking,
  canceledSchema,
  isStanding,
  isStartRefused,
  listSchema,
  oneSchema,
  slotsSchema,
} from './calcom-bookings.ts';
import { type Answered, type Asking, answerOf, bodyOf, refusedBy } from './reading.ts';

export type CalcomOptions = CalcomAccess & {
  /** Its number: `123456`. */
  eventTypeId: string;
  /** The business's, in which a confirmation tells the time. */
  timeZone: string;
};

type Booked = Awaited<ReturnType<OpenCalendar['book']>>;
type Found = Awaited<ReturnType<OpenCalendar['find']>>;

const NAME = 'calcom';
const A_DAY = 86_400_000;
/** A booking has up to 2 KB. */
const PAGE_SIZE = 20;
/** The next 200 appointments of the team. */
const MOST_PAGES = 10;
/** Uids are short UUIDs, or whole ones; `..` would lead elsewhere. */
const UID = /^[\w-]{1,64}$/;

const isOk = (status: number): boolean => status >= 200 && status < 300;

/** Returns a moment as ISO 8601 in UTC, without parts of a second. */
function utcOf(ms: number): string {
  return `${new Date(ms).toJSON().slice(0, 19)}Z`;
}

/**
 * One event type at Cal.com, whose slots and rules are the team's there. A booking has no key of its own against
 * repetition: the tool call in its metadata tells whose it is, which is looked up wherever it may have happened.
 */
export function calcom({ eventTypeId, timeZone, ...access }: CalcomOptions): OpenCalendar {
  const { clock } = access;
  const api = calcomApi(access);

  const askingTo = (does: Asking['does']): Asking => ({ system: NAME, does, now: clock() });

  async function ask(
    request: CalcomRequest,
    does: Asking['does'],
    signal: AbortSignal,
  ): Promise<Answered<unknown> | NoAnswer> {
    return answerOf(await api(request, signal), askingTo(does));
  }

  async function page(
    query: Record<string, string>,
    does: Asking['does'],
    signal: AbortSignal,
  ): Promise<{ is: 'page'; bookings: readonly CalcomBooking[]; isLast: boolean } | NoAnswer> {
    const all = { eventTypeId, sortStart: 'asc', take: String(PAGE_SIZE), ...query };
    const answer = await ask({ method: 'GET', path: ['bookings'], query: all }, does, signal);
    if (answer.is === 'no-answer') return answer;
    const asking = askingTo(does);
    if (!isOk(answer.status)) return refusedBy(answer, asking);
    const body = bodyOf(listSchema, answer, asking);
    if (body.is === 'no-answer') return body;
    const { data, pagination } = body.value;
    return { is: 'page', bookings: data, isLast: !(pagination?.hasNextPage ?? data.length === PAGE_SIZE) };
  }

  /** What this tool call has booked, by who is expected and when; undefined where it has not. */
  async function ownBooking(
    { start, email }: { start: number; email: string },
    { toolCallId, asker, signal }: Attempt,
  ): Promise<Booked | undefined> {
    // How long an appointment takes is Cal.com's to know.
    const when = { afterStart: utcOf(start), beforeEnd: utcOf(start + A_DAY) };
    const seen = await page({ attendeeEmail: email, ...when }, 'change', signal);
    if (seen.is === 'no-answer') return seen;
    // Ids of tool calls are the model's, and unique in their call at most.
    const own = seen.bookings.filter(
      ({ metadata }) => metadata?.toolCallId === toolCallId && metadata.callId === asker.callId,
    );
    const standing = own.find(isStanding);
    if (standing !== undefined) return { is: 'booked', reference: standing.uid, start: standing.start };
    // A tool call books once: what somebody has canceled since is not booked again for it.
    return own.length > 0 ? { is: 'taken' } : undefined;
  }

  /** The booking with this uid; undefined where there is none. */
  async function bookingWith(
    uid: string,
    does: Asking['does'],
    signal: AbortSignal,
  ): Promise<{ is: 'booking'; booking: CalcomBooking | undefined } | NoAnswer> {
    const answer = await ask({ method: 'GET', path: ['bookings', uid] }, does, signal);
    if (answer.is === 'no-answer') return answer;
    if (answer.status === 404) return { is: 'booking', booking: undefined };
    const asking = askingTo(does);
    if (!isOk(answer.status)) return refusedBy(answer, asking);
    const body = bodyOf(oneSchema, answer, asking);
    return body.is === 'read' ? { is: 'booking', booking: body.value.data } : body;
  }

  const isToCome = (booking: CalcomBooking): boolean => isStanding(booking) && booking.end > clock();
  const appointmentOf = ({ uid, start, metadata }: CalcomBooking) => ({
    reference: uid,
    start,
    bookedBy: metadata?.caller,
  });

  /** Cal.com cannot look for metadata: everybody's appointments are read, the next ones first. */
  async function listOf(caller: string, signal: AbortSignal): Promise<Found> {
    const found: CalcomBooking[] = [];
    let isLast = false;
    for (let number = 0; number < MOST_PAGES && !isLast; number += 1) {
      const query = { status: 'upcoming,unconfirmed', skip: String(number * PAGE_SIZE) };
      const seen = await page(query, 'look', signal);
      if (seen.is === 'no-answer') return seen;
      found.push(...seen.bookings.filter(({ metadata }) => metadata?.caller === caller));
      isLast = seen.isLast;
    }
    // To say that there is none would be a guess.
    if (found.length === 0 && !isLast) {
      return { is: 'no-answer', reason: `${NAME}-too-many`, so: 'never', isFault: false };
    }
    return { is: 'found', appointments: found.filter(isToCome).map(appointmentOf) };
  }

  return {
    name: NAME,
    whoDecides: 'us',

    async slots({ from, to }, { signal }) {
      const query = { eventTypeId, start: utcOf(from), end: utcOf(to), timeZone };
      const answer = await ask({ method: 'GET', path: ['slots'], query }, 'look', signal);
      if (answer.is === 'no-answer') return answer;
      const asking = askingTo('look');
      if (!isOk(answer.status)) return refusedBy(answer, asking);
      const body = bodyOf(slotsSchema, answer, asking);
      if (body.is === 'no-answer') return body;
      const starts = Object.values(body.value.data).flatMap((day) => day.map(({ start }) => start));
      // An end at midnight means the whole day to Cal.com.
      const asked = starts.filter((start) => start >= from && start < to);
      return { is: 'slots', starts: asked.sort((a, b) => a - b) };
    },

    async book(order, attempt) {
      if (order.email === undefined) return { is: 'email-needed' };
      // Cal.com finds an attendee by exactly the same letters alone.
      const email = order.email.toLowerCase();
      const wanted = { start: order.start, email };
      const earlier = attempt.mayHaveHappened ? await ownBooking(wanted, attempt) : undefined;
      if (earlier !== undefined) return earlier;
      const body = await requestOf({ ...order, email }, attempt, { eventTypeId, timeZone });
      const request = { method: 'POST', path: ['bookings'], body } as const;
      const answer = await ask(request, 'change', attempt.signal);
      if (answer.is === 'no-answer') return answer;
      // By another delivery of this tool call, maybe.
      if (isStartRefused(answer)) return (await ownBooking(wanted, attempt)) ?? { is: 'taken' };
      const asking = askingTo('change');
      if (!isOk(answer.status)) return refusedBy(answer, asking);
      const made = bodyOf(oneSchema, answer, asking);
      if (made.is === 'no-answer') return made;
      return { is: 'booked', reference: made.value.data.uid, start: made.value.data.start };
    },

    async find(asked, { signal }) {
      if ('bookedBy' in asked) return listOf(asked.bookedBy, signal);
      if (!UID.test(asked.reference)) return { is: 'found', appointments: [] };
      const looked = await bookingWith(asked.reference, 'look', signal);
      if (looked.is === 'no-answer') return looked;
      const { booking } = looked;
      const isOne = booking !== undefined && isToCome(booking);
      return { is: 'found', appointments: isOne ? [appointmentOf(booking)] : [] };
    },

    async cancel({ reference, start }, { signal }) {
      if (!UID.test(reference)) return { is: 'not-found' };
      const body = { cancellationReason: 'canceled by telephone' };
      const path = ['bookings', reference, 'cancel'] as const;
      const answer = await ask({ method: 'POST', path, body }, 'change', signal);
      if (answer.is === 'no-answer') return answer;
      const asking = askingTo('change');
      if (isOk(answer.status)) {
        const told = bodyOf(canceledSchema, answer, asking);
        return told.is === 'read' ? { is: 'canceled', reference, start } : told;
      }
      if (answer.status === 404) return { is: 'not-found' };
      // By 400 Cal.com refuses to cancel twice, among other things.
      const looked = answer.status === 400 ? await bookingWith(reference, 'change', signal) : undefined;
      if (looked?.is === 'no-answer') return looked;
      return looked?.booking !== undefined && !isStanding(looked.booking)
        ? { is: 'canceled', reference, start }
        : refusedBy(answer, asking);
    },
  };
}

async function requestOf(
  { start, name, email, phone, service, notes, language }: Booking & { email: string },
  { toolCallId, asker: { callId, caller } }: Attempt,
  { eventTypeId, timeZone }: Pick<CalcomOptions, 'eventTypeId' | 'timeZone'>,
): Promise<unknown> {
  const { isValidPhoneNumber } = await import('libphonenumber-js/max');
  // One that Cal.com does not believe would cost the whole booking.
  const isBelieved = phone !== undefined && isValidPhoneNumber(phone);
  const lines = withoutUndefined({ phone: isBelieved ? undefined : phone, service, notes });
  const written = Object.entries(lines).map(([what, text]) => (what === 'notes' ? text : `${what} ${text}`));
  return {
    eventTypeId: Number(eventTypeId),
    start: utcOf(start),
    attendee: { name, email, timeZone, ...(isBelieved && { phoneNumber: phone }), language },
    ...(written.length > 0 && { bookingFieldsResponses: { notes: written.join('\n') } }),
    metadata: { toolCallId, callId, ...withoutUndefined({ caller }) },
  };
}
