import type { Attempt, Booking, NoAnswer, OpenCalendar } from '../ports.ts';
import { GOOGLE, type GoogleAccess, googleApi } from './google-api.ts';
import {
  bookedBy,
  eventIdOf,
  eventOf,
  eventSchema,
  eventsSchema,
  freeBusySchema,
  type GoogleEvent,
  isCanceled,
  isEventId,
  utcOf,
} from './google-events.ts';
import { type Grid, isBusy, startsIn, type Time } from './google-slots.ts';
import { type Asking, bodyOf, refusedBy } from './reading.ts';

export type GoogleCalendarOptions = GoogleAccess & Grid & { calendarId: string };

type Booked = Awaited<ReturnType<OpenCalendar['book']>>;
type Found = OpenCalendar['find'];

const MINUTE = 60_000;
/** A start that was booked and canceled so often is not offered to anybody any more. */
const MOST_GENERATIONS = 20;
/** A page has room for its 20 appointments in 64 KB; nobody has more than a hundred before them. */
const PAGE_SIZE = 20;
const MOST_PAGES = 5;

const isOk = (status: number): boolean => status >= 200 && status < 300;
/** 404: there never was one. 410: there is none any more. */
const isMissing = (status: number): boolean => status === 404 || status === 410;

/**
 * A calendar at Google, which a service account reads and writes (`calendar.events`, `calendar.readonly`). Free is what
 * the opening hours offer and nobody has taken. Google does not check for overlaps: what people enter is looked at just
 * before booking, and two callers cannot have one start because the id of the event is made of it.
 */
