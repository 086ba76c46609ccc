import * as z from 'zod/mini';
import type { CallFacts } from '../base/call-facts.ts';
import { clip } from '../base/clip.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import { contextOf } from '../handoff/briefing/read-arguments.ts';
import type { CallbackRequest } from '../handoff/record/callback-request.ts';
import { redacted } from '../language/secrets/redaction.ts';

const NUMBER_NAMES = ['number', 'phone', 'phoneNumber', 'phone_number', 'callbackNumber', 'callback_number'];

const WHEN_NAMES = [
  'when',
  'time',
  'preferredTime',
  'preferred_time',
  'callbackTime',
  'callback_time',
  'date',
];

const TEXT_BYTES = 400;

const asText = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value: string | number) => String(value).trim()),
);

/** The first of several names under which models send the same thing. */
const first = (values: Record<string, unknown>, names: readonly string[]): string | undefined =>
  names
    .map((name) => asText.safeParse(values[name]).data)
    .find((value) => value !== undefined && value !== '');

const clipped = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : clip(redacted(value), TEXT_BYTES) || undefined;

/** Where callbacks go. */
export type CallbackRules = {
  /** Two-letter codes; without them, the countries of the caller and of the team. */
  countries?: readonly string[];
  /** A number of the team's; without it, the one that was called. */
  teamNumber?: string;
};

export type AskedCallback =
  /** `isSaid`: the number was said, and is not only the one that the caller calls from. */
  | { is: 'request'; request: CallbackRequest; isSaid: boolean }
  | { is: 'no-number' | 'bad-number' | 'costly' | 'abroad' };

/** Keeps the callback of a call, over an earlier one. Returns what stands; `taken` once an agent has the task. */
export type KeepCallback = (
  callId: string,
  request: CallbackRequest,
  isSaid: boolean,
) => Promise<{ is: 'kept' | 'taken'; request: CallbackRequest }>;

/** A callback as it is kept; `isTold`: its task says the same. `taskSid` is known from its first settling on. */
export type KeptCallback = { request: CallbackRequest; isTold: boolean; taskSid: string | undefined };

/** Keeps a callback that only its message knows of; returns what is kept. */
export type KeepUnlessKept = (callId: string, request: CallbackRequest) => Promise<KeptCallback>;

/**
 * Notes that the task of a callback says what was kept and waits for an agent, unless something else is kept by now, or
 * an agent has it.
 */
export type SettleCallback = (
  callId: string,
  request: CallbackRequest,
  taskSid: string | undefined,
) => Promise<void>;

/** Counts a callback of a call against its number and day; the same call again counts once. */
export type AdmitCallback = (callId: string, number: string) => Promise<'admitted' | 'enough'>;

/**
 * A callback as the assistant asked for it: to the number that was said, else to the caller's own. A number that
 * cannot be one is never replaced by the caller's: they said another for a reason.
 */
export const callbackRequestOf = async (
  values: Record<string, unknown>,
  call: CallFacts,
  now: number,
  { countries, teamNumber = call.called }: CallbackRules,
): Promise<AskedCallback> => {
  const said = first(values, NUMBER_NAMES);
  const from = said ?? call.caller;
  if (from === undefined) return { is: 'no-number' };
  // The first callback runs the package; every other cold start only reads over its 195 kB.
  const { countriesOf, e164Of, whyNotCalled } = await import('../base/phone-number.ts');
  const number = e164Of(from, call.caller);
  if (number === undefined) return { is: said === undefined ? 'no-number' : 'bad-number' };
  const refused = whyNotCalled(number, countries ?? countriesOf([call.caller, teamNumber]));
  if (refused !== undefined) return { is: refused };
  const { reason, summary, customerName, customerId, sources, department, language } = contextOf(values, {
    ...call,
    messages: [],
  });
  const known = {
    caller: call.caller,
    when: clipped(first(values, WHEN_NAMES)),
    why: clipped(reason ?? summary),
    customerName,
    customerId,
    customerNameSource: sources?.customerName,
    customerIdSource: sources?.customerId,
    department,
    language,
  };
  const request: CallbackRequest = {
    ...withoutUndefined(known),
    number,
    requestedAt: now,
    requestedBy: 'tool-call',
  };
  return { is: 'request', request, isSaid: said !== undefined };
};
