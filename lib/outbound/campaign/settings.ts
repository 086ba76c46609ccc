import * as z from 'zod/mini';
import { callingHoursSchema } from '../hours/calling-hours.ts';
import { moment } from '../words.ts';

/** After which outcomes somebody is called again: of these alone it is known that nobody was spoken to. */
export const CALLED_AGAIN = ['no_answer', 'busy', 'failed', 'voicemail'] as const;

const number = (least: number, most: number) =>
  z.number('is not a number').check(z.gte(least, `is below ${least}`), z.lte(most, `is above ${most}`));
const whole = (least: number, most: number) =>
  z.int('is not a whole number').check(z.gte(least, `is below ${least}`), z.lte(most, `is above ${most}`));

const attemptsSchema = z.strictObject(
  {
    most: z._default(whole(1, 20), 3),
    perDay: z._default(whole(1, 20), 3),
    waitMinutes: z._default(number(0, 43_200), 60),
    again: z._default(
      z
        .array(z.enum(CALLED_AGAIN, `is none of ${CALLED_AGAIN.join(', ')}`), 'is not a list of outcomes')
        .check(z.refine((outcomes) => new Set(outcomes).size === outcomes.length, 'names one twice')),
      ['no_answer', 'busy', 'failed'],
    ),
  },
  'is not an object',
);

const breakerSchema = z.strictObject(
  {
    share: z._default(number(0.01, 1), 0.5),
    seconds: z._default(number(1, 3_600), 120),
    least: z._default(whole(1, 1_000), 5),
  },
  'is not an object',
);

/** How a campaign calls, in the words of the API. */
export const campaignSettingsSchema = z.strictObject(
  {
    secondsApart: z._default(number(0, 3_600), 2.5),
    perAreaCodePerSecond: z._default(whole(1, 100), 3),
    /** All of them stand in the campaign's record. */
    maxConcurrent: z._default(whole(1, 100), 8),
    /** Left out: `OUTBOUND_HOURS`. */
    hours: z.exactOptional(callingHoursSchema),
    attempts: z.prefault(attemptsSchema, {}),
    startAt: z.exactOptional(moment),
    endAt: z.exactOptional(moment),
    breaker: z.prefault(breakerSchema, {}),
  },
  'is not an object',
);
export type CampaignSettings = z.infer<typeof campaignSettingsSchema>;