export function googleCalendar({
  calendarId,
  timeZone,
  openingHours,
  minutes,
  ...access
}: GoogleCalendarOptions): OpenCalendar {
  const { clock } = access;
  const api = googleApi(access);
  const events = ['calendars', calendarId, 'events'];

  const askingTo = (does: Asking['does']): Asking => ({ system: GOOGLE, does, now: clock() });

  async function busyIn(
    { from, to }: Time,
    does: Asking['does'],
    signal: AbortSignal,
  ): Promise<{ is: 'busy'; times: Time[] } | NoAnswer> {
    const range = { timeMin: utcOf(from), timeMax: utcOf(to), timeZone };
    const answer = await api(
      { method: 'POST', path: ['freeBusy'], body: { ...range, items: [{ id: calendarId }] } },
      { does, signal },
    );
    if (answer.is === 'no-answer') return answer;
    const asking = askingTo(does);
    if (!isOk(answer.status)) return refusedBy(answer, asking);
    const body = bodyOf(freeBusySchema, answer, asking);
    if (body.is === 'no-answer') return body;
    const calendar = body.value.calendars[calendarId];
    // A calendar that is not shared with the service account is "not found".
    if (calendar === undefined || (calendar.errors ?? []).length > 0) {
      return { is: 'no-answer', reason: `${GOOGLE}-no-access`, so: 'never', isFault: false };
    }
    return { is: 'busy', times: calendar.busy.map(({ start, end }) => ({ from: start, to: end })) };
  }

  /** The event with this id, whatever became of it; undefined where there never was one. */
  async function eventWith(
    id: string,
    does: Asking['does'],
    signal: AbortSignal,
  ): Promise<{ is: 'event'; event: GoogleEvent | undefined } | NoAnswer> {
    const answer = await api({ method: 'GET', path: [...events, id] }, { does, signal });
    if (answer.is === 'no-answer') return answer;
    if (isMissing(answer.status)) return { is: 'event', event: undefined };
    const asking = askingTo(does);
    if (!isOk(answer.status)) return refusedBy(answer, asking);
    const body = bodyOf(eventSchema, answer, asking);
    return body.is === 'read' ? { is: 'event', event: body.value } : body;
  }

  /** Whose a start is: looks at one generation after the other, until one is in nobody's use. */
  async function ownerOf(
    start: number,
    { toolCallId, asker, signal }: Attempt,
    does: Asking['does'],
    from = 1,
  ): Promise<Booked | { is: 'nobodys'; generation: number }> {
    for (let generation = from; generation <= MOST_GENERATIONS; generation += 1) {
      const looked = await eventWith(eventIdOf(calendarId, start, generation), does, signal);
      if (looked.is === 'no-answer') return looked;
      const { event } = looked;
      if (event === undefined) return { is: 'nobodys', generation };
      const begins = isCanceled(event) ? undefined : event.start?.dateTime;
      const by = bookedBy(event);
      // Ids of tool calls are the model's, and unique in their call at most.
      if (by.toolCallId === toolCallId && by.callId === asker.callId) {
        // A tool call books once: what somebody has deleted since is not booked again for it.
        return begins === undefined ? { is: 'taken' } : { is: 'booked', reference: event.id, start: begins };
      }
      // One that somebody has moved to another time keeps its id, and leaves the start to others.
      if (begins === start) return { is: 'taken' };
    }
    return { is: 'taken' };
  }

  async function insert(order: Booking, attempt: Attempt, from: number): Promise<Booked> {
    const { toolCallId, asker, signal } = attempt;
    const { start } = order;
    let generation = from;
    while (generation <= MOST_GENERATIONS) {
      const id = eventIdOf(calendarId, start, generation);
      const body = eventOf(order, { id, toolCallId, asker }, { timeZone, minutes });
      const request = { method: 'POST', path: events, query: { sendUpdates: 'none' }, body } as const;
      const answer = await api(request, { does: 'change', signal });
      if (answer.is === 'no-answer') return answer;
      const asking = askingTo('change');
      if (isOk(answer.status)) {
        const made = bodyOf(eventSchema, answer, asking);
        return made.is === 'read' ? { is: 'booked', reference: made.value.id, start } : made;
      }
      if (answer.status !== 409) return refusedBy(answer, asking);
      // Another delivery of this tool call may have been faster: until it is seen, it may have happened.
      const owner = await ownerOf(start, attempt, 'change', generation);
      if (owner.is !== 'nobodys') return owner;
      generation = Math.max(owner.generation, generation + 1);
    }
    return { is: 'taken' };
  }

  function isToCome(event: GoogleEvent): boolean {
    const end = event.end?.dateTime;
    return !isCanceled(event) && end !== undefined && end > clock();
  }

  function appointmentsIn(seen: readonly GoogleEvent[]) {
    return seen.flatMap((event) => {
      const start = event.start?.dateTime;
      const { toolCallId, caller } = bookedBy(event);
      // What people entered themselves is nobody's to cancel by telephone.
      if (toolCallId === undefined || start === undefined || !isToCome(event)) return [];
      return [{ reference: event.id, start, bookedBy: caller }];
    });
  }

  async function listOf(caller: string, signal: AbortSignal): ReturnType<Found> {
    const query = {
      privateExtendedProperty: `caller=${caller}`,
      timeMin: utcOf(clock()),
      singleEvents: 'true',
      orderBy: 'startTime',
      maxResults: String(PAGE_SIZE),
    };
    const found: GoogleEvent[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const more = pageToken === undefined ? {} : { pageToken };
      const request = { method: 'GET', path: events, query: { ...query, ...more } } as const;
      const answer = await api(request, { does: 'look', signal });
      if (answer.is === 'no-answer') return answer;
      const asking = askingTo('look');
      if (!isOk(answer.status)) return refusedBy(answer, asking);
      const body = bodyOf(eventsSchema, answer, asking);
      if (body.is === 'no-answer') return body;
      found.push(...body.value.items.filter((event) => bookedBy(event).caller === caller));
      pageToken = body.value.nextPageToken;
      if (pageToken === undefined) break;
    }
    return { is: 'found', appointments: appointmentsIn(found) };
  }

  return {
    name: GOOGLE,
    whoDecides: 'us',

    async slots({ from, to }, { signal }) {
      const starts = startsIn({ from, to }, { timeZone, openingHours, minutes });
      if (starts.length === 0) return { is: 'slots', starts };
      const length = minutes * MINUTE;
      // The last one ends behind `to`.
      const busy = await busyIn({ from, to: to + length }, 'look', signal);
      if (busy.is === 'no-answer') return busy;
      const free = starts.filter((start) => !isBusy(busy.times, { from: start, to: start + length }));
      return { is: 'slots', starts: free };
    },

    async book(order, attempt) {
      const { start } = order;
      const { mayHaveHappened, signal } = attempt;
      // Where an earlier attempt may have booked, a look that fails leaves it open.
      const does = mayHaveHappened ? 'change' : 'look';
      const owner = mayHaveHappened
        ? await ownerOf(start, attempt, does)
        : ({ is: 'nobodys', generation: 1 } as const);
      if (owner.is !== 'nobodys') return owner;
      const time = { from: start, to: start + minutes * MINUTE };
      const busy = await busyIn(time, does, signal);
      if (busy.is === 'no-answer') return busy;
      if (!isBusy(busy.times, time)) return insert(order, attempt, owner.generation);
      // By another delivery of this tool call, maybe.
      const taker = mayHaveHappened ? owner : await ownerOf(start, attempt, does);
      return taker.is === 'nobodys' ? { is: 'taken' } : taker;
    },

    async find(asked, { signal }) {
      if ('bookedBy' in asked) return listOf(asked.bookedBy, signal);
      if (!isEventId(asked.reference)) return { is: 'found', appointments: [] };
      const looked = await eventWith(asked.reference, 'look', signal);
      if (looked.is === 'no-answer') return looked;
      return { is: 'found', appointments: looked.event === undefined ? [] : appointmentsIn([looked.event]) };
    },

    async cancel({ reference, start }, { signal }) {
      if (!isEventId(reference)) return { is: 'not-found' };
      const request = { method: 'DELETE', path: [...events, reference] } as const;
      const answer = await api({ ...request, query: { sendUpdates: 'none' } }, { does: 'change', signal });
      if (answer.is === 'no-answer') return answer;
      return isOk(answer.status) || isMissing(answer.status)
        ? { is: 'canceled', reference, start }
        : refusedBy(answer, askingTo('change'));
    },
  };
}
