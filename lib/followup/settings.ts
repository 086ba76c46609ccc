import * as z from 'zod/mini';
import { httpUrl, list, sid } from '../settings/kinds.ts';
import { optional, required } from '../settings/setting.ts';

export const FOLLOWUP_SETTINGS = {
  FOLLOWUP_QUEUE_URL: required(httpUrl, { about: 'the queue of callbacks and reviews', isProvided: true }),
  CALLBACK_COUNTRIES: optional(
    () =>
      z.pipe(
        list(),
        z.array(z.string().check(z.regex(/^[A-Z]{2}$/, 'is no list of two-letter country codes'))),
      ),
    {
      about:
        "countries to which callbacks are taken, by two-letter codes; without it, the caller's own and the team's, by `TWILIO_NUMBER` or the number that was called. Premium, shared-cost, satellite and short numbers are never taken",
      example: 'US,CA',
    },
  ),
  TWILIO_CALLBACK_WORKFLOW_SID: optional(() => sid('WW'), {
    about: 'the workflow of callback tasks; without it, that of handoffs',
    example: 'WW...',
  }),
  TWILIO_REVIEW_WORKFLOW_SID: optional(() => sid('WW'), {
    about: 'the workflow of review tasks; without it, that of handoffs',
    example: 'WW...',
  }),
};
