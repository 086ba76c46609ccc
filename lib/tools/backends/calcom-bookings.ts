import * as z from 'zod/mini';

const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text) => Date.parse(text)),
);

const bookingSchema = z.object({
  uid: z.string().check(z.minLength(1)),
  status: z.string(),
  start: instant,
  end: instant,
  /** What others have written there is not ours to understand. */
  metadata: z.catch(
    z.optional(
      z.object({
        toolCallId: z.optional(z.string()),
        callId: z.optional(z.string()),
        caller: z.optional(z.string()),
      }),
    ),
    undefined,
  ),
});
export type CalcomBooking = z.infer<typeof bookingSchema>;

export const oneSchema = z.object({ data: bookingSchema });

/** Only the state tells that it was done: a proxy's page may have the status 200 as well. */
export const canceledSchema = z.object({ data: z.object({ status: z.literal('cancelled') }) });

export const listSchema = z.object({
  data: z.array(bookingSchema),
  pagination: z.optional(z.object({ hasNextPage: z.boolean() })),
});

/** The days of the zone, each with its free starts. */
export const slotsSchema = z.object({ data: z.record(z.string(), z.array(z.object({ start: instant }))) });

/** Whether the booking stands; one that waits for somebody to confirm it does. */
export function isStanding({ status }: CalcomBooking): boolean {
  return status !== 'cancelled' && status !== 'rejected';
}

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/**
 * What Cal.com says where a start cannot be had any more: others have it, or its own rules have closed it since it was
 * offered. The status, 400, and the code are the same as for any wrong request.
 */
const START_REFUSED = [
  'already has booking at this time or is not available',
  'no_available_users_found_error',
  'can\'t be booked at the "start" time provided',
  'to book a meeting in the past',
];

/** Whether an answer says that the start cannot be had. 409: two bookings at the same moment, or no seat is left. */
export function isStartRefused({ status, body }: { status: number; body: unknown }): boolean {
  if (status === 409) return true;
  const message = refusalSchema.safeParse(body).data?.error.message;
  return START_REFUSED.some((words) => message?.includes(words));
}
