import type { Appointment, Attempt, Booking, Calendar, HelpDesk, Ticket } from '../../../lib/tools/ports.ts';

/** What a system was asked for, in order. */
export type Requests = [what: string, ...rest: unknown[]][];

/** A help desk with these tickets; without a number it has the first one. */
export function helpDeskWith(
  tickets: readonly Ticket[],
  whoDecides: HelpDesk['whoDecides'] = 'us',
): { helpDesk: HelpDesk; requests: Requests; attempts: Attempt[] } {
  const requests: Requests = [];
  const attempts: Attempt[] = [];
  const helpDesk: HelpDesk = {
    name: 'desk',
    whoDecides,
    async ticket({ tool, ticket }, attempt) {
      requests.push([tool, ticket]);
      attempts.push(attempt);
      const found = tickets.find(({ id }) => ticket === undefined || id === ticket);
      return found === undefined ? { is: 'not-found' } : { is: 'ticket', ticket: found };
    },
  };
  return { helpDesk, requests, attempts };
}

type Ours = Extract<Calendar, { whoDecides: 'us' }>;
type Theirs = Extract<Calendar, { whoDecides: 'backend' }>;

/** What a calendar has: its free starts, how it answers a booking, and the appointments in it. */
export type Has = {
  starts?: readonly number[];
  books?: Awaited<ReturnType<Calendar['book']>>;
  appointments?: readonly Appointment[];
  /** Whom it cancels for, where it decides itself. */
  cancels?: Awaited<ReturnType<Theirs['cancel']>>;
};

function looking({ starts = [], books }: Has, requests: Requests): Pick<Calendar, 'name' | 'slots' | 'book'> {
  return {
    name: 'calendar',
    async slots(asked) {
      requests.push(['slots', asked]);
      return { is: 'slots', starts };
    },
    async book(order: Booking) {
      requests.push(['book', order]);
      return books ?? { is: 'booked', reference: 'ref-1', start: order.start };
    },
  };
}

/** A calendar of which we say whose appointments are whose. */
export function ourCalendar(has: Has = {}): { calendar: Ours; requests: Requests } {
  const requests: Requests = [];
  const appointments = [...(has.appointments ?? [])];
  const calendar: Ours = {
    ...looking(has, requests),
    whoDecides: 'us',
    async find(asked) {
      requests.push(['find', asked]);
      const fits = (one: Appointment) =>
        'bookedBy' in asked ? one.bookedBy === asked.bookedBy : one.reference === asked.reference;
      return { is: 'found', appointments: appointments.filter(fits) };
    },
    async cancel({ reference, start }) {
      requests.push(['cancel', reference]);
      return { is: 'canceled', reference, start };
    },
  };
  return { calendar, requests };
}

/** A calendar that knows itself whose appointments are whose. */
export function theirCalendar(has: Has = {}): { calendar: Theirs; requests: Requests } {
  const requests: Requests = [];
  const calendar: Theirs = {
    ...looking(has, requests),
    whoDecides: 'backend',
    async cancel({ reference }) {
      requests.push(['cancel', reference]);
      return has.cancels ?? { is: 'not-found' };
    },
  };
  return { calendar, requests };
}
