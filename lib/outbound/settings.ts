import * as z from 'zod/mini';
import { parsedJson } from '../base/json.ts';
import { httpUrl, secrets } from '../settings/kinds.ts';
import { fallingBack, optional, required } from '../settings/setting.ts';
import { callingHoursSchema } from './hours/calling-hours.ts';

/** A preset by its name, or JSON. */
function hours() {
  return z.pipe(
    z.string(),
    z.pipe(
      z.transform((given: string): unknown =>
        given.trim().startsWith('{') ? parsedJson(given) : given.trim(),
      ),
      callingHoursSchema,
    ),
  );
}

export const OUTBOUND_SETTINGS = {
  OUTBOUND_QUEUE_URL: required(httpUrl, { about: 'the queue of outbound calls', isProvided: true }),
  OUTBOUND_API_KEY: optional(secrets, {
    about:
      'by which your own systems may ask for outbound calls, 16 characters or more; while rotating, old and new separated by a comma. Without it nobody may',
    example: 'a long random text',
    isSecret: true,
  }),
  OUTBOUND_HOURS: fallingBack('strict', hours, {
    about:
      'when people may be called, by their own clock: `strict` (Monday to Friday 10:00 to 17:00, no holidays: within the law of every state), `federal` (8:00 to 21:00, cut by the law of the contact’s state), or JSON by weekday',
    example: '{"mon": ["10:00-17:00"], "tue": ["10:00-17:00"]}',
  }),
};
