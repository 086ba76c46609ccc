import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { isoIn } from '../../../../lib/tools/when/wall.ts';
import type { Answer } from '../kit/scripted-server.ts';
import { refused } from './refusals.ts';

const rfc3339 = z.iso.datetime({ offset: true });
const timeZone = z.string().check(z.refine(isZone));
const moment = z.strictObject({ dateTime: rfc3339, timeZone: z.optional(timeZone) });
/** 44 letters and 1,024: what Google takes of a property. */
const properties = z.record(z.string().check(z.maxLength(44)), z.string().check(z.maxLength(1_024)));

/** Google leaves out what it does not know; here a wrong name has to fail. */
const insertSchema = z.strictObject({
  id: z.optional(z.string()),
  summary: z.optional(z.string()),
  description: z.optional(z.string().check(z.maxLength(8_192))),
  location: z.optional(z.string()),
  start: z.optional(moment),
  end: z.optional(moment),
  attendees: z.optional(z.array(z.unknown())),
  transparency: z.optional(z.enum(['opaque', 'transparent'])),
  extendedProperties: z.optional(
    z.strictObject({ private: z.optional(properties), shared: z.optional(properties) }),
  ),
});
const freeBusySchema = z.strictObject({
  timeMin: rfc3339,
  timeMax: rfc3339,
  timeZone: z.optional(timeZone),
  items: z.array(z.strictObject({ id: z.string() })).check(z.maxLength(50)),
});
const listSchema = z.strictObject({
  timeMin: z.optional(rfc3339),
  timeMax: z.optional(rfc3339),
  singleEvents: z.optional(z.enum(['true', 'false'])),
  orderBy: z.optional(z.enum(['startTime', 'updated'])),
  maxResults: z.optional(z.string().check(z.regex(/^[1-9]\d{0,3}$/))),
  pageToken: z.optional(z.string().check(z.regex(/^page\d+$/))),
});

export type SimulatedEvent = Omit<z.infer<typeof insertSchema>, 'attendees' | 'id' | 'start' | 'end'> & {
  kind: 'calendar#event';
  id: string;
  /** A deleted one keeps its id for ever. */
  status: 'confirmed' | 'cancelled';
  start: z.infer<typeof moment>;
  end: z.infer<typeof moment>;
};

const EVENT_ID = /^[a-v0-9]{5,1024}$/;
const SEND_UPDATES = ['all', 'externalOnly', 'none'];

/** One calendar's events. An overlap is nothing that an insertion looks at. */
export function createEvents(calendarId: string, events: Map<string, SimulatedEvent>) {
  const standing = (): SimulatedEvent[] =>
    [...events.values()]
      .filter(({ status }) => status === 'confirmed')
      .sort((a, b) => startOf(a) - startOf(b));

  function insert(body: unknown, query: URLSearchParams): Answer {
    if (!knows(query, ['sendUpdates']) || !isSendUpdates(query)) return refused('badRequest');
    const read = insertSchema.safeParse(body);
    if (!read.success) return refused('badRequest');
    const { id = newId(), attendees, start, end, ...rest } = read.data;
    if (!EVENT_ID.test(id)) return refused('invalid');
    if (start === undefined || end === undefined) return refused('required');
    if (Date.parse(start.dateTime) >= Date.parse(end.dateTime)) return refused('timeRangeEmpty');
    if ((attendees ?? []).length > 0) return refused('forbiddenForServiceAccounts');
    if (events.has(id)) return refused('duplicate');
    const event: SimulatedEvent = { kind: 'calendar#event', id, status: 'confirmed', ...rest, start, end };
    events.set(id, event);
    return { status: 200, body: event };
  }

  function get(id: string): Answer {
    const event = events.get(id);
    return event === undefined ? refused('notFound') : { status: 200, body: event };
  }

  function remove(id: string, query: URLSearchParams): Answer {
    if (!knows(query, ['sendUpdates']) || !isSendUpdates(query)) return refused('badRequest');
    const event = events.get(id);
    if (event === undefined) return refused('notFound');
    if (event.status === 'cancelled') return refused('deleted');
    events.set(id, { ...event, status: 'cancelled' });
    return { status: 204 };
  }

  function list(query: URLSearchParams): Answer {
    const { privateExtendedProperty: _, ...single } = Object.fromEntries(query);
    const read = listSchema.safeParse(single);
    if (!read.success) return refused('badRequest');
    const { timeMin, timeMax, singleEvents, orderBy, maxResults = '250', pageToken = 'page0' } = read.data;
    // Only single events have one time to be sorted by.
    if (orderBy === 'startTime' && singleEvents !== 'true') return refused('badRequest');
    const wanted = query.getAll('privateExtendedProperty');
    const fits = (event: SimulatedEvent): boolean =>
      (timeMin === undefined || endOf(event) > Date.parse(timeMin)) &&
      (timeMax === undefined || startOf(event) < Date.parse(timeMax)) &&
      wanted.every((property) =>
        Object.entries(event.extendedProperties?.private ?? {}).some((own) => own.join('=') === property),
      );
    const all = standing().filter(fits);
    const page = Number(pageToken.slice('page'.length));
    const size = Number(maxResults);
    const items = all.slice(page * size, (page + 1) * size);
    const more = all.length > (page + 1) * size ? { nextPageToken: `page${page + 1}` } : {};
    return { status: 200, body: { kind: 'calendar#events', ...more, items } };
  }

  function freeBusy(body: unknown): Answer {
    const read = freeBusySchema.safeParse(body);
    if (!read.success) return refused('badRequest');
    const { timeMin, timeMax, timeZone: zone = 'UTC', items } = read.data;
    const [from, to] = [Date.parse(timeMin), Date.parse(timeMax)];
    if (from >= to) return refused('timeRangeEmpty');
    const busy: { from: number; to: number }[] = [];
    for (const event of standing()) {
      const time = { from: Math.max(startOf(event), from), to: Math.min(endOf(event), to) };
      if (event.transparency === 'transparent' || time.from >= time.to) continue;
      const last = busy.at(-1);
      if (last !== undefined && time.from <= last.to) last.to = Math.max(last.to, time.to);
      else busy.push(time);
    }
    const own = {
      busy: busy.map((time) => ({ start: isoIn(time.from, zone), end: isoIn(time.to, zone) })),
    };
    const none = { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] };
    const calendars = items.map(({ id }) => [id, id === calendarId ? own : none] as const);
    const range = { timeMin: new Date(from).toJSON(), timeMax: new Date(to).toJSON() };
    return {
      status: 200,
      body: { kind: 'calendar#freeBusy', ...range, calendars: Object.fromEntries(calendars) },
    };
  }

  return { insert, get, remove, list, freeBusy };
}

/** As Google makes one where none is given. */
export function newId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 26);
}

function startOf({ start }: SimulatedEvent): number {
  return Date.parse(start.dateTime);
}
function endOf({ end }: SimulatedEvent): number {
  return Date.parse(end.dateTime);
}

function knows(query: URLSearchParams, names: readonly string[]): boolean {
  return [...query.keys()].every((name) => names.includes(name));
}

function isSendUpdates(query: URLSearchParams): boolean {
  const value = query.get('sendUpdates');
  return value === null || SEND_UPDATES.includes(value);
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
