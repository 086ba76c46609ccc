import { json, oneOf, text, wholeNumber } from '../settings/kinds.ts';
import { fallingBack, optional } from '../settings/setting.ts';
import { assistantsSchema } from './assistants.ts';

/** What a caller gets whom no assistant can take. */
export const BUSY_CHOICES = ['agents', 'say', 'reject'] as const;

export type BusyChoice = (typeof BUSY_CHOICES)[number];

export const DESK_SETTINGS = {
  VAPI_SQUAD_ID: optional(text, { about: 'the squad that answers calls', example: '...' }),
  VAPI_ASSISTANTS: fallingBack('{}', () => json(assistantsSchema), {
    about:
      "JSON: Vapi's ids of the assistants by what they are called here: `front-desk`, the departments, and `outbound` for who makes calls. A caller who was cut off gets the one they were with",
    example: '{"front-desk": "...", "billing": "..."}',
  }),
  VAPI_ASSISTANT_ID: optional(text, {
    about: 'the assistant that answers calls where there is neither a squad nor a `front-desk`',
    example: '...',
  }),
  VAPI_PHONE_NUMBER_ID: optional(text, {
    about: "Vapi's id of our number, needed where our own voice webhook answers it",
    example: '...',
  }),
  RESUME_MINUTES: fallingBack('30', () => wholeNumber(1_440, 0), {
    about: 'how long a caller who was cut off is picked up where they were; `0`: never',
  }),
  BUSY: fallingBack('agents', () => oneOf(BUSY_CHOICES), {
    about:
      'what a caller gets whom no assistant can take: `agents` (the queue of the agents while the team is open, else as `say`), `say` (a sentence and a callback), `reject` (the busy tone, unbilled)',
  }),
  MAX_CALLS: optional(() => wholeNumber(10_000), {
    about: 'calls with an assistant at one time, inbound and outbound together; without it there is no limit',
    example: '10',
  }),
  RESERVED_FOR_INBOUND: fallingBack('2', () => wholeNumber(10_000, 0), {
    about: 'of `MAX_CALLS`, so many are never for outbound calls',
  }),
  MAX_CALL_SECONDS: fallingBack('3600', () => wholeNumber(43_200, 60), {
    about: 'the longest call, 60 to 43,200 seconds; a place is free by itself a minute later',
  }),
};
