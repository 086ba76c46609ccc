import { isValidPhoneNumber } from 'libphonenumber-js/max';
import * as z from 'zod/mini';

/** The languages in which Cal.com writes to attendees (`BookingLanguage` of its API 2024-08-13). */
const LANGUAGES = new Set(
  [
    'ar ca de es eu he id ja lv pl ro sr th vi az cs el es-419 fi hr it km nl pt ru sv tr zh-CN bg da en et fr hu',
    'iw ko no pt-BR sk ta uk zh-TW bn',
  ].flatMap((line) => line.split(' ')),
);

const timeZone = z.string().check(z.refine(isZone, 'timeZone must be a valid IANA time-zone'));
const date = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);
const wholeNumber = z.string().check(z.regex(/^\d+$/));

const value = z.union([z.string().check(z.maxLength(500)), z.number(), z.boolean()]);
const metadata = z
  .record(z.string().check(z.maxLength(40)), value)
  .check(z.refine((given) => Object.keys(given).length <= 50, 'Metadata must have at most 50 keys'));

/** Cal.com leaves out what it does not know; here a wrong name has to fail. */
export const bookingInput = z.strictObject({
  start: z.iso.datetime('start must be a valid ISO 8601 date string'),
  eventTypeId: z.int('eventTypeId must be an integer number'),
  attendee: z.strictObject({
    name: z.string('name must be a string'),
    email: z.optional(z.email('Invalid email format')),
    timeZone,
    phoneNumber: z.optional(
      z
        .string()
        .check(
          z.refine(
            (number) => isValidPhoneNumber(number),
            'Invalid phone number format. Please use international format.',
          ),
        ),
    ),
    language: z.optional(z.string().check(z.refine((code) => LANGUAGES.has(code)))),
  }),
  bookingFieldsResponses: z.optional(z.record(z.string(), z.unknown())),
  metadata: z.optional(metadata),
});
export type BookingInput = z.infer<typeof bookingInput>;

export const cancelInput = z.strictObject({
  cancellationReason: z.optional(z.string()),
  cancelSubsequentBookings: z.optional(z.boolean()),
});

export const slotsInput = z.strictObject({
  eventTypeId: wholeNumber,
  start: date,
  end: date,
  timeZone: z.optional(timeZone),
  duration: z.optional(wholeNumber),
});

const STATUSES = ['upcoming', 'recurring', 'past', 'cancelled', 'unconfirmed'] as const;
export type ListStatus = (typeof STATUSES)[number];
export const listInput = z.strictObject({
  status: z.optional(
    z.pipe(
      z.string(),
      z.pipe(
        z.transform((text: string) => text.split(',')),
        z.array(z.enum(STATUSES, 'Invalid status.')),
      ),
    ),
  ),
  attendeeEmail: z.optional(z.string()),
  attendeeName: z.optional(z.string()),
  eventTypeId: z.optional(wholeNumber),
  afterStart: z.optional(date),
  beforeEnd: z.optional(date),
  sortStart: z.optional(z.enum(['asc', 'desc'])),
  take: z.optional(wholeNumber.check(z.refine((text) => Number(text) >= 1 && Number(text) <= 250))),
  skip: z.optional(wholeNumber),
});
export type ListInput = z.infer<typeof listInput>;

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
