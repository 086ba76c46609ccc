import { isNumber } from '../party.ts';
import type { Leg } from './leg.ts';

export type Form = Record<string, string>;

/** Both ends, each under its two names; nothing of a caller of whom nothing was told. */
const partiesOf = ({ from, to, arrival }: Leg): [string, string][] => [
  ...(arrival?.hasFrom === false
    ? []
    : ([
        ['From', from],
        ['Caller', from],
      ] satisfies [string, string][])),
  ['To', to],
  ['Called', to],
];

/** The parameters of every request about a call (Twilio: TwiML request parameters). */
export const callForm = (accountSid: string, leg: Leg): Form => ({
  ApiVersion: '2010-04-01',
  AccountSid: accountSid,
  CallSid: leg.sid,
  ...(leg.parentSid !== undefined && { ParentCallSid: leg.parentSid }),
  CallStatus: leg.status,
  Direction: leg.direction,
  ...Object.fromEntries(partiesOf(leg)),
  ...(leg.arrival !== undefined && placesOf(leg)),
  ...(leg.answeredBy !== undefined && { AnsweredBy: leg.answeredBy }),
});

const NOWHERE = { City: '', State: '', Zip: '', Country: '' };
/** The first digits of the numbers that stand for a withheld one, by the country that they would be of. */
const COUNTRIES: readonly (readonly [string, string])[] = [
  ['+1', 'US'],
  ['+266', 'LS'],
  ['+256', 'UG'],
  ['+86', 'CN'],
  ['+7', 'RU'],
  ['+44', 'GB'],
  ['+49', 'DE'],
];

/** Where a number is, by Twilio's word; nothing is known of `sip:` and `client:`, and nothing of a withheld one. */
const placeOf = (party: string): Form => {
  if (/^(?:sip|client):/.test(party)) return {};
  const country = COUNTRIES.find(([digits]) => party.startsWith(digits))?.[1] ?? '';
  return country === 'US' && isNumber(party)
    ? { City: 'SAN FRANCISCO', State: 'CA', Zip: '94105', Country: 'US' }
    : { ...NOWHERE, Country: country };
};

const placesOf = (leg: Leg): Form =>
  Object.fromEntries(
    partiesOf(leg).flatMap(([name, party]) =>
      Object.entries(placeOf(party)).map(([what, value]) => [`${name}${what}`, value]),
    ),
  );

const rfc2822 = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000');

/** A status callback; `CallDuration` and `Duration` (minutes) stand in the last one of a call that was answered. */
export const statusForm = (
  accountSid: string,
  leg: Leg,
  status: string,
  seconds: number | undefined,
): Form => ({
  ...callForm(accountSid, leg),
  CallStatus: status,
  ...(seconds !== undefined && { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) }),
  Timestamp: rfc2822(Date.now()),
  CallbackSource: 'call-progress-events',
  SequenceNumber: String(leg.sequence),
  ...placesOf(leg),
});

/** What Twilio puts into the attributes of a task of `<Enqueue>` (Twilio: queueing calls with TaskRouter). */
export const queuedAttributes = (accountSid: string, leg: Leg): Form => ({
  from: leg.from,
  to: leg.to,
  caller: leg.from,
  called: leg.to,
  call_sid: leg.sid,
  account_sid: accountSid,
  direction: leg.direction,
  call_status: leg.status,
  api_version: '2010-04-01',
  ...Object.fromEntries(
    Object.entries(placesOf(leg)).map(([name, value]) => [
      name.replace(/(?!^)[A-Z]/, (letter) => `_${letter}`).toLowerCase(),
      value,
    ]),
  ),
});

export type ConferenceFacts = {
  sid: string;
  name: string;
  event: string;
  sequence: number;
};

/** The parameters of a conference's status callback, without those of its participant. */
export const conferenceForm = (
  accountSid: string,
  { sid, name, event, sequence }: ConferenceFacts,
): Form => ({
  AccountSid: accountSid,
  ConferenceSid: sid,
  FriendlyName: name,
  StatusCallbackEvent: event,
  SequenceNumber: String(sequence),
  Timestamp: rfc2822(Date.now()),
});
