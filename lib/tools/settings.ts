import * as z from 'zod/mini';
import { receiverUrlProblem, signingWeaknessIn } from '../http/receiver.ts';
import { httpUrl, json, key, list, oneOf, sound, text, wholeNumber } from '../settings/kinds.ts';
import { type About, fallingBack, optional, required } from '../settings/setting.ts';
import { serviceAccountSchema } from './backends/google-token.ts';

/** Where tickets are looked up, and appointments booked. */
const HELP_DESKS = ['http', 'zendesk', 'hubspot'] as const;
const CALENDARS = ['http', 'google', 'calcom'] as const;

/** Says that a setting is missing which a choice makes necessary: all of them are named at once. */
function neededBy(...choices: readonly [name: string, is: string][]): NonNullable<About['beside']> {
  return (given, others) => {
    const choice = choices.find(([name, is]) => others[name] === is);
    return given === undefined && choice !== undefined
      ? `is not set, but ${choice[0]} is ${choice[1]}`
      : undefined;
  };
}

const ELSEWHERE = 'another address of its API, for tests; https, or plain http on the loopback';
const elsewhere = (vendor: string) =>
  optional(() => sound(receiverUrlProblem), {
    about: `${vendor}: ${ELSEWHERE}`,
    example: 'https://example.com',
  });

const OF_TOOLS_URL: readonly [string, string][] = [
  ['HELP_DESK', 'http'],
  ['CALENDAR', 'http'],
];

export const TOOL_SETTINGS = {
  TOOLS_QUEUE_URL: required(httpUrl, {
    about: 'the queue of tool calls that take longer',
    isProvided: true,
  }),
  HELP_DESK: optional(() => oneOf(HELP_DESKS), {
    about:
      'where tickets are looked up: `http` (a system of your own), `zendesk` or `hubspot`; without it no ticket is',
    example: 'zendesk',
  }),
  CALENDAR: optional(() => oneOf(CALENDARS), {
    about:
      'where appointments are booked: `http` (a system of your own), `google` or `calcom`; without it none is',
    example: 'google',
  }),
  TOOL_BUDGET_MS: fallingBack('2500', () => wholeNumber(10_000, 500), {
    about:
      'how long a tool call may take, 500 to 10,000 ms; then the caller hears that it is being checked, and the answer once it is there',
  }),
  APPOINTMENT_MINUTES: fallingBack('30', () => wholeNumber(480, 5), {
    about: 'how long an appointment takes (`google`), 5 to 480 minutes',
  }),
  TOOLS_URL: optional(() => sound(receiverUrlProblem), {
    about:
      'a system of your own: each tool is posted to this address with its name behind; https, or plain http on the loopback',
    example: 'https://tools.example.com/voice',
    beside: neededBy(...OF_TOOLS_URL),
  }),
  TOOLS_SECRET: optional(list, {
    about:
      'what those requests are signed with (Standard Webhooks), `whsec_...` or a text of 16 characters or more; while rotating, old and new separated by a comma',
    example: 'whsec_...',
    isSecret: true,
    beside: (given, others) =>
      given === undefined ? neededBy(...OF_TOOLS_URL)(given, others) : signingWeaknessIn(given),
  }),
  ZENDESK_SUBDOMAIN: optional(
    () =>
      z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i, 'is not the name before .zendesk.com')),
    {
      about: 'Zendesk: the name before `.zendesk.com`',
      example: 'your-company',
      beside: neededBy(['HELP_DESK', 'zendesk']),
    },
  ),
  ZENDESK_CLIENT_ID: optional(text, {
    about: 'Zendesk: the identifier of an OAuth client with the scopes `tickets:read users:read`',
    example: 'voice_handoff',
    beside: neededBy(['HELP_DESK', 'zendesk']),
  }),
  ZENDESK_CLIENT_SECRET: optional(key, {
    about: 'Zendesk: the secret of that client',
    example: '...',
    isSecret: true,
    beside: neededBy(['HELP_DESK', 'zendesk']),
  }),
  ZENDESK_URL: elsewhere('Zendesk'),
  HUBSPOT_TOKEN: optional(key, {
    about: 'HubSpot: the access token of a private app that may read tickets and contacts',
    example: '...',
    isSecret: true,
    beside: neededBy(['HELP_DESK', 'hubspot']),
  }),
  HUBSPOT_URL: elsewhere('HubSpot'),
  GOOGLE_CALENDAR_ID: optional(text, {
    about: 'Google: the calendar, shared with the service account with the right to make changes to events',
    example: 'team@example.com',
    beside: neededBy(['CALENDAR', 'google']),
  }),
  GOOGLE_SERVICE_ACCOUNT: optional(() => json(serviceAccountSchema), {
    about: 'Google: the key of the service account, the whole JSON file on one line',
    example: '{"client_email": "...", "private_key": "..."}',
    isSecret: true,
    beside: neededBy(['CALENDAR', 'google']),
  }),
  GOOGLE_CALENDAR_URL: elsewhere('Google Calendar'),
  GOOGLE_TOKEN_URL: elsewhere('Google’s tokens'),
  CALCOM_API_KEY: optional(key, {
    about: 'Cal.com: an API key',
    example: '...',
    isSecret: true,
    beside: neededBy(['CALENDAR', 'calcom']),
  }),
  CALCOM_EVENT_TYPE_ID: optional(
    () => z.string().check(z.regex(/^\d{1,12}$/, 'is not the number of an event type')),
    {
      about: 'Cal.com: the number of the event type that is booked',
      example: '123456',
      beside: neededBy(['CALENDAR', 'calcom']),
    },
  ),
  CALCOM_URL: elsewhere('Cal.com'),
};
