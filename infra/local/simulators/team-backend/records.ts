import { wallOf } from '../../../../lib/tools/when/wall.ts';
import type { Asked, AskedOf } from './asked.ts';

export type TeamTicket = {
  id: string;
  subject: string;
  status: string;
  priority?: string;
  /** ISO 8601 */
  updatedAt: string;
  assignee?: string;
  /** E.164 */
  requester: string;
};

export type TeamAppointment = {
  reference: string;
  /** ms since 1970 */
  start: number;
  name: string;
  /** Those who may cancel it, E.164: the caller, and the number that was given. */
  numbers: readonly string[];
  service?: string;
};

/** What the team has; a test fills it. */
export type TeamRecords = {
  /** By id. */
  tickets: Map<string, TeamTicket>;
  /** Starts that are free, ms since 1970. */
  slots: Set<number>;
  /** By reference. */
  appointments: Map<string, TeamAppointment>;
};

export type Answer = { status: number; body: unknown };

const NOT_FOUND: Answer = { status: 200, body: { result: null, reason: 'not_found' } };
const TAKEN: Answer = { status: 409, body: { result: null, reason: 'taken' } };
const resultIs = (result: unknown): Answer => ({ status: 200, body: { result } });

/** In minutes since midnight: from, and before. */
const PARTS = { morning: [0, 720], afternoon: [720, 1020], evening: [1020, 1440] } as const;

/** Returns what answers whatever is asked of these records, and does it. */
export function teamOf(records: TeamRecords, clock: () => number): (asked: Asked) => Answer {
  let last = 1000;
  return (asked) => {
    switch (asked.tool) {
      case 'get_ticket_status':
      case 'get_ticket_details':
        return ticketFor(asked, records);
      case 'check_availability':
        return freeFor(asked, records, clock());
      case 'schedule_appointment':
        last += 1;
        return booked(asked, `A${last}`, records, clock());
      case 'cancel_appointment':
        return canceled(asked, records, clock());
    }
  };
}

/** Whoever is not surely the requester learns the status, and nothing else. */
function ticketFor(
  { arguments: { ticket }, call }: AskedOf<'get_ticket_status' | 'get_ticket_details'>,
  { tickets }: TeamRecords,
): Answer {
  const found =
    ticket === undefined
      ? [...tickets.values()]
          .filter(({ requester }) => requester === call.caller)
          .sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt))[0]
      : tickets.get(ticket);
  if (found === undefined) return NOT_FOUND;
  const { requester, ...shown } = found;
  const isTheirs = call.verified && requester === call.caller;
  return resultIs(isTheirs ? shown : { id: shown.id, status: shown.status });
}

function freeFor(
  { arguments: { date, time, part_of_day: part, timeZone } }: AskedOf<'check_availability'>,
  { slots }: TeamRecords,
  now: number,
): Answer {
  const [from, before] = PARTS[part ?? 'morning'];
  const fits = (start: number): boolean => {
    const wall = wallOf(start, timeZone);
    const clock = new Date(wall.minutes * 60_000).toISOString().slice(11, 16);
    return (
      start > now &&
      (date === undefined || wall.date === date) &&
      (time === undefined || clock >= time) &&
      (part === undefined || (wall.minutes >= from && wall.minutes < before))
    );
  };
  const free = [...slots].filter(fits).sort((a, b) => a - b);
  return resultIs({ slots: free.map((start) => new Date(start).toISOString()) });
}

function booked(
  { arguments: order, call }: AskedOf<'schedule_appointment'>,
  reference: string,
  { slots, appointments }: TeamRecords,
  now: number,
): Answer {
  const start = Date.parse(order.start);
  if (start <= now || !slots.delete(start)) return TAKEN;
  const numbers = [call.caller, order.phone].filter((one) => one !== undefined);
  const { name, service } = order;
  appointments.set(reference, { reference, start, name, numbers, ...(service !== undefined && { service }) });
  return resultIs({ reference, start: new Date(start).toISOString() });
}

/** Nobody cancels somebody else's, nor learns that there is one. */
function canceled(
  { arguments: { reference }, call }: AskedOf<'cancel_appointment'>,
  { slots, appointments }: TeamRecords,
  now: number,
): Answer {
  const { caller, verified } = call;
  if (!verified || caller === undefined) return NOT_FOUND;
  const [next] = [...appointments.values()]
    .filter(({ start, numbers }) => start > now && numbers.includes(caller))
    .filter((one) => reference === undefined || one.reference === reference)
    .sort((a, b) => a.start - b.start);
  if (next === undefined) return NOT_FOUND;
  appointments.delete(next.reference);
  slots.add(next.start);
  return resultIs({ reference: next.reference, start: new Date(next.start).toISOString() });
}
