import * as z from 'zod/mini';
import { list, oneOf, secrets, sound, text } from '../settings/kinds.ts';
import { fallingBack, optional, required } from '../settings/setting.ts';
import { LANGUAGES, languageNamed } from '../speech/index.ts';
import { baseUrlProblem, isOpen } from './base-url.ts';
import { LEVELS } from './telemetry.ts';

/**
 * One of our languages, by its code. Desktops know a `LANGUAGE` of their own, a list like `de_AT:de:en` (GNU gettext):
 * the first of ours in it counts.
 */
function spokenLanguage() {
  return z.pipe(
    z.string(),
    z.pipe(
      z.transform((given: string) =>
        given
          .split(':')
          .map(languageNamed)
          .find((one) => one !== undefined),
      ),
      z.enum(LANGUAGES, `is none of ${LANGUAGES.join(', ')}`),
    ),
  );
}

/** Settings of the service as a whole. */
export const SERVICE_SETTINGS = {
  STAGE: fallingBack('dev', () => z.string(), { about: 'the name of the stage', isProvided: true }),
  LOG_LEVEL: fallingBack('info', () => oneOf(LEVELS), {
    about: 'the least that is logged: `info`, `warn`, `error` or `silent`',
  }),
  LANGUAGE: fallingBack('en', spokenLanguage, {
    about:
      'what callers, agents and models hear from us as long as a call does not tell its language: `en`, `es`, `de` or `fr`',
    example: 'es',
  }),
  TABLE_NAME: required(text, { about: 'the table', isProvided: true }),
  QUEUE_URLS: required(list, { about: 'every queue, for `/health`', isProvided: true }),
  PUBLIC_BASE_URL: required(() => sound(baseUrlProblem), {
    about:
      'the URL under which the platforms reach the webhooks, exactly as they are told it, with a stage path if there is one; `npm start` falls back to the address it serves on, a deployment to that of its API',
    example: 'https://your-tunnel.example.com',
    beside: (url, { AWS_LAMBDA_FUNCTION_NAME: isInCloud }) =>
      url !== undefined && isInCloud !== undefined && isOpen(url) ? 'is not an https URL' : undefined,
  }),
  LINK_SIGNING_KEY: optional(secrets, {
    about:
      'signs the links to the agent page (`context_url` in the task, good for 12 hours), 16 characters or more; while rotating, the new one first, the old after a comma. Without it there are no links. `npm start` has its own, a deployment generates one',
    example: 'a long random text',
    isSecret: true,
  }),
};
