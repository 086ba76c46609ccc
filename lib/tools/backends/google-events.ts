import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Asker, Booking } from '../ports.ts';
import { isoIn } from '../when/wall.ts';

const MINUTE = 60_000;

/** Base32 with the digits first (RFC 4648, `base32hex`): the only letters that an id of an event may have. */
const DIGITS = '0123456789abcdefghijklmnopqrstuv';
const ID = /^[a-v0-9]{5,1024}$/;

/** Whether an event can have this id: `..` would lead to the calendar itself. */
export function isEventId(text: string): boolean {
  return ID.test(text);
}

/**
 * Returns the id of the event that holds a start (ms since 1970). Nothing of who books is in it: so Google itself lets
 * only one have the start. An id stays used when its event is deleted, and the next generation comes.
 */
export function eventIdOf(calendarId: string, start: number, generation: number): string {
  const hash = createHash('sha256')
    .update(`${calendarId}|${utcOf(start)}|${generation}`)
    .digest('hex');
  const bits = BigInt(`0x${hash}`).toString(2).padStart(256, '0');
  // 51 of them; the last of the 256 bits is left over.
  return (bits.match(/.{5}/g) ?? []).map((five) => DIGITS.charAt(Number.parseInt(five, 2))).join('');
}

/** Returns a moment as ISO 8601 in UTC, without parts of a second. */
export function utcOf(ms: number): string {
  return `${new Date(ms).toJSON().slice(0, 19)}Z`;
}

/** What a team reads in its calendar is in English, as its pages are. */
const TITLE = 'Call with';

/** The event of an appointment. Nobody is invited: a service account may not without the rights of a whole domain. */
export function eventOf(
  { start, name, phone, email, service, notes }: Booking,
  by: { id: string; toolCallId: string; asker: Asker },
  { timeZone, minutes }: { timeZone: string; minutes: number },
): unknown {
  const { callId, caller } = by.asker;
  const lines = withoutUndefined({ phone: phone ?? caller, email, service, notes });
  return {
    id: by.id,
    summary: `${TITLE} ${name}`,
    description: Object.entries(lines)
      .map(([what, text]) => `${what} ${text}`)
      .join('\n'),
    start: { dateTime: isoIn(start, timeZone), timeZone },
    end: { dateTime: isoIn(start + minutes * MINUTE, timeZone), timeZone },
    extendedProperties: {
      private: { toolCallId: by.toolCallId, callId, ...withoutUndefined({ caller }) },
    },
  };
}

const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text) => Date.parse(text)),
);
/** A whole day has a date instead. */
const moment = z.optional(z.object({ dateTime: z.optional(instant) }));
const text = z.optional(z.string());

export const eventSchema = z.object({
  id: z.string(),
  status: text,
  start: moment,
  end: moment,
  extendedProperties: z.optional(
    z.object({ private: z.optional(z.object({ toolCallId: text, callId: text, caller: text })) }),
  ),
});
export type GoogleEvent = z.infer<typeof eventSchema>;

/** Whether it was deleted: Google keeps it, and says so. */
export function isCanceled({ status }: GoogleEvent): boolean {
  return status === 'cancelled';
}

/** Returns whose it is, as far as we booked it: the tool call and the caller's number. */
export function bookedBy({ extendedProperties }: GoogleEvent): {
  toolCallId?: string | undefined;
  callId?: string | undefined;
  caller?: string | undefined;
} {
  return extendedProperties?.private ?? {};
}

export const eventsSchema = z.object({ items: z.array(eventSchema), nextPageToken: text });

export const freeBusySchema = z.object({
  calendars: z.record(
    z.string(),
    z.object({
      busy: z._default(z.array(z.object({ start: instant, end: instant })), []),
      errors: z.optional(z.array(z.unknown())),
    }),
  ),
});
